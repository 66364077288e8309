"""Taking rows for an update: missing ones are created first, then all are locked in one fixed order, and written back in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from tiendo.core.rollup import statements
from tiendo.core.rollup.models import Posted, Rollup, UnitYear
from tiendo.core.rollup.totals import RowKey, Totals

Row = TypeVar("Row", Posted, UnitYear, Rollup)


def lock_leaves(model: type[Row], keys: Collection[RowKey]) -> dict[RowKey, Row]:
    """The rows of leaves (Posted or UnitYear) by key, locked by form, period and unit."""
    order = ("form", "period", "unit_id")
    found = statements.locked(model, keys, order)
    missing = sorted(set(keys) - set(found), key=lambda key: (key[1], key[2], key[0]))
    if missing:
        rows = [model(unit_id=unit_id, form=form, period=period) for unit_id, form, period in missing]
        found |= statements.create_missing(model, rows)
        if late := [key for key in missing if key not in found]:
            found |= statements.locked(model, late, order)
    return found


def lock_rollups(totals: Totals) -> dict[RowKey, Rollup]:
    """The roll-up rows that the totals touch: missing ones first, then all locked from the root, then by unit, form and period."""
    if totals.rows.keys() <= _seen:
        found = statements.locked(Rollup, totals.rows, _FROM_THE_ROOT)
        if len(found) == len(totals.rows):
            return found
    present = statements.present(Rollup, totals.rows)
    missing = [
        Rollup(unit_id=key[0], form=key[1], period=key[2], depth=total.depth)
        for key, total in totals.in_lock_order()
        if key not in present
    ]
    statements.create_missing(Rollup, missing)
    if len(_seen) > _REMEMBERED:
        _seen.clear()
    _seen.update(totals.rows)
    return statements.locked(Rollup, totals.rows, _FROM_THE_ROOT)


_FROM_THE_ROOT = ("depth", *statements.KEY)
_seen: set[RowKey] = set()
"""Rows this process has met. They are never deleted, so there is nothing to create; what was rolled back is not found, and made anew."""
_REMEMBERED = 100_000


def write_back(model: type[Row], rows: Sequence[Row], *, fields: Sequence[str]) -> None:
    """Store locked rows, one statement for as many as the database takes."""
    statements.upsert(model, rows, fields)
