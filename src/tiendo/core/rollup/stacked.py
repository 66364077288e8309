"""Leaves' stored rows of one form stacked into matrices, and their sums by ancestor: no row becomes an object, no leaf a loop.

Leaves below the same units are summed in one pass; then those sums, by unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tiendo.core.rollup.totals import RowKey
from tiendo.kernel import trees, vectors
from tiendo.kernel.trees import Path, Stretch

Numbers = NDArray[np.int64]
Bits = NDArray[np.bool_]
Group = tuple[int, int, Path]
"""First and last base period of a stretch, and the units above."""


class PackedTotal(NamedTuple):
    """What must stand in a roll-up row, as it is stored."""

    key: RowKey
    depth: int
    sums: bytes
    filled: bytes
    positive: bytes
    reports: int


@dataclass(slots=True)
class Stack:
    """Rows of leaves of one form, column by column. `base_of`: base index of each slot of year rows, None for base periods."""

    form: str
    width: int
    base_of: Numbers | None
    periods: Sequence[str] = ()
    numbers: Sequence[bytes] = ()
    masks: Sequence[bytes] = ()
    paths: Sequence[bytes] = ()

    def totals(self) -> list[PackedTotal]:
        """Every row of a unit above any of the leaves, with what must stand in it."""
        if not self.paths:
            return []
        known = bits_of(self.masks, self.width)
        values = np.where(known, values_of(self.numbers, self.width), 0)
        ways = _Ways.of(self.periods, self.paths if self.base_of is not None else list(map(_undated, self.paths)))
        members, above = ways.members(), ways.above()
        found = []
        for matrix in (values, known, values > 0):
            by_group = _summed(matrix, members)
            self._blank_outside(by_group, ways)
            found.append(packed_rows(_summed(by_group, above)))
        reports = ways.reports()
        return [
            PackedTotal((unit_id, self.form, period), depth, sums, filled, positive, reports[unit_id, period])
            for (unit_id, period, depth), sums, filled, positive in zip(ways.rows, *found, strict=True)
        ]

    def _blank_outside(self, by_group: Numbers, ways: _Ways) -> None:
        """A year's result counts along the stretch that holds its base period."""
        if self.base_of is None or not len(self.base_of):
            return
        begins = np.array([first for _period, (first, _last, _path) in ways.groups])[:, None]
        ends = np.array([last for _period, (_first, last, _path) in ways.groups])[:, None]
        by_group[(self.base_of < begins) | (self.base_of > ends)] = 0


@dataclass(slots=True)
class _Pairs:
    """Which row of one matrix is added to which row of another one."""

    source: Numbers
    target: Numbers
    targets: int


