"""What the books say in figures: given, received and spent by quarter, and the tasks that no money is set aside for.

A unit without lines has no figure of money: not entered is not 0. A task counts for its lead from the quarter it falls due in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task, TaskState
from tiendo.core.reporting.models import LiveSheet
from tiendo.core.reporting.sources import Record
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.numbers import show
from tiendo.kernel.periods import Period
from tiendo.registers.budgets import catalogue, rules
from tiendo.registers.budgets.models import Book, Kind, Line, Movement, Side

FORM = "R_budgets"
ALLOCATED, SPENT, RECEIVED, RECEIVED_SPENT = "allocated", "spent", "received", "received_spent"
OWN_BUDGET, FOR_TEAMS, BARE_TASKS = "own_budget", "for_teams", "tasks_without_money"


class Money:
    """The books' part of the register form of budgets."""

    form = FORM
    counts = frozenset({ALLOCATED, SPENT, RECEIVED, RECEIVED_SPENT, OWN_BUDGET, FOR_TEAMS, BARE_TASKS})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """Three queries, however many units."""
        found: dict[int, dict[str, int]] = {unit_id: {BARE_TASKS: 0} for unit_id in unit_ids}
        for unit_id in bare_tasks(period, unit_ids).values_list("unit_id", flat=True):
            found[unit_id][BARE_TASKS] += 1
        for row in _sums(unit_ids, period):
            found[row["book__unit_id"]] |= {name: row[name] or 0 for name in _asked(period)}
            if row["book__unit__kind"] == "district":
                found[row["book__unit_id"]][OWN_BUDGET] = int((row[OWN_BUDGET] or 0) > 0)
        return found

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The entries summed, the latest first; for tasks without money, those tasks."""
        unit = Unit.objects.get(pk=unit_id)
        if not rules.may_see(post, unit):
            return []
        if counts == BARE_TASKS:
            return [_of_task(task) for task in bare_tasks(period, [unit_id]).order_by("-due_on", "-number")]
        asked = _own_budget() if counts == OWN_BUDGET else _asked(period)[counts]
        rows = _entries([unit_id], period).filter(asked).select_related("line").order_by("-on", "-number")
        return [_of_entry(entry, unit) for entry in rows]


def _asked(period: Period) -> dict[str, Q]:
    """Name → the entries of the year, up to the period's end, that it sums."""
    said = catalogue.current()
    of_others = Q(line__source__in=said.received if said else ())
    inside = Q(on__gte=period.start)
    return {
        ALLOCATED: Q(side=Side.ALLOCATED),
        SPENT: Q(side=Side.SPENT) & inside,
        RECEIVED: Q(side=Side.RECEIVED) & inside,
        RECEIVED_SPENT: Q(side=Side.SPENT) & inside & of_others,
        FOR_TEAMS: Q(side=Side.ALLOCATED, line__purpose__in=said.for_teams if said else ()),
    }


def _own_budget() -> Q:
    said = catalogue.current()
    return Q(side=Side.ALLOCATED, line__source__in=said.own("district") if said else ())


def _entries(unit_ids: Collection[int], period: Period) -> QuerySet[Movement]:
    return Movement.objects.filter(book__unit_id__in=list(unit_ids), book__year=period.year, on__lte=period.end)


def _sums(unit_ids: Collection[int], period: Period) -> QuerySet[Any, Any]:
    """One row for each unit that has entries in the year up to the period's end."""
    summed = {name: Sum("amount", filter=asked) for name, asked in _asked(period).items()}
    rows: QuerySet[Any, Any] = _entries(unit_ids, period).order_by().values("book__unit_id", "book__unit__kind")
    found: QuerySet[Any, Any] = rows.annotate(**summed, **{OWN_BUDGET: Sum("amount", filter=_own_budget())})
    return found


def bare_tasks(period: Period, unit_ids: Collection[int]) -> QuerySet[Task]:
    """Tasks due from the start of the year to the period's end whose lead has set no money aside for them, or for their clause."""
    given = Movement.objects.filter(line=OuterRef("pk"), side__in=[Side.ALLOCATED, Side.RECEIVED], on__lte=period.end)
    lines = Line.objects.filter(Exists(given), book__unit_id=OuterRef("unit_id"), book__year=period.year)
    paid = lines.filter(Q(task_id=OuterRef("pk")) | Q(clause_id=OuterRef("clause_id"), task__isnull=True))
    due = Task.objects.filter(unit_id__in=list(unit_ids), due_on__gte=date(period.year, 1, 1), due_on__lte=period.end)
    return due.exclude(state=TaskState.CANCELLED).filter(~Exists(paid))


def touched(unit_ids: Iterable[int], day: date) -> list[tuple[int, Period]]:
    """The sheets that an entry or a due day on `day` moves: its quarter's, and those there are of later quarters of the year."""
    first, asked = periods.of(day, "quarter"), sorted(set(unit_ids))
    keys = [period.key for period in periods.year(day.year).base_periods("quarter") if period > first]
    later = LiveSheet.objects.filter(form=FORM, unit_id__in=asked, period__in=keys).values_list("unit_id", "period")
    return [*((unit_id, first) for unit_id in asked), *((unit_id, periods.parse(key)) for unit_id, key in later)]


def locked_books(unit_ids: Iterable[int], year: int) -> dict[int, Book]:
    """Unit id → its book of the year, made where it was missing, locked to the end of the transaction in one order."""
    asked = sorted(set(unit_ids))
    Book.objects.bulk_create([Book(unit_id=unit_id, year=year) for unit_id in asked], ignore_conflicts=True)
    rows = Book.objects.filter(unit_id__in=asked, year=year).order_by("unit_id")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    return {book.unit_id: book for book in rows.select_related("unit")}


def follow_tasks(acted: Collection[tuple[int, Period]]) -> Iterator[tuple[str, int, Period]]:
    """What moves here when tasks of these units and months were given, moved, cancelled. The books are locked first."""
    if FORM not in packs.current().registers:
        return
    by_day: dict[date, set[int]] = {}
    for unit_id, period in acted:
        by_day.setdefault(periods.of(period.end, "quarter").end, set()).add(unit_id)
    for year in sorted({day.year for day in by_day}):
        locked_books({unit_id for day, held in by_day.items() if day.year == year for unit_id in held}, year)
    for day, unit_ids in sorted(by_day.items()):
        yield from ((FORM, unit_id, period) for unit_id, period in touched(unit_ids, day))


def _of_entry(entry: Movement, unit: Unit) -> Record:
    what = {"what": Kind(entry.kind).label, "amount": show(entry.amount), "line": entry.line.title}
    url = f"{reverse('budgets:movements', args=[unit.code])}?year={entry.on.year}&q={entry}"
    return Record(_("%(what)s %(amount)s đ: %(line)s") % what, entry.document or entry.note, url, entry.on)


def _of_task(task: Task) -> Record:
    return Record(f"{task}: {task.title}", "", reverse("assignments:task", args=[task.pk]), task.due_on)
