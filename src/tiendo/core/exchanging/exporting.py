"""Reports as workbooks: one sheet a unit with its figures so far, last period beside, definitions as notes, the checks beside each cell,
locked but for what is to be filled; a book of many units opens with all of them in one table that follows what is typed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.exchanging import checks, layout
from tiendo.core.exchanging.layout import BEFORE, CHECK, CODE, FLAG_WORDS, LABEL, LAST_YEAR, NOTE, UNIT, VALUE, Row
from tiendo.core.exchanging.overview import write_overview
from tiendo.core.reporting import answers, looking_back, rules, validation
from tiendo.core.reporting.actions import entering
from tiendo.core.reporting.actions.weighing import standing
from tiendo.core.reporting.due import due_days
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import OPEN_STATES, Report, ReportState
from tiendo.core.reporting.reopened import cells_asked_again
from tiendo.core.reporting.validation import Context
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Unit
from tiendo.foundation.workbooks.reading import column_name
from tiendo.foundation.workbooks.writing import opened, sheet_name

_HEAD, _FIRST = 5, 6
"""Row (from 0) of the column heads, and the first one of the form."""
_WIDTHS = {LABEL: 46, UNIT: 9, BEFORE: 11, LAST_YEAR: 13, VALUE: 13, CHECK: 48, NOTE: 34}
_LONGEST_HELP = 250
_LOOK = {
    "title": {"bold": True, "font_size": 14},
    "quiet": {"font_color": "#44514C", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#E9EDEB"},
    "block": {"bold": True, "bg_color": "#F4F6F5"},
    "label": {"text_wrap": True, "valign": "vcenter"},
    "part": {"text_wrap": True, "valign": "vcenter", "indent": 1, "font_color": "#44514C"},
    "known": {"num_format": "#,##0", "font_color": "#44514C", "valign": "vcenter"},
    "entry": {"num_format": "#,##0", "bg_color": "#FFF2B8", "border": 1, "border_color": "#76827C", "locked": False},
    "words": {"bg_color": "#FFF2B8", "border": 1, "border_color": "#76827C", "locked": False, "text_wrap": True, "num_format": "@"},
    "closed": {"num_format": "#,##0", "border": 1, "border_color": "#D9DEDB"},
    "check": {"font_color": "#B0261C", "text_wrap": True, "valign": "vcenter"},
    "fault": {"bg_color": "#FAE8E5"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What one sheet shows: the duty, the report as it stands or would begin, which cells are open, and its name in the book."""

    duty: Duty
    report: Report
    context: Context
    due: str
    name: str
    editable: frozenset[str]

    def value(self, code: str) -> int | str | None:
        """The figure of a cell, a word for a flag."""
        held: int | None = self.report.values.get(code)
        if held is not None and self.duty.by_code[code].nature == "flag":
            return FLAG_WORDS[0 if held else 1]
        return held


def workbook(duties: Sequence[Duty], *, post: Post, for_district: Unit | None = None) -> bytes:
    """The sheets of these duties, all of one form and period, as the post may fill them. Raises Refused when it may not see one.

    `for_district`: the unit that all hang under; the book then opens with the table of all.
    """
    pages = _pages(duties, post, taken=[_("Tổng hợp")] if for_district else [])
    content = io.BytesIO()
    with opened(content) as book:
        formats = {name: book.add_format(look) for name, look in _LOOK.items()}
        overview = book.add_worksheet(_("Tổng hợp")) if for_district else None
        places: dict[str, Mapping[str, str]] = {}
        for page in pages:
            places[page.name] = _write(book.add_worksheet(page.name), page, formats)
        if overview is not None:
            write_overview(overview, pages, places, formats, for_district)
    return content.getvalue()


def _pages(duties: Sequence[Duty], post: Post, taken: list[str]) -> list[Page]:
    """What the sheets show. A handful of queries, whatever their number."""
    first = duties[0]
    reports = standing(first.form.code, first.period, [duty.unit.pk for duty in duties])
    contexts, due = looking_back.contexts(duties), due_days(duties)
    names, pages = list(taken), []
    for duty in duties:
        rules.in_line(post, duty).or_refuse()
        key = (duty.unit.pk, duty.period.key)
        report = reports.get(duty.unit.pk) or entering.begun(duty, contexts[key].last_known, by=post)
        names.append(sheet_name(str(duty.unit), names))
        on = due[duty.unit.pk, duty.form.code, duty.period.key].on
        pages.append(Page(duty, report, contexts[key], f"{on:%d/%m/%Y}", names[-1], _editable(report, duty)))
    return pages


