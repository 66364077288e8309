"""Figures a plan promises: under headings that state aims every figure, elsewhere those a word of promising announces.

One target for each part of a sentence (parts end at `;`, `.` or "và duy trì"). Beside a percentage, plain counts in the same
part describe what is done, not how much ("75 % of communes run at least one form"). What is past, what another plan asks for,
money and shares of costs are no targets. The words for figures are in `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tiendo.kernel.reading import figures
from tiendo.kernel.reading.figures import Figure
from tiendo.kernel.reading.model import Node, NodeKind, Target

_AIMS = re.compile(r"mục đích|mục tiêu|yêu cầu|chỉ tiêu|phấn đấu|kết quả cần đạt|chỉ số", re.IGNORECASE)
_SITUATION = re.compile(
    r"tình hình|thực trạng|kết quả (?:thực hiện|đạt được|công tác|triển khai|năm|giai đoạn|phòng|cụ thể)|"
    r"^(?:đánh giá|kết quả|đặc điểm|khái quát|tồn tại|hạn chế|"
    r"khó khăn|thuận lợi|nguyên nhân|ưu điểm|những (?:tồn tại|hạn chế|khó khăn|kết quả|mặt)|bối cảnh|sự cần "
    r"thiết|căn cứ|cơ sở|dự báo|về kết quả|công tác đã)|"
    r"những kết quả|đã đạt được",
    re.IGNORECASE,
)
_MONEY = re.compile(r"kinh phí|nguồn vốn|dự toán|ngân sách|nguồn lực|tài chính", re.IGNORECASE)
_PART_END = re.compile(r"[;\n]|\.(?=\s|$)|,?\s+(?=(?:và\s+)?duy trì số\s)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d|\.\d)")
_NAMED_YEAR = re.compile(
    r"(?<!tháng \d )(?<!tháng \d\d )(?:năm|giai đoạn|cuối|đến|đầu|kỳ|[-–])\s*((?:19|20)\d{2})(?!\d|/|\.\d)",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"từ\s+(?:mức\s+)?\d[\d.,]*\s?[^,;.\d]{0,30}\s(?:cuối\s+)?năm\s+(?:19|20)\d{2}(?=[^;]{0,120}\s(?:lên|xuống|còn)(?!\w))|"
    r"(?:so\s+với|so|bằng|của|từ|hơn)\s+(?:cùng\s+kỳ\s+|trung bình\s+)?(?:cuối\s+)?(?:năm|giai đoạn)\s+(?:19|20)\d{2}(?:\s*[-–]\s*(?:19|20)\d{2})?|"
    r"(?:Luật|Pháp lệnh|Hiến pháp|Bộ luật)[^,;.()]{0,60}\snăm\s+(?:19|20)\d{2}|(?<!\w)đã\s[^,;.%\d]{0,40}(?:năm|giai đoạn)\s+(?:19|20)\d{2}",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:^|[\s,(])(?:đã (?:đạt|tổ chức|triển khai|thực hiện|phát hiện|xây dựng|giảm|tăng|hỗ trợ|điều trị|"
    r"cai)|(?:đã có|hiện có|hiện còn)(?=\s[^,;.]{0,30}\d)|hiện (?:nay|tại)|"
    r"(?:hiện\s+)?(?:toàn|cả)\s+(?:tỉnh|huyện|thành phố|xã|quận|thị xã)\s+(?:hiện\s+)?có(?=\s+\d)|"
    r"hiện\s[^,;.\d]{1,25}\scó(?=\s+\d)|tính đến|đến nay|thời gian qua|"
    r"những năm qua|năm qua|cùng kỳ năm trước có|chiếm|ước tính|theo (?:số liệu|thống kê|báo cáo|kết quả))(?!\w)",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"(?i:cả nước|toàn quốc)|trung ương giao|(?:Kế hoạch|Chương trình|Nghị quyết|Chiến lược|Đề án)(?: "
    r"số)?[^,;%]{0,60} (?:đề ra|đặt ra|giao|yêu cầu|quy định)(?!\w)|bình quân chung|(?:mục tiêu|chỉ tiêu)(?: "
    r"chung)? (?:của |theo |do |tại |nêu tại )?(?:Chính phủ|Thủ tướng|Bộ |Trung ương|Quốc gia|quốc gia|Chương "
    r"trình|Chiến lược|Quyết định|Nghị quyết|Kế hoạch số)"
)
_BEFORE_NOW = re.compile(r"thay cho|sáp nhập|hợp nhất|(?:xã|phường|huyện|tỉnh) cũ")
_CITED = re.compile(r"\d{1,5}[/-][^\s,;]{0,30}[A-ZĐ][^\s,;]{0,40}(?:\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?")
_CELLS = re.compile(r"\S\s{2,}\S.*\S\s{2,}\S")  # a row of a table
_ASIDE = re.compile(r"\([^()]{0,120}\)")
_OF_OTHERS = re.compile(r"%\s+\S")  # the share's own words name whom it is of ("100% phường")
_COSTS = re.compile(
    r"kinh phí|chi phí|mức (?:hỗ trợ|chi|đóng|lương)|(?<!hoàn )(?<!hưởng )lương|lãi suất|ngân sách|thuế|(?:\d|triệu|tỷ|"
    r"nghìn|ngàn)\s*đồng(?:/|\s|$)|học phí|tiền (?:mặt|phạt|công|lương|ăn)|viện phí|thương tật|suy giảm khả "
    r"năng|nguồn vốn|vốn (?:đầu tư|đối ứng|vay ưu đãi)",
    re.IGNORECASE,
)


_LONGEST_PART = 1500


class _Place(Enum):
    """What a node's headings say about figures below them."""

    AIMS = 1
    TASKS = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class Years:
    """The years a plan is for; None when it does not say."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int


def targets(nodes: Iterable[Node], text: str, years: Years) -> tuple[Target, ...]:
    """The targets in the order of the text; a figure of a year before the plan's is none."""
    found: list[Target] = []
    places: dict[str, _Place] = {}
    for node in nodes:
        above = places.get(node.parent, _Place.TASKS) if node.parent else _Place.TASKS
        places[node.ref] = _place(node, above)
        if not node.is_clause or node.kind is NodeKind.CLOSING or places[node.ref] is _Place.NONE:
            continue
        for part in _parts(text, node.text_start, node.end):
            found.extend(_targets_in(part, node.ref, places[node.ref], years))
    return tuple(found)


