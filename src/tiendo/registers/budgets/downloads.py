"""Workbooks about money that people take away: all entries of a book, and the template to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.places.models import Unit
from tiendo.foundation.workbooks.writing import Table, Value, workbook
from tiendo.registers.budgets import catalogue, queries
from tiendo.registers.budgets.sheets import COLUMNS, KINDS, NEEDED, SHEET

_WIDTHS = (12, 14, 24, 14, 12, 40, 22, 18, 18, 14, 20, 40)


def movements(unit: Unit, year: int) -> bytes:
    """Every entry, the earliest first."""
    heads = (
        _("Số"), _("Ngày"), _("Loại"), _("Dòng"), _("Nguồn"), _("Nội dung"), _("Điều"), _("Số tiền (đồng)"), _("Số văn bản"),
        _("Ngày văn bản"), _("Văn bản cho chi vượt"), _("Diễn giải"), _("Người ghi"), _("Lúc ghi"),
    )  # fmt: skip
    title = _("Kinh phí %(unit)s, năm %(year)d") % {"unit": unit, "year": year}
    widths = (9, 12, 14, 9, 24, 40, 12, 18, 18, 14, 20, 40, 30, 18)
    return workbook(Table(SHEET, heads, _rows(unit, year), title, widths))


def template() -> bytes:
    """The columns of an import, without rows; on a second sheet what may stand in each."""
    said = catalogue.current()
    today = clock.today()
    sources = ", ".join(one.name for one in said.sources if one.in_force(today)) if said else "—"
    purposes = ", ".join(one.name for one in said.purposes) if said else "—"
    helped: dict[str, str] = {
        "on": _("Ngày giao, nhận hoặc chi, dạng 20/03/2017; không ở tương lai, không trong quý đã chốt."),
        "kind": ", ".join(str(kind.label) if "," not in str(kind.label) else f"“{kind.label}”" for kind in KINDS) + ".",
        "source": sources + ".",
        "clause": _("Ký hiệu điều như trên trang kế hoạch, ví dụ IV.11.-2."),
        "task": _("Số nhiệm vụ của đơn vị, ví dụ NV-12."),
        "title": _("Khoản này dùng làm gì. Các dòng cùng nguồn, điều, nhiệm vụ, nội dung là một dòng kinh phí."),
        "purpose": purposes + ".",
        "amount": _("Số đồng nguyên, ví dụ 1.500.000; điều chỉnh giảm thì ghi dấu trừ phía trước."),
        "document": _("Số quyết định, chứng từ; Giao và Điều chỉnh bắt buộc có."),
        "document_on": _("Ngày của văn bản; Giao và Điều chỉnh bắt buộc có."),
        "override": _("Chỉ khi khoản chi vượt số được giao."),
        "note": _("Một câu; không ghi tên người."),
    }
    rows = [(head, _("có") if name in NEEDED else "", helped[name]) for name, head in COLUMNS.items()]
    heads = (_("Cột"), _("Bắt buộc"), _("Cách ghi"))
    return workbook(
        Table(SHEET, list(COLUMNS.values()), [], widths=_WIDTHS),
        Table(_("Hướng dẫn"), heads, rows, widths=(22, 10, 90)),
    )


def _rows(unit: Unit, year: int) -> Iterator[tuple[Value, ...]]:
    for row in queries.all_movements(unit, year).lines:
        entry = row.movement
        yield (
            row.number, entry.on, row.kind, row.line, row.source, row.title, entry.line.clause.ref if entry.line.clause else "",
            row.amount, entry.document, entry.document_on, entry.override, entry.note, str(entry.by),
            entry.at.astimezone(clock.VIETNAM).strftime("%d/%m/%Y %H:%M"),
        )  # fmt: skip
