"""What tasks put on a post's home page: to accept, to do, to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments import rules
from tiendo.core.assignments.models import OPEN_STATES, Task, TaskState, Word
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.work import Task as Line
from tiendo.foundation.work import urgency_of

AHEAD_DAYS = 14
"""Tasks due later than this are on the list of tasks, not yet on the home page."""


def tasks(post: Post, on: date) -> Iterator[Line]:
    """The open tasks of the post's unit (of its own hand, when handed on), and questions waiting for its answer. One query."""
    if post.role not in rules.WORKS:
        return
    last = Word.objects.filter(task=OuterRef("pk"), kind__in=[Word.Kind.QUESTION, Word.Kind.ANSWER]).order_by("-pk")
    rows = Task.objects.filter(state__in=OPEN_STATES).annotate(last_word=Subquery(last.values("kind")[:1]))
    mine = Q(unit_id=post.unit_id) & (Q(post__isnull=True) | Q(post_id=post.pk) | Q(state=TaskState.GIVEN))
    asked = Q(given_by__unit_id=post.unit_id, last_word=Word.Kind.QUESTION)
    for task in rows.filter(mine | asked).select_related("unit", "clause").order_by("due_on", "number"):
        yield from _lines(task, post, on)


def _lines(task: Task, post: Post, on: date) -> Iterator[Line]:
    url, clause = reverse("assignments:task", args=[task.pk]), f"{task.clause.ref}, " if task.clause else ""
    detail = f"{clause}{task.title}"
    if task.last_word == Word.Kind.QUESTION and task.given_by_id and task.unit_id != post.unit_id:  # type: ignore[attr-defined]
        title = _("Trả lời %(unit)s về nhiệm vụ %(number)s") % {"unit": task.unit, "number": task}
        yield Line(title, detail, _("Trả lời"), url, None, "worth_seeing")
    elif task.state == TaskState.GIVEN:
        said = urgency_of(task.due_on, on)
        yield Line(_("Nhận nhiệm vụ %s") % task, detail, _("Xem và nhận"), url, task.due_on, said)
    elif (task.due_on - on).days <= AHEAD_DAYS:
        title = _("Hoàn thành nhiệm vụ %s") % task
        yield Line(title, detail, _("Báo tiến độ"), url, task.due_on, urgency_of(task.due_on, on))
