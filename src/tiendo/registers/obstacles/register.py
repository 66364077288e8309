"""What obstacles say in figures, for the level that had to answer: turns due in a month, those answered in time, those still late.

Nothing here asks what day it is: a turn is late from the moment that was recorded, so a figure changes only by an act or the daily job.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reporting.sources import Record
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.kernel.periods import Period
from tiendo.registers.obstacles import catalogue, rules
from tiendo.registers.obstacles.models import Turn

DUE, IN_TIME, OVERDUE = "obstacles_due", "obstacles_in_time", "obstacles_overdue"

_ANSWERED = Q(ending=Turn.Ending.ANSWERED)
_STILL_OPEN = Q(ended_at__isnull=True)


class Obstacles:
    """The register form of obstacles."""

    form = catalogue.FORM
    counts = frozenset({DUE, IN_TIME, OVERDUE})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """One query, however many units."""
        found = {unit_id: {DUE: 0, IN_TIME: 0, OVERDUE: 0} for unit_id in unit_ids}
        summed = {name: Count("id", filter=asked) for name, asked in _asked(period).items()}
        rows = Turn.objects.filter(unit_id__in=list(unit_ids), due_on__lte=period.end).order_by().values("unit_id")
        counted: Any = rows.annotate(**summed)
        for row in counted:
            found[row["unit_id"]] = {name: row[name] for name in (DUE, IN_TIME, OVERDUE)}
        return found

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The obstacles counted that the post may see, the latest due first. A few queries."""
        rows = Turn.objects.filter(_asked(period)[counts], unit_id=unit_id)
        return [_record(turn) for turn in _whole(rows) if rules.may_see(post, turn.obstacle)]


def _asked(period: Period) -> dict[str, Q]:
    inside = Q(due_on__gte=period.start, due_on__lte=period.end)
    closed = datetime.combine(period.end + timedelta(days=1), time.min, tzinfo=clock.VIETNAM)
    unanswered = _STILL_OPEN | Q(ended_at__gte=closed)
    return {
        DUE: inside & (Q(late=True) | _STILL_OPEN | _ANSWERED),
        IN_TIME: inside & _ANSWERED & Q(late=False),
        OVERDUE: Q(due_on__lte=period.end, late=True) & unanswered,
    }


def _whole(rows: QuerySet[Turn]) -> QuerySet[Turn]:
    wanted = rows.select_related("obstacle__unit", "obstacle__raised_by").prefetch_related("obstacle__turns")
    return wanted.order_by("-due_on", "-id")


def _record(turn: Turn) -> Record:
    said = Turn.Ending(turn.ending).label
    detail = _("quá hạn, %s") % said if turn.late else str(said)
    url = reverse("obstacles:obstacle", args=[turn.obstacle_id])
    return Record(f"{turn.obstacle}: {turn.obstacle.text[:120]}", detail, url, turn.due_on)
