"""Taking rows for an update: missing ones are created first, then all are locked in one fixed order, and written back in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from tiendo.core.rollup.models import Posted, Rollup, UnitYear
from tiendo.core.rollup.totals import RowKey, Totals

Row = TypeVar("Row", Posted, UnitYear, Rollup)
_KEY = ("unit_id", "form", "period")


def lock_leaves(model: type[Row], keys: Collection[RowKey]) -> dict[RowKey, Row]:
    """The rows of leaves (Posted or UnitYear) by key, locked by form, period and unit."""
    order = ("form", "period", "unit_id")
    found = _lock(model, keys, order)
    missing = sorted(set(keys) - set(found), key=lambda key: (key[1], key[2], key[0]))
    if missing:
        _create(model, [model(unit_id=unit_id, form=form, period=period) for unit_id, form, period in missing])
        found |= _lock(model, missing, order)
    return found


def lock_rollups(totals: Totals) -> dict[RowKey, Rollup]:
    """The roll-up rows that the totals touch: missing ones first, then all locked from the root, then by unit, form and period."""
    if not totals.rows:
        return {}
    present = set(_matching(Rollup, totals.rows).values_list(*_KEY))
    missing = [
        Rollup(unit_id=key[0], form=key[1], period=key[2], depth=total.depth)
        for key, total in totals.in_lock_order()
        if key not in present
    ]
    if missing:
        _create(Rollup, missing)
    return _lock(Rollup, totals.rows, ("depth", *_KEY))


def write_back(model: type[Row], rows: Sequence[Row], *, fields: Sequence[str]) -> None:
    """Store locked rows, one statement for as many as the database takes."""
    for row in rows:
        row.pk = None
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "form", "period"], update_fields=list(fields)
    )


def _create(model: type[Row], rows: Sequence[Row]) -> None:
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


def _lock(model: type[Row], keys: Collection[RowKey], order: Sequence[str]) -> dict[RowKey, Row]:
    if not keys:
        return {}
    rows = _matching(model, keys).select_for_update().order_by(*order)
    return {key: row for row in rows if (key := (row.unit_id, row.form, row.period)) in keys}


def _matching(model: type[Row], keys: Collection[RowKey]) -> QuerySet[Row]:
    """Rows of any of the units, forms and periods: the keys, and at most their neighbours."""
    units, forms, periods = (sorted(set(part)) for part in zip(*keys, strict=True))
    return model._default_manager.filter(unit_id__in=units, form__in=forms, period__in=periods)
