"""The whole state of the engine recomputed from leaves' values: every vector stacked into one matrix, summed by ancestor.

Shares the evaluation of leaf functions with `post`, but none of its bookkeeping: sums are made anew, not by differences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tiendo.core.rollup import contents, paths, slots
from tiendo.core.rollup.leaves import LeafValues
from tiendo.core.rollup.paths import YearPaths
from tiendo.core.rollup.slots import FormSlots
from tiendo.core.rollup.totals import Content, RowKey, Total
from tiendo.core.rollup.years import Years
from tiendo.kernel import periods, trees
from tiendo.kernel.trees import Path

StoredYear = tuple[bytes, bytes, int]


@dataclass(slots=True)
class Whole:
    """What must stand in the tables: leaves' contents with revision, leaves' years (as stored, and as results), and the totals."""

    posted: dict[RowKey, tuple[Content, int]] = field(default_factory=dict)
    years: dict[RowKey, tuple[StoredYear, Content]] = field(default_factory=dict)
    totals: dict[RowKey, Total] = field(default_factory=dict)


def of_leaves(leaves: Iterable[LeafValues]) -> Whole:
    """The state that follows from these values and the tree as known now. One query of paths per form and year."""
    groups: dict[tuple[str, str], list[LeafValues]] = defaultdict(list)
    for leaf in leaves:
        groups[leaf.form, leaf.period_key[:4]].append(leaf)
    whole = Whole()
    for (form, year), members in sorted(groups.items()):
        _Group(slots.of_form(form), year, members).into(whole)
    return whole


class _Group:
    """The leaves of one form and year."""

    def __init__(self, form_slots: FormSlots, year: str, leaves: Sequence[LeafValues]) -> None:
        self.slots, self.year, self.leaves = form_slots, year, leaves
        self.units = sorted({leaf.unit_id for leaf in leaves})
        self.place = {unit_id: place for place, unit_id in enumerate(self.units)}
        found = paths.of_year(self.units, int(year), form_slots.base)
        self.paths: list[YearPaths] = [found[unit_id] for unit_id in self.units]
        self.years = Years.empty(form_slots, len(self.units))
        self.revisions: dict[tuple[int, int], int] = {}
        for leaf in leaves:
            index = periods.parse(leaf.period_key).ordinal
            self.years.put(self.place[leaf.unit_id], index, leaf.values)
            self.revisions[self.place[leaf.unit_id], index] = leaf.revision

    def into(self, whole: Whole) -> None:
        results, known = self.years.results(self.paths)
        for (place, index), revision in self.revisions.items():
            values, given = self.years.values[place, index - 1], self.years.given[place, index - 1]
            content = Content(values, given, contents.along(self.paths[place], index))
            whole.posted[self.units[place], self.slots.form, self.key_of(index)] = content, revision
        for unit_id, place in self.place.items():
            content = Content(results[place], known[place], trees.stretches(self.paths[place]))
            whole.years[unit_id, self.slots.form, self.year] = self.years.stored(place), content
        self.base_totals(whole)
        self.year_totals(whole, results, known)

    def base_totals(self, whole: Whole) -> None:
        for index in range(1, self.slots.periods + 1):
            for depth, ancestor, leaves in self.below(index):
                leaves = leaves[self.years.posted[leaves, index - 1]]
                if len(leaves):
                    total = whole.totals.setdefault((ancestor, self.slots.form, self.key_of(index)), Total(depth))
                    values, given = self.years.values[leaves, index - 1], self.years.given[leaves, index - 1]
                    total.sums = values.sum(axis=0)
                    total.filled, total.positive = given.sum(axis=0), (values > 0).sum(axis=0)
                    total.reports = len(leaves)

    def year_totals(self, whole: Whole, results: NDArray[np.int64], known: NDArray[np.bool_]) -> None:
        members: dict[int, set[int]] = defaultdict(set)
        speaking = np.asarray(self.years.posted.any(axis=1))
        for first, last in self.steady():
            here = np.flatnonzero((self.slots.base_of >= first) & (self.slots.base_of <= last))
            for depth, ancestor, leaves in self.below(first):
                leaves = leaves[speaking[leaves]]
                if not len(leaves):
                    continue
                total = whole.totals.setdefault((ancestor, self.slots.form, self.year), self.no_results(depth))
                block = results[np.ix_(leaves, here)]
                total.sums[here] = block.sum(axis=0)
                total.filled[here] = known[np.ix_(leaves, here)].sum(axis=0)
                total.positive[here] = (block > 0).sum(axis=0)
                members[ancestor].update(leaves.tolist())
                total.reports = len(members[ancestor])

    def no_results(self, depth: int) -> Total:
        width = self.slots.result_width
        return Total(depth, np.zeros(width, np.int64), np.zeros(width, np.int64), np.zeros(width, np.int64))

    def steady(self) -> Iterator[tuple[int, int]]:
        """Stretches of the year in which no leaf's path changes."""
        columns = list(zip(*self.paths, strict=True))
        first = 1
        for index in range(2, len(columns) + 2):
            if index > len(columns) or columns[index - 1] != columns[first - 1]:
                yield first, index - 1
                first = index

    def below(self, index: int) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """Every ancestor at the end of a base period, with its depth and the places of the leaves below it."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, way in enumerate(self.paths):
            path: Path = way[index - 1] or ()
            for depth, ancestor in enumerate(path[:-1]):
                found[depth, ancestor].append(place)
        for (depth, ancestor), places in sorted(found.items()):
            yield depth, ancestor, np.array(places, dtype=np.int64)

    def key_of(self, index: int) -> str:
        return periods.base_period(int(self.year), self.slots.base, index).key
