"""What tasks put on a post's home page: to accept, to do, to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments import rules
from tiendo.core.assignments.models import OPEN_STATES, Task, TaskState, Word
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places import queries as places
from tiendo.foundation.work import Row, shaped, urgency_of
from tiendo.foundation.work import Task as Line

SOURCE = "assignments"
AHEAD_DAYS = 14
"""Tasks due later than this are on the list of tasks, not yet on the home page."""
_QUESTION = "question"
"""The kind of a row that waits for the giver's answer; otherwise it is the task's state."""


def rows(post: Post, on: date) -> Sequence[QuerySet[Any, Any]]:
    """The open tasks of the post's unit (of its own hand, when handed on), and questions waiting for its answer."""
    if post.role not in rules.WORKS:
        return []
    last = Word.objects.filter(task=OuterRef("pk"), kind__in=[Word.Kind.QUESTION, Word.Kind.ANSWER]).order_by("-pk")
    tasks = Task.objects.filter(state__in=OPEN_STATES).annotate(last_word=Subquery(last.values("kind")[:1]))
    mine = Q(unit_id=post.unit_id) & (Q(post__isnull=True) | Q(post_id=post.pk) | Q(state=TaskState.GIVEN))
    asked = Q(given_by__unit_id=post.unit_id, last_word=Word.Kind.QUESTION)
    asked_here = Q(last_word=Word.Kind.QUESTION) & ~Q(unit_id=post.unit_id)
    title = Case(
        When(clause__isnull=False, then=Concat("clause__ref", Value(", "), "title", output_field=TextField())),
        default=Cast("title", TextField()),
    )
    found = shaped(
        tasks.filter(mine | asked),
        SOURCE,
        kind=Case(When(asked_here, then=Value(_QUESTION)), default=F("state"), output_field=TextField()),
        title=title,
        detail=F("number"),
        place=places.shown("unit"),
        day=F("due_on"),
    )
    return [found]


def tasks(found: Sequence[Row], post: Post, on: date) -> Iterator[Line]:
    """Them as lines of the home page. No query."""
    for row in found:
        task = Task(pk=row.key, number=int(row.detail))
        assert row.day is not None
        url = reverse("assignments:task", args=[row.key])
        if row.kind == _QUESTION:
            title = _("Trả lời %(unit)s về nhiệm vụ %(number)s") % {"unit": row.place, "number": task}
            yield Line(title, row.title, _("Trả lời"), url, None, "worth_seeing")
        elif row.kind == TaskState.GIVEN:
            said = urgency_of(row.day, on)
            yield Line(_("Nhận nhiệm vụ %s") % task, row.title, _("Xem và nhận"), url, row.day, said)
        elif (row.day - on).days <= AHEAD_DAYS:
            title = _("Hoàn thành nhiệm vụ %s") % task
            yield Line(title, row.title, _("Báo tiến độ"), url, row.day, urgency_of(row.day, on))
