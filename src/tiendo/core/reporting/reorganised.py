"""What a change of the tree means for reports: nothing is rewritten. A period belongs to the tree at its end; the rest is said beforehand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.core.reporting.duties import owes
from tiendo.core.reporting.models import OPEN_STATES, Report, ReportState
from tiendo.foundation.audit.actions import Actor
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import ENDS, MOVES, STAYS, Changing, Foreseen
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


class Reports:
    """Reports of units that end or move, by what the day of the change does to them."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """Two queries and one for each form."""
        ending, moving = change.ending_ids, [unit.pk for unit in change.moving]
        before, later = _by_state(ending, change, later=False), _by_state(ending, change, later=True)
        owed = _not_begun(change)
        for passing in change.ending:
            pk = passing.unit.pk
            yield from _of_ending(pk, passing.heir_name, before[pk], later[pk], owed[pk], change)
        follow = _by_state(moving, change, later=True)
        for pk in moving:
            yield from _of_moving(pk, follow[pk])

    def settle(self, change: Changing, by: Actor) -> None:
        """Nothing: figures follow the tree in the same transaction."""

    def pass_on(self, change: Changing, by: Actor) -> None:
        """Nothing: the heir owes the periods whose end it sees, by the tree alone."""


def _of_ending(
    pk: int, heir: str, before: Counter[str], later: Counter[str], owed: int, change: Changing
) -> Iterator[Foreseen]:
    said = {"heir": heir, "day": f"{change.on:%d/%m/%Y}"}
    stays = _("nằm nguyên trong tổng số ở chỗ cũ")
    yield Foreseen(pk, before[ReportState.APPROVED], _("báo cáo đã duyệt của các kỳ trước"), stays, STAYS)
    left = sum(before[state] for state in (*OPEN_STATES, ReportState.SUBMITTED)) + owed
    finish = _("làm nốt bằng chức vụ còn giữ ở đơn vị cũ, hoặc cấp trên nhập thay")
    yield Foreseen(pk, left, _("báo cáo các kỳ trước chưa xong"), finish, STAYS)
    stops = _("dừng lại, vẫn xem được; %(heir)s lập báo cáo của kỳ") % said
    yield Foreseen(
        pk, sum(later[state] for state in OPEN_STATES), _("bản nháp của kỳ kết thúc từ ngày này"), stops, ENDS
    )
    held = later[ReportState.APPROVED] + later[ReportState.SUBMITTED]
    stop = _("số đã gửi sẽ rời khỏi tổng. Mời trả lại hoặc rút các báo cáo này, hoặc chọn ngày sau kỳ đó")
    yield Foreseen(
        pk, held, _("báo cáo đã gửi, đã duyệt của kỳ kết thúc từ ngày %(day)s") % said, stop, ENDS, holds_up=True
    )


def _of_moving(pk: int, later: Counter[str]) -> Iterator[Foreseen]:
    again = _("ghi lại vào tổng số theo cấp trên mới; số của đơn vị không đổi")
    yield Foreseen(pk, later[ReportState.APPROVED], _("báo cáo đã duyệt của kỳ kết thúc từ ngày này"), again, MOVES)
    judged = _("do cấp trên mới duyệt")
    waiting = sum(later[state] for state in (*OPEN_STATES, ReportState.SUBMITTED))
    yield Foreseen(pk, waiting, _("báo cáo đang làm, chờ duyệt của kỳ kết thúc từ ngày này"), judged, MOVES)


def _by_state(unit_ids: list[int], change: Changing, *, later: bool) -> dict[int, Counter[str]]:
    """Unit id → state → current reports of periods that end before the day, or on it and later."""
    rows = Report.objects.filter(unit_id__in=unit_ids, current=True)
    rows = rows.filter(period_end__gte=change.on) if later else rows.filter(period_end__lt=change.on)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, state in rows.values_list("unit_id", "state"):
        found[unit_id][state] += 1
    return found


def _not_begun(change: Changing) -> Counter[int]:
    """Unit id → reports it owes for the last period that ended before the day and has not begun."""
    pack, found = packs.current(), Counter[int]()
    for code in pack.forms:
        form = pack.form_on(code, change.on)
        period = _last_before(form, change) if form else None
        if form is None or period is None:
            continue
        owing = [passing.unit for passing in change.ending if _owes(form, passing.unit, period)]
        if owing:
            begun = Report.objects.filter(form=code, period=period.key, unit__in=owing).values_list(
                "unit_id", flat=True
            )
            found.update({unit.pk for unit in owing} - set(begun))
    return found


def _last_before(form: FormDef, change: Changing) -> Period | None:
    period = periods.of(change.on, form.base_period).previous()
    return period if period.end < change.on else None


def _owes(form: FormDef, unit: Unit, period: Period) -> bool:
    return unit.in_force(period.end) and any(owes(packs.current(), cell, unit) for cell in form.cells.values())


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("reporting", Reports())
