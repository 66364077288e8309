"""Days and rhythms a clause sets: "trước ngày 15/12/2017", "hàng tháng", "định kỳ tháng, quý, năm"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from tiendo.kernel.reading.model import Deadline, Node

_DAY = re.compile(r"(?:trước|chậm nhất|xong trước|đến)\s+ngày\s+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.IGNORECASE)
_RHYTHM = re.compile(
    r"(?:h[àằ]ng|định kỳ|mỗi)\s+((?:tháng|quý|năm)(?:\s*,\s*(?:0?6 tháng|tháng|quý|năm))*)", re.IGNORECASE
)
_RECURRENCE = {"tháng": "month", "quý": "quarter", "6 tháng": "half", "06 tháng": "half", "năm": "year"}


def deadlines(nodes: Iterable[Node], text: str) -> tuple[Deadline, ...]:
    """In the order of the text; a rhythm named as a list ("tháng, quý, năm") gives one for each."""
    return tuple(item for node in nodes if node.is_clause for item in _of(node, text))


def _of(node: Node, text: str) -> Iterator[Deadline]:
    for match in _DAY.finditer(text, node.text_start, node.end):
        day, month, year = map(int, match.groups())
        try:
            when = date(year, month, day)
        except ValueError:
            continue
        yield Deadline(node.ref, match.group(), when, None, *match.span())
    for match in _RHYTHM.finditer(text, node.text_start, node.end):
        for word in re.split(r"\s*,\s*", match.group(1).lower()):
            yield Deadline(node.ref, match.group(), None, _RECURRENCE[word], *match.span())
