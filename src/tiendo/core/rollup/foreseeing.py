"""What one change would do to the totals, without making it: for whoever decides about it. Reads only, and locks nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.core.rollup import paths, slots
from tiendo.core.rollup.leaves import Change
from tiendo.core.rollup.models import UnitYear
from tiendo.core.rollup.queries import Row
from tiendo.core.rollup.years import Years
from tiendo.kernel import periods, vectors


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be added to a row (a total less what it takes away): sums, leaves that give, leaves above zero, leaves that posted."""

    sums: vectors.Vector
    filled: vectors.Vector
    positive: vectors.Vector
    reports: int

    def added_to(self, row: Row) -> Row:
        """The row as it would stand."""
        return Row(
            vectors.add(row.sums, self.sums),
            vectors.add(row.filled_by_slot, self.filled),
            vectors.add(row.positive_by_slot, self.positive),
            row.reports + self.reports,
            row.version,
        )


def foresee(change: Change) -> dict[tuple[str, str], Difference]:
    """(form, period) → what the change adds to the rows of the base period and of its year, in every unit above the leaf.

    Of a year in which the leaf moves, the results are those of the whole year: units it left are not told apart. Three queries.
    """
    leaf, period = change.leaf, periods.parse(change.leaf.period_key)
    form_slots, year = slots.of_form(leaf.form), str(period.year)
    where = paths.of_year([leaf.unit_id], period.year, form_slots.base)[leaf.unit_id]
    before, after = (Years.empty(form_slots, 1) for _ in range(2))
    for row in UnitYear.objects.filter(unit_id=leaf.unit_id, form=leaf.form, period=year):
        for years in (before, after):
            years.load(0, months=row.months, mask=row.months_mask, reported=row.reported)
    after.put(0, period.ordinal, change.values)
    place = period.ordinal - 1
    month = _difference(
        (before.values[0, place], before.given[0, place]), (after.values[0, place], after.given[0, place])
    )
    posted = int(after.posted[0, place]) - int(before.posted[0, place])
    was, will = before.results([where]), after.results([where])
    whole = _difference((was[0][0], was[1][0]), (will[0][0], will[1][0]))
    first = int(after.posted[0].any()) - int(before.posted[0].any())
    return {(leaf.form, leaf.period_key): _made(month, posted), (leaf.form, year): _made(whole, first)}


Part = tuple[vectors.Vector, vectors.Mask]


def _difference(was: Part, will: Part) -> tuple[vectors.Vector, vectors.Vector, vectors.Vector]:
    (old, old_known), (new, new_known) = was, will
    old, new = np.where(old_known, old, 0), np.where(new_known, new, 0)
    known = new_known.astype(np.int64) - old_known.astype(np.int64)
    return new - old, known, (new > 0).astype(np.int64) - (old > 0).astype(np.int64)


def _made(parts: tuple[vectors.Vector, vectors.Vector, vectors.Vector], reports: int) -> Difference:
    return Difference(*parts, reports)
