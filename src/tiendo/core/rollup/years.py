"""A leaf's year as arrays, and its result slots computed from them: many leaves of one form and year at once. No reads, no writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiendo.core.rollup import stacked
from tiendo.core.rollup.leaves import Values
from tiendo.core.rollup.paths import YearPaths
from tiendo.core.rollup.slots import FormSlots
from tiendo.core.rollup.statements import StoredYear
from tiendo.kernel import vectors
from tiendo.kernel.expressions import LeafYears, evaluate_many

Cube = NDArray[np.int64]
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Years:
    """Leaves × base periods × cells, and which base periods were posted. `results`, `known`: leaves × result slots."""

    slots: FormSlots
    values: Cube
    given: Bits
    posted: Bits

    @classmethod
    def empty(cls, slots: FormSlots, leaves: int) -> Years:
        shape = (leaves, slots.periods, slots.width)
        return cls(slots, np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape[:2], np.bool_))

    @classmethod
    def of_stored(cls, slots: FormSlots, rows: Sequence[StoredYear]) -> Years:
        """The stored years of many leaves at once; cells appended since then are blank in them."""
        years = cls.empty(slots, len(rows))
        shape = years.values.shape
        whole = [place for place, row in enumerate(rows) if len(row.months) == slots.year_size]
        if whole:
            months, masks = zip(
                *((bytes(rows[place].months), bytes(rows[place].months_mask)) for place in whole), strict=True
            )
            cells = slots.periods * slots.width
            years.values[whole] = stacked.values_of(months, cells).reshape(len(whole), *shape[1:])
            years.given[whole] = stacked.bits_of(masks, cells).reshape(len(whole), *shape[1:])
        for place in {*range(len(rows))} - {*whole}:
            row = rows[place]
            years.load(place, months=row.months, mask=row.months_mask, reported=row.reported)
        reported = np.array([row.reported for row in rows], dtype=np.int64)
        years.posted[:] = reported[:, None] >> np.arange(slots.periods) & 1
        return years

    def load(self, leaf: int, *, months: bytes | memoryview, mask: bytes | memoryview, reported: int) -> None:
        """Fill in one leaf from its stored year; cells appended since then are blank in it."""
        if months:
            stored = vectors.unpack(months).reshape(self.slots.periods, -1)
            width = stored.shape[1]
            self.values[leaf, :, :width] = stored
            self.given[leaf, :, :width] = vectors.unpack_mask(mask, stored.size).reshape(stored.shape)
        self.posted[leaf] = [bool(reported >> place & 1) for place in range(self.slots.periods)]

    def put(self, leaf: int, index: int, values: Values | None) -> None:
        """Set one base period (from 1) of one leaf. Raises ValueError for a cell without a slot or a number out of range."""
        place = index - 1
        self.values[leaf, place], self.given[leaf, place], self.posted[leaf, place] = 0, False, values is not None
        for cell, value in (values or {}).items():
            if cell not in self.slots.cells:
                raise ValueError(f"cell {cell} has no slot on form {self.slots.form}")
            if value is None:
                continue
            if isinstance(value, bool) or not 0 <= value <= vectors.CELL_MAXIMUM:
                raise ValueError(f"{cell} = {value!r} is not a whole number from 0 to {vectors.CELL_MAXIMUM}")
            self.values[leaf, place, self.slots.cells[cell]] = value
            self.given[leaf, place, self.slots.cells[cell]] = True

    def stored(self, leaf: int) -> tuple[bytes, bytes, int]:
        """`months`, `months_mask` and `reported` of one leaf as they are stored."""
        reported = sum(1 << place for place in range(self.slots.periods) if self.posted[leaf, place])
        return vectors.pack(self.values[leaf].ravel()), vectors.pack_mask(self.given[leaf].ravel()), reported

    def results(self, paths: Sequence[YearPaths]) -> tuple[Cube, Bits]:
        """Every result slot of every leaf, and whether it is known; a leaf that posted nothing all year has none."""
        return self.results_within([_in_force(path) for path in paths])

    def results_within(self, spans: Sequence[tuple[int, int]]) -> tuple[Cube, Bits]:
        """The same of leaves in force from the first to the last of these base periods (from 1)."""
        leaves = len(self.posted)
        results = np.zeros((leaves, self.slots.result_width), np.int64)
        known = np.zeros(results.shape, np.bool_)
        years = self._for_evaluation(spans)
        for slot in self.slots.results:
            results[:, slot.numbers], known[:, slot.numbers] = evaluate_many(slot.function, years, slot.window)
        silent = ~self.posted.any(axis=1)
        results[silent], known[silent] = 0, False
        return results, known

    def _for_evaluation(self, spans: Sequence[tuple[int, int]]) -> LeafYears:
        by_cell: Mapping[str, tuple[Cube, Bits]] = {
            cell: (self.values[:, :, number], self.given[:, :, number]) for cell, number in self.slots.cells.items()
        }
        return LeafYears(
            base=self.slots.base,
            values=by_cell,
            posted=self.posted,
            first=np.array([first for first, _ in spans], dtype=np.int64),
            last=np.array([last for _, last in spans], dtype=np.int64),
            every=self.slots.every,
        )


def _in_force(paths: YearPaths) -> tuple[int, int]:
    """First and last base period (from 1) with a path; an empty span when there is none."""
    present = [place for place, path in enumerate(paths, start=1) if path is not None]
    return (present[0], present[-1]) if present else (len(paths) + 1, 0)
