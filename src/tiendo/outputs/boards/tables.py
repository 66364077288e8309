"""Tables of the boards as workbooks. Text is written as text: nothing a person typed becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from tiendo.core.indicators.queries import Figure
from tiendo.core.reporting import queries as reporting
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.outputs.boards import targets as target_lines
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.figures import FigureList
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.wording import report_word, state_word

Value = str | float | int | None
Rows = Iterable[Sequence[Value]]
WIDE = 48
NARROW = 15


def targets(frame: Frame, unit: Unit) -> bytes:
    """The targets of one unit: code, title, state, value, numerator, denominator, goal, coverage."""
    heads = (_("Mã"), _("Chỉ tiêu"), _("Trạng thái"), *_figure_heads(), _("Mục tiêu"))
    rows = [
        (line.label, line.title, state_word(line.state), *_figure_cells(line.figure), line.goal)
        for line in target_lines.lines(frame, unit)
    ]
    return _book(_("Chỉ tiêu"), _title(places.display(unit), frame.asked), heads, rows)


def figures(found: FigureList, asked: Asked) -> bytes:
    """The list of figures: code, name, unit of measure, value, numerator, denominator, coverage, source."""
    heads = (_("Mã"), _("Số liệu"), _("Đơn vị tính"), *_figure_heads(), _("Nguồn"))
    lines = [line for section in found.sections for line in section.lines]
    rows = [(line.code, line.name, line.unit, *_figure_cells(line.figure), line.source) for line in lines]
    return _book(_("Số liệu"), _title(found.unit_shown, asked), heads, rows)


def progress(frame: Frame) -> bytes:
    """Who of the communes has not been counted yet, by district, with the state of the report and the days late."""
    pack, month = packs.current(), frame.asked.period.months()[-1]
    form = next(form for form in pack.forms.values() if form.leaf_kind == "commune" and form.base_period == month.kind)
    found = reporting.period_progress(form.code, month, under=frame.unit)
    heads = (_("Cấp trên"), _("Đơn vị"), _("Trạng thái"), _("Số ngày quá hạn"), _("Đã duyệt"), _("Phải báo cáo"))
    rows: list[Sequence[Value]] = []
    for child in found.worst_first:
        rows.append((child.unit, "", "", None, child.counts.approved, child.counts.expected))
        rows += [(child.unit, one.unit, report_word(one.state), one.late_days, None, None) for one in child.missing]
    return _book(_("Tình hình báo cáo"), f"{form.title}, {month.label}", heads, rows)


def _figure_heads() -> tuple[str, ...]:
    return (_("Giá trị"), _("Tử số"), _("Mẫu số"), _("Đã báo cáo"), _("Phải báo cáo"))


def _figure_cells(figure: Figure) -> tuple[Value, ...]:
    value = float(figure.value) if figure.value is not None else None
    return (value, figure.numerator, figure.denominator, figure.reported, figure.expected)


def _title(unit: str, asked: Asked) -> str:
    known = _(", như biết ngày %(day)s") % {"day": f"{asked.as_of:%d/%m/%Y}"} if asked.as_of else ""
    return f"{unit}, {asked.period.label}{known}"


def _book(sheet_name: str, title: str, heads: Sequence[str], rows: Rows) -> bytes:
    """One sheet: a title, a head that stays in sight, one row a line; an unknown number is left empty, never 0."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(sheet_name)
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for column, said in enumerate(heads):
            sheet.write_string(2, column, said, head)
            sheet.set_column(column, column, WIDE if column == 1 else NARROW)
        for number, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
        sheet.freeze_panes(3, 0)
    return content.getvalue()
