"""What obstacles put on a post's home page: to answer, to add what was asked, to confirm, and reported ones not yet written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import WORKS
from tiendo.core.reporting.duties import forms_of
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import OFFICERS
from tiendo.foundation.work import Task, urgency_of
from tiendo.kernel import periods
from tiendo.registers.obstacles import catalogue, queries
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn

BACK_DAYS = 100
"""Reports of periods that ended longer ago are not asked about any more."""


def tasks(post: Post, on: date) -> Iterator[Task]:
    """Whatever waits for the post's unit, and what it reported without writing it down. One query; two more where its form asks."""
    if catalogue.current() is None:
        return
    for row in _waiting(post):
        yield _to_answer(row, on) if row.answer_by else _to_say(row)  # type: ignore[attr-defined]
    if post.role in WORKS:
        yield from _to_write_down(post, on)


def _waiting(post: Post) -> QuerySet[Obstacle]:
    """What the unit holds and has to answer (with `answer_by`), then what it raised and has to speak to."""
    held = Turn.objects.filter(obstacle=OuterRef("pk"), unit_id=post.unit_id, level__in=queries.answering(post))
    due = Subquery(held.filter(ended_at__isnull=True).values("due_on")[:1])
    mine = Q(unit_id=post.unit_id) | Q(unit__successions__to_unit=post.unit_id)
    asked = mine & Q(state__in=[ObstacleState.ASKED, ObstacleState.ANSWERED])
    wanted = Q(answer_by__isnull=False) | asked if post.role in WORKS else Q(answer_by__isnull=False)
    rows = Obstacle.objects.annotate(answer_by=due).filter(wanted)
    return rows.select_related("unit").distinct().order_by("answer_by", "pk")


def _to_answer(row: Obstacle, on: date) -> Task:
    title = _("Trả lời vướng mắc %(number)s của %(unit)s") % {"number": row, "unit": row.unit}
    due = row.answer_by  # type: ignore[attr-defined]
    return Task(title, _short(row), _("Trả lời"), _page(row), due, urgency_of(due, on))


def _to_say(row: Obstacle) -> Task:
    if row.state == ObstacleState.ASKED:
        return Task(_("Bổ sung vướng mắc %s") % row, _short(row), _("Bổ sung"), _page(row), None, "returned")
    title = _("Vướng mắc %s đã được trả lời") % row
    return Task(title, _short(row), _("Xem và xác nhận"), _page(row), None, "worth_seeing")


def _to_write_down(post: Post, on: date) -> Iterator[Task]:
    """Signed reports of the unit that count more obstacles than were raised for their month."""
    said = catalogue.current()
    if said is None or said.reported is None or post.role not in OFFICERS:
        return
    if all(form.code != said.reported.form for form in forms_of(post.unit, on)):
        return
    signed = [ReportState.SUBMITTED, ReportState.APPROVED]
    rows = Report.objects.filter(unit_id=post.unit_id, form=said.reported.form, current=True, state__in=signed)
    recent = list(rows.filter(period_end__gte=on - timedelta(days=BACK_DAYS)).order_by("period_end"))
    counted = {row.period: row.values.get(said.reported.cell) or 0 for row in recent}
    raised = queries.raised_in(post.unit_id, [key for key, number in counted.items() if number])
    for row in recent:
        missing = counted[row.period] - raised.get(row.period, 0)
        if missing > 0:
            title = _("Ghi vướng mắc đã nêu trong báo cáo (%d)") % missing
            detail = _("Báo cáo %(period)s nêu %(all)d, đã ghi %(done)d.")
            told = {
                "period": periods.parse(row.period).label,
                "all": counted[row.period],
                "done": raised.get(row.period, 0),
            }
            address = f"{reverse('obstacles:raise')}?report={row.pk}"
            yield Task(title, detail % told, _("Nêu vướng mắc"), address, None, "reminded")


def _short(row: Obstacle) -> str:
    return row.text if len(row.text) <= 120 else f"{row.text[:119]}…"


def _page(row: Obstacle) -> str:
    return reverse("obstacles:obstacle", args=[row.pk])
