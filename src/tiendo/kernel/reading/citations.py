"""Documents a plan cites: `Quyết định số 361/QĐ-TTg ngày 07/3/2017 của Thủ tướng Chính phủ`.

The grammar, left to right: kind, "số", number, "ngày" date, "của" issuer; all but the number may be missing. What is printed is
kept, even when it is wrong: the pack's catalogue says so elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tiendo.kernel.reading.model import Citation, Node, Span, UnnumberedBasis

_BIG = "A-ZĐĂÂÊÔƠƯ"
_SYMBOL = rf"[{_BIG}][{_BIG}a-zđăâêôơư0-9.&]*(?:\s?[-–]\s?[{_BIG}][{_BIG}a-zđăâêôơư0-9.&]*)*"
NUMBER = rf"\d{{1,5}}[a-zđ]?\s?(?:/\s?\d{{4}}\s?)?/\s?{_SYMBOL}"
_FULL = re.compile(rf"(?<![\d/]){NUMBER}")
_SHORT = re.compile(r"\bsố\s+(\d{1,4}/(?:19|20)\d{2})(?![\d/])")
_DATE = re.compile(
    r"\s*,?\s*(?:ký\s+)?ngày\s+(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))"
)
_BY = re.compile(rf"\s*,?\s*của\s+(?=[{_BIG}])")
_BY_STOP = re.compile(
    r"[;()\n.”\"]|,(?!\s+[A-ZĐ])|\s(?:về|phê|quy|ban\s+hành|hướng|sửa|ngày|số|năm|giai|thực|triển|tại|trong)\s|"
    r"\s(?:phê\s+duyệt|quy\s+định|hướng\s+dẫn|ban\s+hành)|\svà\s+(?:Công|Quyết|Nghị|Thông|Chỉ|Kế|Luật|các)\s"
)
_KINDS = (
    "Nghị quyết liên tịch",
    "Thông tư liên tịch",
    "Thông tư liên bộ",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Công văn",
    "Công điện",
    "Chỉ thị",
    "Thông tư",
    "Pháp lệnh",
    "Bộ luật",
    "Luật",
    "Kế hoạch",
    "Kết luận",
    "Hướng dẫn",
    "Chương trình",
    "Thông báo",
    "Thông tri",
    "Đề án",
    "Báo cáo",
    "Tờ trình",
    "Văn bản",
)
_KIND_BEFORE = re.compile(rf"({'|'.join(_KINDS)})\s*(?:số)?\s*:?\s*$", re.IGNORECASE)
_KIND_OF_SYMBOL = {
    "QĐ": "Quyết định",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "PL": "Pháp lệnh",
    "KL": "Kết luận",
    "HD": "Hướng dẫn",
    "BC": "Báo cáo",
    "TB": "Thông báo",
}
_LAW = re.compile(
    r"(?:[Cc]ăn cứ|[Tt]hực hiện|[Tt]heo|[Tt]hi hành)\s+((?:Bộ luật|Luật|Pháp lệnh)\s+(?!số\b)[A-ZĐÂÔƠƯẤỦ][^;\n]*?)"
    r"(?=\s+ngày\s|\s+năm\s+\d{4}|\s+số\s|[;.\n]|\s+và\s+(?:Luật|Nghị|Pháp)|$)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    number: str
    kind: str | None
    date: date | None
    by: str | None
    span: Span


def citations(text: str, nodes: Iterable[Node], own_number: str | None) -> tuple[Citation, ...]:
    """Every numbered document cited, in the order of first mention; the plan's own number is left out.

    A short mention (`01/2008`) joins the full number it opens (`01/2008/NQLT-…`).
    """
    found = [item for item in _full(text) if item.number != own_number]
    merged: dict[str, list[_Found]] = {}
    for item in found:
        merged.setdefault(_key(item.number), []).append(item)
    for match in _SHORT.finditer(text):
        number = match.group(1)
        full = [key for key in merged if key.startswith(number.upper() + "/")]
        key = full[0] if len(full) == 1 else number
        merged.setdefault(key, []).append(_found_at(text, match.start(1), match.end(1)))
    spans = tuple(nodes)
    return tuple(_citation(mentions, spans) for mentions in merged.values())


def unnumbered(text: str, nodes: Iterable[Node]) -> tuple[UnnumberedBasis, ...]:
    """Laws cited by name alone ("Căn cứ Luật Tổ chức chính quyền địa phương")."""
    places = tuple(nodes)
    bases = []
    for match in _LAW.finditer(text):
        if _FULL.search(text[match.start() : match.end() + 6]) or re.match(r"\s+số\s", text[match.end() :]):
            continue
        span = match.span(1)
        bases.append(
            UnnumberedBasis(match.group(1).strip(), _date_at(text, match.end())[0], _refs(span, places), (span,))
        )
    return tuple(bases)


def _key(number: str) -> str:
    return number.upper().replace("Ƣ", "Ư")


def _full(text: str) -> Iterable[_Found]:
    for match in _FULL.finditer(text):
        end = match.start() + len(match.group().rstrip(" .-–"))
        yield _found_at(text, match.start(), end)


def _found_at(text: str, start: int, end: int) -> _Found:
    number = re.sub(r"\s+", "", text[start:end]).replace("–", "-")
    when, after = _date_at(text, end)
    return _Found(number, _kind(text[max(0, start - 40) : start], number), when, _by_at(text, after), (start, end))


def _kind(before: str, number: str) -> str | None:
    match = _KIND_BEFORE.search(before)
    if match is not None:
        words = match.group(1)
        return words[0].upper() + words[1:]
    symbol = re.split(r"[-0-9]", number.rsplit("/", 1)[-1])[0]
    return _KIND_OF_SYMBOL.get(symbol)


def _date_at(text: str, position: int) -> tuple[date | None, int]:
    match = _DATE.match(text, position)
    if match is None:
        return None, position
    day, month, year = match.group(1), match.group(2) or match.group(4), match.group(3) or match.group(5)
    try:
        return date(int(year), int(month), int(day)), match.end()
    except ValueError:
        return None, match.end()


def _by_at(text: str, position: int) -> str | None:
    match = _BY.match(text, position)
    if match is None:
        return None
    window = text[match.end() : match.end() + 120]
    stop = _BY_STOP.search(window)
    by = (window[: stop.start()] if stop else window).strip(" ,")
    return by or None


def _citation(mentions: list[_Found], nodes: tuple[Node, ...]) -> Citation:
    """One document from its mentions: the first that says a thing is believed."""
    spans = tuple(sorted(item.span for item in mentions))
    refs = tuple(dict.fromkeys(ref for span in spans for ref in _refs(span, nodes)))
    return Citation(
        number=mentions[0].number,
        kind=next((item.kind for item in mentions if item.kind), None),
        date=next((item.date for item in mentions if item.date), None),
        by=next((item.by for item in mentions if item.by), None),
        refs=refs,
        spans=spans,
    )


def _refs(span: Span, nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(node.ref for node in nodes if node.start <= span[0] < node.end)
