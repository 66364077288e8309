"""Lines a PDF or a narrow window broke are put together again; bullets run together in one paragraph are set apart.

A break is undone when the words go on (a small letter, a comma, a word that leads on) or when the line was full. What counts as
full is measured: only a text whose lines mostly end at one width was broken by a machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tiendo.kernel.reading.furniture import is_banner
from tiendo.kernel.reading.letters import LOWER, UPPER, word_list
from tiendo.kernel.reading.marks import ITEMS, Mark, MarkKind, is_lone, mark_of
from tiendo.kernel.reading.parts import is_signature, rest_of_title

SENTENCE_END = tuple('.;:!?…/”"»')
_FULL_STOPS = tuple(".;:!?…")
_LEADS_ON = word_list(
    "và của các cho về trong với tại theo là được từ đến có những một số bởi do vào trên dưới không để nhằm hoặc cùng bằng "
    "như đã đang sẽ mọi mỗi bao gồm"
)
_NUMBER_FOLLOWS = word_list("năm ngày tháng quý điều khoản số phần chương mục đợt lần loại từ đến là điểm")
_CALENDAR = word_list("năm ngày tháng quý điều khoản số")
_NAMED_MARKS = frozenset({MarkKind.PART, MarkKind.CHAPTER, MarkKind.SECTION, MarkKind.ARTICLE, MarkKind.NAMED})
_ROMAN_FOLLOWS = word_list("quý loại đợt khóa khoá thứ kỳ")
_AMOUNT_FOLLOWS = word_list("dưới trên đạt định văn tư thị hoạch luật lệnh còn khoảng hơn quá thiểu nhất giảm tăng lên")
_HYPHENATED = (
    ("lao động", "thương binh"), ("lao động", "tb"), ("lđ", "tb"), ("kinh tế", "xã hội"), ("kinh tế", "kỹ thuật"),
    ("chính trị", "xã hội"), ("văn hóa", "xã hội"),
    ("văn hoá", "xã hội"), ("tự do", "hạnh phúc"), ("độc lập", "tự do"), ("tài chính", "kế hoạch"), ("phát thanh", "truyền hình"),
    ("tổ chức chính trị", "xã hội"), ("nghề nghiệp", "xã hội"), ("dân số", "kế hoạch"), ("bà rịa", "vũng tàu"), ("thừa thiên", "huế"),
    ("xã hội", "nghề nghiệp"), ("dạy nghề", "giáo dục"), ("giáo dục nghề nghiệp", "giáo dục"), ("chữa bệnh", "giáo dục"),
)  # fmt: skip
_OPENERS = (
    "Căn cứ", "Trên đây", "Nơi nhận", "Thực hiện", "Chủ trì", "Phối hợp", "Tăng cường", "Đẩy mạnh", "Tổ chức", "Chỉ đạo", "Hướng dẫn",
    "Xây dựng", "Triển khai",
    "Tham mưu", "Tiếp tục", "Nâng cao", "Định hướng", "Quản lý", "Giám sát", "Vận động", "Tuyên truyền", "Đưa", "Mở", "Kiểm tra",
    "Rà soát", "Bố trí", "Cân đối",
    "Lồng ghép", "Thường xuyên", "Chủ động", "Đề nghị", "Yêu cầu", "Giao", "Trong quá trình", "Hằng năm", "Hàng năm", "Định kỳ",
    "Là cơ quan", "Phát huy", "Đảm bảo",
    "Bảo đảm", "Huy động", "Cung cấp", "Hỗ trợ", "Phát động", "Tập trung", "Theo dõi", "Đôn đốc", "Tổng hợp", "Nghiên cứu",
    "Đấu tranh", "Điều tra", "Tạo", "Phấn đấu",
    "Giảm", "Kiềm chế", "Góp phần", "Phòng ngừa", "Cập nhật", "Đăng", "Thời gian qua", "Trong thời gian", "Để", "Nhằm", "Kinh phí",
)  # fmt: skip
_SENTENCE_OPENS = re.compile(rf"(?:{'|'.join(_OPENERS)})(?!\w)")
_BROKEN_HEADS = tuple(
    (re.compile(left), re.compile(right))
    for left, right in (
        (r"ỦY|UỶ", r"BAN NHÂN DÂN"),
        (r"ỦY BAN|UỶ BAN", r"NHÂN DÂN"),
        (r"CỘNG", r"H[OÒ][AÀ] XÃ HỘI"),
        (r"Số\s*:?", r"\d{1,5}\s{0,3}[/-]"),
        (r"[^\W\d_]+", r"[^\W\d_]+, ngày\s"),
    )
)
"""Heads of pages whose words a converter set on lines of their own."""
_CELLS = re.compile(r"\S\s{2,}\S.*\S\s{2,}\S|\S\s*\|\s*\S")  # a row of a table
_NEW_PARAGRAPH = re.compile(
    r"Trên đây|Căn cứ|Nơi nhận|Trong quá trình|Quá trình|Yêu cầu|Đề nghị|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Kế hoạch này|Giao|[^a-z]{8}"
)
_OPEN_LABEL = re.compile(r"(?:(?<!\w)(?:số|ĐT|điện thoại|fax)|(?:năm|giai đoạn)\s[\d\s–-]{4,11})\s*:$", re.IGNORECASE)
"""A label in the middle of a sentence, its number on the next line."""
_ANNOUNCES = re.compile(r"(?:sau|gồm|là|thể|dung|tiêu|cầu|đích|pháp|vụ)(?:\s+đây)?\s*:$", re.IGNORECASE)
_POINTS_TO = word_list("tại theo của và thuộc trong từ đến với nêu")
_POINT_OF_LAW = re.compile(r"(?:tại|theo|định|nêu|và|[,;])\s+điểm$", re.IGNORECASE)
_OPEN_RANGE = re.compile(r"(?<!\w)(?:từ|khoảng)\s+\d{1,5}$", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d\s*$")
_YEAR_NEXT = re.compile(r"[-–—]\s*(?:19|20)\d\d")
_OPEN_HYPHEN = re.compile(r"\w[-–]$")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_RUN_ON_BULLET = re.compile(
    rf"(?:(?<=[^\d\W_][:;.])|(?<=[\d)”][:;]))(?:\s+([-–—+•*▪●])\s*|([-–—+•*▪●])\s+)(?=[{UPPER}“\"]|\d{{1,3}}\s?%)"
)
_RUN_ON_PART = re.compile(rf"(?<=[.;:/])\s+(?=[IVX]{{1,4}}[.)]\s+[{UPPER}]{{2,}})")
_RUN_ON_NUMBER = re.compile(
    rf"(?<=[.;:/])\s+(?=\d{{1,2}}\.\s*[{UPPER}][{LOWER}])|(?<=[{UPPER}]{{3}})\s+(?=1\.\s*[{UPPER}][{LOWER}])"
)
_RUN_ON_HEADING = re.compile(rf"[IVX]{{1,4}}[.)]\s*[^{LOWER}\d]{{6,80}}\s1\.\s*[{UPPER}][{LOWER}]")
_RUN_ON_AIM = re.compile(
    r"(?<=Mục đích|Mục tiêu)\s+(?=-\s)|(?<=Yêu cầu)\s+(?=-\s)|(?<=Mục tiêu chung)\s+(?=-\s)|(?<=Mục tiêu cụ thể)\s+(?=-\s)"
)
_FLATTENED = 1500


@dataclass(frozen=True, slots=True)
class _Page:
    """How the text was set: the width of a full line, 0 when nobody broke the lines."""

    width: int


def unwrapped(text: str) -> str:
    """`text` with one paragraph a line. Doing it twice changes nothing a reader would see."""
    raw = text.split("\n")
    page = _page([line.strip() for line in raw])
    kept: list[list[str]] = []  # each line as the pieces it was broken into
    last, blanks, before, is_marked = -1, 0, "", False  # the last line with words: its place, what follows and opens it
    for line in raw:
        words = line.strip()
        if words and last >= 0 and _goes_on(before, words, blanks, page, is_marked=is_marked):
            del kept[last + 1 :]
            kept[last][-1] = kept[last][-1].rstrip()
            kept[last].append(_joint(before) + words)
        else:
            kept.append([line])
            if words:
                last, is_marked = len(kept) - 1, mark_of(words) is not None
        blanks, before = (0, words) if words else (blanks + 1, before)
    return "\n".join(_apart("".join(pieces)) for pieces in kept)


def _page(printed: Sequence[str]) -> _Page:
    """Measured at the breaks that are certain, where the words go on in small letters; else at the right edge of all lines."""
    own = [line for line in printed if line]
    lengths = sorted(len(line) for line in own if len(line) >= 30)
    if len(lengths) < 8:
        return _Page(0)
    certain = sorted(len(before) for before, after in pairwise(own) if _certainly_broken(before, after))
    if len(certain) >= 3:
        width = certain[len(certain) * 9 // 10]
        longer = sum(length > width * 1.15 for length in lengths)
        return _Page(width if longer <= len(lengths) * 0.05 else 0)
    width = lengths[len(lengths) * 9 // 10]
    full = [line for line in own if len(line) >= width * 0.8]
    unfinished = sum(not line.endswith(SENTENCE_END) for line in full)
    is_edge = width <= 140 and lengths[-1] <= width * 1.6 and len(full) >= len(lengths) * 0.3
    return _Page(width if is_edge and unfinished >= len(full) * 0.6 else 0)


def _certainly_broken(before: str, after: str) -> bool:
    return len(before) >= 40 and after[0].islower() and before[-1].isalnum() and mark_of(after) is None


def _goes_on(before: str, after: str, blanks: int, page: _Page, *, is_marked: bool) -> bool:
    """Whether the words of `before` go on in `after`."""
    if any(left.fullmatch(before) and right.match(after) for left, right in _BROKEN_HEADS):
        return True
    if is_banner(before) or is_banner(after) or (_CELLS.search(before) and _CELLS.search(after)):
        return False
    if is_lone(before):
        return mark_of(after) is None and not is_lone(after)
    mark = mark_of(after)
    if mark is not None:
        return _only_looks_marked(before, after, mark, page)
    if after[0].islower() or after[0] in ",;)%":
        return not before.endswith(_FULL_STOPS) or (blanks == 0 and _is_full(before, after, page))
    if before.endswith(SENTENCE_END):
        if _OPEN_LABEL.search(before) and after[0].isdigit():
            return True
        return is_marked and _is_full(before, after, page) and _goes_on_after_stop(before, after)
    if _opens_afresh(before, after):
        return False
    if is_marked and _is_capitals(before) and _is_capitals(after):
        return blanks == 0
    if rest_of_title(after) is not None or is_signature(after) or (_is_capitals(before) != _is_capitals(after)):
        return False
    return before.endswith(",") or _leads_on(before, after, page) or _is_full(before, after, page)


def _is_capitals(words: str) -> bool:
    """Whether a line is set in capitals as headings are, not one that holds only an abbreviation or a number."""
    return words[0].isalpha() and words.isupper() and len(words) > 12 and " " in words


def _only_looks_marked(before: str, after: str, mark: Mark, page: _Page) -> bool:
    """A dash inside "Lao động - Thương binh", a range of years or a number of a day, broken to the next line's start."""
    if before.endswith(SENTENCE_END):
        return False
    body = after[mark.body :].casefold()
    if mark.kind is MarkKind.DASH:
        lower = before.casefold()
        if any(lower.endswith(left) and body.startswith(right) for left, right in _HYPHENATED):
            return True
        if (_YEARS.search(before) and _YEAR_NEXT.match(after)) or (_OPEN_RANGE.search(before) and body[:1].isdigit()):
            return True
        return _is_full(before, after, page) and after[mark.body].islower()
    if mark.kind in ITEMS:
        return False
    found = _LAST_WORD.search(before[-20:])
    last = found.group(1) if found is not None else ""
    if mark.kind is MarkKind.LETTER:
        return _POINT_OF_LAW.search(before) is not None
    if mark.kind in _NAMED_MARKS:
        return last in _POINTS_TO
    if mark.kind is MarkKind.ROMAN:
        return last in _ROMAN_FOLLOWS
    return mark.kind is MarkKind.NUMBER and not mark.prefix and last in _CALENDAR