def _editable(report: Report, duty: Duty) -> frozenset[str]:
    """What can still be filled, whoever fills it: everything of a draft, the cells asked about of a returned report."""
    if report.state not in OPEN_STATES:
        return frozenset()
    again = cells_asked_again(report, duty)
    return again if report.state == ReportState.RETURNED else frozenset(duty.by_code)


def _write(sheet: Any, page: Page, formats: Mapping[str, Any]) -> dict[str, str]:
    """One sheet; returns where the figure of each row stands."""
    numbers = _numbers(page.duty)
    values = {code: f"{column_name(VALUE + 1)}{number + 1}" for code, number in numbers.items()}
    notes = {code: f"{column_name(NOTE + 1)}{number + 1}" for code, number in numbers.items()}
    formulas = checks.Sheet(page.duty, page.context, values, notes)
    found = {one.cell: one.text for one in reversed(_findings(page))}
    _head(sheet, page, formats, list(numbers.values()), len(found))
    _blocks(sheet, page, formats, numbers)
    for row in layout.rows(page.duty.asked):
        number = numbers[row.code]
        sheet.write_string(number, CODE, row.code)
        _cell(sheet, page, row, number, formats)
        shown = found.get(row.cell.code, "") if row.part is None else ""
        sheet.write_formula(number, CHECK, checks.formula(formulas, row), formats["check"], shown)
    _protect(sheet, formats, max(numbers.values(), default=_FIRST))
    return values


def _numbers(duty: Duty) -> dict[str, int]:
    """Code of a row → its number from 0; a row is left for the title of each block."""
    numbers, at = {}, _FIRST
    for block in duty.form.blocks:
        cells = [duty.by_code[cell.code] for cell in block.cells if cell.code in duty.by_code]
        at += bool(cells)
        for row in layout.rows(cells):
            numbers[row.code] = at
            at += 1
    return numbers


def _findings(page: Page) -> list[validation.Finding]:
    found = validation.findings(page.duty, page.report.values, page.context, evidence=page.report.evidence)
    notes = page.report.notes
    return [one for one in found if one.level == "error" or not answers.said(notes, one.cell)]


def _head(sheet: Any, page: Page, formats: Mapping[str, Any], numbers: list[int], wrong: int) -> None:
    duty, period = page.duty, page.duty.period
    sheet.write_string(0, CODE, layout.identity(duty).text())
    sheet.write_string(0, VALUE, layout.VALUE_KEY)
    sheet.write_string(0, NOTE, layout.NOTE_KEY)
    sheet.write_string(
        1, LABEL, _("Báo cáo %(period)s, %(unit)s") % {"period": period.label, "unit": duty.unit}, formats["title"]
    )
    said = {"form": duty.form.title, "code": duty.form.code, "day": page.due}
    sheet.write_string(2, LABEL, _("%(form)s (%(code)s). Hạn gửi: %(day)s.") % said, formats["label"])
    help_ = _(
        "Nhập vào các ô màu vàng. Không phát sinh thì nhập 0; để trống là chưa có số. Lưu tệp rồi gửi ở trang Nhập từ Excel."
    )
    if not page.editable:
        help_ = _("Báo cáo đã gửi hoặc đã duyệt: biểu này chỉ để xem.")
    sheet.write_string(3, LABEL, help_, formats["label"])
    last = column_name(CHECK + 1)
    area = f"{last}{min(numbers, default=_FIRST) + 1}:{last}{max(numbers, default=_FIRST) + 1}"
    left = f"SUMPRODUCT(--(LEN({area})>0))"
    done, said_before = _("Không còn chỗ cần sửa."), _("Số chỗ cần nhập hoặc kiểm tra:")
    count = f'=IF({left}=0,"{done}","{said_before} "&{left})'
    shown = f"{said_before} {wrong}" if wrong else done
    sheet.write_formula(3, CHECK, count, formats["check"], shown)
    for column, said_above in _heads(page).items():
        sheet.write_string(_HEAD, column, said_above, formats["head"])


