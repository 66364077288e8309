"""Tables that assign work: "STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp", one row a line or, as web pages copy them, one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tiendo.kernel.reading.agencies import names_in, opens_with_agency

_NUMBER_COLUMN = r"(?:STT|TT|Số TT|SỐ TT)"
_HEAD_ROW = re.compile(rf"{_NUMBER_COLUMN}(?:\s{{2,}}|\s*\|).*(?:chủ trì|thực hiện|phụ trách)", re.IGNORECASE)
_HEAD_CELL = re.compile(rf"{_NUMBER_COLUMN}\s*$")
_COLUMNS = re.compile(r"\s{2,}|\s*\|\s*|\t")
_LEADS = re.compile(r"chủ trì|thực hiện|phụ trách|đầu mối", re.IGNORECASE)
_HELPS = re.compile(r"phối hợp|tham gia", re.IGNORECASE)
_MOST_COLUMNS = 9
_LONGEST_HEAD_CELL = 40

Named = tuple[tuple[str, ...], tuple[str, ...]]
"""Who leads and who helps, each once, in the order of the table."""


def assigned_in_table(words: str) -> Named:
    """The agencies in the columns whose heads say "chủ trì" and "phối hợp"; nobody where no such table stands."""
    rows = words.split("\n")
    for at, row in enumerate(rows):
        if _HEAD_ROW.match(row):
            return _sorted(_cells_by_row(rows[at:]))
        if _HEAD_CELL.match(row) and any(_LEADS.search(cell) for cell in _head_cells(rows[at + 1 :])):
            return _sorted(_cells_by_line(rows[at + 1 :]))
    return (), ()


def _sorted(cells: Iterator[tuple[bool, str]]) -> Named:
    lead: list[str] = []
    coordinating: list[str] = []
    for leads, cell in cells:
        (lead if leads else coordinating).extend(names_in(cell))
    return tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(coordinating))


def _cells_by_row(rows: Sequence[str]) -> Iterator[tuple[bool, str]]:
    titles = _COLUMNS.split(rows[0])
    for row in rows[1:]:
        for title, cell in zip(titles, _COLUMNS.split(row), strict=False):
            if opens_with_agency(cell) and (_LEADS.search(title) or _HELPS.search(title)):
                yield _HELPS.search(title) is None, cell


def _head_cells(rows: Sequence[str]) -> Sequence[str]:
    """The lines that can be heads of columns: the short ones up to the first agency."""
    heads: list[str] = []
    for row in rows[:_MOST_COLUMNS]:
        if len(row) > _LONGEST_HEAD_CELL or (opens_with_agency(row) and not (_LEADS.search(row) or _HELPS.search(row))):
            break
        heads.append(row)
    return heads


def _cells_by_line(rows: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Of agencies on lines that follow each other the first leads, the others help when the table has a column for them."""
    heads = _head_cells(rows)
    has_helpers = any(_HELPS.search(cell) for cell in heads)
    within = False
    for row in rows:
        is_head = row in heads and (_LEADS.search(row) or _HELPS.search(row))
        is_agency = opens_with_agency(row) and not is_head
        if is_agency and (not within or has_helpers):
            yield not within, row
        within = is_agency
