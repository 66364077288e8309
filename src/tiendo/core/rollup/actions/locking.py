"""Taking rows for an update: missing ones are created first, then all are locked in one fixed order, and written back in one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from tiendo.core.rollup.models import Posted, Rollup, UnitYear
from tiendo.core.rollup.totals import RowKey, Totals

Row = TypeVar("Row", Posted, UnitYear, Rollup)
_KEY = ("unit_id", "form", "period")


def lock_leaves(model: type[Row], keys: Collection[RowKey]) -> dict[RowKey, Row]:
    """The rows of leaves (Posted or UnitYear) by key, locked by form, period and unit."""
    wanted = sorted(keys, key=lambda key: (key[1], key[2], key[0]))
    return _take(
        model, {key: model(unit_id=key[0], form=key[1], period=key[2]) for key in wanted}, ("form", "period", "unit_id")
    )


def lock_rollups(totals: Totals) -> dict[RowKey, Rollup]:
    """The roll-up rows that the totals touch, locked from the root, then by unit, form and period."""
    rows = {
        key: Rollup(unit_id=key[0], form=key[1], period=key[2], depth=total.depth)
        for key, total in totals.in_lock_order()
    }
    return _take(Rollup, rows, ("depth", *_KEY))


def write_back(model: type[Row], rows: Sequence[Row], *, fields: Sequence[str]) -> None:
    """Store locked rows, one statement for as many as the database takes."""
    for row in rows:
        row.pk = None
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "form", "period"], update_fields=list(fields)
    )


def _take(model: type[Row], rows: Mapping[RowKey, Row], order: Sequence[str]) -> dict[RowKey, Row]:
    if not rows:
        return {}
    units, forms, keys = (sorted(set(part)) for part in zip(*rows, strict=True))
    matching = model._default_manager.filter(unit_id__in=units, form__in=forms, period__in=keys)
    present = set(matching.values_list(*_KEY))
    missing = [row for key, row in rows.items() if key not in present]
    if missing:
        model._default_manager.bulk_create(missing, ignore_conflicts=True)
    locked = matching.select_for_update().order_by(*order)
    return {key: row for row in locked if (key := (row.unit_id, row.form, row.period)) in rows}
