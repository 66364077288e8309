"""What other apps show of a unit: each registers the way to its page; the unit's own page knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tiendo.foundation.places.models import Unit


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A page about a unit."""

    label: str
    url: str


Linked = Callable[[Unit, Any], UnitLink | None]
"""Unit, the post that looks → the way, None for a post that may not go it."""

_registered: dict[str, Linked] = {}


def register(name: str, linked: Linked) -> None:
    """Add a page; called once from an app's `apps.py`."""
    _registered[name] = linked


def of(unit: Unit, post: Any) -> list[UnitLink]:
    """The pages this post may open."""
    found = (linked(unit, post) for linked in _registered.values())
    return [link for link in found if link is not None]
