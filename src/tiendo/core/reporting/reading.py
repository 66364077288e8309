"""What a person typed into a cell, as the cell's whole number; each fault is worded here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.core.reporting.duties import Duty
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.numbers import LARGEST, Fault, Unreadable, parse_count, parse_money, show
from tiendo.kernel.verdicts import BadInput, Problem


def read_value(duty: Duty, cell: str, raw: str) -> int | None:
    """The number typed, None when blank. Money is read with or without its đồng sign. Raises BadInput naming the cell."""
    return read_number(duty.pack, cell, raw) if raw.strip() else None


def read_number(pack: Pack, cell: str, raw: str) -> int:
    """As `read_value`, where no leaf is known yet and something was typed."""
    indicator = pack.indicators.get(cell)
    read = parse_money if indicator and indicator.type == "money" else parse_count
    try:
        return read(raw)
    except Unreadable as error:
        raise BadInput([_worded(error, cell)]) from error


def _worded(error: Unreadable, cell: str) -> Problem:
    typed = error.typed.strip()[:30]
    match error.fault:
        case Fault.AMBIGUOUS:
            return Problem(
                cell,
                _("“%(typed)s” có thể hiểu hai cách.") % {"typed": typed},
                _("Số nghìn viết bằng dấu chấm, như 1.234."),
            )
        case Fault.NOT_WHOLE:
            return Problem(cell, _("“%(typed)s” không phải số nguyên.") % {"typed": typed}, _("Mời nhập số nguyên."))
        case Fault.NEGATIVE:
            return Problem(cell, _("Số không thể âm."), _("Không phát sinh thì nhập 0."))
        case Fault.TOO_LARGE:
            return Problem(cell, _("Số lớn hơn %(most)s.") % {"most": show(LARGEST)}, _("Mời kiểm tra lại."))
        case Fault.NOT_A_NUMBER:
            return Problem(cell, _("“%(typed)s” không phải là số.") % {"typed": typed}, _("Mời chỉ nhập chữ số."))
