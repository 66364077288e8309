"""Our side: the product's own functions on the product's own tables, nothing special-cased. A form of 50 cells, laid down as packs do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from django.db import transaction

from bench.answers import Answer
from bench.bulk import fill
from bench.land import CELLS, MONTHS, YEAR, Land, Year
from bench.models import APPROVED, SUBMITTED, Sheet
from tiendo.core.rollup import actions, queries
from tiendo.core.rollup.leaves import CellSlot, Change, Leaf, LeafValues
from tiendo.core.rollup.models import Rollup
from tiendo.foundation import clock
from tiendo.kernel.expressions import LeafFunction

FORM = "BENCH"
NAMES = [f"CELL_{number:02d}" for number in range(CELLS)]
KEYS = {f"{YEAR}-{month:02d}": month for month in range(1, MONTHS + 1)}


def load(land: Land, year: Year) -> None:
    """Lay the slots, write the year's reports and the totals of what is approved. Not timed."""
    posted = LeafFunction.posted(FORM)
    actions.ensure_slots(FORM, "month", cells=[CellSlot(name, "flow") for name in NAMES], functions=[posted])
    keys, waiting = list(KEYS), set(year.waiting)
    rows = (
        (
            land.places[place].commune,
            keys[month - 1],
            SUBMITTED if (place, month) in waiting else APPROVED,
            _json(year, place, month),
        )
        for place, month in year.reports()
    )
    fill(Sheet, ("unit_id", "period", "state", "values"), rows)
    rebuild_from_reports()


def _json(year: Year, place: int, month: int) -> str:
    values, given = year.values[place, month - 1].tolist(), year.given[place, month - 1].tolist()
    return json.dumps({NAMES[cell]: value for cell, value in enumerate(values) if given[cell]})


def leaves() -> Iterator[LeafValues]:
    """Every approved report's values, as reporting hands them over."""
    for sheet in Sheet.objects.filter(state=APPROVED).order_by("pk").iterator(chunk_size=2000):
        yield LeafValues(sheet.unit_id, FORM, sheet.period, sheet.values, revision=1)


def forget_totals() -> None:
    """Empty what `rebuild` makes. Not timed."""
    Rollup.objects.all().delete()


@transaction.atomic
def rebuild() -> None:
    """Every total from the leaves' rows, the year's results included: what `tiendo rollup rebuild` does."""
    actions.retotal(at=clock.now())


@transaction.atomic
def rebuild_from_reports() -> None:
    """Every leaf's row and every total from the reports, each proved first: what `--from-reports` does."""
    actions.rebuild(leaves(), at=clock.now())


def waiting_ids() -> list[int]:
    """Reports signed and not approved, in the same order as the other side's."""
    return list(Sheet.objects.filter(state=SUBMITTED).order_by("unit_id", "period").values_list("pk", flat=True))


def approve(sheet_id: int) -> None:
    """One decision: the state and every total above it in one transaction."""
    approve_many([sheet_id])


def approve_many(sheet_ids: Sequence[int]) -> None:
    """Decisions taken together: one transaction, one posting."""
    with transaction.atomic():
        if Sheet.objects.filter(pk__in=sheet_ids, state=SUBMITTED).update(state=APPROVED) != len(sheet_ids):
            raise RuntimeError(f"some of the reports {sheet_ids} were not waiting")
        sheets = Sheet.objects.filter(pk__in=sheet_ids)
        actions.post((Change(Leaf(s.unit_id, FORM, s.period), s.values, revision=1) for s in sheets), at=clock.now())


def board(province: int) -> Answer:
    """Every cell of every month of one province."""
    return stored([province])


def pivot(land: Land) -> Answer:
    """Every province × month, all cells."""
    return stored(land.provinces)


def pivot_of_cell(land: Land, number: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Every province × month of one cell: sum and how many gave it."""
    slot = queries.slot_numbers(FORM)[NAMES[number]]
    rows = queries.rows(land.provinces, {FORM: list(KEYS)})
    return {
        (unit, KEYS[key]): (row.sum(slot), row.filled(slot)) for (unit, _form, key), row in rows.items() if row.reports
    }


def stored(units: Sequence[int]) -> Answer:
    """The totals of the units as they stand now; a unit and month without reports is left out."""
    rows = queries.rows(units, {FORM: list(KEYS)})
    return {
        (unit, KEYS[key]): (row.reports, row.sums.tolist(), row.filled_by_slot.tolist(), row.positive_by_slot.tolist())
        for (unit, _form, key), row in rows.items()
        if row.reports
    }
