"""The list of the level above for one form and period: what is odd first, what is plain, what has not come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from tiendo.core.reporting import answers, looking_back, rules, validation
from tiendo.core.reporting.due import Due, due_days, late_days
from tiendo.core.reporting.duties import Duty, duties_of, leaves
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.placed import known_at
from tiendo.core.reporting.queries.scope import scope_of
from tiendo.core.reporting.validation import Context, Finding
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs.schema import Cell, FormDef
from tiendo.kernel.numbers import show
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import Verdict, refused

HEADLINES = 2


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the two figures shown beside a plain report; `text` reads "3 buổi"."""

    code: str
    label: str
    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One leaf of the list. `report_id` is None when nothing was begun; `odd` are its findings, `reasons` what the unit said of them."""

    report_id: int | None
    unit_id: int
    unit: str
    state: str
    prepared: bool
    sent_at: datetime | None
    due: Due
    late_days: int
    odd: tuple[Finding, ...]
    reasons: tuple[str, ...]
    headlines: tuple[Headline, ...]
    entered_for: bool
    is_correction: bool
    return_reason: str
    may_approve: Verdict

    @property
    def why(self) -> str:
        """The odd things in one line."""
        return "; ".join(dict.fromkeys(f"{finding.cell}: {finding.text}" for finding in self.odd))


@dataclass(frozen=True, slots=True)
class Inbox:
    """All leaves of the post for a form and period, each in exactly one list. Odd ones never join a bulk approval."""

    form: str
    form_title: str
    period: Period
    due: Due | None
    odd: tuple[InboxLine, ...]
    plain: tuple[InboxLine, ...]
    returned: tuple[InboxLine, ...]
    not_sent: tuple[InboxLine, ...]
    approved: tuple[InboxLine, ...]

    @property
    def expected(self) -> int:
        return len(self.odd) + len(self.plain) + len(self.returned) + len(self.not_sent) + len(self.approved)

    @property
    def waiting(self) -> tuple[InboxLine, ...]:
        return (*self.odd, *self.plain)


def inbox(post: Post, form: str, period: Period) -> Inbox:
    """The list for an approver (or a reader of the same line). About ten queries, however many leaves.

    Only what waits is held against the past: of the others nothing odd is said.
    """
    scope = scope_of(post, period.end)
    owed = leaves(form, period, under=scope) if scope else []
    reports = _reports(form, period, [duty.unit.pk for duty in owed])
    on_report = duties_of(reports.values(), where=known_at((duty.unit.pk, duty.path) for duty in owed))
    contexts = looking_back.contexts(on_report[one.pk] for one in reports.values() if _waits(one))
    dues = due_days(owed)
    lines = []
    for duty in owed:
        report = reports.get(duty.unit.pk)
        used = on_report[report.pk] if report else duty
        due = dues[duty.unit.pk, form, period.key]
        lines.append(_line(post, used, report, context=contexts.get((duty.unit.pk, period.key)), due=due))
    waiting = [line for line in lines if line.state == ReportState.SUBMITTED]
    return Inbox(
        form=form,
        form_title=owed[0].form.title if owed else "",
        period=period,
        due=dues[owed[0].unit.pk, form, period.key] if owed else None,
        odd=tuple(sorted((line for line in waiting if line.odd), key=lambda line: -len(line.odd))),
        plain=tuple(line for line in waiting if not line.odd),
        returned=tuple(line for line in lines if line.state == ReportState.RETURNED),
        not_sent=tuple(line for line in lines if line.state in ("", ReportState.DRAFT)),
        approved=tuple(line for line in lines if line.state == ReportState.APPROVED),
    )


def undo_of(post: Post, report_ids: Collection[int]) -> Verdict:
    """Whether any of the reports accepted together can still be taken back; else why not. A few queries: locks hold for all under one unit."""
    rows = list(Report.objects.filter(pk__in=report_ids).select_related("unit").order_by("pk"))
    verdict, asked = refused(""), set[int | None]()
    for row, duty in zip(rows, duties_of(rows).values(), strict=True):
        if duty.above_id not in asked:
            asked.add(duty.above_id)
            verdict = rules.may_withdraw_approval(post, row, duty)
        if verdict:
            break
    return verdict


def headline_cells(form: FormDef) -> tuple[Cell, ...]:
    """The first two open flows of a form, or its first two open cells where it has no two flows."""
    shown = [cell for cell in form.cells.values() if not (cell.restricted or cell.counts_people)]
    flows = [cell for cell in shown if cell.nature == "flow"]
    return tuple((flows if len(flows) >= HEADLINES else shown)[:HEADLINES])


def _reports(form: str, period: Period, unit_ids: list[int]) -> dict[int, Report]:
    """Unit id → its current report; of those that wait also who typed into it. Two queries."""
    found = Report.objects.filter(form=form, period=period.key, unit__in=unit_ids, current=True)
    rows = list(found.select_related("unit", "submitted_by").defer("edits"))
    prefetch_related_objects([row for row in rows if _waits(row)], "entrants")
    return {row.unit_id: row for row in rows}


def _waits(report: Report) -> bool:
    return report.state == ReportState.SUBMITTED


def _line(post: Post, duty: Duty, report: Report | None, *, context: Context | None, due: Due) -> InboxLine:
    late = late_days(report, due, clock.today())
    if report is None:
        nothing = refused("")
        return InboxLine(
            None, duty.unit.pk, str(duty.unit), "", False, None, due, late, (), (), (), False, False, "", nothing
        )
    odd: list[Finding] = []
    if context is not None:
        odd = validation.unusual(validation.findings(duty, report.values, context, evidence=report.evidence))
    said = [answers.said(report.notes, one.cell) for one in odd]
    return InboxLine(
        report_id=report.pk,
        unit_id=report.unit_id,
        unit=str(report.unit),
        state=report.state,
        prepared=report.prepared_at is not None,
        sent_at=report.submitted_at,
        due=due,
        late_days=late,
        odd=tuple(odd),
        reasons=tuple(dict.fromkeys(text for text in said if text)),
        headlines=tuple(
            _headline(duty, cell, report) for cell in headline_cells(duty.form) if cell.code in duty.by_code
        ),
        entered_for=report.entered_for,
        is_correction=report.supersedes_id is not None,
        return_reason=report.return_reason,
        may_approve=rules.may_approve(post, report, duty),
    )


def _headline(duty: Duty, cell: Cell, report: Report) -> Headline:
    value, indicator = report.values.get(cell.code), duty.pack.indicators.get(cell.code)
    word = indicator.unit if indicator else ""
    return Headline(cell.code, cell.label, value, "" if value is None else f"{show(value)} {word}".strip())
