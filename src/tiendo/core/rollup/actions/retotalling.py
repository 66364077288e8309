"""Retotal: results and totals anew from what the leaves' own rows hold, in one pass; no report is read.

For slots laid since, and for totals that were lost or are in doubt. `rebuild` starts from the reports instead, and mends the leaves' rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import numpy as np

from tiendo.core.rollup import contents, slots, stacked, statements
from tiendo.core.rollup.actions.counting import assert_in_transaction, number
from tiendo.core.rollup.actions.locking import write_back
from tiendo.core.rollup.actions.rebuilding import Rebuilt, hold
from tiendo.core.rollup.models import Posting, UnitYear
from tiendo.core.rollup.slots import FormSlots
from tiendo.core.rollup.stacked import PackedTotal, Stack
from tiendo.core.rollup.years import Years
from tiendo.kernel import trees


def retotal(forms: Collection[str] | None = None, *, at: datetime) -> Rebuilt:
    """Rewrite every result and total (of these forms; None: of all) that does not follow from the leaves' rows, inside the caller's
    transaction. A leaf whose results change gets a posting. What the leaves themselves gave is believed: `check` proves it.
    """
    assert_in_transaction()
    hold()
    years: list[tuple[UnitYear, bool]] = []
    totals: list[PackedTotal] = []
    laid = slots.all_forms()
    for form in sorted(laid if forms is None else forms):
        totals += _base_periods(laid[form]).totals()
        stack, changed = _years(laid[form])
        totals += stack.totals()
        years += changed
    drafts = {place: _draft(row) for place, (row, differs) in enumerate(years) if differs}
    last = number(list(drafts.values()), at=at) + len(drafts)
    for place, draft in drafts.items():
        years[place][0].posting = draft.seq
    kept = ["months", "months_mask", "results", "results_mask", "posting"]
    write_back(UnitYear, [row for row, _differs in years], fields=kept)
    differing = _differing(totals, forms, version=last)
    statements.write_totals(differing)
    return Rebuilt(0, len(years), len(differing))


def _base_periods(form: FormSlots) -> Stack:
    return Stack(form.form, form.width, None, *statements.posted_of(form.form))


def _years(form: FormSlots) -> tuple[Stack, list[tuple[UnitYear, bool]]]:
    """The results of every leaf's year as they follow from its months; and the rows that must be stored anew, with whether their
    results differ (else cells were appended since, and the months are only written wider).
    """
    rows = statements.years_of(form.form)
    years = Years.of_stored(form, rows)
    results, known = years.results_within([_span(bytes(row.stretches)) for row in rows])
    numbers, masks = stacked.packed_rows(np.where(known, results, 0)), stacked.packed_bits(known)
    changed: list[tuple[UnitYear, bool]] = []
    for place, (row, packed, mask) in enumerate(zip(rows, numbers, masks, strict=True)):
        differs = not (stacked.same(bytes(row.results), packed) and stacked.same(bytes(row.results_mask), mask))
        if differs or len(row.months) != form.year_size:
            months, months_mask, _reported = years.stored(place)
            kept = row._replace(months=months, months_mask=months_mask, results=packed, results_mask=mask)
            changed.append((UnitYear(form=form.form, **kept._asdict()), differs))
    there = [
        (row.period, packed, mask, bytes(row.stretches))
        for row, packed, mask in zip(rows, numbers, masks, strict=True)
        if row.stretches
    ]
    columns = list(map(list, zip(*there, strict=True)))
    return Stack(form.form, form.result_width, form.base_of, *columns), changed


def _draft(row: UnitYear) -> Posting:
    return contents.draft(row.unit_id, row.form, row.period, contents.of_unit_year(row), prev=row.posting, revision=0)


def _span(stretches: bytes) -> tuple[int, int]:
    """First and last base period in force; an empty span for a leaf that is in no total."""
    parts = trees.unpack_stretches(stretches)
    return (parts[0].first, parts[-1].last) if parts else (1, 0)


def _differing(totals: Iterable[PackedTotal], forms: Collection[str] | None, *, version: int) -> list[tuple[Any, ...]]:
    """Rows to be written: what must stand, where something else does."""
    stored = statements.totals_of(forms)
    found = []
    for total in totals:
        held = stored.pop(total.key, None)
        if held is None or held[3] != total.reports or not all(map(stacked.same, held[:3], total[2:5])):
            found.append((*total.key, *total[1:], version))
    for key, (*packed, reports) in stored.items():
        if reports or any(one.strip(b"\0") for one in packed):
            found.append((*key, 0, b"", b"", b"", 0, version))
    return found
