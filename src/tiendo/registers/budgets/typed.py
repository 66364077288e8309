"""What people type about money, in a form or a cell: amounts, days, numbers of clauses and tasks. Unclear ones are refused, never guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.foundation.places.models import Unit
from tiendo.kernel.numbers import LARGEST, Fault, Unreadable, parse_money, show
from tiendo.kernel.text import nfc

_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class Unclear(ValueError):
    """What was typed is not one thing; `what` is wrong and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def amount(text: str) -> int:
    """Whole đồng from `1.234.567`, `1 234 567 đ`, with a minus in front to take away. Raises Unclear."""
    bare = nfc(text).strip().replace("\u2212", "-")
    negative = bare.startswith("-")
    try:
        found = parse_money(bare.removeprefix("-"))
    except Unreadable as error:
        raise Unclear(*_worded(error.fault, text.strip()[:30])) from error
    return -found if negative else found


def exact(number: Decimal) -> int:
    """Whole đồng from a cell that holds a number. Raises Unclear for parts of a đồng and for what is too large."""
    if number != number.to_integral_value():
        shown = str(number).replace(".", ",")
        raise Unclear(_("%s có phần lẻ của đồng.") % shown, _("Mời ghi số nguyên đồng."))
    if abs(number) > LARGEST:
        raise Unclear(*_worded(Fault.TOO_LARGE, str(number)))
    return int(number)


def day(text: str) -> date:
    """A day from `20/03/2017` and the like. Raises Unclear."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise Unclear(_("“%s” không phải một ngày.") % text.strip()[:30], _("Mời ghi dạng 20/03/2017."))


def clause(text: str, year: int) -> Clause:
    """A clause of a plan of the year, by its id (`IV.11.-2`) or, where two plans have it, `plan:id`. Raises Unclear."""
    plan, _colon, ref = text.strip().rpartition(":")
    rows = Clause.objects.filter(plan__year=year, ref=ref.strip(), is_clause=True).select_related("plan")
    found = list(rows.filter(plan__code=plan.strip()) if plan else rows)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unclear(
            _("không có điều “%(ref)s” trong kế hoạch năm %(year)d.") % {"ref": text.strip()[:40], "year": year},
            _("Mời ghi ký hiệu điều như trên trang kế hoạch, hoặc để trống."),
        )
    codes = ", ".join(f"{one.plan.code}:{one.ref}" for one in found)
    raise Unclear(_("nhiều kế hoạch có điều này."), _("Mời ghi một trong: %s.") % codes)


def task(text: str, unit: Unit, year: int) -> Task:
    """A task the unit leads, by its number (`NV-12`). Raises Unclear."""
    digits = text.strip().upper().removeprefix("NV-")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0
    found = list(Task.objects.filter(unit=unit, plan__year=year, number=number)[:2])
    if len(found) == 1:
        return found[0]
    if not found:
        what = _("đơn vị không có nhiệm vụ “%s” năm này.") % text.strip()[:20]
        raise Unclear(what, _("Mời ghi số nhiệm vụ như NV-12, hoặc để trống."))
    raise Unclear(_("nhiều kế hoạch có nhiệm vụ số này."), _("Mời ghi điều thay cho nhiệm vụ."))


def _worded(fault: Fault, typed: str) -> tuple[str, str]:
    match fault:
        case Fault.AMBIGUOUS:
            return _("“%s” có thể hiểu hai cách.") % typed, _("Số nghìn viết bằng dấu chấm, như 1.234.567.")
        case Fault.NOT_WHOLE:
            return _("“%s” không phải số nguyên đồng.") % typed, _("Mời ghi đủ số đồng, như 1.500.000.")
        case Fault.TOO_LARGE:
            return _("“%s” quá lớn.") % typed, _("Một khoản nhiều nhất %s đ.") % show(LARGEST)
        case _:
            return _("“%s” không phải số tiền.") % typed, _("Mời ghi đủ số đồng bằng chữ số, như 1.500.000.")
