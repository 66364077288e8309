"""The day's letters: to each post at most one, with what its home page asks of it, when something is new or pressing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tiendo.foundation import clock, once, work
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.letters import actions, composing, queries
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, Rhythm
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.periods import working_day_on_or_after

_PRESSING = frozenset({"overdue", "today"})


def write(day: date) -> int:
    """Write the letters of a day into the outbox; how many. None on a day off, none for a day that is over."""
    if day != clock.today() or not is_working_day(day):
        return 0
    return sum(actions.write(post, day, lines) for post, lines in _to_write(day))


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a day off of the pack's calendar."""
    return working_day_on_or_after(day, packs.current().calendar.days_off) == day


def lines_of(post: Post, day: date, last: Letter | None) -> list[Line]:
    """What the post's home page asks of it, in words that may leave the house; what the letter before did not have is new."""
    before = {line.same for line in composing.lines_of(last)} if last else set()
    found = []
    for task in work.tasks_of(post, day):
        line = Line(task.urgency, task.outside or task.title, task.url, task.due_on)
        found.append(Line(line.group, line.title, line.url, line.due_on, line.same not in before))
    return found


def is_due(rhythm: str, day: date, lines: Sequence[Line], last: Letter | None) -> bool:
    """Whether the post is written to that day."""
    if not lines or (last is not None and last.day >= day):
        return False
    if rhythm == Rhythm.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return last is None or last.day < monday
    pressing = {line.group for line in lines} & _PRESSING
    if rhythm == Rhythm.LATE:
        return "overdue" in pressing
    return rhythm == Rhythm.DAILY and (bool(pressing) or any(line.is_new for line in lines))


def _to_write(day: date) -> list[tuple[Post, list[Line]]]:
    """Read for all posts before anything is written: what they share is asked once."""
    posts = queries.readers(day)
    last = queries.last_of(posts)
    found = []
    with once.page():
        for post in posts:
            wish = getattr(post, "letter_wish", None)
            lines = lines_of(post, day, last.get(post.pk))
            if is_due(wish.rhythm if wish else Rhythm.DAILY, day, lines, last.get(post.pk)):
                found.append((post, lines))
    return found
