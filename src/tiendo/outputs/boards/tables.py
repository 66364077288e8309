"""Tables of the boards as workbooks. Text is written as text: nothing a person typed becomes a formula."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from tiendo.foundation.places import queries as places
from tiendo.kernel.periods import Period
from tiendo.outputs.boards import targets as target_lines
from tiendo.outputs.boards.wording import state_word


def targets(unit_code: str, period: Period) -> bytes:
    """The targets of one unit at one period: code, title, state, value, numerator, denominator, goal, coverage."""
    unit = places.by_code(unit_code, period.end)
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("Chỉ tiêu"))
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        sheet.write_string(0, 0, f"{places.display(unit)}, {period.label}", book.add_format({"bold": True}))
        heads = (
            _("Mã"),
            _("Chỉ tiêu"),
            _("Trạng thái"),
            _("Giá trị"),
            _("Tử số"),
            _("Mẫu số"),
            _("Mục tiêu"),
            _("Đã báo cáo"),
            _("Phải báo cáo"),
        )
        for column, head in enumerate(heads):
            sheet.write_string(2, column, head, bold)
        for row, line in enumerate(target_lines.lines(unit, period), start=3):
            _write(sheet, row, line)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 8, 14)
        sheet.freeze_panes(3, 0)
    return content.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, line: target_lines.TargetLine) -> None:
    figure = line.figure
    texts = {0: line.label, 1: line.title, 2: state_word(line.state), 6: line.goal}
    for column, text in texts.items():
        sheet.write_string(row, column, text)
    value = float(figure.value) if figure.value is not None else None
    for column, number in {
        3: value,
        4: figure.numerator,
        5: figure.denominator,
        7: figure.reported,
        8: figure.expected,
    }.items():
        if number is not None:
            sheet.write_number(row, column, number)
