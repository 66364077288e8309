"""Figures a plan promises, read only under headings that state aims ("Mục đích", "Mục tiêu", "Yêu cầu", "Chỉ tiêu").

One target for each part of a sentence (parts end at `;`, `.` or "và duy trì"). Beside a percentage, plain counts in the same
part describe what is done, not how much ("75 % of communes run at least one form").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiendo.kernel.reading.model import Node, NodeKind, Target

_AIMS = re.compile(r"mục đích|mục tiêu|yêu cầu|chỉ tiêu", re.IGNORECASE)
_PART_END = re.compile(r"[;\n]|\.(?=\s|$)|,?\s+(?=(?:và\s+)?duy trì số\s)")
_FIGURE = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
_RANGE = rf"(?P<low>{_FIGURE})(?:\s*[-–]\s*(?P<high>{_FIGURE})|\s+đến\s+(?P<high2>{_FIGURE}))?"
_NOUN = (
    r"xã|phường|thị trấn|huyện|thị xã|thành phố|quận|địa phương|đơn vị|cơ quan|cơ sở|doanh nghiệp|khu dân cư|thôn|bản|tổ dân phố|"
    r"mô hình|lần|vụ|lớp|cuộc|buổi|đợt|người|cán bộ|học sinh|đối tượng|hộ|câu lạc bộ|nhóm|trường|tin|bài|tụ điểm|hình thức|điểm"
)
_NOUNS = rf"(?:\s*(?:(?:các|số|trở lên|tổng số)\s+)*(?:{_NOUN})\b(?:(?:,\s*|\s+và\s+|/)(?:{_NOUN})\b)*)"
_PERCENT = re.compile(rf"(?P<how>trên|từ|ít nhất|tối thiểu|dưới|không quá|còn)?\s*(?P<words>{_RANGE}\s*%{_NOUNS}?)")
_COUNT = re.compile(rf"(?P<how>trên|từ|ít nhất|tối thiểu|dưới|không quá|còn)?\s*(?P<words>\b{_RANGE}{_NOUNS})")
_SPELLED = re.compile(rf"(?P<words>(?:ít nhất|tối thiểu)\s+(?P<spelled>một|hai|ba|bốn|năm|mười){_NOUNS})")
_KEEP = re.compile(rf"(?P<words>duy trì\s+(?:các|số|số lượng){_NOUNS})")
_SPELLED_VALUES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "mười": 10}
_AT_MOST = ("dưới", "không quá", "còn")
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int


def targets(nodes: Iterable[Node], text: str, year: int | None) -> tuple[Target, ...]:
    """The targets in the order of the text. `year` is the plan's; a figure of an earlier year is no target."""
    found: list[Target] = []
    titles: dict[str, tuple[str, str | None]] = {}
    for node in nodes:
        titles[node.ref] = (node.title, node.parent)
        if node.is_clause and node.kind is not NodeKind.CLOSING and _states_aims(node, titles):
            for part in _parts(text, node.text_start, node.end):
                found.extend(_targets_in(part, node.ref, year))
    return tuple(found)


def _states_aims(node: Node, titles: dict[str, tuple[str, str | None]]) -> bool:
    ref: str | None = node.ref
    while ref is not None:
        title, ref = titles[ref]
        if title and _AIMS.search(title):
            return True
    return False


def _parts(text: str, start: int, end: int) -> Iterator[_Part]:
    position = start
    for stop in _PART_END.finditer(text, start, end):
        yield _Part(text[position : stop.start()], position)
        position = stop.end()
    yield _Part(text[position:end], position)


def _targets_in(part: _Part, ref: str, year: int | None) -> Iterator[Target]:
    years = [int(found) for found in _YEAR.findall(part.text)]
    if years and year is not None and max(years) < year:
        return
    promised = max(years) if years else year
    percents = list(_PERCENT.finditer(part.text))
    for match in percents:
        yield _numeric(match, part, ref=ref, unit="percent", year=promised)
    if percents:
        return
    kept = _KEEP.search(part.text)
    if kept is not None:
        yield _target(kept, part, ref=ref, values=(None, None), unit="count", comparator="keep", year=promised)
        return
    spelled = _SPELLED.search(part.text)
    if spelled is not None:
        value = float(_SPELLED_VALUES[spelled["spelled"]])
        yield _target(spelled, part, ref=ref, values=(value, None), unit="count", comparator="at_least", year=promised)
        return
    counted = _COUNT.search(part.text)
    if counted is not None:
        yield _numeric(counted, part, ref=ref, unit="count", year=promised)


def _numeric(match: re.Match[str], part: _Part, *, ref: str, unit: str, year: int | None) -> Target:
    high = match["high"] or match["high2"]
    values = (_value(match["low"]), _value(high) if high else None)
    comparator = "range" if high else "at_most" if match["how"] in _AT_MOST else "at_least"
    return _target(match, part, ref=ref, values=values, unit=unit, comparator=comparator, year=year)


def _target(
    match: re.Match[str],
    part: _Part,
    *,
    ref: str,
    values: tuple[float | None, float | None],
    unit: str,
    comparator: str,
    year: int | None,
) -> Target:
    start, end = match.span("words")
    what = " ".join(part.text.split()).strip(" ,")
    return Target(ref, values[0], values[1], unit, comparator, year, what, part.start + start, part.start + end)


def _value(printed: str) -> float:
    return float(printed.replace(".", "").replace(",", "."))
