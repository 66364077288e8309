"""Days and rhythms a clause sets: "trước ngày 15/12/2017", "trong quý I/2018", "hàng tháng", "định kỳ tháng, quý, năm"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date

from tiendo.kernel.reading.model import Deadline, Node
from tiendo.kernel.reading.targets import Years

_BEFORE = r"(?:trước|chậm nhất(?: là)?|xong trước|đến|hoàn thành(?: trước| trong)?|muộn nhất|xong trong)"
_DAY = re.compile(
    rf"{_BEFORE}\s+(?:hết\s+)?ngày\s*(\d{{1,2}})(?:\s?[/.-]\s?(\d{{1,2}})(?:\s?[/.-]\s?(\d{{4}}))?|"
    r"\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?)(?![/\d])",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:trong|trước|hết|hoàn thành(?: trong)?|vào)\s+tháng\s*(\d{1,2})(?:/|\s+năm\s+)(\d{4})", re.IGNORECASE
)
_QUARTER = re.compile(
    r"(?:trong|trước|hết|cuối|hoàn thành(?: trong)?|vào)\s+quý\s+(IV|III|II|I|[1-4])(?:/|\s+năm\s+)(\d{4})",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    r"(?:h[àằ]ng|định kỳ(?:\s+h[àằ]ng)?|mỗi)\s+((?:tháng|quý|năm|tuần|0?6 tháng)(?:\s*(?:,|"
    r"và)\s*(?:h[àằ]ng\s+)?(?:0?6 tháng(?: đầu năm)?|tháng|quý|năm))*)(?!\w)",
    re.IGNORECASE,
)
_SMALL = {"I": 1, "II": 2, "III": 3, "IV": 4}
_RECURRENCE = {"tuần": "week", "tháng": "month", "quý": "quarter", "6 tháng": "half", "06 tháng": "half", "năm": "year"}


def deadlines(nodes: Iterable[Node], text: str, years: Years) -> tuple[Deadline, ...]:
    """In the order of the text; a day without a year is of the plan's; a rhythm named as a list gives one for each."""
    return tuple(item for node in nodes if node.is_clause for item in _of(node, text, years))


def _of(node: Node, text: str, years: Years) -> Iterator[Deadline]:
    for match in _DAY.finditer(text, node.text_start, node.end):
        year = match.group(3) or match.group(5) or (years.last if years.first == years.last else None)
        when = _date(year, match.group(2) or match.group(4), match.group(1))
        if when is not None:
            yield Deadline(node.ref, match.group(), when, None, *match.span())
    for match in _MONTH.finditer(text, node.text_start, node.end):
        when = _month_end(int(match.group(2)), int(match.group(1)))
        if when is not None:
            yield Deadline(node.ref, match.group(), when, None, *match.span())
    for match in _QUARTER.finditer(text, node.text_start, node.end):
        quarter = _SMALL.get(match.group(1).upper()) or int(match.group(1))
        when = _month_end(int(match.group(2)), quarter * 3)
        if when is not None:
            yield Deadline(node.ref, match.group(), when, None, *match.span())
    for match in _RHYTHM.finditer(text, node.text_start, node.end):
        for word in re.split(r"\s*,\s*|\s+và\s+", match.group(1).lower()):
            plain = re.sub(r"^h[àằ]ng\s+|\s+đầu năm$", "", word)
            yield Deadline(node.ref, match.group(), None, _RECURRENCE[plain], *match.span())


def _date(year: str | int | None, month: str | None, day: str) -> date | None:
    if year is None or month is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
