"""The open tasks of a unit, as what its head answers for."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments import queries
from tiendo.core.assignments.models import OPEN_STATES, Task, TaskState
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.matters import SHOWN, Group, Matter
from tiendo.foundation.places.models import Unit


def tasks(unit: Unit, post: Post, on: date) -> Group:
    """Those the unit leads, the nearest due first. Two queries."""
    rows = queries.seen_by(post).filter(unit=unit, state__in=OPEN_STATES)
    counted = rows.aggregate(total=Count("pk", distinct=True), late=Count("pk", distinct=True, filter=Q(due_on__lt=on)))
    shown = tuple(_matter(task, on) for task in rows.order_by("due_on", "number")[:SHOWN])
    nothing = _("Không có nhiệm vụ nào đang mở.")
    return Group(_("Nhiệm vụ đang mở"), shown, counted["total"], counted["late"], nothing)


def _matter(task: Task, on: date) -> Matter:
    return Matter(
        text=f"{task}: {task.title}",
        detail=str(TaskState(task.state).label),
        url=reverse("assignments:task", args=[task.pk]),
        due_on=task.due_on,
        late_days=max(0, (on - task.due_on).days),
    )