def _heads(page: Page) -> dict[int, str]:
    period = page.duty.period
    return {
        LABEL: _("Chỉ tiêu"),
        UNIT: _("Đơn vị"),
        BEFORE: _sentence(period.previous().label),
        LAST_YEAR: _sentence(period.same_last_year().label),
        VALUE: _sentence(period.label),
        CHECK: _("Kiểm tra"),
        NOTE: _("Lý do (khi số khác thường)"),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _blocks(sheet: Any, page: Page, formats: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
    for block in page.duty.form.blocks:
        first = next((numbers[cell.code] for cell in block.cells if cell.code in numbers), None)
        if first is not None:
            for column in range(LABEL, NOTE + 1):
                sheet.write_blank(first - 1, column, None, formats["block"])
            sheet.write_string(first - 1, LABEL, f"{block.key}. {block.title}", formats["block"])


def _cell(sheet: Any, page: Page, row: Row, number: int, formats: Mapping[str, Any]) -> None:
    """Label with its definition, unit, what was reported before, the cell to fill and its drop-down or limits, the reason."""
    cell, open_now = row.cell, row.cell.code in page.editable
    if row.part is not None:
        sheet.write_string(number, LABEL, row.part.label, formats["part"])
        given = page.report.evidence.get(cell.code, {}).get(row.part.key, "")
        sheet.write_string(number, VALUE, given, formats["words" if open_now else "closed"])
        return
    sheet.write_string(number, LABEL, cell.label, formats["label"])
    sheet.write_comment(number, LABEL, cell.hint, {"x_scale": 2, "author": ""})
    indicator = page.duty.pack.indicators.get(cell.code)
    sheet.write_string(number, UNIT, indicator.unit if indicator else "", formats["known"])
    for column, values in ((BEFORE, page.context.before), (LAST_YEAR, page.context.last_year)):
        _write_value(sheet, number, column, _worded(cell.nature, values.get(cell.code)), formats["known"])
    _write_value(sheet, number, VALUE, page.value(cell.code), formats["entry" if open_now else "closed"])
    note = answers.said(page.report.notes, cell.code)
    sheet.write_string(number, NOTE, note, formats["words" if open_now else "closed"])
    if open_now:
        sheet.data_validation(number, VALUE, number, VALUE, _limits(page, row))


def _worded(nature: str, value: int | None) -> int | str | None:
    return value if value is None or nature != "flag" else FLAG_WORDS[0 if value else 1]


def _write_value(sheet: Any, number: int, column: int, value: int | str | None, look: Any) -> None:
    if value is None:
        sheet.write_blank(number, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(number, column, value, look)
    else:
        sheet.write_number(number, column, value, look)


def _limits(page: Page, row: Row) -> dict[str, Any]:
    """What Excel itself refuses, with words; and the definition, shown when the cell is chosen."""
    cell = row.cell
    shown = {
        "input_title": cell.label[:32],
        "input_message": cell.hint[:_LONGEST_HELP],
        "error_title": _("Số chưa nhận được"),
    }
    if cell.nature == "flag":
        return {"validate": "list", "source": list(FLAG_WORDS), "error_message": _("Mời chọn Có hoặc Chưa."), **shown}
    most = checks.largest(page.duty, cell, page.context)
    said = _("Mời nhập số nguyên từ 0 đến %d, không kèm chữ.") % most
    return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": most, "error_message": said, **shown}


def _protect(sheet: Any, formats: Mapping[str, Any], last: int) -> None:
    """Locked but for the cells to fill; columns may be made wider. Without a password: it keeps from accidents."""
    sheet.set_column(CODE, CODE, None, None, {"hidden": True})
    sheet.set_row(0, None, None, {"hidden": True})
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_HEAD + 1, UNIT)
    check = f"${column_name(CHECK + 1)}{_FIRST + 1}"
    rule = {"type": "formula", "criteria": f'={check}<>""', "format": formats["fault"]}
    sheet.conditional_format(_FIRST, VALUE, last, VALUE, rule)
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": False})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
