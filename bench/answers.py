"""What both sides must answer alike: per unit and month the reports approved; per cell the sum, how many gave it, how many above 0."""

from __future__ import annotations

from dataclasses import dataclass

from bench.land import CELLS

Line = tuple[int, list[int], list[int], list[int]]
"""Reports; by cell: sum, leaves that gave it, leaves that gave more than 0."""
Answer = dict[tuple[int, int], Line]
"""(Unit, month) → line."""


@dataclass(slots=True)
class UnequalError(Exception):
    """The two sides do not say the same, so their times mean nothing."""

    work: str
    difference: str

    def __str__(self) -> str:
        return f"{self.work}: the two sides differ: {self.difference}"


def nothing() -> Line:
    """A unit and month of which nothing is known yet."""
    return 0, [0] * CELLS, [0] * CELLS, [0] * CELLS


def must_be_equal(work: str, usual: Answer, ours: Answer) -> None:
    """Raise UnequalError naming the first difference; two empty answers are no proof either."""
    if not usual or not any(line[0] for line in usual.values()):
        raise UnequalError(work, "the usual design answers nothing at all")
    for key in sorted({*usual, *ours}):
        if usual.get(key, nothing()) != ours.get(key, nothing()):
            raise UnequalError(work, f"unit {key[0]}, month {key[1]}: {usual.get(key)} and {ours.get(key)}")
