"""What both sides must answer alike: per unit and month the reports approved, and per cell the sum and how many gave a value."""

from __future__ import annotations

from dataclasses import dataclass

from bench.land import CELLS

Answer = dict[tuple[int, int], tuple[int, list[int], list[int]]]
"""(Unit, month) → (reports, sum of each cell, leaves that gave each cell)."""


@dataclass(slots=True)
class UnequalError(Exception):
    """The two sides do not say the same, so their times mean nothing."""

    work: str
    difference: str

    def __str__(self) -> str:
        return f"{self.work}: the two sides differ: {self.difference}"


def nothing() -> tuple[int, list[int], list[int]]:
    """A unit and month of which nothing is known yet."""
    return 0, [0] * CELLS, [0] * CELLS


def must_be_equal(work: str, usual: Answer, ours: Answer) -> None:
    """Raise UnequalError naming the first difference; two empty answers are no proof either."""
    if not usual or not any(reports for reports, _sums, _filled in usual.values()):
        raise UnequalError(work, "the usual design answers nothing at all")
    for key in sorted({*usual, *ours}):
        if usual.get(key, nothing()) != ours.get(key, nothing()):
            raise UnequalError(work, f"unit {key[0]}, month {key[1]}: {usual.get(key)} and {ours.get(key)}")
