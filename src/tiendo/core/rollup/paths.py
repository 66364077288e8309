"""Paths of leaves at the ends of a year's base periods, as known now: the one place where the engine asks about the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tiendo.core.rollup import statements
from tiendo.foundation.places.models import Placement
from tiendo.kernel import periods
from tiendo.kernel.periods import BASES_A_YEAR, Base
from tiendo.kernel.trees import Path

YearPaths = list[Path | None]
"""One path per base period, None where the unit is not in force at its end."""


def of_year(unit_ids: Iterable[int], year: int, base: Base) -> dict[int, YearPaths]:
    """Unit → its path at the end of each base period of the year. One query, whatever the number of units."""
    return read(unit_ids, year).by(base)


@dataclass(frozen=True, slots=True)
class Read:
    """Where units hung in a year, and the chain that names the slots as they were laid then (None: no unit was found)."""

    unit_ids: tuple[int, ...]
    year: int
    placements: Sequence[Placement]
    chain: bytes | None

    def by(self, base: Base) -> dict[int, YearPaths]:
        """Unit → its path at the end of each base period."""
        ends = _ends(self.year, base)
        found: dict[int, YearPaths] = {unit_id: [None] * len(ends) for unit_id in self.unit_ids}
        for row in self.placements:
            path = row.ancestors
            for place, end in enumerate(ends):
                if row.valid_from <= end < row.valid_to:
                    found[row.unit_id][place] = path
        return found


def read(unit_ids: Iterable[int], year: int) -> Read:
    """Where the units hung in the year. One query."""
    asked = tuple(unit_ids)
    rows, chain = statements.placements(asked, until=_ends(year, "month")[-1], after=_ends(year, "month")[0])
    return Read(asked, year, rows, chain)


@lru_cache(maxsize=64)
def _ends(year: int, base: Base) -> tuple[date, ...]:
    return tuple(periods.base_period(year, base, index).end for index in range(1, BASES_A_YEAR[base] + 1))
