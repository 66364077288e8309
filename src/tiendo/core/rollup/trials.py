"""Results of leaf functions that have no slots yet, worked out for one unit from what its leaves have posted. Nothing is written.

What is found is what the totals would hold after `ensure_slots` and `retotal`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tiendo.core.rollup import paths, slots
from tiendo.core.rollup.models import UnitYear
from tiendo.core.rollup.queries import Row
from tiendo.core.rollup.slots import FormSlots, ResultSlots, SlotKey
from tiendo.core.rollup.years import Years
from tiendo.foundation.places.models import Placement
from tiendo.kernel import vectors
from tiendo.kernel.expressions import LeafFunction, Window
from tiendo.kernel.vectors import Vector


@dataclass(frozen=True, slots=True)
class Trial:
    """The form's slots with the functions' appended, and what the unit's leaves give in those, from slot `start` on."""

    slots: FormSlots
    start: int
    sums: Vector
    filled: Vector
    positive: Vector

    def added_to(self, row: Row) -> Row:
        """The unit's row of the year with these results behind its own."""
        return replace(
            row,
            sums=np.concatenate([vectors.padded(row.sums, self.start), self.sums]),
            filled_by_slot=np.concatenate([vectors.padded(row.filled_by_slot, self.start), self.filled]),
            positive_by_slot=np.concatenate([vectors.padded(row.positive_by_slot, self.start), self.positive]),
        )


def of_unit(unit_id: int, form: str, year: int, functions: Iterable[LeafFunction]) -> Trial | None:
    """What the leaves at or under a unit give of those of the functions that have no slots; None when all have. Three queries, and
    the years of those leaves. Raises KeyError for a form without slots or a function over a cell without one.
    """
    laid = slots.of_form(form)
    missing = [
        (function, window)
        for function in dict.fromkeys(functions)
        for window in function.windows_for(laid.base)
        if (function.text, window, 1) not in laid.numbers
    ]
    if not missing:
        return None
    own = _slots_of(laid, missing)
    stored = {row.unit_id: row for row in _years_under(unit_id, form, year)}
    found = paths.of_year(stored, year, laid.base)
    years = Years.empty(own, len(stored))
    for place, row in enumerate(stored.values()):
        years.load(place, months=row.months, mask=row.months_mask, reported=row.reported)
    results, known = years.results([found[leaf] for leaf in stored])
    under = np.array([[unit_id in (path or ()) for path in found[leaf]] for leaf in stored], dtype=np.bool_)
    here = under.reshape(len(stored), laid.periods)[:, own.base_of - 1]
    known, results = known & here, np.where(known & here, results, 0)
    return Trial(
        _appended(laid, own), laid.result_width, results.sum(axis=0), known.sum(axis=0), (results > 0).sum(axis=0)
    )


def _years_under(unit_id: int, form: str, year: int) -> Iterable[UnitYear]:
    """Of every unit that ever hung under this one: which of them counts when is told by their paths."""
    below = Placement.objects.filter(path__contains=f"/{unit_id}/").values("unit_id")
    return UnitYear.objects.filter(form=form, period=str(year), unit_id__in=below)


def _slots_of(laid: FormSlots, functions: list[tuple[LeafFunction, Window]]) -> FormSlots:
    """The form as if it had result slots of these functions only."""
    width = laid.periods
    results = tuple(
        ResultSlots(function, window, np.arange(place * width, (place + 1) * width, dtype=np.int64))
        for place, (function, window) in enumerate(functions)
    )
    base_of = np.tile(np.arange(1, width + 1, dtype=np.int64), len(functions))
    return replace(laid, results=results, base_of=base_of)


def _appended(laid: FormSlots, own: FormSlots) -> FormSlots:
    numbers: dict[SlotKey, int] = dict(laid.numbers)
    for result in own.results:
        for index, number in enumerate(result.numbers.tolist(), start=1):
            numbers[result.function.text, result.window, index] = laid.result_width + number
    return replace(laid, base_of=np.concatenate([laid.base_of, own.base_of]), numbers=numbers)
