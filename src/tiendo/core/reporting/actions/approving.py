"""Judging a signed report: the level above accepts it, sends it back, or takes its acceptance back. Only these move totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from tiendo.core.reporting import duties, looking_back, rules, validation
from tiendo.core.reporting.actions import rows
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.leaves import change_of, nothing_of
from tiendo.core.reporting.models import CellComment, Report, ReportState, Revision
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record, record_each
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem, Stale, refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report of a bulk approval; `reason` says why it was left out; `odd` ones wait for a look of their own."""

    report_id: int
    unit: str
    approved: bool
    reason: str = ""
    odd: bool = False


@durable
def approve(report: Report, *, by: Post, note: str = "", version: int | None = None) -> Report:
    """Accept a signed report; from here its cells count. `note` says why unusual figures were accepted, explained or not.

    Raises Refused, BadInput for unusual figures without a note, or Stale when somebody acted first.
    """
    row = _lock_with_superseded(report)
    if row.state == ReportState.APPROVED and row.approved_by_id == by.pk and row.counts:
        return row
    duty = duties.duty_of(row)
    rules.may_approve(by, row, duty).or_refuse()
    rows.seen(row, version)
    if not note.strip() and _odd([row], {row.pk: duty}):
        raise BadInput([Problem("", _("Mời ghi lý do duyệt dù có điểm lạ."), "")])
    said = rows.narrative(note, where="", longest=1000) if note.strip() else ""
    _accept([row], by, said)
    return row


@durable
def approve_many(report_ids: Collection[int], *, by: Post) -> list[Outcome]:
    """Accept many plain reports in one transaction and one posting; those with unusual figures are left to `approve`.

    Leaves none out silently: one outcome for each id, in that order.
    """
    asked = list(dict.fromkeys(report_ids))
    found = {row.pk: row for row in _lock_all(asked) if row.pk in asked}
    duty_by_id = duties.duties_of(found.values())
    verdicts = {pk: rules.may_approve(by, row, duty_by_id[pk]) for pk, row in found.items()}
    odd = _odd([row for pk, row in found.items() if verdicts[pk]], duty_by_id)
    verdicts |= dict.fromkeys(odd, refused(_("có điểm lạ, mời xem và duyệt riêng")))
    accepted = [row for pk, row in found.items() if verdicts[pk]]
    if accepted:
        _accept(accepted, by, "")
    outcomes = []
    for pk in asked:
        if pk not in found:
            outcomes.append(Outcome(pk, "", False, _("Không có báo cáo này.")))
            continue
        row, already = found[pk], found[pk].approved_by_id == by.pk and found[pk].counts
        done = bool(verdicts[pk]) or already
        outcomes.append(Outcome(pk, str(row.unit), done, "" if done else str(verdicts[pk].reason), pk in odd))
    return outcomes


@durable
def return_for_changes(
    report: Report, reason: str, comments: Mapping[str, str], *, by: Post, version: int | None = None
) -> Report:
    """Send a signed report back with a reason and, for each cell to look at again, what to check.

    Raises BadInput without a reason or a cell, Refused, Stale.
    """
    row = rows.lock(report)
    if row.state == ReportState.RETURNED and row.returned_by_id == by.pk:
        return row
    duty = duties.duty_of(row)
    rules.may_return(by, row, duty).or_refuse()
    rows.seen(row, version)
    said = rows.narrative(reason, where=_("Lý do trả lại"), longest=1000)
    if not comments:
        raise BadInput([Problem("", _("Chưa đánh dấu ô nào."), _("Mời hỏi ít nhất một ô để đơn vị biết sửa chỗ nào."))])
    if unknown := [code for code in comments if code not in duty.by_code]:
        raise BadInput([Problem(code, _("ô này không nhập ở kỳ này."), "") for code in unknown])
    asked = {code: rows.narrative(text, where=code, longest=500) for code, text in comments.items()}
    now = clock.now()
    stamps = {"returned_at": now, "returned_by": by, "return_reason": said, "prepared_at": None, "prepared_by": None}
    rows.write(row, state=ReportState.RETURNED, **stamps, **rows.touch(by))
    CellComment.objects.bulk_create(
        CellComment(report=row, cell=code, text=text, by=by, at=now) for code, text in asked.items()
    )
    record("report.returned", row, by=by, fields=list(asked))
    return row


