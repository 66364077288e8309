"""What reports ask of a post now: to enter, to sign, to send on, to judge. The home page and the reports list read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from tiendo.core.reporting.due import Due, due_days, late_days
from tiendo.core.reporting.duties import Duty, duties_of, duties_over, forms_of
from tiendo.core.reporting.models import OPEN_STATES, Report, ReportState
from tiendo.core.reporting.placed import Placed, placed, placed_for, with_paths
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APPROVERS, OFFICERS, SIGNERS, Power, Role
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

PERIODS_BACK = 12

_OF_REPORT = (
    "form", "form_version", "period", "period_end", "state", "values", "counts", "entered_for", "prepared_at", "submitted_at",
    "return_reason", "head_note", "supersedes",
)  # fmt: skip
_OF_UNIT = ("unit__code", "unit__kind", "unit__kind_vi", "unit__name")
_READ = with_paths(Report.objects.select_related("unit").only(*_OF_REPORT, *_OF_UNIT))
"""What a line shows of a report."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of the post's own unit. `report_id` is None when not begun; `state` then is ''."""

    report_id: int | None
    unit_id: int
    unit: str
    form: str
    form_title: str
    period: Period
    state: str
    due: Due
    late_days: int
    filled: int
    asked: int
    prepared: bool
    return_reason: str
    head_note: str
    """What the head asked to mend before signing; '' when nothing or presented again."""
    is_correction: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Reports of one form and period that wait for the post's judgement, oldest signature first in `report_ids`."""

    form: str
    form_title: str
    period: Period
    report_ids: tuple[int, ...]
    units: tuple[str, ...]
    due_on: date
    """When the level above must itself have closed the period."""

    @property
    def waiting(self) -> int:
        return len(self.report_ids)


@dataclass(frozen=True, slots=True)
class MyReports:
    """A post's work on reports on a day, by what must be done; most pressing first in each list."""

    to_enter: tuple[ReportLine, ...] = ()
    returned: tuple[ReportLine, ...] = ()
    to_sign: tuple[ReportLine, ...] = ()
    waiting_for_others: tuple[ReportLine, ...] = ()
    """Own reports presented or sent, on which somebody else must act."""
    done: tuple[ReportLine, ...] = ()
    to_approve: tuple[WaitingGroup, ...] = ()
    late: tuple[ReportLine, ...] = field(default=())
    """Own reports not sent though due, whoever must act."""


def my_reports(post: Post, on: date) -> MyReports:
    """What waits for the post on a day: own unit's reports of the last twelve base periods, and what it must judge.

    Two queries, whatever their number: the reports with where their units hang, due days moved. One more for a post read by itself.
    """
    found = _found(post)
    where = placed_for(post, found.all)
    lines = _lines(post, found, where, on) if post.role in OFFICERS | SIGNERS else []
    open_lines = [line for line in lines if line.state == "" or line.state in OPEN_STATES]
    returned = [line for line in open_lines if line.state == ReportState.RETURNED and not line.prepared]
    begun = [line for line in open_lines if line.state != ReportState.RETURNED and not line.prepared]
    prepared = [line for line in open_lines if line.prepared]
    sent = [line for line in lines if line.state == ReportState.SUBMITTED]
    officer = post.role in OFFICERS
    return MyReports(
        to_enter=tuple(begun) if officer else (),
        returned=tuple(returned) if officer else (),
        to_sign=tuple(prepared) if post.signs(Power.REPORTS) and not officer else (),
        waiting_for_others=(*(prepared if officer else [*begun, *returned]), *sent),
        done=tuple(line for line in lines if line.state == ReportState.APPROVED),
        to_approve=tuple(_waiting(post, found.sent, where)),
        late=tuple(line for line in open_lines if line.late_days),
    )