@dataclass(slots=True)
class _Ways:
    """Which ways the leaves go: every (period, stretch, units above) is a group; every unit above one has a row for the period."""

    periods: Numbers
    paths: Numbers
    names: list[str]
    packed: list[bytes]
    groups: list[tuple[str, Group]] = field(default_factory=list)
    rows: list[tuple[int, str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, periods: Sequence[str], paths: Sequence[bytes]) -> _Ways:
        names, ways = {name: place for place, name in enumerate(dict.fromkeys(periods))}, dict.fromkeys(paths)
        numbered = {path: place for place, path in enumerate(ways)}
        return cls(
            np.array([names[one] for one in periods], dtype=np.int64),
            np.array([numbered[one] for one in paths], dtype=np.int64),
            list(names),
            list(ways),
        )

    def members(self) -> _Pairs:
        """Leaf's row → group; a leaf whose path changes within the year is in several."""
        kinds: dict[Group, int] = {}
        steps = [
            [kinds.setdefault(_group(stretch), len(kinds)) for stretch in _stretches(path)] for path in self.packed
        ]
        source, target = [], []
        for turn in range(max(map(len, steps), default=0)):
            kind = np.array([step[turn] if turn < len(step) else -1 for step in steps], dtype=np.int64)[self.paths]
            there = np.flatnonzero(kind >= 0)
            source.append(there)
            target.append(self.periods[there] * len(kinds) + kind[there])
        wanted, places = np.unique(np.concatenate(target), return_inverse=True)
        kind_of = list(kinds)
        self.groups = [(self.names[one // len(kinds)], kind_of[one % len(kinds)]) for one in wanted.tolist()]
        return _Pairs(np.concatenate(source), places, len(self.groups))

    def above(self) -> _Pairs:
        """Group → row of each unit above it."""
        rows: dict[tuple[int, str], int] = {}
        source, target = [], []
        for place, (period, (_first, _last, path)) in enumerate(self.groups):
            for depth, unit_id in enumerate(path):
                row = rows.setdefault((unit_id, period), len(rows))
                if row == len(self.rows):
                    self.rows.append((unit_id, period, depth))
                source.append(place)
                target.append(row)
        return _Pairs(np.array(source, dtype=np.int64), np.array(target, dtype=np.int64), len(rows))

    def reports(self) -> dict[tuple[int, str], int]:
        """(Unit, period) → how many leaves are below it, one whose path changes within the year counted once."""
        counted: dict[tuple[int, str], int] = {}
        sets: dict[frozenset[int], int] = {}
        kind = np.array([sets.setdefault(_units_above(path), len(sets)) for path in self.packed], dtype=np.int64)
        numbers = np.bincount(self.periods * len(sets) + kind[self.paths], minlength=len(self.names) * len(sets))
        for period, of_period in zip(self.names, numbers.reshape(len(self.names), len(sets)).tolist(), strict=True):
            for units, number in zip(sets, of_period, strict=True):
                for unit_id in units if number else ():
                    counted[unit_id, period] = counted.get((unit_id, period), 0) + number
        return counted


def values_of(packed: Sequence[bytes], width: int) -> Numbers:
    """Rows × slots of packed vectors; one stored before slots were appended has zeros there."""
    size = width * vectors.STORED.itemsize
    found = np.frombuffer(_joined(packed, size), vectors.STORED).reshape(len(packed), width)
    return found.astype(np.int64, copy=False)


def bits_of(packed: Sequence[bytes], width: int) -> Bits:
    """Rows × slots of packed masks."""
    size = (width + 7) // 8
    found = np.frombuffer(_joined(packed, size), np.uint8).reshape(len(packed), size)
    return np.unpackbits(found, axis=1, count=width, bitorder="little").view(np.bool_)


def packed_rows(numbers: Numbers) -> list[bytes]:
    """Each row of a matrix as `vectors.pack` stores it."""
    data = numbers.astype(vectors.STORED, copy=False).tobytes()
    return _cut(data, numbers.shape[1] * vectors.STORED.itemsize, len(numbers))


def packed_bits(known: Bits) -> list[bytes]:
    """Each row of a matrix as `vectors.pack_mask` stores it."""
    data = np.packbits(known, axis=1, bitorder="little").tobytes()
    return _cut(data, (known.shape[1] + 7) // 8, len(known))


def same(one: bytes, other: bytes) -> bool:
    """Whether two packed vectors or masks say the same: blanks at the end count for nothing."""
    return one == other or one.rstrip(b"\0") == other.rstrip(b"\0")


def _summed(matrix: NDArray[np.generic], pairs: _Pairs) -> Numbers:
    """For each target the sum of its sources. Every target has one."""
    if not pairs.targets:
        return np.zeros((0, matrix.shape[1]), np.int64)
    order = np.argsort(pairs.target, kind="stable")
    starts = np.searchsorted(pairs.target[order], np.arange(pairs.targets))
    return np.asarray(np.add.reduceat(matrix[pairs.source[order]], starts, axis=0, dtype=np.int64))


def _group(stretch: Stretch) -> Group:
    return stretch.first, stretch.last, stretch.ancestors


_NO_DATES = trees.pack_stretches([Stretch(0, 0, ())])[: 2 * vectors.STORED.itemsize]


def _undated(path: bytes) -> bytes:
    """A base period's one stretch without the base period, so that a leaf's months are seen to go along one path."""
    return _NO_DATES + path[len(_NO_DATES) :]


@lru_cache(maxsize=1 << 16)
def _stretches(path: bytes) -> tuple[Stretch, ...]:
    return trees.unpack_stretches(path)


@lru_cache(maxsize=1 << 16)
def _units_above(path: bytes) -> frozenset[int]:
    return frozenset(unit_id for stretch in _stretches(path) for unit_id in stretch.ancestors)


def _joined(packed: Sequence[bytes], size: int) -> bytes:
    joined = b"".join(packed)
    if len(joined) == size * len(packed) and set(map(len, packed)) <= {size}:
        return joined
    return b"".join(one.ljust(size, b"\0") for one in packed)


def _cut(data: bytes, size: int, rows: int) -> list[bytes]:
    return [data[place * size : (place + 1) * size] for place in range(rows)]
