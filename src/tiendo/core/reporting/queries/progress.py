"""How far a form and period have come: per child unit, in numbers; and by name whoever is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tiendo.core.reporting.due import Due, due_days, late_days
from tiendo.core.reporting.duties import Duty, leaves
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

_READ = ("unit_id", "state", "current", "counts", "submitted_at", "supersedes_id")
"""What tells where a report stands and since when; the figures themselves are not read."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Leaves by where they stand; together they are `expected`. `late`: not sent though due, or sent after the due day."""

    expected: int = 0
    approved: int = 0
    submitted: int = 0
    returned: int = 0
    begun: int = 0
    nothing: int = 0
    late: int = 0

    @property
    def not_sent(self) -> int:
        return self.returned + self.begun + self.nothing

    @property
    def received(self) -> int:
        """Sent, accepted or not."""
        return self.approved + self.submitted


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A leaf that does not count yet. `state`: '' nothing begun, else its report's; `late_days` 0 while there is time."""

    unit_id: int
    unit: str
    report_id: int | None
    state: str
    due: Due
    late_days: int


@dataclass(frozen=True, slots=True)
class ChildProgress:
    """One direct child of the unit asked about (a district of the province), with all leaves below it."""

    unit_id: int
    unit: str
    counts: Counts
    missing: tuple[MissingUnit, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A form and period under a unit: in all, and by child in Vietnamese order."""

    form: str
    period: Period
    unit_id: int
    counts: Counts
    children: tuple[ChildProgress, ...]

    @property
    def missing(self) -> tuple[MissingUnit, ...]:
        return tuple(unit for child in self.children for unit in child.missing)

    @property
    def worst_first(self) -> tuple[ChildProgress, ...]:
        """Children by the share accepted, lowest first."""
        return tuple(sorted(self.children, key=lambda child: child.counts.approved / max(1, child.counts.expected)))


def period_progress(form: str, period: Period, under: Unit) -> Progress:
    """Where every leaf at or under a unit stands. A leaf counts once its report was accepted, also while a correction is open.

    Four queries, whatever the size.
    """
    owed = leaves(form, period, under=under)
    current, counting = _reports(form, period, owed)
    dues, today = due_days(owed), clock.today()
    groups: dict[int, list[Duty]] = defaultdict(list)
    for duty in owed:
        groups[_child_id(duty, under)].append(duty)
    units = {duty.unit.pk: duty.unit for duty in owed} | {unit.pk: unit for unit in Unit.objects.filter(pk__in=groups)}
    children = []
    for child_id in sorted(groups, key=lambda pk: (bytes(units[pk].name_sort), units[pk].code)):
        states, missing = [], []
        for duty in groups[child_id]:
            unit_id = duty.unit.pk
            report, due = current.get(unit_id), dues[unit_id, form, period.key]
            late = late_days(report, due, today)
            state = ReportState.APPROVED.value if unit_id in counting else report.state if report else ""
            states.append((state, late))
            if unit_id not in counting:
                missing.append(MissingUnit(unit_id, str(duty.unit), report.pk if report else None, state, due, late))
        children.append(ChildProgress(child_id, str(units[child_id]), _counts(states), tuple(missing)))
    return Progress(form, period, under.pk, _total([child.counts for child in children]), tuple(children))


def missing_units(form: str, period: Period, under: Unit) -> list[MissingUnit]:
    """Who does not count yet, by name in Vietnamese order: the gap that travels with every total."""
    progress = period_progress(form, period, under)
    order = {duty: place for place, duty in enumerate(unit.unit_id for unit in progress.missing)}
    return sorted(progress.missing, key=lambda unit: order[unit.unit_id])


def overdue(on: date, under: Unit, *, periods_back: int = 3) -> list[MissingUnit]:
    """Leaves under a unit that have not sent a report though its due day has passed, of the last periods of every form; latest first."""
    pack, found = packs.current(), []
    for code in pack.forms:
        form = pack.form_on(code, on)
        if form is None:
            continue
        period = periods.of(on, form.base_period)
        for _ in range(periods_back):
            period = period.previous()
            if pack.form_on(code, period.end) is None:
                break
            late = [
                one
                for one in missing_units(code, period, under)
                if one.late_days and one.state != ReportState.SUBMITTED
            ]
            found += late
    return sorted(found, key=lambda one: -one.late_days)


def _reports(form: str, period: Period, owed: list[Duty]) -> tuple[dict[int, Report], set[int]]:
    """Unit id → its current report, and the units whose figures count. One query."""
    rows = Report.objects.filter(form=form, period=period.key, unit_id__in=[duty.unit.pk for duty in owed]).only(*_READ)
    current: dict[int, Report] = {}
    counting: set[int] = set()
    for row in rows:
        if row.current:
            current[row.unit_id] = row
        if row.counts:
            counting.add(row.unit_id)
    return current, counting


def _child_id(duty: Duty, under: Unit) -> int:
    """The direct child of `under` on the leaf's path; the leaf itself when it is `under`."""
    place = duty.path.index(under.pk)
    return duty.path[place + 1] if place + 1 < len(duty.path) else under.pk


def _counts(states: list[tuple[str, int]]) -> Counts:
    tally: dict[str, int] = defaultdict(int)
    for state, _late in states:
        tally[state] += 1
    return Counts(
        expected=len(states),
        approved=tally[ReportState.APPROVED],
        submitted=tally[ReportState.SUBMITTED],
        returned=tally[ReportState.RETURNED],
        begun=tally[ReportState.DRAFT],
        nothing=tally[""],
        late=sum(late > 0 for _, late in states),
    )


def _total(parts: list[Counts]) -> Counts:
    fields = ("expected", "approved", "submitted", "returned", "begun", "nothing", "late")
    return Counts(**{field: sum(getattr(part, field) for part in parts) for field in fields})
