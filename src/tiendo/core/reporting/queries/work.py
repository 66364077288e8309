"""What reports ask of a post now: to enter, to sign, to send on, to judge. The home page and the reports list read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q
from django.urls import reverse

from tiendo.core.reporting.due import Due, due_days, late_days
from tiendo.core.reporting.duties import Duty, duties_of, duties_over, forms_of
from tiendo.core.reporting.models import OPEN_STATES, Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APPROVERS, OFFICERS, SIGNERS, Role
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Kind
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

PERIODS_BACK = 12


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
    """What waits for the post on a day: own unit's reports of the last twelve base periods, and what it must judge."""
    lines = [*_own_lines(post, on), *_stood_in_lines(post, on)] if post.role in OFFICERS | SIGNERS else []
    open_lines = [line for line in lines if line.state == "" or line.state in OPEN_STATES]
    returned = [line for line in open_lines if line.state == ReportState.RETURNED and not line.prepared]
    begun = [line for line in open_lines if line.state != ReportState.RETURNED and not line.prepared]
    prepared = [line for line in open_lines if line.prepared]
    sent = [line for line in lines if line.state == ReportState.SUBMITTED]
    officer = post.role in OFFICERS
    return MyReports(
        to_enter=tuple(begun) if officer else (),
        returned=tuple(returned) if officer else (),
        to_sign=() if officer else tuple(prepared),
        waiting_for_others=(*(prepared if officer else [*begun, *returned]), *sent),
        done=tuple(line for line in lines if line.state == ReportState.APPROVED),
        to_approve=tuple(_waiting(post)) if post.role in APPROVERS else (),
        late=tuple(line for line in open_lines if line.late_days),
    )


def _own_lines(post: Post, on: date) -> list[ReportLine]:
    asked = []
    for form in forms_of(post.unit, on):
        period = periods.of(on, form.base_period)
        for _back in range(PERIODS_BACK):
            asked.append((form.code, period))
            period = period.previous()
    owed = duties_over(post.unit, asked)
    reports = _current(post)
    dues = due_days(owed)
    lines = []
    for duty in owed:
        report = reports.get((duty.form.code, duty.period.key))
        if report is not None or duty.closes_on < on:
            lines.append(_line(duty, report, dues[duty.unit.pk, duty.form.code, duty.period.key], on))
    return sorted(lines, key=lambda line: (line.due.on, line.form))


def _stood_in_lines(post: Post, on: date) -> list[ReportLine]:
    """Open reports entered for a unit below: the post's to finish, or (beside the unit's own head) to sign."""
    rows = Report.objects.filter(entered_for=True, current=True, state__in=OPEN_STATES)
    found = {row.pk: row for row in rows.select_related("unit", "supersedes")}
    ours = {
        pk: duty
        for pk, duty in duties_of(found.values()).items()
        if duty.holds(post, duty.form.approves) or duty.holds_signature_above(post)
    }
    dues = due_days(ours.values()) if ours else {}
    return [
        _line(duty, found[pk], dues[duty.unit.pk, duty.form.code, duty.period.key], on) for pk, duty in ours.items()
    ]


def _current(post: Post) -> dict[tuple[str, str], Report]:
    rows = Report.objects.filter(unit=post.unit_id, current=True).select_related("unit", "supersedes")
    rows = rows.defer("notes", "evidence", "edits")
    return {(row.form, row.period): row for row in rows}


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
        is_correction=bool(report and report.supersedes_id),
        counts=bool(report and report.counts),
    )


def _waiting(post: Post) -> list[WaitingGroup]:
    """Signed reports whose accepting seat is the post's, by form and period, oldest period first. A few queries."""
    rows = Report.objects.filter(_may_wait_for(post), state=ReportState.SUBMITTED, current=True).select_related("unit")
    by_id = {row.pk: row for row in rows.order_by("submitted_at").defer("values", "notes", "evidence", "edits")}
    groups: dict[tuple[str, Period], list[Duty]] = defaultdict(list)
    ids: dict[tuple[str, Period], list[int]] = defaultdict(list)
    for pk, duty in duties_of(by_id.values()).items():
        if duty.holds(post, duty.form.approves):
            groups[duty.form.code, duty.period].append(duty)
            ids[duty.form.code, duty.period].append(pk)
    found = []
    for (form, period), members in groups.items():
        closing = _closing_day(members[0])
        units = tuple(str(duty.unit) for duty in members)
        found.append(WaitingGroup(form, members[0].form.title, period, tuple(ids[form, period]), units, closing))
    return sorted(found, key=lambda group: (group.period, group.form))


def _may_wait_for(post: Post) -> Q:
    """A narrow net in the database; `Duty.holds` decides. The department judges a commune's report only where no district is left."""
    versions = packs.current().form_versions
    own = {form.code for form in versions if form.approves.role == post.role}
    if post.role != Role.DEPARTMENT_OFFICER:
        return Q(form__in=own, unit__placements__path__contains=f"/{post.unit_id}/") if own else Q(pk__in=[])
    parents = {form.code for form in versions if form.approves.at == "parent"}
    at_the_end = Q(unit__placements__valid_from__lte=F("period_end"), unit__placements__valid_to__gt=F("period_end"))
    no_district = Q(unit__placements__parent__kind=Kind.PROVINCE) | Q(
        unit__placements__parent__valid_to__lte=clock.today()
    )
    orphans = Report.objects.filter(at_the_end & no_district, form__in=parents, state=ReportState.SUBMITTED)
    return Q(form__in=own) | Q(pk__in=orphans.values("pk"))


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
    lines = [line for line in _own_lines(post, on) if line.period.year == year]
    return [_own_report(line) for line in sorted(lines, key=lambda line: (line.period, line.form), reverse=True)]


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
