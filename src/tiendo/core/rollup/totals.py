"""Sums over leaves under construction: what is to be added to, or must stand in, roll-up rows. No reads, no writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tiendo.kernel import vectors
from tiendo.kernel.trees import Stretch
from tiendo.kernel.vectors import Mask, Vector

RowKey = tuple[int, str, str]
"""Unit, form, period of a roll-up row."""


@dataclass(slots=True)
class Total:
    """The three vectors of a row, the count of leaves, the unit's depth, and which of a batch's postings touched it last."""

    depth: int
    sums: Vector = field(default_factory=lambda: np.zeros(0, np.int64))
    filled: Vector = field(default_factory=lambda: np.zeros(0, np.int64))
    positive: Vector = field(default_factory=lambda: np.zeros(0, np.int64))
    reports: int = 0
    touched_by: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a leaf has in a row: values where `mask`, by stretches of one path. No stretch: it is in no total."""

    values: Vector
    mask: Mask
    stretches: tuple[Stretch, ...]

    def same_as(self, other: Content) -> bool:
        """True when both put the same into the same rows (a longer vector of blanks is the same)."""
        length = max(len(self.values), len(other.values))
        return (
            self.stretches == other.stretches
            and np.array_equal(_mask_to(self.mask, length), _mask_to(other.mask, length))
            and np.array_equal(vectors.padded(self.values, length), vectors.padded(other.values, length))
        )

    def parts(self, base_of: NDArray[np.int64] | None) -> Iterator[tuple[Stretch, Vector, Mask]]:
        """Per stretch, the values and mask that go along it. `base_of`: base index of each slot, None where all go along the one."""
        for stretch in self.stretches:
            mask = self.mask if base_of is None else self.mask & _within(stretch, base_of, len(self.mask))
            yield stretch, np.where(mask, self.values, 0), mask


NOTHING = Content(np.zeros(0, np.int64), np.zeros(0, np.bool_), ())


class Totals:
    """Roll-up rows by key, added to leaf by leaf."""

    def __init__(self) -> None:
        self.rows: dict[RowKey, Total] = {}

    def add(
        self,
        form: str,
        period: str,
        content: Content,
        *,
        sign: int,
        touched_by: int,
        base_of: NDArray[np.int64] | None = None,
    ) -> None:
        """Add (or, with sign -1, take away) what a leaf has, in every row above it."""
        seen: set[int] = set()
        for stretch, values, mask in content.parts(base_of):
            filled = mask.astype(np.int64)
            positive = (values > 0).astype(np.int64)
            for depth, unit_id in enumerate(stretch.ancestors):
                total = self.rows.setdefault((unit_id, form, period), Total(depth))
                total.sums = vectors.add(total.sums, sign * values)
                total.filled = vectors.add(total.filled, sign * filled)
                total.positive = vectors.add(total.positive, sign * positive)
                total.touched_by = max(total.touched_by, touched_by)
                if unit_id not in seen:
                    total.reports += sign
                    seen.add(unit_id)

    def in_lock_order(self) -> Iterable[tuple[RowKey, Total]]:
        """From the root, then by unit, form and period."""
        return sorted(self.rows.items(), key=lambda row: (row[1].depth, row[0]))


def _within(stretch: Stretch, base_of: NDArray[np.int64], length: int) -> Mask:
    places = base_of[:length]
    return np.asarray((places >= stretch.first) & (places <= stretch.last))


def _mask_to(mask: Mask, length: int) -> Mask:
    longer = np.zeros(length, np.bool_)
    longer[: len(mask)] = mask
    return longer
