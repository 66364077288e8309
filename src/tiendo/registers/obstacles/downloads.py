"""The list of obstacles as a workbook people take away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.workbooks.writing import Table, workbook
from tiendo.registers.obstacles.queries import ObstacleLine


def obstacles(lines: Iterable[ObstacleLine]) -> bytes:
    """One row an obstacle, in the order of the list."""
    heads = (
        _("Số"), _("Ngày nêu"), _("Đơn vị nêu"), _("Loại"), _("Điều"), _("Nội dung"), _("Đang chờ"), _("Hạn trả lời"),
        _("Trạng thái"), _("Số ngày quá hạn"), _("Số lượt"),
    )  # fmt: skip
    rows = (
        (
            line.number, line.raised_on, line.unit, line.kind, line.clause, line.text, line.holder, line.due_on, line.words,
            line.late_days, line.turns,
        )
        for line in lines
    )  # fmt: skip
    title = _("Khó khăn, vướng mắc, ngày %s") % f"{clock.today():%d/%m/%Y}"
    return workbook(Table(_("Vướng mắc"), heads, rows, title, (9, 12, 24, 22, 12, 60, 22, 12, 22, 12, 9)))
