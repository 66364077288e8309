"""Sums of a line's entries, and by how much more was spent on a day than there was. Pure: entries in, whole đồng out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Protocol

from tiendo.registers.budgets.models import Side


class Entered(Protocol):
    """What these sums need of an entry."""

    side: str
    amount: int
    on: date


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole đồng of one line or of several together."""

    allocated: int = 0
    received: int = 0
    spent: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.allocated + other.allocated, self.received + other.received, self.spent + other.spent)

    @property
    def remaining(self) -> int:
        """What is still to be spent of what was allocated; below 0 when overspent with a document that allows it."""
        return self.allocated - self.spent


def of(entries: Iterable[Entered]) -> Sums:
    """The three sums."""
    found = dict.fromkeys(Side, 0)
    for entry in entries:
        found[Side(entry.side)] += entry.amount
    return Sums(found[Side.ALLOCATED], found[Side.RECEIVED], found[Side.SPENT])


def overspent(entries: Iterable[Entered], *, of_side: Side) -> int:
    """By how many đồng spending was ahead of that side on the worst day; 0 when never. A day counts whole, whatever came first."""
    return max(
        0,
        -_lowest(
            (entry.on, entry.amount if entry.side == of_side else -entry.amount)
            for entry in entries
            if entry.side in (of_side, Side.SPENT)
        ),
    )


def below_nothing(entries: Iterable[Entered], side: Side) -> bool:
    """Whether that sum alone falls below 0 on some day."""
    return _lowest((entry.on, entry.amount) for entry in entries if entry.side == side) < 0


def _lowest(amounts: Iterable[tuple[date, int]]) -> int:
    """The lowest sum at the end of any day, not above 0."""
    days: dict[date, int] = {}
    for day, amount in amounts:
        days[day] = days.get(day, 0) + amount
    return min(accumulate(days[day] for day in sorted(days)), default=0)
