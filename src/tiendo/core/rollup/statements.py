"""All SQL of the engine that is written by hand: `queries` (rows), `slots` (chain), `paths`, and the locks and writes of `actions`.

Measured (docs/figures.md): the ORM took 2.0 ms to write the text of a board that the database answers in 0.1 ms, and 4 of 6 ms of an approval.
A text here depends on counts alone and is kept; names come from the models, all values are parameters. Only `actions` may write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

from tiendo.core.rollup.models import Posted, Rollup, UnitYear

StoredRow = tuple[int, str, str, int, bytes, bytes, bytes, int, int]
"""Unit, form, period, own, then the three vectors (of a leaf: its vector, and its mask twice), reports, version."""


def rows_of(unit_ids: Collection[int], wanted: Mapping[str, Collection[str]]) -> list[StoredRow]:
    """Roll-up rows (own = 0) and what the units have posted as leaves (own = 1), of every unit, form and period asked."""
    asked = [value for form, keys in wanted.items() if keys for value in (form, *keys)]
    if not unit_ids or not asked:
        return []
    text = _rows_text(len(unit_ids), tuple(len(keys) for keys in wanted.values() if keys))
    found: list[StoredRow] = _fetched(text, [*unit_ids, *asked] * 3)
    return found


@lru_cache(maxsize=256)
def _rows_text(units: int, periods: tuple[int, ...]) -> str:
    """For so many units and, form by form, so many periods."""
    forms = " OR ".join(f"(form = %s AND period IN {_marks(keys)})" for keys in periods)
    asked = f"unit_id IN {_marks(units)} AND ({forms})"
    return f"""
        SELECT unit_id, form, period, 0, sums, filled, positive, reports, version FROM {_table(Rollup)} WHERE {asked}
        UNION ALL
        SELECT unit_id, form, period, 1, vector, mask, mask, 1, coalesce(posting, 0) FROM {_table(Posted)}
        WHERE {asked} AND vector IS NOT NULL AND length(path) > 0
        UNION ALL
        SELECT unit_id, form, period, 1, results, results_mask, results_mask, 1, coalesce(posting, 0) FROM {_table(UnitYear)}
        WHERE {asked} AND length(stretches) > 0"""


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _marks(number: int) -> str:
    return f"({', '.join(['%s'] * number)})"


def _fetched(text: str, values: Sequence[object]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
