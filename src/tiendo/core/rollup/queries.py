"""Reads of the figures: rows of many units, forms and periods at once, today's or as of a posting; slots; what leaves have posted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from tiendo.core.rollup import asof, contents, slots, statements
from tiendo.core.rollup.leaves import LeafValues
from tiendo.core.rollup.models import Posted, Posting
from tiendo.core.rollup.slots import SlotKey
from tiendo.core.rollup.totals import RowKey
from tiendo.kernel import periods
from tiendo.kernel import vectors as packed
from tiendo.kernel.vectors import Vector

Wanted = Mapping[str, Collection[str]]
"""Form → period keys: base periods, or a year for the result slots."""


@dataclass(frozen=True, slots=True)
class Row:
    """The totals of one unit, form and period over all leaves at or below it. A slot number beyond the vectors reads as nothing.

    `reports`: leaves that posted. `version`: number of the last posting inside.
    """

    sums: Vector
    filled_by_slot: Vector
    positive_by_slot: Vector
    reports: int
    version: int

    def sum(self, slot: int) -> int:
        """The sum over leaves, in the cell's smallest unit."""
        return int(self.sums[slot]) if slot < len(self.sums) else 0

    def filled(self, slot: int) -> int:
        """Leaves that gave a value, or of which the result is known."""
        return int(self.filled_by_slot[slot]) if slot < len(self.filled_by_slot) else 0

    def positive(self, slot: int) -> int:
        """Leaves whose value is above zero."""
        return int(self.positive_by_slot[slot]) if slot < len(self.positive_by_slot) else 0


_NONE = np.zeros(0, dtype=np.int64)
NO_ROW = Row(_NONE, _NONE, _NONE, 0, 0)
"""What reads where nothing was ever posted."""


def vectors(unit_id: int, form: str, keys: Collection[str], *, as_of: int | None = None) -> dict[str, Row]:
    """One unit's rows of one form, by period key; every key asked for is there."""
    found = rows([unit_id], {form: keys}, as_of=as_of)
    return {key: found[unit_id, form, key] for key in keys}


def rows(unit_ids: Collection[int], wanted: Wanted, *, as_of: int | None = None) -> dict[RowKey, Row]:
    """(unit, form, period) → row, for every combination asked, NO_ROW where nothing is. Roll-up rows and, where a unit is itself a
    leaf, its own figures are read together. One query; as of a posting number, two more and the rows posted since.
    """
    found = {(unit_id, form, key): NO_ROW for unit_id in unit_ids for form, keys in wanted.items() for key in keys}
    if not found:
        return found
    for unit_id, form, period, own, first, second, third, reports, version in statements.rows_of(unit_ids, wanted):
        row = _own_row(first, second, reports, version) if own else _total_row(first, second, third, reports, version)
        found[unit_id, form, period] = _joined(found[unit_id, form, period], row)
    if as_of is None:
        return found
    past = {
        key: asof.Past(row.sums, row.filled_by_slot, row.positive_by_slot, row.reports) for key, row in found.items()
    }
    asof.turn_back(past, wanted, as_of)
    return {
        key: Row(row.sums, row.filled, row.positive, row.reports, min(as_of, found[key].version))
        for key, row in past.items()
    }


def slot_numbers(form: str) -> Mapping[SlotKey, int]:
    """Cell name, or (function text, window, base index) → number of its slot; empty for a form without slots."""
    form_slots = slots.all_forms().get(form)
    return form_slots.numbers if form_slots else {}


def latest_seq(at: datetime) -> int:
    """The greatest posting number not later than the moment; 0 before the first."""
    found = Posting.objects.filter(at__lte=at).order_by("-at", "-seq").values_list("seq", flat=True).first()
    return found or 0


def moment_of(seq: int) -> datetime | None:
    """When the posting of that number, or the last one before it, was made; None before the first."""
    return Posting.objects.filter(seq__lte=seq).order_by("-seq").values_list("at", flat=True).first()


def posted_leaves() -> Iterator[LeafValues]:
    """What every leaf has in the totals now, by form, period and unit; blanks as None."""
    laid = slots.all_forms()
    for row in Posted.objects.filter(vector__isnull=False).order_by("form", "period", "unit_id").iterator():
        yield LeafValues(row.unit_id, row.form, row.period, _by_cell(row, laid[row.form]), row.revision)


def posted_periods(since: date) -> dict[str, set[str]]:
    """Form → the base periods and years, from the year of that day on, in which any leaf has figures. One query."""
    found: dict[str, set[str]] = {}
    rows = Posted.objects.filter(vector__isnull=False, period__gte=f"{since.year:04d}")
    for form, period in rows.values_list("form", "period").order_by().distinct():
        found[form] = found.get(form, set()) | {period, period[:4]}
    return found


def settled(form: str, year: int, before: date) -> Vector:
    """1 for each result slot of a year whose base period had ended before the day, else 0."""
    form_slots = slots.of_form(form)
    ended = [
        index
        for index in range(1, form_slots.periods + 1)
        if periods.base_period(year, form_slots.base, index).end < before
    ]
    return np.isin(form_slots.base_of, ended).astype(np.int64)


def own(unit_id: int, form: str, keys: Collection[str]) -> dict[str, dict[str, int | None]]:
    """What one leaf has in the totals: period → cell → value. A period in which it posted nothing is absent."""
    found = Posted.objects.filter(unit_id=unit_id, form=form, period__in=keys, vector__isnull=False)
    laid = slots.all_forms()
    return {row.period: _by_cell(row, laid[form]) for row in found}


def _by_cell(row: Posted, form_slots: slots.FormSlots) -> dict[str, int | None]:
    content = contents.of_posted(row)
    values, mask = content.values.tolist(), content.mask.tolist()
    return {
        cell: values[place] if place < len(mask) and mask[place] else None for cell, place in form_slots.cells.items()
    }


def _own_row(vector: bytes, mask: bytes, reports: int, version: int) -> Row:
    values = packed.unpack(vector)
    known = packed.unpack_mask(mask, len(values))
    values = np.where(known, values, 0)
    return Row(values, known.astype(np.int64), (values > 0).astype(np.int64), reports, version)


def _total_row(sums: bytes, filled: bytes, positive: bytes, reports: int, version: int) -> Row:
    return Row(packed.unpack(sums), packed.unpack(filled), packed.unpack(positive), reports, version)


def _joined(one: Row, other: Row) -> Row:
    if one is NO_ROW:
        return other
    return Row(
        packed.add(one.sums, other.sums),
        packed.add(one.filled_by_slot, other.filled_by_slot),
        packed.add(one.positive_by_slot, other.positive_by_slot),
        one.reports + other.reports,
        max(one.version, other.version),
    )
