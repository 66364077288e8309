"""What the verbs share: locking rows in order, the one conditional UPDATE, and the sentence for who came second."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from tiendo.core.reporting.models import Entrant, Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.privacy import written as narrative
from tiendo.kernel.verdicts import Stale

__all__ = ["came_second", "lock", "lock_many", "narrative", "remember_entrant", "seen", "touch", "write"]


def lock(report: Report) -> Report:
    """The report as it stands now, locked to commit (on SQLite the transaction itself holds the lock). Its unit is the caller's, if
    that was loaded: what the rules read of a unit never changes.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if Report.unit.is_cached(report) and report.unit_id == row.unit_id:
        row.unit = report.unit
    return row


def lock_many(ids: Iterable[int]) -> list[Report]:
    """Reports by id, locked in the order of their ids, with what the rules read. Unknown ids are left out.

    Locked first and read afterwards: a locking read that joins loses a row whose joined column changed while it waited.
    """
    wanted = Report.objects.filter(pk__in=set(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        list(wanted.select_for_update().values_list("pk", flat=True))
    return list(wanted.select_related("unit", "submitted_by").prefetch_related("entrants"))


def write(report: Report, **changes: Any) -> Report:
    """Store `changes` if the row is still the one that was read: same version, same state. Raises Stale otherwise."""
    now_held = Report.objects.filter(pk=report.pk, version=report.version, state=report.state)
    if not now_held.update(version=F("version") + 1, **changes):
        raise Stale(came_second(Report.objects.select_related("touched_by__unit").get(pk=report.pk)))
    for name, value in changes.items():
        setattr(report, name, value)
    report.version += 1
    return report


def touch(by: Post) -> dict[str, Any]:
    """The stamp that every write leaves: who and when."""
    return {"touched_by": by, "touched_at": clock.now()}


def remember_entrant(report: Report, by: Post) -> None:
    """Note, once, that the post typed into the report."""
    if not any(entrant.post_id == by.pk for entrant in report.entrants.all()):
        Entrant.objects.bulk_create([Entrant(report=report, post=by, first_at=clock.now())], ignore_conflicts=True)


def came_second(report: Report) -> str:
    """Who acted first, when, and what to do now."""
    return _("%(who)s vừa thao tác trên báo cáo này lúc %(time)s. Mời tải lại để xem bản mới nhất rồi làm tiếp.") % {
        "who": report.touched_by,
        "time": f"{report.touched_at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m}",
    }


def seen(report: Report, version: int | None) -> None:
    """Refuse to sign or judge a report other than the one the page showed. Raises Stale."""
    if version is not None and version != report.version:
        raise Stale(came_second(report))
