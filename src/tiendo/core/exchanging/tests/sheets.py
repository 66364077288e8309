"""A sheet as its unit fills it: the real export, changed cell by cell as a spreadsheet would."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from tiendo.core.exchanging import exporting
from tiendo.core.reporting import duties
from tiendo.core.reporting.tests.factories import SEPTEMBER, World
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period

CODES, VALUES, NOTES = 1, 6, 8
"""Columns of the sheet as the spreadsheet counts them."""


def sheet_of(
    world: World, unit: Unit | None = None, *, by: Post | None = None, form: str = "F1", period: Period = SEPTEMBER
) -> bytes:
    """The workbook of one unit, as its officer downloads it."""
    leaf = unit or world.commune
    return exporting.workbook([duties.duty(leaf, form, period)], post=by or world.officer(leaf))


def book_of(world: World, *, period: Period = SEPTEMBER) -> bytes:
    """The book of the first district."""
    owed = duties.leaves("F1", period, under=world.district)
    return exporting.workbook(owed, post=world.district_officer(), for_district=world.district)


def changed(content: bytes, change: Callable[[Any], None], *, sheet: str | None = None) -> bytes:
    """The workbook after somebody did `change` to its sheet, saved by another program than ours."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book[sheet] if sheet else book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def numbers(sheet: Any) -> dict[str, int]:
    """Code → row."""
    found = {}
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, CODES).value
        if code:
            found[code] = row
    return found


def filled(
    content: bytes, values: Mapping[str, object], notes: Mapping[str, str] | None = None, *, rest: object = None
) -> bytes:
    """The sheet with these cells typed; `rest` goes into every other cell that is empty."""

    def change(sheet: Any) -> None:
        rows = numbers(sheet)
        for code, row in rows.items():
            if "#" not in code and code not in values and rest is not None and sheet.cell(row, VALUES).value is None:
                sheet.cell(row, VALUES).value = rest
        for code, value in values.items():
            sheet.cell(rows[code], VALUES).value = value
        for code, text in (notes or {}).items():
            sheet.cell(rows[code], NOTES).value = text

    return changed(content, change)
