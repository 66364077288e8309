"""Taking filled sheets in: many reports in one transaction, each whole or not at all; what stands already is left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError

from tiendo.core.reporting.actions import entering, rows, weighing
from tiendo.core.reporting.actions.weighing import Filled, Reports, Weighed
from tiendo.core.reporting.models import Entrant, Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record_each
from tiendo.foundation.transactions import durable
from tiendo.kernel.periods import Period


def take_many(sheets: Sequence[Filled], *, by: Post, stand_in: bool = False) -> list[Weighed]:
    """Store each sheet in its report, as a draft of the post; one with `problems` is left out whole. In the order given.

    No two sheets may be of one unit, form and period. Sent again they change nothing. `stand_in`: see `weighing.weigh`.
    """
    try:
        return _take(sheets, by=by, stand_in=stand_in)
    except IntegrityError:  # somebody began one of them in the same moment: now it is there
        return _take(sheets, by=by, stand_in=stand_in)


@durable
def _take(sheets: Sequence[Filled], *, by: Post, stand_in: bool) -> list[Weighed]:
    weighed = weighing.weigh(sheets, by=by, stand_in=stand_in, find=_locked)
    good = [one for one in weighed if not one.problems and not one.unchanged]
    _begin([one for one in good if one.begins], by)
    for one in good:
        if not one.begins and one.report is not None:
            more = {"entered_for": True} if one.stands_in else {}
            entering.store(one.report, one.changed, by=by, how="typed", notes=one.notes, evidence=one.evidence, **more)
    marked = [one.report for one in good if one.report and (one.stands_in or (one.begins and one.report.entered_for))]
    if marked:
        record_each("report.entered_for", [(report, b"") for report in marked], by=by)
    return weighed


def _begin(new: list[Weighed], by: Post) -> None:
    """Reports that were not there: all in two statements."""
    reports = []
    for one in new:
        if one.report is None:
            continue
        typed = {code: entering.edit(one.report.version, by, "typed") for code in one.changed}
        values, edits = one.values, {**one.report.edits, **typed}
        one.report.values, one.report.edits = values, edits
        one.report.notes, one.report.evidence = one.notes, one.evidence
        reports.append(one.report)
    if reports:
        stored = Report.objects.bulk_create(reports)
        Entrant.objects.bulk_create([Entrant(report=one, post=by, first_at=clock.now()) for one in stored])


def _locked(form: str, period: Period, unit_ids: Iterable[int]) -> Reports:
    """Unit id → its current report, locked to commit in the order of ids."""
    wanted = Report.objects.filter(form=form, period=period.key, current=True, unit_id__in=list(unit_ids))
    return {row.unit_id: row for row in rows.lock_many(wanted.values_list("pk", flat=True))}
