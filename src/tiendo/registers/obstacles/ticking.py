"""What happens to obstacles by itself, once a day: what nobody answered in time goes up, an answer nobody contradicted stands.

Each step is a transaction of its own that looks again at the locked row, so the same day twice, or two processes at once, change
nothing more.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.audit.actions import record
from tiendo.foundation.transactions import durable
from tiendo.registers.obstacles import catalogue, moving, routing, rules, telling
from tiendo.registers.obstacles.catalogue import FORM
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn, Word


def tick(day: date) -> int:
    """Do what is due on a day; how many things changed."""
    said = catalogue.current()
    if said is None:
        return 0
    held = Turn.objects.filter(ended_at__isnull=True)
    gone = held.filter(unit__valid_to__lte=day).values_list("obstacle", flat=True)
    overdue = held.filter(due_on__lt=day).values_list("obstacle", flat=True)
    answered = Obstacle.objects.filter(state=ObstacleState.ANSWERED).values_list("pk", flat=True)
    done = sum(_move_with_the_map(pk, day) for pk in gone.order_by("obstacle"))
    done += sum(_expire(pk, day) for pk in overdue.order_by("obstacle"))
    done += sum(_settle(pk, day, said.closes_after_days) for pk in answered.order_by("pk"))
    return done + _carry(day)


@durable
def _expire(obstacle_id: int, day: date) -> int:
    """A turn whose day has passed ends, and the level above takes over; at the top it is marked as late, once."""
    row = moving.lock(obstacle_id)
    turn = rules.last_turn(row)
    if row.state != ObstacleState.WAITING or turn.due_on is None or turn.due_on >= day:
        return 0
    step = routing.above(turn, row.unit, day)
    if step is None and turn.late:
        return 0
    moving.change(turn, late=True)
    moving.write(row)
    turns = [turn]
    if step is not None:
        moving.end(row, Turn.Ending.EXPIRED)
        names = {"unit": turn.unit, "day": f"{turn.due_on:%d/%m/%Y}", "above": step.unit}
        text = _("%(unit)s chưa trả lời đến hết %(day)s; chuyển lên %(above)s.") % names
        moving.say(row, Word.Kind.EXPIRED, text, None)
        turns.append(moving.begin(row, step))
    moving.refresh(turns)
    if step is not None:
        telling.settle(row)
        telling.passed_up(row, turn, turns[-1], by=None)
    record("obstacle.expired", row, by=None, fields=("level",) if step else ("due_on",))
    return 1


@durable
def _move_with_the_map(obstacle_id: int, day: date) -> int:
    return move_with_the_map(obstacle_id, day)


def move_with_the_map(obstacle_id: int, day: date) -> int:
    """A level that is no longer there hands what it holds to the next one that is. Inside the caller's transaction."""
    row = moving.lock(obstacle_id)
    turn = rules.last_turn(row)
    step = routing.above(turn, row.unit, day)
    if turn.ended_at is not None or turn.unit.valid_to > day or step is None:
        return 0
    moving.end(row, Turn.Ending.ABOLISHED)
    moving.write(row)
    names = {"unit": turn.unit, "above": step.unit}
    moving.say(row, Word.Kind.ABOLISHED, _("%(unit)s không còn; chuyển lên %(above)s.") % names, None)
    taken = moving.begin_stopped(row, step) if row.state == ObstacleState.ASKED else moving.begin(row, step)
    moving.refresh([turn, taken])
    telling.settle(row)
    telling.passed_up(row, turn, taken, by=None)
    record("obstacle.moved", row, by=None, fields=("level",))
    return 1


@durable
def _settle(obstacle_id: int, day: date, days: int) -> int:
    """An answer of which the raiser has said nothing for so many working days stands."""
    row = moving.lock(obstacle_id)
    if row.state != ObstacleState.ANSWERED or row.answered_at is None:
        return 0
    if routing.day_after(days, row.answered_at.astimezone(clock.VIETNAM).date()) >= day:
        return 0
    moving.write(row, state=ObstacleState.CLOSED, closed_at=clock.now())
    text = _("Sau %(days)d ngày làm việc bên nêu không có ý kiến khác.") % {"days": days}
    moving.say(row, Word.Kind.SETTLED, text, None)
    telling.settle(row)
    record("obstacle.settled", row, by=None, fields=("state",))
    return 1


@durable
def _carry(day: date) -> int:
    """What is still late stands in the month that has begun, too."""
    late = Turn.objects.filter(late=True, due_on__lt=day, ended_at__isnull=True)
    begun = moving.month(day)
    units = {turn.unit_id for turn in late.select_related("unit") if moving.is_there(turn.unit, begun)}
    return live.refresh(FORM, [(unit_id, begun) for unit_id in units])
