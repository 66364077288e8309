"""Proof that a change of the map loses nothing: the sums that do not depend on the map, read before and after through the roll-ups.

Compared are all provinces together, and the lowest unit above everything that changes: every base period of the year and later, cell by
cell (sum, leaves that gave a value, leaves above zero, reports), and of the year's results those of periods that ended before the day.
A live sheet is no approved figure: for periods that end later it follows its records, which the heirs hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from tiendo.core.rollup import queries as rollup
from tiendo.core.rollup.queries import Row
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.drawing import Drawing
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.vectors import Vector


@dataclass(frozen=True, slots=True)
class Sums:
    """One form's and period's sums over some units: (sums, filled, positive), each by slot, and the number of reports."""

    vectors: tuple[Vector, ...]
    reports: int


Read = Mapping[tuple[str, str, str], Sums]
"""(place, form, period) → sums."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the proof: how many cells, the sum of all of them and the reports, before and after."""

    place: str
    form: str
    period: str
    cells: int
    before: int
    after: int
    reports_before: int
    reports_after: int
    equal: bool

    @property
    def label(self) -> str:
        """The period in words."""
        return periods.parse(self.period).label

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def read(drawing: Drawing) -> Read:
    """The sums as they are now. Three queries."""
    places = _places(drawing)
    wanted = rollup.posted_periods(drawing.on)
    rows = rollup.rows(sorted({pk for ids in places.values() for pk in ids}), wanted)
    return {
        (place, form, key): _together([rows[pk, form, key] for pk in ids])
        for place, ids in places.items()
        for form, keys in wanted.items()
        for key in sorted(keys)
    }


def compare(before: Read, after: Read, on: date) -> list[Compared]:
    """Line by line, those with figures; the first unequal one is enough to refuse."""
    return [line for key in sorted({*before, *after}) for line in _compared(key, before, after, on)]


def _compared(key: tuple[str, str, str], before: Read, after: Read, on: date) -> Iterator[Compared]:
    place, form, period = key
    one, other = before.get(key, _NOTHING), after.get(key, _NOTHING)
    over = periods.parse(period)
    is_year = len(period) == 4
    if not is_year and over.end >= on and form in packs.current().registers:
        return
    mask = rollup.settled(form, over.year, on) if is_year else None
    left, right = [_masked(v, mask) for v in one.vectors], [_masked(v, mask) for v in other.vectors]
    equal = all(_same(a, b) for a, b in zip(left, right, strict=True)) and (is_year or one.reports == other.reports)
    if any(v.any() for v in (*left, *right)) or one.reports or other.reports:
        cells = int(np.count_nonzero(_padded(left[1], right[1])[0])) if mask is None else int(mask.sum())
        yield Compared(
            place, form, period, cells, int(left[0].sum()), int(right[0].sum()), one.reports, other.reports, equal
        )


def common(drawing: Drawing) -> Unit | None:
    """The lowest unit that stands before and after, above everything that changes."""
    ways = [drawing.tree.path(pk)[:-1] for pk in drawing.touched]
    ways += [tuple(step for step in drawing.path(unit.pk)[:-1] if isinstance(step, int)) for unit in drawing.moved]
    ways += [tuple(step for step in drawing.path(code)[:-1] if isinstance(step, int)) for code in drawing.born]
    found: int | None = None
    for steps in zip(*ways, strict=False):
        if len(set(steps)) > 1:
            break
        found = steps[0]
    ending = {unit.pk for unit in drawing.ended}
    return drawing.tree.units[found] if found is not None and found not in ending else None


def _places(drawing: Drawing) -> dict[str, Collection[int]]:
    roots = set(Placement.objects.filter(parent__isnull=True).values_list("unit_id", flat=True))
    shared = common(drawing)
    places: dict[str, Collection[int]] = {"": roots}
    if shared is not None and shared.pk not in roots:
        places[str(shared)] = [shared.pk]
    return places


def _together(rows: Collection[Row]) -> Sums:
    vectors = tuple(
        _sum([getattr(row, name) for row in rows]) for name in ("sums", "filled_by_slot", "positive_by_slot")
    )
    return Sums(vectors, sum(row.reports for row in rows))


def _sum(vectors: Collection[Vector]) -> Vector:
    width = max((len(vector) for vector in vectors), default=0)
    total: Vector = np.zeros(width, dtype=np.int64)
    for vector in vectors:
        total[: len(vector)] += vector
    return total


def _masked(vector: Vector, mask: Vector | None) -> Vector:
    if mask is None:
        return vector
    one, other = _padded(vector, mask)
    return one * other


def _padded(one: Vector, other: Vector) -> tuple[Vector, Vector]:
    width = max(len(one), len(other))
    return np.pad(one, (0, width - len(one))), np.pad(other, (0, width - len(other)))


def _same(one: Vector, other: Vector) -> bool:
    left, right = _padded(one, other)
    return bool(np.array_equal(left, right))


_EMPTY: Vector = np.zeros(0, dtype=np.int64)
_NOTHING = Sums((_EMPTY, _EMPTY, _EMPTY), 0)
