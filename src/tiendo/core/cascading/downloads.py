"""The places below and their plans as a workbook people take away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tiendo.core.cascading.overview import ISSUED, UnitLine
from tiendo.foundation import clock
from tiendo.foundation.workbooks.writing import Table, workbook


def units(lines: Iterable[UnitLine]) -> bytes:
    """One row a place, in the order of the list."""
    heads = (
        _("Mã"),
        _("Đơn vị"),
        _("Kế hoạch"),
        _("Số"),
        _("Ngày ban hành"),
        _("Lồng ghép"),
        _("Chương trình còn thiếu"),
    )
    rows = (
        (
            line.unit.code, str(line.unit), line.state_shown, line.number, line.issued_on,
            (_("đủ") if line.is_whole else _("thiếu")) if line.state == ISSUED else "", "; ".join(line.missing),
        )
        for line in lines
    )  # fmt: skip
    title = _("Kế hoạch của cấp dưới, ngày %s") % f"{clock.today():%d/%m/%Y}"
    return workbook(Table(_("Kế hoạch cấp dưới"), heads, rows, title, (9, 26, 16, 20, 14, 12, 60)))
