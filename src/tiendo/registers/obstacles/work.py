"""What obstacles put on a post's home page: to answer, to add what was asked, to confirm, and reported ones not yet written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import WORKS
from tiendo.core.reporting.duties import forms_of
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import OFFICERS
from tiendo.foundation.places import queries as places
from tiendo.foundation.work import Row, Task, shaped, urgency_of
from tiendo.kernel import periods
from tiendo.registers.obstacles import catalogue, queries
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn

SOURCE = "obstacles"
BACK_DAYS = 100
"""Reports of periods that ended longer ago are not asked about any more."""
_TO_ANSWER, _REPORTED = "to_answer", "reported"
"""Kinds of rows besides an obstacle's state: one the unit has to answer, and a report that counts obstacles."""


def rows(post: Post, on: date) -> Sequence[QuerySet[Any, Any]]:
    """Whatever waits for the post's unit, and its reports that count obstacles, where its form asks."""
    if catalogue.current() is None:
        return []
    return [_waiting(post), *_reported(post, on)]


def tasks(found: Sequence[Row], post: Post, on: date) -> Iterator[Task]:
    """Them as tasks. No query."""
    for row in found:
        if row.kind == _TO_ANSWER:
            yield _to_answer(row, on)
        elif row.kind == _REPORTED:
            yield from _to_write_down(row)
        else:
            yield _to_say(row)


def _waiting(post: Post) -> QuerySet[Any, Any]:
    """What the unit holds and has to answer, and what it raised and has to speak to."""
    held = Turn.objects.filter(obstacle=OuterRef("pk"), unit_id=post.unit_id, level__in=queries.answering(post))
    due = Subquery(held.filter(ended_at__isnull=True).values("due_on")[:1])
    mine = Q(unit_id=post.unit_id) | Q(unit__successions__to_unit=post.unit_id)
    asked = mine & Q(state__in=[ObstacleState.ASKED, ObstacleState.ANSWERED])
    wanted = Q(answer_by__isnull=False) | asked if post.role in WORKS else Q(answer_by__isnull=False)
    found = Obstacle.objects.annotate(answer_by=due).filter(wanted)
    kind = Case(When(answer_by__isnull=False, then=Value(_TO_ANSWER)), default=F("state"), output_field=TextField())
    return shaped(found, SOURCE, kind=kind, title=F("text"), place=places.shown("unit"), day=F("answer_by"))


def _reported(post: Post, on: date) -> Iterator[QuerySet[Any, Any]]:
    """Signed reports of the unit of the last months, with the number they give and how many were raised for their month."""
    said = catalogue.current()
    if said is None or said.reported is None or post.role not in OFFICERS:
        return
    if all(form.code != said.reported.form for form in forms_of(post.unit, on)):
        return
    signed = [ReportState.SUBMITTED, ReportState.APPROVED]
    reports = Report.objects.filter(unit_id=post.unit_id, form=said.reported.form, current=True, state__in=signed)
    raised = Obstacle.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")).order_by().values("period")
    yield shaped(
        reports.filter(period_end__gte=on - timedelta(days=BACK_DAYS)),
        SOURCE,
        kind=_REPORTED,
        title=F("period"),
        detail=KeyTextTransform(said.reported.cell, "values"),
        place=Coalesce(Subquery(raised.annotate(number=Count("pk")).values("number")), 0),
    )


def _to_answer(row: Row, on: date) -> Task:
    title = _("Trả lời vướng mắc %(number)s của %(unit)s") % {"number": Obstacle(pk=row.key), "unit": row.place}
    return Task(title, _short(row.title), _("Trả lời"), _page(row), row.day, urgency_of(row.day, on))


def _to_say(row: Row) -> Task:
    number, detail = Obstacle(pk=row.key), _short(row.title)
    if row.kind == ObstacleState.ASKED:
        return Task(_("Bổ sung vướng mắc %s") % number, detail, _("Bổ sung"), _page(row), None, "returned")
    title = _("Vướng mắc %s đã được trả lời") % number
    return Task(title, detail, _("Xem và xác nhận"), _page(row), None, "worth_seeing")


def _to_write_down(row: Row) -> Iterator[Task]:
    """A report that counts more obstacles than were raised for its month."""
    counted, raised = int(row.detail or 0), int(row.place)
    missing = counted - raised
    if missing > 0:
        title = _("Ghi vướng mắc đã nêu trong báo cáo (%d)") % missing
        detail = _("Báo cáo %(period)s nêu %(all)d, đã ghi %(done)d.")
        told = {"period": periods.parse(row.title).label, "all": counted, "done": raised}
        address = f"{reverse('obstacles:raise')}?report={row.key}"
        yield Task(title, detail % told, _("Nêu vướng mắc"), address, None, "reminded")


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


def _page(row: Row) -> str:
    return reverse("obstacles:obstacle", args=[row.key])
