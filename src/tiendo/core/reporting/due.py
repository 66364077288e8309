"""When a leaf's report is due, extensions counted, and how late it was or is. A report is due until 23:59 of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import DueExtension, Report
from tiendo.foundation import clock
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Due:
    """The due day that holds for one leaf; `usual` is the calendar's, `reason` why it was moved."""

    on: date
    usual: date
    reason: str = ""

    @property
    def extended(self) -> bool:
        return self.on != self.usual


def due_days(duties: Iterable[Duty]) -> dict[tuple[int, str, str], Due]:
    """(unit id, form, period key) → due day. One query."""
    listed = list(duties)
    extensions = DueExtension.objects.filter(
        form__in={duty.form.code for duty in listed}, period__in={duty.period.key for duty in listed}
    ).order_by("due_on")
    given = list(extensions) if listed else []
    usual: dict[tuple[str, int, Period], date] = {}
    found = {}
    for duty in listed:
        asked = duty.form.code, duty.form.version, duty.period
        if asked not in usual:
            usual[asked] = duty.due_on
        found[duty.unit.pk, duty.form.code, duty.period.key] = _due(duty, usual[asked], given)
    return found


def due_day(duty: Duty) -> Due:
    """The due day of one leaf."""
    return due_days([duty])[duty.unit.pk, duty.form.code, duty.period.key]


def late_days(report: Report | None, due: Due, on: date) -> int:
    """Days past due: of a sent report by its sending, of one not sent by today; 0 when in time.

    A correction is never late: the due day was its original's, which was accepted.
    """
    if report is not None and report.supersedes_id is not None:
        return 0
    sent = on if report is None or report.submitted_at is None else report.submitted_at.astimezone(clock.VIETNAM).date()
    return max(0, (sent - due.on).days)


def _due(duty: Duty, usual: date, given: list[DueExtension]) -> Due:
    best = Due(usual, usual)
    for extension in given:
        ours = extension.form == duty.form.code and extension.period == duty.period.key
        if ours and (extension.unit_id is None or extension.unit_id in duty.path) and extension.due_on > best.on:
            best = Due(extension.due_on, usual, extension.reason)
    return best