@durable
def withdraw_approval(report: Report, *, by: Post) -> Report:
    """Take an acceptance back until the period is locked: the report waits again and its figures leave the totals.

    The report that a correction had replaced counts again. Again right after changes nothing. Raises Refused, Stale.
    """
    row = _lock_with_superseded(report)
    if (
        row.state == ReportState.SUBMITTED and row.touched_by_id == by.pk
    ):  # the signer touched it last, unless it was this act
        return row
    rules.may_withdraw_approval(by, row).or_refuse()
    now = clock.now()
    taken = {"counts": False, "approved_at": None, "approved_by": None, "approval_note": ""}
    rows.write(row, state=ReportState.SUBMITTED, **taken, **rows.touch(by))
    restored = row.supersedes
    if restored is not None:
        Report.objects.filter(pk=restored.pk).update(counts=True, version=F("version") + 1)
    rollup.post([change_of(restored) if restored else nothing_of(row)], at=now)
    record("report.approval_withdrawn", row, by=by)
    return row


def _odd(signed: list[Report], duty_by_id: Mapping[int, Duty]) -> frozenset[int]:
    """Ids of the reports with unusual figures. Two queries for each form and period, whatever their number."""
    by_form: dict[str, list[Report]] = defaultdict(list)
    for row in signed:
        by_form[row.form].append(row)
    odd = set()
    for group in by_form.values():
        contexts = looking_back.contexts(duty_by_id[row.pk] for row in group)
        for row in group:
            duty = duty_by_id[row.pk]
            found = validation.findings(duty, row.values, contexts[row.unit_id, duty.period.key], evidence=row.evidence)
            if validation.unusual(found):
                odd.add(row.pk)
    return frozenset(odd)


def _accept(accepted: list[Report], by: Post, note: str) -> None:
    """Move the reports to approved, let them replace what they correct, post them all at once, record each."""
    now = clock.now()
    replaced = [row.supersedes_id for row in accepted if row.supersedes_id is not None]
    if replaced:
        Report.objects.filter(pk__in=replaced).update(counts=False, version=F("version") + 1)
    _move_all(accepted, by, now, note)
    rollup.post([change_of(row) for row in accepted], at=now)
    digests = _digests(accepted)
    record_each("report.approved", [(row, digests[row.pk]) for row in accepted], by=by)


def _move_all(accepted: list[Report], by: Post, now: datetime, note: str) -> None:
    """One conditional UPDATE for all; its row count is checked."""
    still = Report.objects.filter(pk__in=[row.pk for row in accepted], state=ReportState.SUBMITTED)
    stamps = {"approved_at": now, "approved_by": by, "approval_note": note, "counts": True, **rows.touch(by)}
    moved = still.update(state=ReportState.APPROVED, version=F("version") + 1, **stamps)
    if moved != len(accepted):
        raise Stale(_("Có báo cáo vừa được người khác xử lý. Mời tải lại danh sách rồi duyệt tiếp."))
    for row in accepted:
        row.state, row.version = ReportState.APPROVED, row.version + 1
        for name, value in stamps.items():
            setattr(row, name, value)


def _digests(accepted: list[Report]) -> dict[int, bytes]:
    """Report id → digest of its last signature."""
    found = Revision.objects.filter(report__in=accepted).order_by("number").values_list("report_id", "digest")
    return {report_id: bytes(digest) for report_id, digest in found}


def _lock_all(ids: list[int]) -> list[Report]:
    """The reports and those they correct, all locked at once in the order of their ids."""
    superseded = Report.objects.filter(pk__in=ids, supersedes__isnull=False).values_list("supersedes_id", flat=True)
    return rows.lock_many([*ids, *superseded])


def _lock_with_superseded(report: Report) -> Report:
    """The report and the one it corrected, both locked, lower id first."""
    both = rows.lock_many([report.pk, *([report.supersedes_id] if report.supersedes_id else [])])
    by_id = {row.pk: row for row in both}
    row = by_id[report.pk]
    if row.supersedes_id is not None:
        row.supersedes = by_id.get(row.supersedes_id) or rows.lock_many([row.supersedes_id])[0]
    return row
