"""Documents a plan cites: `Quyết định số 361/QĐ-TTg ngày 07/3/2017 của Thủ tướng Chính phủ`.

The grammar, left to right: kind, "số", number, "ngày" date, "của" issuer; all but the number may be missing. What is printed is
kept, even when it is wrong: the pack's catalogue says so elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tiendo.kernel.reading.letters import UPPER
from tiendo.kernel.reading.model import Citation, Node, Span, UnnumberedBasis
from tiendo.kernel.reading.numbers import KIND_OF_SYMBOL, key_of, numbers_in

_KINDS = (
    "Nghị quyết liên tịch", "Thông tư liên tịch", "Thông tư liên bộ", "Kế hoạch liên ngành", "Kế hoạch phối hợp", "Nghị quyết",
    "Nghị định", "Quyết định", "Công văn", "Công điện", "Chỉ thị", "Thông tư", "Pháp lệnh", "Bộ luật", "Luật", "Kế hoạch",
    "Kết luận", "Hướng dẫn", "Chương trình hành động", "Chương trình phối hợp", "Chương trình", "Thông báo", "Thông tri", "Đề án",
    "Báo cáo", "Tờ trình", "Văn bản hợp nhất", "Văn bản",
    "Quy định", "Quy chế",
)  # fmt: skip
_KIND_BEFORE = re.compile(rf"({'|'.join(_KINDS)})(?:\s+liên\s+ngành)?\s*(?:số)?\s*:?\s*$", re.IGNORECASE)
_SHORT = re.compile(rf"(?:{'|'.join(_KINDS)})\s*(?:số\s*)?(?<!\d)(\d{{1,4}}/(?:19|20)\d{{2}})(?![\d/-])", re.IGNORECASE)
_DATE = re.compile(
    r"\s*[,(]?\s*(?:đã\s+)?(?:(?:ký|"
    r"ban\s+hành)\s+)?(?:ngày\s*(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|"
    r"\s*tháng\s*(\d{1,2})\s*,?\s*năm\s*(\d{4}))|(\d{1,2})/(\d{1,2})/(\d{4}))"
)
_BY = re.compile(rf"\s*[,)]?\s*(?:của|do)\s+(?:liên\s+Bộ\s*:?\s*)?(?=[{UPPER}])")
_BY_STOP = re.compile(
    r"[;()\n.”\"“:]|,(?!\s+(?:[A-ZĐ]|chống))|,\s+(?:UBND|[ỦU][ỷy] ban|Uỷ ban|Sở|Chủ tịch|Luật|Nghị|Quyết|Thông|Kế hoạch|"
    r"Công văn|Chỉ thị)(?!\w)|\s(?:về|phê|quy|ban\s+hành|hướng|sửa|ngày|số|năm|giai|thực|triển|tại|trong|đã|"
    r"có|là)\s|"
    r"\s(?:phê\s+duyệt|quy\s+định|hướng\s+dẫn|ban\s+hành)|\svà\s+(?:Công|Quyết|Nghị|Thông|Chỉ|Kế|Luật|các)\s"
)
_NAMED_LAW = re.compile(
    rf"(?<!Dự thảo )(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?=\s+[{UPPER}]|\s+(?:phòng|hình|xử lý|lao động|trẻ em|bảo vệ|dân sự|tố tụng|nước|năm))"
)
_LAW_STOP = re.compile(
    r"[;.\n(:”\"“]|\s+(?:ngày|số|của|được|và\s+(?:các|Luật|Bộ luật|Nghị|Pháp|Thông|Quyết|văn bản|Chỉ)|đến|cho|"
    r"trong|trên|tại|về việc|có|đã|theo|quy định|nhằm|để|là|bằng|như|do|vào|khi|thì|sửa đổi|đối với|"
    r"với)(?!\w)|"
    r",\s*(?:Luật|Bộ luật|Nghị|Pháp lệnh|Thông|Quyết|Chỉ thị|các|chính sách|đặc biệt|nhất là|góp phần|trong đó|UBND|Ủy ban)(?!\w)"
)
_LAW_YEAR = re.compile(r"\s*,?\s*(?:\(?sửa đổi(?:, bổ sung)?\)?\s*)?năm\s+((?:19|20)\d\d)")
_NUMBER_NEAR = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?(?:năm\s+\d{4}\s*)?\(?\s*(?:số|Số)?\s*:?\s*\d{1,3}/\d{4}/")
_LONGEST_LAW = 90


@dataclass(frozen=True, slots=True)
class _Found:
    number: str
    key: str
    kind: str | None
    date: date | None
    by: str | None
    span: Span


class _Places:
    """Which node a place of the text belongs to, found without walking them all."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = tuple(nodes)
        self.starts = [node.start for node in self.nodes]

    def ref_at(self, position: int) -> str | None:
        at = bisect_right(self.starts, position) - 1
        return self.nodes[at].ref if at >= 0 and position < self.nodes[at].end else None


