"""The first sheet of a book of many units: every cell by unit with its total, following what is typed in the units' sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tiendo.core.exchanging.layout import FLAG_WORDS
from tiendo.foundation.packs.schema import Cell
from tiendo.foundation.places.models import Unit
from tiendo.foundation.workbooks.reading import column_name

if TYPE_CHECKING:
    from tiendo.core.exchanging.exporting import Page

_HEAD, _FIRST, _LABEL, _TOTAL, _UNITS = 3, 4, 0, 1, 2


def write_overview(
    sheet: Any,
    pages: Sequence[Page],
    places: Mapping[str, Mapping[str, str]],
    formats: Mapping[str, Any],
    unit: Unit | None,
) -> None:
    """Rows are cells, columns are units; nothing is filled here, and nothing of it is read when the book comes back."""
    duty = pages[0].duty
    said = {"period": duty.period.label, "unit": unit}
    sheet.write_string(0, _LABEL, _("Tổng hợp %(period)s, %(unit)s") % said, formats["title"])
    sheet.write_string(1, _LABEL, _("Trang này chỉ để xem; số nhập ở trang của từng đơn vị."), formats["label"])
    sheet.write_string(_HEAD, _LABEL, _("Chỉ tiêu"), formats["head"])
    sheet.write_string(_HEAD, _TOTAL, _("Tổng"), formats["head"])
    for column, page in enumerate(pages, start=_UNITS):
        sheet.write_url(_HEAD, column, f"internal:'{_quoted(page.name)}'!A1", formats["head"], page.name)
    cells = [cell for cell in duty.form.cells.values() if any(cell.code in page.duty.by_code for page in pages)]
    for number, cell in enumerate(cells, start=_FIRST):
        _row(sheet, number, cell, pages, places, formats)
    _blanks(sheet, _FIRST + len(cells), cells, pages, formats)
    sheet.set_column(_LABEL, _LABEL, 46)
    sheet.set_column(_TOTAL, _UNITS + len(pages) - 1, 12)
    sheet.freeze_panes(_HEAD + 1, _UNITS)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)


def _row(
    sheet: Any,
    number: int,
    cell: Cell,
    pages: Sequence[Page],
    places: Mapping[str, Mapping[str, str]],
    formats: Mapping[str, Any],
) -> None:
    sheet.write_string(number, _LABEL, cell.label, formats["label"])
    for column, page in enumerate(pages, start=_UNITS):
        if place := places[page.name].get(cell.code):
            there = f"'{_quoted(page.name)}'!{place}"
            shown = page.value(cell.code)
            sheet.write_formula(
                number, column, f'=IF({there}="","",{there})', formats["closed"], "" if shown is None else shown
            )
    area = _area(number, len(pages))
    held = [page.report.values[cell.code] for page in pages if cell.code in page.report.values]
    total = f'=COUNTIF({area},"{FLAG_WORDS[0]}")' if cell.nature == "flag" else f"=SUM({area})"
    sheet.write_formula(number, _TOTAL, total, formats["closed"], sum(held))


def _blanks(sheet: Any, number: int, cells: Sequence[Cell], pages: Sequence[Page], formats: Mapping[str, Any]) -> None:
    """How many cells each unit has not filled."""
    sheet.write_string(number, _LABEL, _("Số ô chưa nhập"), formats["block"])
    for column, page in enumerate(pages, start=_UNITS):
        name = column_name(column + 1)
        empty = sum(page.value(cell.code) is None for cell in cells if cell.code in page.duty.by_code)
        formula = f"=COUNTBLANK({name}{_FIRST + 1}:{name}{number})"
        sheet.write_formula(number, column, formula, formats["block"], empty)
    sheet.write_blank(number, _TOTAL, None, formats["block"])


def _area(number: int, units: int) -> str:
    return f"{column_name(_UNITS + 1)}{number + 1}:{column_name(_UNITS + units)}{number + 1}"


def _quoted(name: str) -> str:
    return name.replace("'", "''")
