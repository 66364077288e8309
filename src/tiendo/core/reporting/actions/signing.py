"""Presenting, signing, the head's sending back and taking back: the unit's own side. Each signature freezes a revision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.reporting import duties, looking_back, rules, validation
from tiendo.core.reporting.actions import rows
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import CellComment, Report, ReportState, Revision
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.transactions import durable
from tiendo.kernel import chains
from tiendo.kernel.verdicts import BadInput, Problem


@durable
def present(report: Report, *, by: Post, version: int | None = None) -> Report:
    """Put a finished draft on the head's list. Any later change of a cell takes it off again.

    Raises BadInput naming every blank, error and warning without a sentence; Refused; Stale when `version` is not the newest.
    """
    row = rows.lock(report)
    if row.prepared_at is not None and row.prepared_by_id == by.pk:
        return row
    duty = duties.duty_of(row)
    rules.may_present(by, row, duty).or_refuse()
    rows.seen(row, version)
    _refuse_unfinished(row, duty)
    rows.write(row, prepared_at=clock.now(), prepared_by=by, head_note="", **rows.touch(by))
    rows.remember_entrant(row, by)
    record("report.presented", row, by=by)
    return row


@durable
def submit(report: Report, *, by: Post, version: int | None = None) -> Report:
    """Sign and send: freezes a revision and settles the comments of the last return.

    Raises Refused, BadInput when the checks no longer pass, Stale when somebody else acted first.
    """
    row = rows.lock(report)
    if row.state == ReportState.SUBMITTED and row.submitted_by_id == by.pk:
        return row
    duty = duties.duty_of(row)
    rules.may_submit(by, row, duty).or_refuse()
    rows.seen(row, version)
    _refuse_unfinished(row, duty)
    revision, changed = _freeze(row, by)
    stamps: dict[str, Any] = {"submitted_at": revision.at, "submitted_by": by}
    rows.write(row, state=ReportState.SUBMITTED, revision=revision.number, **stamps, **rows.touch(by))
    if row.returned_at is not None:
        CellComment.objects.filter(report=row, resolved=False).update(resolved=True)
    record("report.submitted", row, by=by, fields=changed, revision_hash=bytes(revision.digest))
    return row


@durable
def send_back(report: Report, *, reason: str, by: Post, version: int | None = None) -> Report:
    """Give a presented report back to who entered it, with a word that stands there until it is presented again.

    Raises BadInput without a reason, Refused, Stale.
    """
    row = rows.lock(report)
    if row.prepared_at is None and row.head_note and row.touched_by_id == by.pk:
        return row
    rules.may_send_back(by, row).or_refuse()
    rows.seen(row, version)
    said = rows.narrative(reason, where=_("Lý do chuyển lại"), longest=1000)
    rows.write(row, prepared_at=None, prepared_by=None, head_note=said, **rows.touch(by))
    record("report.sent_back", row, by=by)
    return row


@durable
def withdraw(report: Report, *, by: Post) -> Report:
    """Take a signed report back to the draft, while nobody has judged it. Its revision stays; again right after changes nothing.

    Raises Refused, Stale.
    """
    row = rows.lock(report)
    if row.state == ReportState.DRAFT and row.touched_by_id == by.pk and _signed_last(row, by):
        return row
    rules.may_withdraw(by, row).or_refuse()
    cleared = {"submitted_at": None, "submitted_by": None, "prepared_at": None, "prepared_by": None}
    rows.write(row, state=ReportState.DRAFT, **cleared, **rows.touch(by))
    record("report.withdrawn", row, by=by)
    return row


def _signed_last(row: Report, by: Post) -> bool:
    return Revision.objects.filter(report=row, number=row.revision, by=by).exists()


def _refuse_unfinished(row: Report, duty: Duty) -> None:
    found = validation.findings(duty, row.values, looking_back.context(duty), evidence=row.evidence)
    stopping = validation.blocking(found, row.notes)
    if stopping:
        raise BadInput([Problem(one.cell, one.text, "") for one in stopping])


def _freeze(row: Report, by: Post) -> tuple[Revision, list[str]]:
    """The next revision of the chain, stored, and the codes of the cells that differ from the one before."""
    before = _last_revision(row)
    number = row.revision + 1
    content = {
        "unit": [row.unit.code, row.unit.valid_from.isoformat()],
        "form": [row.form, row.form_version],
        "period": row.period,
        "number": number,
        "values": row.values,
        "notes": row.notes,
        "evidence": row.evidence,
    }
    revision = Revision.objects.create(
        report=row,
        number=number,
        form_version=row.form_version,
        values=row.values,
        notes=row.notes,
        evidence=row.evidence,
        digest=chains.link(bytes(before.digest) if before else chains.GENESIS, content),
        at=clock.now(),
        by=by,
    )
    earlier = before.values if before else {}
    codes = {*earlier, *row.values}
    return revision, sorted(code for code in codes if earlier.get(code) != row.values.get(code))


def _last_revision(row: Report) -> Revision | None:
    if row.revision == 0:
        return None
    leaf = {"report__unit": row.unit_id, "report__form": row.form, "report__period": row.period}
    return Revision.objects.filter(**leaf, number=row.revision).order_by("-pk").first()
