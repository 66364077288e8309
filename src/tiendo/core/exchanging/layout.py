"""What a sheet of a report looks like and how it is known again: an identity above, a code beside every row, a key above every column.

Nothing is known by its place: rows and columns may move, sheets may be copied from one book into another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tiendo.core.reporting.duties import Duty
from tiendo.foundation.packs.schema import Cell, Evidence

MARK: Final = "TIENDO-BC1"
"""First part of every identity; its number grows when the layout does."""
VALUE_KEY, NOTE_KEY = "so_lieu", "ly_do"
"""What stands above the column of figures and the column of reasons."""
CODE, LABEL, UNIT, BEFORE, LAST_YEAR, VALUE, CHECK, NOTE = range(8)
"""Columns from 0, as they are written."""
FLAG_WORDS: Final = ("Có", "Chưa")
"""What a cell answered by yes or no says for 1 and for 0."""
_OF_PART: Final = "#"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a sheet is the report of; `digest` stands for its rows."""

    form: str
    version: int
    period: str
    unit: str
    digest: str

    def text(self) -> str:
        """As it is written into the sheet."""
        return "|".join((MARK, self.form, str(self.version), self.period, self.unit, self.digest))


@dataclass(frozen=True, slots=True)
class Row:
    """One row to fill: a cell, or a part of the evidence behind it. `code` is written beside it."""

    cell: Cell
    part: Evidence | None = None

    @property
    def code(self) -> str:
        """`OUT-01`, or `PLN-01#so_van_ban` for a part of its evidence."""
        return self.cell.code if self.part is None else f"{self.cell.code}{_OF_PART}{self.part.key}"


def identity(duty: Duty) -> Identity:
    """The identity of one leaf's sheet."""
    form, period, unit = duty.form, duty.period.key, duty.unit.code
    codes = [row.code for row in rows(duty.asked)]
    return Identity(form.code, form.version, period, unit, digest(form.code, form.version, period, unit, codes))


def identity_in(text: str) -> Identity | None:
    """The identity written in a cell; None for any other text. What it says is not yet proved."""
    parts = text.strip().split("|")
    if len(parts) != 6 or parts[0] != MARK or not (parts[2].isascii() and parts[2].isdecimal()):
        return None
    _mark, form, version, period, unit, stamp = parts
    return Identity(form, int(version[:4]), period, unit, stamp)


def digest(form: str, version: int, period: str, unit: str, codes: Sequence[str]) -> str:
    """Twelve hex digits that tell an identity and its rows from any other: proof against accidents, not against malice."""
    text = "\x1f".join((MARK, form, str(version), period, unit, *sorted(codes)))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def rows(cells: Sequence[Cell]) -> Iterator[Row]:
    """The rows to fill, in the form's order: each cell, then what stands behind it."""
    for cell in cells:
        yield Row(cell)
        for part in cell.evidence:
            yield Row(cell, part)


def code_and_part(code: str) -> tuple[str, str]:
    """`PLN-01#so_van_ban` → (`PLN-01`, `so_van_ban`); no part for a cell."""
    cell, _mark, part = code.partition(_OF_PART)
    return cell, part
