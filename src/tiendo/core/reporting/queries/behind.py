"""Which of some units holds a period back the most: how many of its leaves are past due, and a few of their names. Counted in the
database: neither queries nor rows follow the number of leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from tiendo.core.reporting.duties import form_in, owing, owing_at
from tiendo.core.reporting.models import DueExtension, Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel.periods import Period

NAMES = 7
"""How many names are read: a sentence shows fewer."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit and how many of its leaves are past due: the first names in Vietnamese order, and for how many days the latest is or was."""

    unit: Unit
    late: int
    names: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class _Dues:
    """The due day of everybody, and later ones given to single units, latest first."""

    on: date
    later: tuple[tuple[int, date], ...]

    def ends(self) -> Case | Value:
        """The end of a placement's due day."""
        given = [When(path__contains=f"/{unit_id}/", then=Value(_end_of(day))) for unit_id, day in self.later]
        usual = Value(_end_of(self.on), output_field=DateTimeField())
        return Case(*given, default=usual, output_field=DateTimeField()) if given else usual


def most_behind(form: str, period: Period, missing: Mapping[Unit, int]) -> Behind | None:
    """Of the units (each with how many of its leaves are not inside the totals) the one with most leaves past due; the first of equals.

    A leaf that waits for approval but was sent in time is not past due. None before the due day, or when nobody is late. Three queries.
    """
    if not any(missing.values()):
        return None
    dues = _dues(form, period)
    if clock.today() <= dues.on:
        return None
    if dues.later:
        late = _counted(form, period, dues, list(missing))
    else:
        sent = _sent_in_time(form, period, dues.on)
        late = {unit: n - sum(sent[path] for path in sent if f"/{unit.pk}/" in path) for unit, n in missing.items()}
    worst = max(late, key=lambda unit: late[unit])
    return _late_below(form, period, worst, dues) if late[worst] > 0 else None


def _dues(form: str, period: Period) -> _Dues:
    pack = packs.current()
    due = calendar.due_on(pack, form_in(pack, form, period), period)
    given = list(DueExtension.objects.filter(form=form, period=period.key).values_list("unit_id", "due_on"))
    due = max([due, *(day for unit_id, day in given if unit_id is None)])
    later = [(unit_id, day) for unit_id, day in given if unit_id is not None and day > due]
    return _Dues(due, tuple(sorted(later, key=lambda one: one[1], reverse=True)))


def _sent_in_time(form: str, period: Period, due: date) -> dict[str, int]:
    """Reports sent by the due day that are not inside the totals: the path of one of the leaves under a parent → how many there are."""
    there = {"unit__placements__valid_from__lte": period.end, "unit__placements__valid_to__gt": period.end}
    states = [ReportState.SUBMITTED, ReportState.RETURNED]
    sent = Report.objects.filter(form=form, period=period.key, current=True, state__in=states, counts=False, **there)
    grouped = sent.filter(submitted_at__lt=_end_of(due)).order_by().values("unit__placements__parent_id")
    return dict(grouped.annotate(any=Min("unit__placements__path"), sent=Count("pk")).values_list("any", "sent"))


def _counted(form: str, period: Period, dues: _Dues, units: Sequence[Unit]) -> dict[Unit, int]:
    """Where due days differ: leaves past due at or directly under each unit."""
    pack = packs.current()
    rows = _late(owing_at(pack, form_in(pack, form, period), period, units), form, period, dues)
    itself = When(unit_id__in=[unit.pk for unit in units], then=F("unit_id"))
    rows = rows.annotate(held_by=Case(itself, default=F("parent_id"))).order_by()
    found = dict(rows.values("held_by").annotate(late=Count("pk")).values_list("held_by", "late"))
    return {unit: found.get(unit.pk, 0) for unit in units}


def _late_below(form: str, period: Period, unit: Unit, dues: _Dues) -> Behind | None:
    """The unit's leaves past due: how many, the first names, the days of the one that is or was latest."""
    pack = packs.current()
    rows = _late(owing(pack, form_in(pack, form, period), period, unit), form, period, dues)
    current = Report.objects.filter(unit=OuterRef("unit_id"), form=form, period=period.key, current=True)
    until = Coalesce(Subquery(current.values("submitted_at")[:1]), Value(clock.now(), output_field=DateTimeField()))
    past = ExpressionWrapper(until - F("due_end"), output_field=DurationField())
    rows = rows.annotate(past=past).annotate(late=Window(Count("pk")), longest=Window(Max("past")))
    first = list(rows.select_related("unit").order_by("unit__name_sort", "unit__code")[:NAMES])
    if not first:
        return None
    return Behind(unit, first[0].late, tuple(str(row.unit) for row in first), first[0].longest.days + 1)


def _late(rows: QuerySet[Placement], form: str, period: Period, dues: _Dues) -> QuerySet[Placement]:
    """Those of the placements whose own due day is over and whose report is neither inside the totals nor was sent in time."""
    reports = Report.objects.filter(unit=OuterRef("unit_id"), form=form, period=period.key)
    rows = rows.annotate(due_end=dues.ends()).filter(due_end__lt=_end_of(clock.today()))
    in_time = reports.filter(current=True, submitted_at__lt=OuterRef("due_end"))
    return rows.filter(~Exists(reports.filter(counts=True)), ~Exists(in_time))


def _end_of(day: date) -> datetime:
    """Midnight after the day, Vietnam time."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.VIETNAM)
