"""What a change of the tree does to the work of the units it touches: higher apps register in their `apps.py`; places knows none of them.

Two moments, both inside the transaction of the change: `settle` while the old units still stand, `pass_on` when the new tree does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tiendo.foundation.audit.actions import Actor
from tiendo.foundation.places.changes import Key
from tiendo.foundation.places.drawing import Drawing
from tiendo.foundation.places.models import Unit

MOVES, ENDS, STAYS = "moves", "ends", "stays"


@dataclass(frozen=True, slots=True)
class Passing:
    """One ending unit, and who goes on with its work: `heir` is None while that unit is not stored yet, or when nobody does."""

    unit: Unit
    heir_name: str
    heir: Unit | None = None


@dataclass(frozen=True, slots=True)
class Changing:
    """A change of the tree as the apps see it: the day, who ends, who only moves, and what was chosen for each ending unit's posts.

    `posts_end`: ids of the ending units whose posts end with them instead of going on at the heir.
    """

    on: date
    ending: tuple[Passing, ...]
    moving: tuple[Unit, ...]
    posts_end: frozenset[int] = frozenset()

    @property
    def ending_ids(self) -> list[int]:
        """Ids of the units that end."""
        return [passing.unit.pk for passing in self.ending]

    def heirs(self) -> dict[int, Unit]:
        """Id of an ending unit → who goes on, where that is stored."""
        return {passing.unit.pk: passing.heir for passing in self.ending if passing.heir is not None}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of one kind of thing of one unit: how many, what they are called, what happens to them, in words."""

    unit_id: int
    count: int
    what: str
    outcome: str
    fate: str = MOVES
    holds_up: bool = False
    """True when the change cannot be applied before this is settled by people; `outcome` then says how."""


class Consequence(Protocol):
    """One app's part."""

    def foresee(self, change: Changing) -> Iterable[Foreseen]:
        """What would become of its things; a bounded number of queries, whatever the number of units."""
        ...

    def settle(self, change: Changing, by: Actor) -> None:
        """End what ends, while the old units still stand."""
        ...

    def pass_on(self, change: Changing, by: Actor) -> None:
        """Give the heirs what is theirs now."""
        ...


_known: dict[str, Consequence] = {}


def register(name: str, consequence: Consequence) -> None:
    """Ask this app whenever the tree changes; called once from its `apps.py`."""
    _known[name] = consequence


def unregister(name: str) -> None:
    """Stop asking; for tests that register one of their own."""
    _known.pop(name, None)


def foresee(change: Changing) -> list[Foreseen]:
    """What all apps say, in the order of registering."""
    return [line for one in _known.values() for line in one.foresee(change) if line.count]


def settle(change: Changing, by: Actor) -> None:
    """Every app's first step."""
    for one in _known.values():
        one.settle(change, by)


def pass_on(change: Changing, by: Actor) -> None:
    """Every app's second step."""
    for one in _known.values():
        one.pass_on(change, by)


def of(drawing: Drawing, *, stored: Mapping[Key, Unit] | None = None, posts_end: Iterable[int] = ()) -> Changing:
    """A drawing as the apps see it. `stored` gives the newborn units once they are written."""
    known: dict[Key, Unit] = dict((*drawing.tree.units.items(), *(stored or {}).items()))
    ending = [_passing(drawing, unit, known) for unit in drawing.ended]
    return Changing(drawing.on, tuple(ending), drawing.rehung, frozenset(posts_end))


def _passing(drawing: Drawing, unit: Unit, known: Mapping[Key, Unit]) -> Passing:
    key = drawing.heirs[unit.pk]
    return Passing(unit, drawing.name(key), known.get(key) if key is not None else None)


def by_unit(lines: Sequence[Foreseen]) -> dict[int, list[Foreseen]]:
    """The lines of each unit."""
    found: dict[int, list[Foreseen]] = {}
    for line in lines:
        found.setdefault(line.unit_id, []).append(line)
    return found
