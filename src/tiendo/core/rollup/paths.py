"""Paths of leaves at the ends of a year's base periods, as known now: the one place where the engine asks about the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tiendo.core.rollup import statements
from tiendo.kernel import periods
from tiendo.kernel.periods import BASES_A_YEAR, Base
from tiendo.kernel.trees import Path

YearPaths = list[Path | None]
"""One path per base period, None where the unit is not in force at its end."""


def of_year(unit_ids: Iterable[int], year: int, base: Base) -> dict[int, YearPaths]:
    """Unit → its path at the end of each base period of the year. One query, whatever the number of units."""
    ends = _ends(year, base)
    found: dict[int, YearPaths] = {unit_id: [None] * len(ends) for unit_id in unit_ids}
    for row in statements.placements(found, until=ends[-1], after=ends[0]):
        for place, end in enumerate(ends):
            if row.valid_from <= end < row.valid_to:
                found[row.unit_id][place] = row.ancestors
    return found


@lru_cache(maxsize=64)
def _ends(year: int, base: Base) -> tuple[date, ...]:
    return tuple(periods.base_period(year, base, index).end for index in range(1, BASES_A_YEAR[base] + 1))
