"""The steps that verbs and the daily job share: locking, changing state, turns that begin and end, words, and the figures that follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy

from tiendo.core.reporting.actions import live
from tiendo.core.reporting.models import LiveSheet
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import Stale
from tiendo.registers.obstacles import routing, rules
from tiendo.registers.obstacles.catalogue import FORM
from tiendo.registers.obstacles.models import Obstacle, Turn, Word

STALE = gettext_lazy("Vướng mắc vừa được người khác xử lý. Mời tải lại để xem rồi làm tiếp.")


def lock(obstacle_id: int) -> Obstacle:
    """The obstacle with its turns, locked to the end of the transaction."""
    rows = Obstacle.objects.select_for_update(of=("self",)).select_related("unit", "raised_by").order_by("pk")
    return rows.prefetch_related("turns__unit").get(pk=obstacle_id)


def write(row: Obstacle, **changes: Any) -> None:
    """Store the changes if the row is still the one that was read. Raises Stale otherwise."""
    still = Obstacle.objects.filter(pk=row.pk, version=row.version, state=row.state)
    if not still.update(version=F("version") + 1, **changes):
        raise Stale(STALE)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1


def begin(row: Obstacle, step: routing.Step) -> Turn:
    """A turn of the next level."""
    return _added(row, Turn(unit=step.unit, level=step.level, due_on=step.due_on))


def begin_stopped(row: Obstacle, step: routing.Step) -> Turn:
    """A turn of the next level whose days have not begun to run: the raiser owes an answer."""
    left = routing.days_left(step.due_on, clock.today())
    return _added(row, Turn(unit=step.unit, level=step.level, days_left=left))


def end(row: Obstacle, ending: Turn.Ending) -> Turn:
    """End the open turn; past its day it stays late."""
    turn = rules.last_turn(row)
    late = rules.is_late(turn)
    left = turn.days_left if turn.due_on is None else routing.days_left(turn.due_on, clock.today())
    change(turn, ended_at=clock.now(), ending=ending, late=late, days_left=left)
    return turn


def take_up_again(row: Obstacle, turn: Turn) -> Turn:
    """The level that answered holds it again: the same turn with the days it had left, or after a late answer a turn of its own."""
    today = clock.today()
    if not turn.late:
        due_on = routing.day_after(max(1, turn.days_left or 0), today)
        change(turn, ended_at=None, ending=Turn.Ending.NONE, due_on=due_on, days_left=None)
        return turn
    step = routing.at_level(turn.level, turn.unit, today)
    return begin(row, step)


def change(turn: Turn, **changes: Any) -> None:
    """Store changes of a turn; its obstacle is locked."""
    Turn.objects.filter(pk=turn.pk).update(**changes)
    for name, value in changes.items():
        setattr(turn, name, value)


def say(row: Obstacle, kind: Word.Kind, text: str, by: Post | None) -> Word:
    """Keep what was said; nobody says what happens by itself."""
    return Word.objects.create(obstacle=row, kind=kind, text=text, by=by, at=clock.now())


def said_last(row: Obstacle, kind: Word.Kind, text: str, by: Post) -> bool:
    """Whether exactly this was the last thing said: the same press again."""
    last = row.words.last()
    return last is not None and (last.kind, last.text, last.by_id) == (kind, text, by.pk)


def touched_by(turn: Turn) -> set[tuple[int, Period]]:
    """The sheets a turn moves: its due month, the running one, and those of its unit that there are (a late one stands in each).

    A unit has no figures for a month at whose end it is not there any more.
    """
    keys = LiveSheet.objects.filter(form=FORM, unit_id=turn.unit_id).values_list("period", flat=True)
    months = {month(day) for day in (turn.due_on, clock.today()) if day is not None} | {
        periods.parse(key) for key in keys
    }
    return {(turn.unit_id, period) for period in months if is_there(turn.unit, period)}


def is_there(unit: Unit, period: Period) -> bool:
    """Whether the unit is in force at the period's end."""
    return unit.valid_from <= period.end < unit.valid_to


def refresh(turns: Iterable[Turn], *, also: Iterable[tuple[int, Period]] = ()) -> int:
    """Post what these turns say now; how many sheets changed."""
    return live.refresh(FORM, set(also).union(*(touched_by(turn) for turn in turns)))


def month(day: date) -> Period:
    """The month a day counts for."""
    return periods.of(day, "month")


def _added(row: Obstacle, turn: Turn) -> Turn:
    turn.obstacle, turn.began_at = row, clock.now()
    turn.save()
    known = row.__dict__.get("_prefetched_objects_cache")
    if known is not None:
        known.pop("turns", None)
    return turn
