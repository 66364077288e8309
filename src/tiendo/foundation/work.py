"""What a post has to do now. Every app that gives people work registers a source; the home page gathers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tiendo.foundation.accounts.models import Post

Urgency = Literal["overdue", "reminded", "returned", "today", "soon", "later", "worth_seeing"]
ORDER: tuple[Urgency, ...] = ("overdue", "reminded", "returned", "today", "soon", "later", "worth_seeing")
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the home page: what, why, by when, and the one action that deals with it.

    `outside`: what a letter says instead of the title, where the title says more than leaves the house.
    """

    title: str
    detail: str
    action: str
    url: str
    due_on: date | None
    urgency: Urgency
    outside: str = ""


WorkSource = Callable[[Post, date], Iterable[Task]]
_sources: dict[str, WorkSource] = {}


def register(name: str, source: WorkSource) -> None:
    """Add a source of work; called once from an app's `apps.py`."""
    _sources[name] = source


def urgency_of(due_on: date | None, on: date) -> Urgency:
    """How pressing a due day is, seen from the day `on`."""
    if due_on is None:
        return "worth_seeing"
    if due_on < on:
        return "overdue"
    if due_on == on:
        return "today"
    return "soon" if (due_on - on).days <= SOON_DAYS else "later"


def tasks_of(post: Post, on: date) -> list[Task]:
    """Everything the post has to do, most pressing first."""
    gathered = [task for source in _sources.values() for task in source(post, on)]
    return sorted(gathered, key=lambda task: (ORDER.index(task.urgency), task.due_on or date.max, task.title))
