"""Tables as workbooks. Text is written as text: nothing a person typed becomes a formula; an unknown number is left empty, never 0."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

Value = str | int | float | date | None
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: an optional title above, heads that stay in sight, one row a line; widths of columns in characters."""

    sheet: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]
    title: str = ""
    widths: Sequence[int] = ()


def workbook(*tables: Table) -> bytes:
    """The tables, each on its sheet."""
    content = io.BytesIO()
    with opened(content) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0"})
        for table in tables:
            _write(book.add_worksheet(table.sheet), table, bold, head, money)
    return content.getvalue()


def opened(content: io.BytesIO) -> Any:
    """A workbook to be written into `content`: text stays text, whatever it begins with; nothing touches the disk."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }
    return xlsxwriter.Workbook(content, options)


def sheet_name(name: str, taken: Collection[str]) -> str:
    """A name that a spreadsheet takes for a sheet: at most 31 characters, none of its signs, different from those taken."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:31].strip("' ") or "Trang"
    used, made, number = {one.casefold() for one in taken}, plain, 1
    while made.casefold() in used:
        number += 1
        made = f"{plain[: 31 - len(str(number)) - 1]} {number}"
    return made


def _write(sheet: Any, table: Table, bold: Any, head: Any, money: Any) -> None:
    first = 2 if table.title else 0
    if table.title:
        sheet.write_string(0, 0, table.title, bold)
    for column, said in enumerate(table.heads):
        sheet.write_string(first, column, said, head)
        width = table.widths[column] if column < len(table.widths) else 16
        sheet.set_column(column, column, width)
    for number, row in enumerate(table.rows, start=first + 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value, money)
    sheet.freeze_panes(first + 1, 0)
