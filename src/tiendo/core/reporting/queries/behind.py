"""Which of some units holds a period back the most: how many of its leaves are past due, and their names. Counted in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery

from tiendo.core.reporting.duties import form_in, owing
from tiendo.core.reporting.models import DueExtension, Report, ReportState
from tiendo.core.reporting.queries.progress import missing_units
from tiendo.foundation import clock
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit with leaves past due: their names in Vietnamese order, and for how many days the latest of them is or was."""

    unit: Unit
    late: tuple[str, ...]
    days: int


def most_behind(form: str, period: Period, missing: Mapping[Unit, int]) -> Behind | None:
    """Of the units (each with how many of its leaves are not inside the totals) the one with most leaves past due; the first of equals.

    A leaf that waits for approval but was sent in time is not past due. None before the due day, or when nobody is late. Three queries,
    whatever the number of leaves; more only where a single unit was given more time.
    """
    pack, today = packs.current(), clock.today()
    due = calendar.due_on(pack, form_in(pack, form, period), period)
    if today <= due or not any(missing.values()):
        return None
    for unit_id, given in DueExtension.objects.filter(form=form, period=period.key).values_list("unit_id", "due_on"):
        if unit_id is not None and given > due:
            return _one_by_one(form, period, missing)
        due = max(due, given)
    if today <= due:
        return None
    sent = _sent_in_time(form, period, due)
    late = {
        unit: number - sum(n for path, n in sent.items() if f"/{unit.pk}/" in path) for unit, number in missing.items()
    }
    worst = max(late, key=lambda unit: late[unit])
    return _late_below(form, period, worst, due) if late[worst] > 0 else None


def _sent_in_time(form: str, period: Period, due: date) -> dict[str, int]:
    """Reports sent by the due day that are not inside the totals: the path of one of the leaves under a parent → how many there are."""
    there = {"unit__placements__valid_from__lte": period.end, "unit__placements__valid_to__gt": period.end}
    states = [ReportState.SUBMITTED, ReportState.RETURNED]
    sent = Report.objects.filter(_in_time(due), form=form, period=period.key, state__in=states, counts=False, **there)
    grouped = (
        sent.order_by()
        .values("unit__placements__parent_id")
        .annotate(any=Min("unit__placements__path"), sent=Count("pk"))
    )
    return dict(grouped.values_list("any", "sent"))


def _late_below(form: str, period: Period, unit: Unit, due: date) -> Behind | None:
    """The unit's leaves past due, by name."""
    pack = packs.current()
    reports = Report.objects.filter(unit=OuterRef("unit_id"), form=form, period=period.key)
    rows = owing(pack, form_in(pack, form, period), period, unit)
    rows = rows.filter(~Exists(reports.filter(counts=True)), ~Exists(reports.filter(_in_time(due))))
    rows = rows.annotate(sent=Subquery(reports.filter(current=True).values("submitted_at")[:1])).select_related("unit")
    late = list(rows.order_by("unit__name_sort", "unit__code"))
    if not late:
        return None
    last = max(clock.today() if row.sent is None else row.sent.astimezone(clock.VIETNAM).date() for row in late)
    return Behind(unit, tuple(str(row.unit) for row in late), (last - due).days)


def _one_by_one(form: str, period: Period, missing: Mapping[Unit, int]) -> Behind | None:
    """Where due days differ from unit to unit, every leaf is looked at."""
    late = {
        unit: [one for one in missing_units(form, period, unit) if one.late_days] for unit, n in missing.items() if n
    }
    worst = max(late, key=lambda unit: len(late[unit]))
    if not late[worst]:
        return None
    return Behind(worst, tuple(one.unit for one in late[worst]), max(one.late_days for one in late[worst]))


def _in_time(due: date) -> Q:
    """The current report was sent by the end of the due day, Vietnam time."""
    end = datetime.combine(due + timedelta(days=1), time.min, tzinfo=clock.VIETNAM)
    return Q(current=True, submitted_at__lt=end)