def _lines(post: Post, found: Found, where: Placed, on: date) -> list[ReportLine]:
    """The unit's own reports by due day, then those entered for units below that are the post's to finish or to sign."""
    owed = _owed(post.unit, where, on)
    stood_in = {
        pk: duty
        for pk, duty in duties_of(found.stood_in.values(), where=where).items()
        if duty.holds(post, duty.form.approves) or duty.holds_signature_above(post)
    }
    dues = due_days([*owed, *stood_in.values()])
    own = [_line(duty, report, dues[_key(duty)], on) for duty, report in _begun_or_closed(owed, found.own, on)]
    theirs = [_line(duty, found.stood_in[pk], dues[_key(duty)], on) for pk, duty in stood_in.items()]
    return [*sorted(own, key=lambda line: (line.due.on, line.form)), *theirs]


def _own_lines(unit: Unit, where: Placed, on: date) -> list[ReportLine]:
    owed = _owed(unit, where, on)
    own = {(row.form, row.period): row for row in _READ.filter(unit=unit.pk, current=True)}
    dues = due_days(owed)
    lines = [_line(duty, report, dues[_key(duty)], on) for duty, report in _begun_or_closed(owed, own, on)]
    return sorted(lines, key=lambda line: (line.due.on, line.form))


def _owed(unit: Unit, where: Placed, on: date) -> list[Duty]:
    """What a unit owes in the last base periods of each of its forms."""
    asked = []
    for form in forms_of(unit, on):
        period = periods.of(on, form.base_period)
        for _back in range(PERIODS_BACK):
            asked.append((form.code, period))
            period = period.previous()
    return duties_over(unit, asked, where=where)


def _begun_or_closed(
    owed: list[Duty], own: Mapping[tuple[str, str], Report], on: date
) -> Iterator[tuple[Duty, Report | None]]:
    for duty in owed:
        report = own.get((duty.form.code, duty.period.key))
        if report is not None or duty.closes_on < on:
            yield duty, report


def _key(duty: Duty) -> tuple[int, str, str]:
    return duty.unit.pk, duty.form.code, duty.period.key


@dataclass(frozen=True, slots=True)
class Found:
    """The reports that may concern a post: its unit's by form and period, those entered for others, those sent to be judged."""

    own: Mapping[tuple[str, str], Report]
    stood_in: Mapping[int, Report]
    sent: tuple[Report, ...]

    @property
    def all(self) -> tuple[Report, ...]:
        return (*self.own.values(), *self.stood_in.values(), *self.sent)


def _found(post: Post) -> Found:
    """One query: each kind of report through its own index. The nets are wide; `Duty.holds` decides."""
    parts: list[QuerySet[Report]] = []
    if post.role in OFFICERS | SIGNERS:
        parts.append(_READ.filter(unit=post.unit_id, current=True))
        parts.append(_READ.filter(entered_for=True, current=True, state__in=OPEN_STATES))
    if post.role in APPROVERS:
        parts += _sent_to(post)
    rows = {row.pk: row for row in (parts[0].union(*parts[1:], all=True) if parts else [])}
    own = {(row.form, row.period): row for row in rows.values() if row.unit_id == post.unit_id}
    stood_in = {pk: row for pk, row in rows.items() if row.entered_for and row.state in OPEN_STATES}
    sent = [row for row in rows.values() if row.state == ReportState.SUBMITTED and post.role in APPROVERS]
    return Found(own, stood_in, tuple(sorted(sent, key=lambda row: (row.submitted_at, row.pk))))


def _line(duty: Duty, report: Report | None, due: Due, on: date) -> ReportLine:
    values = report.values if report else {}
    return ReportLine(
        report_id=report.pk if report else None,
        unit_id=duty.unit.pk,
        unit=str(duty.unit),
        form=duty.form.code,
        form_title=duty.form.title,
        period=duty.period,
        state=report.state if report else "",
        due=due,
        late_days=late_days(report, due, on),
        filled=sum(cell.code in values for cell in duty.asked),
        asked=len(duty.asked),
        prepared=bool(report and report.prepared_at),
        return_reason=report.return_reason if report else "",
        head_note=report.head_note if report else "",
        is_correction=bool(report and report.supersedes_id),
        counts=bool(report and report.counts),
    )


