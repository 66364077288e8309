"""What the tasks say in figures: how many fall due in a month for the unit that leads them, how many of those were done in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from tiendo.core.assignments import rules
from tiendo.core.assignments.models import Task, TaskState
from tiendo.core.reporting.sources import Record
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.kernel.periods import Period

FORM = "R_plans"
DUE, IN_TIME = "tasks_due", "tasks_in_time"


class Tasks:
    """The tasks' part of the register form of plans. Cancelled tasks are in no figure."""

    form = FORM
    counts = frozenset({DUE, IN_TIME})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """One query, however many units."""
        found = {unit_id: {DUE: 0, IN_TIME: 0} for unit_id in unit_ids}
        rows = _due_in(period).filter(unit_id__in=list(unit_ids)).values("unit_id").order_by()
        for row in rows.annotate(due=Count("id"), in_time=Count("id", filter=_IN_TIME)):
            found[row["unit_id"]] = {DUE: row["due"], IN_TIME: row["in_time"]}
        return found

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The tasks counted, the latest due first. Two queries."""
        rows = _due_in(period).filter(unit_id=unit_id).select_related("given_by").prefetch_related("partners")
        if counts == IN_TIME:
            rows = rows.filter(_IN_TIME)
        return [_record(task) for task in rows.order_by("-due_on", "-number") if rules.may_see(post, task)]


_IN_TIME = Q(state=TaskState.DONE, done_day__lte=F("due_on"))
"""Done not later than the due day."""


def _due_in(period: Period) -> QuerySet[Task]:
    due = Task.objects.exclude(state=TaskState.CANCELLED).filter(due_on__gte=period.start, due_on__lte=period.end)
    return due.annotate(done_day=TruncDate("done_at", tzinfo=clock.VIETNAM))


def _record(task: Task) -> Record:
    said = task.evidence or str(TaskState(task.state).label)
    return Record(f"{task}: {task.title}", said, reverse("assignments:task", args=[task.pk]), task.due_on)