def _leads_on(before: str, after: str, page: _Page) -> bool:
    """Whether the last word of a line asks for more; in a text broken at one width only when the line is not far from full."""
    last = _LAST_WORD.search(before[-20:])
    if last is None:
        return False
    if after[0].isdigit():
        return last.group(1) in _NUMBER_FOLLOWS or (len(before) > 25 and last.group(1) in _AMOUNT_FOLLOWS)
    return len(before) > max(25, page.width * 0.6) and last.group(1) in _LEADS_ON


def _is_full(before: str, after: str, page: _Page) -> bool:
    """Whether the next word would not have fitted on the line any more, with some play for justified print."""
    if not page.width:
        return False
    return len(before) + 1 + len(after.split(None, 1)[0]) > page.width * 0.88


def _opens_afresh(before: str, after: str) -> bool:
    """Whether a line begins a sentence of its own with a verb in a capital: "Chủ trì, phối hợp …" under "1. Sở Y tế"."""
    return _SENTENCE_OPENS.match(after) is not None and not before.endswith((" Ban", " Đội", " Sở", " Bộ", " và", ","))


def _goes_on_after_stop(before: str, after: str) -> bool:
    """Whether the next sentence belongs to the same item, the line having been full: not a heading's text, not the closing."""
    if before.endswith(":"):
        return not before.isupper() and _ANNOUNCES.search(before) is None
    return before.endswith((".", ";")) and not before.isupper() and _NEW_PARAGRAPH.match(after) is None


def _joint(before: str) -> str:
    """Nothing after a number broken at its hyphen ("TTLT-" / "BCA"), else a space."""
    return "" if _OPEN_HYPHEN.search(before[-3:]) and before[-2].isupper() else " "


def _apart(line: str) -> str:
    if len(line) < 20:
        return line
    if _RUN_ON_HEADING.match(line):
        line = _RUN_ON_AIM.sub("\\n", line)
    line = _RUN_ON_BULLET.sub(lambda found: f"\n{found.group(1) or found.group(2)} ", line)
    if len(line) > _FLATTENED or _RUN_ON_HEADING.match(line):
        line = _RUN_ON_NUMBER.sub("\n", _RUN_ON_PART.sub("\n", line))
    return line