def _waiting(post: Post, sent: Sequence[Report], where: Placed) -> list[WaitingGroup]:
    """Signed reports whose accepting seat is the post's, by form and period, oldest period first."""
    groups: dict[tuple[str, Period], list[Duty]] = defaultdict(list)
    ids: dict[tuple[str, Period], list[int]] = defaultdict(list)
    for pk, duty in duties_of(sent, where=where).items():
        if duty.holds(post, duty.form.approves):
            groups[duty.form.code, duty.period].append(duty)
            ids[duty.form.code, duty.period].append(pk)
    found = []
    for (form, period), members in groups.items():
        closing = _closing_day(members[0])
        units = tuple(str(duty.unit) for duty in members)
        found.append(WaitingGroup(form, members[0].form.title, period, tuple(ids[form, period]), units, closing))
    return sorted(found, key=lambda group: (group.period, group.form))


def _sent_to(post: Post) -> list[QuerySet[Report]]:
    """Signed reports of the forms the post's seat accepts: of the whole province, or of the units below its own.

    The department judges a commune's report only where no district is left above it.
    """
    sent = _READ.filter(state=ReportState.SUBMITTED, current=True, counts=False)
    versions = packs.current().form_versions
    named = {one.code for one in versions if one.approves.role == post.role and one.approves.at == post.unit.code}
    below = {one.code for one in versions if one.approves.role == post.role and one.approves.at == "parent"}
    parts = []
    if named:
        parts.append(sent.filter(form__in=named))
    if below:
        hanging = Placement.objects.filter(parent=post.unit_id).values("unit_id")
        parts.append(sent.filter(form__in=below, unit_id__in=hanging))
    if post.role == Role.DEPARTMENT_OFFICER:
        parents = {one.code for one in versions if one.approves.at == "parent"}
        parts.append(sent.filter(form__in=parents, unit_id__in=_without_district(post)))
    return parts


def _without_district(post: Post) -> QuerySet[Placement, int]:
    """Units that hang, or hung, on the province of the post's agency itself or on what no longer hangs there: a district that is gone."""
    province = Placement.objects.filter(unit=post.unit_id).values_list("parent_id", flat=True)
    ended = Placement.objects.filter(parent__in=province, valid_to__lte=clock.today())
    over = province.union(ended.values_list("unit_id", flat=True))
    return Placement.objects.filter(parent__in=over).values_list("unit_id", flat=True)


def _closing_day(duty: Duty) -> date:
    """When the level above must itself have sent the period."""
    return calendar.due_day(duty.pack, duty.period, "district" if duty.form.level == "commune" else "department")


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One line of a unit's own reports of a year. `shown_state` adds "not_opened" and "presented" to the states; `url` '' when not begun."""

    report_id: int | None
    form: str
    form_title: str
    period: Period
    period_label: str
    shown_state: str
    due_on: date
    late_days: int
    url: str

    @property
    def state(self) -> str:
        return self.shown_state


def own_reports(post: Post, *, year: int, on: date) -> list[OwnReport]:
    """The reports the post's unit owes in a year up to the day, newest period first; none for a unit that owes none."""
    if post.role not in OFFICERS | SIGNERS:
        return []
    mine = _own_lines(post.unit, placed_for(post, ()), on)
    lines = [line for line in mine if line.period.year == year]
    return [_own_report(line) for line in sorted(lines, key=lambda line: (line.period, line.form), reverse=True)]


def late_of(unit: Unit, on: date) -> list[ReportLine]:
    """The reports of its last base periods that a unit has not sent though they are due. Three queries."""
    lines = _own_lines(unit, placed([unit.pk]), on)
    return [line for line in lines if line.late_days and (line.state == "" or line.state in OPEN_STATES)]


def _own_report(line: ReportLine) -> OwnReport:
    opened = line.report_id is not None
    presented = line.prepared and line.state in OPEN_STATES
    return OwnReport(
        report_id=line.report_id,
        form=line.form,
        form_title=line.form_title,
        period=line.period,
        period_label=line.period.label[:1].upper() + line.period.label[1:],
        shown_state="presented" if presented else line.state or "not_opened",
        due_on=line.due.on,
        late_days=line.late_days,
        url=reverse("reporting:report", args=[line.report_id]) if opened else "",
    )
