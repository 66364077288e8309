"""Numbers of documents: `178/2004/NĐ-CP`, `361/QĐ-TTg`, `98-CT/TU`, `01/2008/NQLT-BLĐTBXH-BCA`, read left to right.

number  := digits [letter] ["/" year] ("/" | "-") symbol
symbol  := segment { ("-" | "/") segment }
segment := a kind of document or a body in capitals, with or without digits (`QĐ`, `TTg`, `BCĐ138`, `QH13`)

Spaces around the signs are allowed where print breaks them; a word run into a segment ends it (`QĐ-TTgngày`), a kind and a body
may be run together (`608/QĐTTg`), and after "số" the sign before the kind may be missing (`số 15 NQ/TW`). What starts a number
is tested elsewhere; dates, fractions and shares have no symbol and are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.kernel.reading.letters import word_list

KIND_OF_SYMBOL = {
    "QĐ": "Quyết định", "NĐ": "Nghị định", "NQ": "Nghị quyết", "NQLT": "Nghị quyết liên tịch", "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch", "TTLB": "Thông tư liên bộ", "CT": "Chỉ thị", "KH": "Kế hoạch", "KHLN": "Kế hoạch", "KHPH": "Kế hoạch",
    "KHLT": "Kế hoạch liên tịch", "PL": "Pháp lệnh", "KL": "Kết luận", "HD": "Hướng dẫn",
    "HDLN": "Hướng dẫn", "HDLT": "Hướng dẫn", "BC": "Báo cáo", "TB": "Thông báo",
    "TTR": "Tờ trình", "CTR": "Chương trình", "CTRHĐ": "Chương trình", "CTHĐ": "Chương trình", "CTPH": "Chương trình",
    "ĐA": "Đề án", "CĐ": "Công điện", "CV": "Công văn",
    "L": "Luật", "VBHN": "Văn bản hợp nhất", "QC": "Quy chế", "QCPH": "Quy chế", "QYĐ": "Quy định", "QUYĐ": "Quy định",
    "GM": "Giấy mời", "PA": "Phương án", "SL": "Sắc lệnh", "LCT": "Lệnh",
}  # fmt: skip
_BODIES = word_list(
    "CP TTG QH UBND HĐND VP VPCP TW TU HU TH TP UBTVQH BCĐ BLĐTBXH LĐTBXH BCA BYT BTC BNV BTP BVHTTDL BGDĐT BTTTT SLĐTBXH CAT "
    "BTL BTTTW ĐĐBQH MTTQ MTTW UBQG SYT CTN UBMTTQ"
)
_START = re.compile(
    r"(?<![A-ZĐ\d/.,-])(?P<digits>\d{1,5}|\d{1,2}\.\d{3})(?P<letter>[a-zđA-ZĐ]?)(?:\s{0,4}(?P<slash>/)|\s?-)\s?|"
    r"(?<![A-ZĐ\d/.,-])(?P<digits2>\d{1,5})(?P<letter2>[a-zđA-ZĐ]?)\s[–-]\s|"
    r"(?<=[Ss]ố )(?P<digits3>\d{1,4})\s?(?=[A-ZĐ]{2,4}[-/])"
)
_GLUED = r"(?:[Nn]gày|của|về|năm|phê|quy|hướng|sửa|được|ban)"
"""Words that print runs into the number before them."""
_YEAR = re.compile(r"((?:19|20)\d{2})\s?[/-]\s?")
_SEGMENT = re.compile(
    rf"[A-ZĐĂÂÊÔƠƯ](?:(?!{_GLUED})[A-Za-zĐĂÂÊÔƠƯđăâêôơư0-9&])*(?:\.(?:TTg(?!\w)|[A-ZĐĂÂÊÔƠƯ]{{2,}}\d*))*(?:(?<=QH)\s\d\d?(?![\d/.,]))?"
)
_GLUED_WORD = re.compile(_GLUED)
_ANY_SEGMENT = re.compile(r"[A-Za-zĐĂÂÊÔƠƯđăâêôơư][A-Za-zĐĂÂÊÔƠƯđăâêôơư0-9&]*")
_JOINT = re.compile(r"(\s?)([-–/])(\s?)")
_COMMITTEE = re.compile(
    r"(?:[Cc]hỉ đạo|BCĐ|BCD|[Đđ]ội|[Tt]ổ công tác|KTLN|liên ngành|[Tt]iểu ban|Ban|(?:[Mm]ẫu|[Bb]iểu|[Pp]hụ lục)(?: số)?)\s*$"
)
_PROGRAMME = re.compile(r"(?:Chương trình|Đề án|Kế hoạch) $", re.IGNORECASE)  # "Chương trình 130/CP" is a name
_JOINED_KINDS = ("TTLT", "NQLT", "TTLB", "KHLT", "HDLT", "HDLN", "KHLN", "TT")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number in the text: as printed without spaces, its first segment in capitals, and where it stands."""

    number: str
    symbol: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What makes two mentions one document: capitals, one sign between segments."""
        return key_of(self.number)


def key_of(number: str) -> str:
    """The form in which numbers are compared."""
    return re.sub(r"[-–/]", "-", "".join(number.split())).upper().rstrip("-.")


def numbers_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Numbered]:
    """Every number of a document between two places of a text."""
    stop = len(text) if end is None else end
    position = start
    while True:
        match = _START.search(text, position, stop)
        if match is None:
            return
        found = _number_at(text, match, stop)
        position = found.end if found is not None else match.start() + len(_digits(match))
        if found is not None:
            yield found


def _number_at(text: str, match: re.Match[str], stop: int) -> Numbered | None:
    if _COMMITTEE.search(text[max(0, match.start() - 14) : match.start()]):
        return None
    letter = match["letter"] or match["letter2"] or ""
    sign = match["slash"] or ("" if match["digits3"] else "-")
    year = _YEAR.match(text, match.end(), stop)
    segments = _symbol(text, year.end() if year else match.end(), stop)
    if segments is None or not _is_symbol(
        segments,
        text[max(0, match.start() - 40) : match.start()],
        spaced=match["digits"] is None,
        slashed=sign == "/" or year is not None,
        close=not match.group().endswith(" "),
    ):
        return None
    printed, end = segments
    middle = f"{year.group(1)}/" if year else ""
    first = re.split(r"[-–/]", printed, maxsplit=1)[0]
    return Numbered(f"{_digits(match)}{letter}{sign}{middle}{printed}", first.upper(), match.start(), end)


def _digits(match: re.Match[str]) -> str:
    return match["digits"] or match["digits2"] or match["digits3"]


def _symbol(text: str, position: int, stop: int) -> tuple[str, int] | None:
    """The segments from a place on, joined as printed, and where they end."""
    first = _SEGMENT.match(text, position, stop) or _small_segment(text, position, stop)
    if first is None or _goes_on_as_word(text, first.end()):
        return None
    printed, end = "".join(first.group().split()), first.end()
    while (joint := _JOINT.match(text, end, stop)) is not None:
        segment = _SEGMENT.match(text, joint.end(), stop) or _small_segment(text, joint.end(), stop)
        if segment is None or _goes_on_as_word(text, segment.end()) or not _joins(joint, segment.group(), printed):
            break
        printed += joint.group(2).replace("–", "-") + segment.group()
        end = segment.end()
    return printed, end


def _small_segment(text: str, position: int, stop: int) -> re.Match[str] | None:
    """A segment somebody typed in small letters, when it is one everybody knows."""
    found = _ANY_SEGMENT.match(text, position, stop)
    if found is None:
        return None
    capitals = found.group().upper()
    return found if capitals in KIND_OF_SYMBOL or capitals in _BODIES else None


def _joins(joint: re.Match[str], segment: str, printed: str) -> bool:
    """Whether a segment after spaces still belongs to the number: a body in capitals, not the next word of the sentence."""
    before, _, after = joint.groups()
    if not before and not after:
        return True
    known = segment.upper() in _BODIES or (len(segment) > 1 and segment.isupper())
    if before and after:
        is_open = "-" not in printed.replace("/", "-") or printed.startswith(_JOINED_KINDS)
        return known and is_open and (_is_kind(printed) or printed.upper() in _BODIES)
    return known or segment in ("TTg", "CTr")


def _is_kind(printed: str) -> bool:
    return re.split(r"[-/]", printed, maxsplit=1)[0].upper() in KIND_OF_SYMBOL


def _goes_on_as_word(text: str, end: int) -> bool:
    return text[end : end + 1].isalpha() and _GLUED_WORD.match(text, end) is None


def _runs_kind_and_body_together(segment: str) -> bool:
    """`QĐTTg`, `NĐCP`, `KHUBND`."""
    capitals = segment.upper()
    return any(capitals[:at] in KIND_OF_SYMBOL and capitals[at:] in _BODIES for at in range(2, len(capitals) - 1))


def _is_symbol(segments: tuple[str, int], before: str, *, spaced: bool, slashed: bool, close: bool) -> bool:
    """Capitals make a symbol (`LĐTBXH`); a word with one capital ("Sở") does not."""
    printed = segments[0]
    parts = [part for part in re.split(r"[-/.]", printed) if part]
    is_kind = parts[0].upper() in KIND_OF_SYMBOL
    if spaced:
        return is_kind and len(parts) > 1
    if len(parts) == 1 and not slashed:
        return False
    if len(parts) == 1 and not is_kind and _runs_kind_and_body_together(parts[0]):
        return True
    if len(parts) == 1 and not is_kind:
        if not close or (parts[0] == "CP" and _PROGRAMME.search(before)):
            return False
        known = parts[0].rstrip("0123456789").upper() in _BODIES
        return known and (
            parts[0].upper() not in ("TP", "TH")
            and (len(parts[0]) < 5 or parts[0][-1].isdigit() or "số" in before[-6:])
        )
    return is_kind or sum(sign.isupper() for sign in printed) >= 2
