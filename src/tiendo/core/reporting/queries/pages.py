"""One report as its page shows it: blocks of cells with what stands beside them, what is left to do, and a verdict for each button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tiendo.core.reporting import answers, looking_back, rules, validation
from tiendo.core.reporting.due import due_day, late_days
from tiendo.core.reporting.duties import Duty, duty_of
from tiendo.core.reporting.locks import locked
from tiendo.core.reporting.models import CellComment, Report, ReportState, Revision
from tiendo.core.reporting.queries.page_models import (
    BlockView,
    Buttons,
    CellView,
    CommentView,
    EvidenceView,
    ReportPage,
    RevisionView,
    Stamp,
)
from tiendo.core.reporting.reopened import cells_asked_again
from tiendo.core.reporting.validation import Context, Finding
from tiendo.foundation import clock
from tiendo.foundation.accounts import signatures
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs.schema import Block, Cell


def report_page(report_id: int, post: Post) -> ReportPage:
    """The page of one report for one post. Raises Refused when the post may not see it, Report.DoesNotExist. Some ten queries."""
    report = _load(report_id)
    duty = duty_of(report)
    rules.may_see_report(post, report, duty).or_refuse()
    context = looking_back.context(duty)
    found = validation.findings(duty, report.values, context, evidence=report.evidence)
    drawing = _Drawing(report, duty, post, context, found, cells_asked_again(report, duty))
    may = _buttons(post, report, duty)
    due, corrected_by = due_day(duty), Report.objects.filter(supersedes=report).values_list("pk", flat=True).first()
    return ReportPage(
        id=report.pk,
        version=report.version,
        revision=report.revision,
        unit_id=report.unit_id,
        unit_code=report.unit.code,
        unit=str(report.unit),
        form=report.form,
        form_title=duty.form.title,
        period=duty.period,
        state=report.state,
        state_label=str(ReportState(report.state).label),
        blocks=tuple(block for block in map(drawing.block, duty.form.blocks) if block is not None),
        closes_on=duty.closes_on,
        due=due,
        late_days=late_days(report, due, clock.today()),
        lock=locked(report, duty),
        current=report.current,
        counts=report.counts,
        entered_for=report.entered_for,
        supersedes_id=report.supersedes_id,
        corrected_by_id=corrected_by,
        correction_reason=report.correction_reason,
        return_reason=report.return_reason,
        approval_note=report.approval_note,
        head_note=report.head_note if may.enter or post.unit_id == report.unit_id else "",
        saved=Stamp(str(report.touched_by), report.touched_at),
        prepared=_stamp(report.prepared_by, report.prepared_at),
        submitted=_stamp(report.submitted_by, report.submitted_at),
        signed_for=signatures.lines_of(report.submitted_by),
        returned=_stamp(report.returned_by, report.returned_at),
        approved=_stamp(report.approved_by, report.approved_at),
        revisions=_revisions(report),
        may=may,
    )


def _load(report_id: int) -> Report:
    stamps = ("touched_by", "prepared_by", "submitted_by", "returned_by", "approved_by")
    related = ["unit", *(f"{stamp}__unit" for stamp in stamps)]
    reports = Report.objects.select_related(*related).prefetch_related("entrants", "comments__by__unit")
    return reports.get(pk=report_id)


def _buttons(post: Post, report: Report, duty: Duty) -> Buttons:
    return Buttons(
        enter=rules.may_enter(post, report, duty),
        enter_for=rules.may_enter_for(post, report, duty),
        present=rules.may_present(post, report, duty),
        submit=rules.may_submit(post, report, duty),
        send_back=rules.may_send_back(post, report, duty),
        withdraw=rules.may_withdraw(post, report, duty),
        approve=rules.may_approve(post, report, duty),
        return_for_changes=rules.may_return(post, report, duty),
        withdraw_approval=rules.may_withdraw_approval(post, report, duty),
        correct=rules.may_correct(post, report, duty),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What the cells of one report are drawn from."""

    report: Report
    duty: Duty
    post: Post
    context: Context
    found: list[Finding]
    again: frozenset[str]

    def block(self, block: Block) -> BlockView | None:
        asked = [cell for cell in block.cells if cell.code in self.duty.by_code]
        if not asked:
            return None
        seen = {cell.code: rules.may_see_cell(self.post, cell, self.duty) for cell in asked}
        hidden = next((str(verdict.reason) for verdict in seen.values() if not verdict), "")
        return BlockView(block.key, block.title, tuple(self.cell(cell) for cell in asked if seen[cell.code]), hidden)

    def cell(self, cell: Cell) -> CellView:
        report, context, code = self.report, self.context, cell.code
        indicator = self.duty.pack.indicators.get(code)
        given = report.evidence.get(code, {})
        return CellView(
            code=code,
            label=cell.label,
            hint=cell.hint,
            unit_word=indicator.unit if indicator else "",
            nature=cell.nature,
            value=report.values.get(code),
            previous=context.before.get(code),
            same_last_year=context.last_year.get(code),
            year_to_date=self.year_to_date(cell),
            required=code in self.duty.required,
            restricted=cell.restricted,
            counts_people=cell.counts_people,
            how=report.edits.get(code, {}).get("how", ""),
            editable=rules.may_enter_cell(self.post, report, code, asked_again=self.again, duty=self.duty),
            findings=tuple(one for one in self.found if one.cell == code),
            note=answers.said(report.notes, code),
            former=answers.said_before(report.notes, code),
            evidence_title=cell.evidence_title,
            evidence=tuple(EvidenceView(part.key, part.label, given.get(part.key, "")) for part in cell.evidence),
            comments=tuple(_comment(one) for one in report.comments.all() if one.cell == code),
        )

    def year_to_date(self, cell: Cell) -> int | None:
        if cell.nature != "flow":
            return None
        earlier, now = self.context.year_before.get(cell.code), self.report.values.get(cell.code)
        return None if earlier is None and now is None else (earlier or 0) + (now or 0)


def _comment(comment: CellComment) -> CommentView:
    return CommentView(comment.cell, comment.text, str(comment.by), comment.at, comment.resolved)


def _stamp(by: Post | None, at: datetime | None) -> Stamp | None:
    return Stamp(str(by), at) if by is not None and at is not None else None


def _revisions(report: Report) -> tuple[RevisionView, ...]:
    leaf = {"report__unit": report.unit_id, "report__form": report.form, "report__period": report.period}
    rows = Revision.objects.filter(**leaf).select_related("by__unit").order_by("number", "pk")
    return tuple(RevisionView(row.number, str(row.by), row.at, bytes(row.digest).hex()[:12]) for row in rows)