def years_of(title: str | None, issued: int | None) -> Years:
    """The years the title names ("giai đoạn 2016 - 2020"), beginning no later than the plan was issued."""
    named = [int(year) for year in _YEAR.findall(title or "")]
    if issued is not None:
        named = [year for year in named if year >= issued] or [issued]
        first = issued + 1 if set(named) == {issued + 1} else issued  # next year's plan, signed at the end of this one
        return Years(first, max(named))
    return Years(min(named), max(named)) if named else Years(None, None)


def _place(node: Node, above: _Place) -> _Place:
    """A heading's own words decide; without any the heading above does."""
    words = node.title or _label(node.text)
    if _MONEY.search(words) and not _AIMS.search(words) and node.title:
        return _Place.NONE
    if _SITUATION.search(words) and not _AIMS.match(words) and (node.title or words.endswith(":")):
        return _Place.NONE
    if _AIMS.search(words) and (node.title or words.endswith(":")):
        return _Place.AIMS
    return above


def _label(text: str) -> str:
    """The words before a clause's colon, when they are its name ("Chỉ tiêu: …")."""
    label, colon, _ = text.partition(":")
    return label + colon if colon and len(label) <= 80 else ""


def _parts(text: str, start: int, end: int) -> Iterator[_Part]:
    position = start
    for stop in _PART_END.finditer(text, start, end):
        yield from _pieces(text, position, stop.start())
        position = stop.end()
    yield from _pieces(text, position, end)


def _pieces(text: str, start: int, end: int) -> Iterator[_Part]:
    """A part as a whole; what is longer than any sentence is no sentence and is cut, so that no text holds the reader up."""
    for at in range(start, max(end, start + 1), _LONGEST_PART):
        yield _Part(text[at : min(at + _LONGEST_PART, end)], at)