def citations(
    text: str, nodes: Iterable[Node], own_number: str | None, is_foreign: Callable[[int], bool] = lambda _: False
) -> tuple[Citation, ...]:
    """Every numbered document cited, in the order of first mention; the plan's own number is left out, and what is foreign.

    A short mention (`01/2008`) joins the full number it opens (`01/2008/NQLT-…`).
    """
    own = key_of(own_number) if own_number else ""
    merged: dict[str, list[_Found]] = {}
    for found in numbers_in(text):
        if found.key != own and not is_foreign(found.start):
            merged.setdefault(found.key, []).append(
                _found_at(text, found.number, found.symbol, (found.start, found.end))
            )
    openings: dict[str, list[str]] = {}
    for key in merged:
        openings.setdefault("-".join(key.split("-")[:2]), []).append(key)
    for match in _SHORT.finditer(text):
        full = openings.get(key_of(match.group(1)), [])
        key = full[0] if full else key_of(match.group(1))
        if not is_foreign(match.start()):
            merged.setdefault(key, []).append(_found_at(text, match.group(1), "", match.span(1)))
    places = _Places(nodes)
    return tuple(_citation(mentions, places) for mentions in merged.values())


def unnumbered(
    text: str, nodes: Iterable[Node], is_foreign: Callable[[int], bool] = lambda _: False
) -> tuple[UnnumberedBasis, ...]:
    """Laws cited by name alone ("Căn cứ Luật Tổ chức chính quyền địa phương"), each name once."""
    places = _Places(nodes)
    found: dict[str, list[tuple[str, date | None, Span]]] = {}
    end = 0
    for match in _NAMED_LAW.finditer(text):
        if match.start() < end:
            continue
        title, end = _law_name(text, match.start())
        if title is not None and not is_foreign(match.start()) and not _NUMBER_NEAR.match(text, end):
            found.setdefault(title.casefold(), []).append((title, date_at(text, end)[0], (match.start(), end)))
    return tuple(_law(mentions, places) for mentions in found.values())


def _law(mentions: list[tuple[str, date | None, Span]], places: _Places) -> UnnumberedBasis:
    spans = tuple(span for _, _, span in mentions)
    when = next((day for _, day, _ in mentions if day is not None), None)
    return UnnumberedBasis(mentions[0][0], when, tuple(dict.fromkeys(_refs(spans, places))), spans)


def date_at(text: str, position: int) -> tuple[date | None, int]:
    """The date printed at a place of the text after a number ("ngày 07/3/2016"), and where it ends."""
    match = _DATE.match(text, position)
    if match is None:
        return None, position
    day, month, year = _first_three(match)
    try:
        return date(int(year), int(month), int(day)), match.end()
    except ValueError:
        return None, match.end()


def _first_three(match: re.Match[str]) -> tuple[str, str, str]:
    if match.group(1) is None:
        return match.group(6), match.group(7), match.group(8)
    return match.group(1), match.group(2) or match.group(4), match.group(3) or match.group(5)


def _law_name(text: str, start: int) -> tuple[str | None, int]:
    window = text[start : start + _LONGEST_LAW + 40]
    stop = _LAW_STOP.search(window, 4)
    year = next(iter(_LAW_YEAR.finditer(window)), None)
    end = stop.start() if stop else min(len(window), _LONGEST_LAW)
    if year is not None and year.start() <= end:
        end = year.start() if year.start() > 9 else year.end()
    name = window[:end].rstrip(" ,-–")
    if len(name) > _LONGEST_LAW or len(name.split()) < 2:
        return None, start
    return " ".join(name.split()), start + len(name)


def _found_at(text: str, number: str, symbol: str, span: Span) -> _Found:
    when, after = date_at(text, span[1])
    kind = _kind(text[max(0, span[0] - 50) : span[0]], symbol)
    return _Found(number, key_of(number), kind, when, _by_at(text, after), span)


def _kind(before: str, symbol: str) -> str | None:
    match = _KIND_BEFORE.search(before)
    if match is not None:
        words = match.group(1)
        return words[0].upper() + words[1:].lower()
    if symbol[:2] == "QH":
        return "Luật"
    return KIND_OF_SYMBOL.get(symbol)


def _by_at(text: str, position: int) -> str | None:
    match = _BY.match(text, position)
    if match is None:
        return None
    window = text[match.end() : match.end() + 120]
    stop = _BY_STOP.search(window)
    by = (window[: stop.start()] if stop else window).strip(" ,")
    return by or None


def _citation(mentions: list[_Found], places: _Places) -> Citation:
    """One document from its mentions: the first that says a thing is believed."""
    spans = tuple(sorted(item.span for item in mentions))
    refs = tuple(dict.fromkeys(_refs(spans, places)))
    return Citation(
        number=mentions[0].number,
        kind=next((item.kind for item in mentions if item.kind), None),
        date=next((item.date for item in mentions if item.date), None),
        by=next((item.by for item in mentions if item.by), None),
        refs=refs,
        spans=spans,
    )


def _refs(spans: Iterable[Span], places: _Places) -> Iterator[str]:
    for start, _ in spans:
        ref = places.ref_at(start)
        if ref is not None:
            yield ref
