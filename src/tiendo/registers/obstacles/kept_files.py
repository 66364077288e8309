"""Which records of this app carry files: an obstacle (what its raiser shows), and an answer or addition."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import owners
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused
from tiendo.registers.obstacles import rules
from tiendo.registers.obstacles.models import OPEN_STATES, Obstacle, Word


def _open(obstacle: Obstacle) -> Verdict:
    if obstacle.state in OPEN_STATES:
        return ALLOWED
    return refused(_("Vướng mắc đã kết thúc, tệp giữ nguyên."))


def _raiser_while_open(post: Post, obstacle: Obstacle) -> Verdict:
    return rules.is_of_raiser(post, obstacle) and _open(obstacle)


OBSTACLE = Owner(
    code="obstacles.obstacle",
    cls="P1",
    rows=lambda: Obstacle.objects.select_related("unit", "raised_by").prefetch_related("turns__unit"),
    page=lambda obstacle: reverse("obstacles:obstacle", args=[obstacle.pk]),
    may_read=rules.may_see,
    may_add=_raiser_while_open,
    may_remove=_raiser_while_open,
)
WORD = Owner(
    code="obstacles.word",
    cls="P1",
    rows=lambda: Word.objects.select_related("obstacle__unit").prefetch_related("obstacle__turns"),
    page=lambda word: reverse("obstacles:obstacle", args=[word.obstacle_id]),
    may_read=lambda post, word: rules.may_see(post, word.obstacle),
    may_add=owners.never,
    may_remove=lambda post, word: _open(word.obstacle),
)


def register() -> None:
    """Tell the files app; called once from `apps.py`."""
    for owner in (OBSTACLE, WORD):
        owners.register(owner)
