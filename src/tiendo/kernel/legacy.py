"""Vietnamese typed in the fonts of before Unicode (TCVN3 “.VnTime”, VNI): the Latin signs a file holds made the letters it printed.

A text is changed only when that makes far more of its words Vietnamese. Capitals of `.VnTimeH` fonts come out small: the
font alone knew they were capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_FROM_TCVN3 = {0xA1 + place: sign for place, sign in enumerate(_TCVN3)}

# A VNI mark follows its vowel: the shape of the letter (^ breve horn) and the tone in one sign.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_FROM_VNI = {
    ord(case(typed)): case(letter)
    for typed, letter in (_VNI_LETTERS | _VNI_MARKS).items()
    for case in (str.lower, str.upper)
}
_VNI_VOWEL = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])")

_WORD = re.compile(r"[^\W\d_]+")
_TELLING_WORDS = (
    "và của các được với những một về đến định tại số ngày tháng năm nhân tỉnh huyện xã kế hoạch thực hiện công tác phòng "
    "chống tổ chức cơ quan đơn vị quyết trưởng ủy ban giám đốc nhiệm vụ giải pháp mục đích yêu cầu chỉ tiêu việc hội "
    "thống địa phương đường trên dưới nước người"
)
_TELLING = frozenset(_TELLING_WORDS.split())
_SAMPLE_LETTERS = 200_000
_PLAIN_SHARE, _GAIN = 0.04, 3.0


def from_tcvn3(text: str) -> str:
    """Signs of a TCVN3 font, as Latin-1 shows them, made letters."""
    return unicodedata.normalize("NFC", text.translate(_FROM_TCVN3))


def from_vni(text: str) -> str:
    """Signs of a VNI font, as Windows-1252 shows them, made letters: `Keá hoaïch` is `Kế hoạch`."""
    marked = _VNI_VOWEL.sub(lambda pair: _vni_letter(pair[1]) + _VNI_MARKS[pair[2].lower()], text)
    return unicodedata.normalize("NFC", "".join(map(_vni_letter, marked)))


def vietnamese_share(text: str) -> float:
    """The share (0 to 1) of words that are among the commonest of Vietnamese papers; about 0.2 in a plan, 0 in other signs."""
    words = _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE_LETTERS]).lower())
    return sum(word in _TELLING for word in words) / len(words) if words else 0.0


def legible(text: str) -> str:
    """The text as it was meant: itself, or out of the one legacy font that makes it Vietnamese."""
    sample = text[:_SAMPLE_LETTERS]
    share, way = max(((vietnamese_share(way(sample)), way) for way in _WAYS), key=lambda pair: pair[0])
    return way(text) if share > max(_PLAIN_SHARE, _GAIN * vietnamese_share(sample)) else text


def _vni_letter(sign: str) -> str:
    return _FROM_VNI.get(ord(sign), sign) if sign.lower() in _VNI_LETTERS else sign


_WAYS: tuple[Callable[[str], str], ...] = (from_tcvn3, from_vni)
