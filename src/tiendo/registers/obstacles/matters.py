"""The obstacles that wait at a unit for its answer, as what its head answers for."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.matters import SHOWN, Group, Matter
from tiendo.foundation.places.models import Unit
from tiendo.registers.obstacles import queries
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn


def obstacles(unit: Unit, post: Post, on: date) -> Group:
    """Those whose turn it is there, the nearest due first. Two queries."""
    waiting = Turn.objects.filter(unit=unit, ended_at__isnull=True)
    due = Subquery(waiting.filter(obstacle=OuterRef("pk")).values("due_on")[:1])
    rows = queries.seen_by(post).filter(state=ObstacleState.WAITING, pk__in=waiting.values("obstacle"))
    rows = rows.annotate(answer_by=due)
    counted = rows.aggregate(
        total=Count("pk", distinct=True), late=Count("pk", distinct=True, filter=Q(answer_by__lt=on))
    )
    shown = tuple(_matter(row, on) for row in rows.order_by("answer_by", "pk")[:SHOWN])
    nothing = _("Không có vướng mắc nào chờ ở đây.")
    return Group(_("Vướng mắc chờ trả lời"), shown, counted["total"], counted["late"], nothing)


def _matter(row: Obstacle, on: date) -> Matter:
    due: date | None = row.answer_by  # type: ignore[attr-defined]
    return Matter(
        text=f"{row}: {row.text[:90]}{'…' if len(row.text) > 90 else ''}",
        detail=str(row.unit),
        url=reverse("obstacles:obstacle", args=[row.pk]),
        due_on=due,
        late_days=max(0, (on - due).days) if due else 0,
    )