def _targets_in(part: _Part, ref: str, place: _Place, years: Years) -> Iterator[Target]:
    words = _without_asides(part.text, years)
    if _CELLS.search(words) or _ANOTHERS.search(words) or _is_past(words, years):
        return
    blanked = _BASELINE.sub(lambda found: " " * len(found.group()), words)
    named = [(match.start(1), int(match.group(1))) for match in _NAMED_YEAR.finditer(blanked)]
    what = " ".join(part.text.split()).strip(" ,")
    for figure in _promised(words, place):
        yield Target(
            ref=ref,
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            comparator=figure.comparator,
            year=_year_at(words, figure, named, years),
            what=what,
            start=part.start + figure.start,
            end=part.start + figure.end,
        )


def _without_asides(words: str, years: Years) -> str:
    """Brackets that look back ("(năm 2011 là 58%)") and numbers of documents blanked out."""
    words = _CITED.sub(lambda found: " " * len(found.group()), words)
    return _ASIDE.sub(
        lambda found: " " * len(found.group()) if _looks_back(found.group(), years) else found.group(), words
    )


def _looks_back(words: str, years: Years) -> bool:
    named = [int(year) for year in _YEAR.findall(words)]
    return (
        (bool(named) and years.first is not None and max(named) < years.first)
        or _PAST.search(words) is not None
        or _BEFORE_NOW.search(words) is not None
    )


def _promised(words: str, place: _Place) -> list[Figure]:
    """The figures of a part that are promises: of each doing its shares and rates, else what is kept or its first count."""
    shares = [figure for figure in figures.shares(words) if not _is_cost(words, figure)]
    found: list[Figure] = []
    is_share = False
    for start, end, joined in figures.doings(words):
        own = [figure for figure in shares if start <= figure.start < end]
        is_share = bool(own) or (
            joined and is_share
        )  # "100% xã xây dựng và duy trì ít nhất 01 mô hình" promises the share
        if is_share:
            found.extend(own)
        elif place is _Place.AIMS:
            found.extend(figures.count_of(words, start, end))
        else:
            counts = figures.pledged_count_of(words, start, end)
            found.extend(figure for figure in counts if not _COSTS.search(_clause_around(words, figure)))
    return found


def _clause_around(words: str, figure: Figure) -> str:
    """The words between the commas around a figure."""
    end = words.find(", ", figure.end)
    return words[words.rfind(", ", 0, figure.start) + 1 : end if end >= 0 else len(words)]


def _is_cost(words: str, figure: Figure) -> bool:
    """Whether a share is one of money: "hỗ trợ 50% kinh phí"; not one of those who have it: "100% phường có kinh phí"."""
    before, after = words[max(0, figure.start - 40) : figure.start], words[figure.end : figure.end + 25]
    is_of_others = _OF_OTHERS.search(words[figure.start : figure.end]) is not None
    if is_of_others and _COSTS.search(after) is not None:
        return False
    return _COSTS.search(before + words[figure.start : figure.end] + after) is not None


def _is_past(words: str, years: Years) -> bool:
    named = [int(year) for year in _NAMED_YEAR.findall(_BASELINE.sub(" ", words))]
    if named and years.first is not None and max(named) < years.first:
        return True
    past = _PAST.search(words)
    if past is None or re.match(r"\W*(?:phấn đấu|duy trì|giữ vững)(?!\w)", words, re.IGNORECASE):
        return False
    first = figures.first_figure(words)
    return first is not None and past.start() < first


def _year_at(words: str, figure: Figure, named: Sequence[tuple[int, int]], years: Years) -> int | None:
    """The year named nearest to the figure in its part, after it rather than before; else the plan's last."""
    after = [year for at, year in named if figure.end <= at <= figure.end + 60]
    before = [year for at, year in named if at < figure.start]
    close = [year for at, year in named if figure.end <= at <= figure.end + 20 and "," not in words[figure.end : at]]
    chosen = close[0] if close else before[-1] if before else (after[0] if after else None)
    return chosen if chosen is not None else (max(year for _, year in named) if named else years.last)
