"""What a unit and its head answer for now. Every app with such matters registers a source; the accountability page gathers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Unit

SHOWN = 20
"""So many of a kind are listed; the rest is counted, with the way to their own list."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is open. `late_days`: days past its due day, 0 in time."""

    text: str
    detail: str
    url: str
    due_on: date | None
    late_days: int


@dataclass(frozen=True, slots=True)
class Group:
    """Matters of one kind, the most pressing first: at most `SHOWN` of `total`, of which `late` are past their day. `nothing` when none."""

    title: str
    matters: tuple[Matter, ...]
    total: int
    late: int
    nothing: str


Source = Callable[[Unit, Post, date], Group]
"""Unit, who looks, day → its matters of one kind as far as that post may see them. A bounded number of queries."""

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a kind of matters; called once from an app's `apps.py`."""
    _sources[name] = source


def of(unit: Unit, post: Post, on: date) -> tuple[Group, ...]:
    """Every kind there is, in the order of registering."""
    return tuple(source(unit, post, on) for source in _sources.values())
