"""Correcting what was accepted: a new draft beside the old report, which counts until the new one is accepted."""

from __future__ import annotations

from tiendo.core.reporting import duties, rules
from tiendo.core.reporting.actions import rows
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import Stale


@durable
def correct(report: Report, *, reason: str, by: Post) -> Report:
    """Open a correction of an accepted report: a draft with its values, numbered on in the same chain. Returns the draft.

    Raises Refused, BadInput without a reason, Stale when somebody acted first.
    """
    old = rows.lock(report)
    opened = Report.objects.filter(supersedes=old, current=True, touched_by=by, state=ReportState.DRAFT).first()
    if opened is not None:
        return opened
    duty = duties.duty_of(old)
    rules.may_correct(by, old, duty).or_refuse()
    said = rows.narrative(reason, where="", longest=1000)
    if not Report.objects.filter(pk=old.pk, version=old.version, current=True).update(current=False):
        raise Stale(rows.came_second(old))
    now = clock.now()
    draft = Report.objects.create(
        unit=old.unit,
        form=old.form,
        form_version=old.form_version,
        period=old.period,
        period_end=old.period_end,
        values=old.values,
        notes=old.notes,
        evidence=old.evidence,
        revision=old.revision,
        supersedes=old,
        correction_reason=said,
        opened_at=now,
        touched_at=now,
        touched_by=by,
    )
    record("report.correction_opened", draft, by=by)
    return draft
