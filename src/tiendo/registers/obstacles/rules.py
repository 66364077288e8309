"""Who may do what with an obstacle: the raiser's unit raises, adds, confirms; the level that holds it answers; those above see."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import READS_ALL, WORKS
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Succession
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused
from tiendo.registers.obstacles import catalogue, routing
from tiendo.registers.obstacles.models import Level, Obstacle, ObstacleState, Turn

ANSWERS: dict[str, frozenset[str]] = {
    Level.DISTRICT: frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR}),
    Level.DEPARTMENT: frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR}),
    Level.PROVINCE: frozenset({Role.VICE_CHAIR}),
}
"""Level → the roles that answer there."""


def may_list(post: Post, **_where: Any) -> Verdict:
    """Everybody with work, and who oversees it; the administrator has none."""
    if post.role in READS_ALL or post.role in WORKS:
        return ALLOWED
    return refused(_("Chức vụ này không có khó khăn, vướng mắc để xem."))


def may_raise(post: Post, **_where: Any) -> Verdict:
    """Every working post, where the pack keeps obstacles."""
    if post.role not in WORKS:
        return refused(_("Chỉ cơ quan, đơn vị thực hiện kế hoạch nêu vướng mắc."))
    if catalogue.current() is None:
        return refused(_("Gói của kế hoạch này không theo dõi vướng mắc."))
    return ALLOWED


def may_see(post: Post, obstacle: Obstacle) -> Verdict:
    """The raiser's unit, every level that held it, and every office above the raiser."""
    if post.role in READS_ALL or post.pk == obstacle.raised_by_id or is_of_raiser(post, obstacle):
        return ALLOWED
    if post.role in WORKS and any(turn.unit_id == post.unit_id for turn in obstacle.turns.all()):
        return ALLOWED
    if post.role in WORKS and places.is_under(obstacle.unit_id, post.unit_id, clock.today()):
        return ALLOWED
    return refused(_("Vướng mắc này của đơn vị khác."))


def is_of_raiser(post: Post, obstacle: Obstacle) -> Verdict:
    """Whether the post belongs to the unit that raised it, or to the one that unit passed into."""
    if post.role in WORKS:
        if post.unit_id == obstacle.unit_id:
            return ALLOWED
        if Succession.objects.filter(
            from_unit=obstacle.unit_id, to_unit=post.unit_id, effective_on__lte=clock.today()
        ).exists():
            return ALLOWED
    return refused(_("Chỉ đơn vị đã nêu vướng mắc làm được việc này."))


def is_of_holder(post: Post, obstacle: Obstacle) -> Verdict:
    """Whether the post answers at the level that holds the obstacle, or held it last."""
    turn = last_turn(obstacle)
    if turn.unit_id == post.unit_id and post.role in ANSWERS[turn.level]:
        return ALLOWED
    return refused(_("Chỉ đơn vị đang giữ vướng mắc trả lời."))


def may_answer(post: Post, obstacle: Obstacle) -> Verdict:
    """The level that holds it, while it waits."""
    return is_of_holder(post, obstacle) and _in(obstacle, ObstacleState.WAITING)


def may_forward(post: Post, obstacle: Obstacle) -> Verdict:
    """The level that holds it passes it on, where somebody stands above."""
    return may_answer(post, obstacle) and _has_above(obstacle)


def may_ask(post: Post, obstacle: Obstacle) -> Verdict:
    """The level that holds it asks the raiser for more, not after its own day has passed."""
    allowed = may_answer(post, obstacle)
    if allowed and is_late(last_turn(obstacle)):
        return refused(_("Đã quá hạn trả lời: mời giải quyết hoặc chuyển lên."))
    return allowed


def may_reply(post: Post, obstacle: Obstacle) -> Verdict:
    """The raiser's unit, when asked for more."""
    return is_of_raiser(post, obstacle) and _in(obstacle, ObstacleState.ASKED)


def may_escalate(post: Post, obstacle: Obstacle) -> Verdict:
    """The raiser's unit takes it to the level above while it waits, where there is one."""
    return is_of_raiser(post, obstacle) and _in(obstacle, ObstacleState.WAITING) and _has_above(obstacle)


def may_judge(post: Post, obstacle: Obstacle) -> Verdict:
    """The raiser's unit confirms an answer or raises the matter anew."""
    return is_of_raiser(post, obstacle) and _in(obstacle, ObstacleState.ANSWERED)


def may_withdraw(post: Post, obstacle: Obstacle) -> Verdict:
    """The raiser's unit, before it was answered."""
    return is_of_raiser(post, obstacle) and _in(obstacle, ObstacleState.WAITING, ObstacleState.ASKED)


def last_turn(obstacle: Obstacle) -> Turn:
    """The turn that is open, or the one that ended last."""
    return max(obstacle.turns.all(), key=lambda turn: (turn.began_at, turn.pk))


def is_late(turn: Turn) -> bool:
    """Whether its day has passed without an answer, marked or not yet."""
    return turn.late or (turn.ended_at is None and turn.due_on is not None and turn.due_on < clock.today())


def _in(obstacle: Obstacle, *states: ObstacleState) -> Verdict:
    if obstacle.state in states:
        return ALLOWED
    return refused(_("Vướng mắc đang ở trạng thái “%s”.") % ObstacleState(obstacle.state).label)


def _has_above(obstacle: Obstacle) -> Verdict:
    if routing.above(last_turn(obstacle), obstacle.unit, clock.today()) is not None:
        return ALLOWED
    return refused(_("Không còn cấp nào ở trên để chuyển."))
