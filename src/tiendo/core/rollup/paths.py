"""Paths of leaves at the ends of a year's base periods, as known now: the one place where the engine asks about the tree."""

from __future__ import annotations

from collections.abc import Iterable

from tiendo.foundation.places.models import Placement
from tiendo.kernel import periods
from tiendo.kernel.periods import BASES_A_YEAR, Base
from tiendo.kernel.trees import Path

YearPaths = list[Path | None]
"""One path per base period, None where the unit is not in force at its end."""


def of_year(unit_ids: Iterable[int], year: int, base: Base) -> dict[int, YearPaths]:
    """Unit → its path at the end of each base period of the year. One query, whatever the number of units."""
    ends = [periods.base_period(year, base, index).end for index in range(1, BASES_A_YEAR[base] + 1)]
    found: dict[int, YearPaths] = {unit_id: [None] * len(ends) for unit_id in unit_ids}
    rows = Placement.objects.filter(unit_id__in=list(found), valid_from__lte=ends[-1], valid_to__gt=ends[0])
    for row in rows:
        for place, end in enumerate(ends):
            if row.valid_from <= end < row.valid_to:
                found[row.unit_id][place] = row.ancestors
    return found
