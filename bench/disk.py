"""Bytes of each side on disk: tables and indexes, as the database itself counts them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from bench import models
from tiendo.core.rollup import models as rollup

USUAL: tuple[type[Model], ...] = (models.Report, models.Cell, models.Total, models.Coverage, models.Structure)
OURS: tuple[type[Model], ...] = (
    models.Sheet, rollup.Posted, rollup.UnitYear, rollup.Rollup, rollup.Posting, rollup.Slot, rollup.Counter,
)  # fmt: skip
NOT_COUNTED = "bench_cell_by_number"
"""An index of the usual design that only the pivot of one cell needs."""


def sizes() -> tuple[int, int]:
    """Bytes of the usual design and of ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL")
    return _size(USUAL), _size(OURS)


def _size(tables: Iterable[type[Model]]) -> int:
    names = [table._meta.db_table for table in tables]
    marks = ", ".join(["%s"] * len(names))
    if connection.vendor == "postgresql":
        asked = (
            f"SELECT sum(pg_total_relation_size(oid)) - coalesce(sum(pg_relation_size(to_regclass(%s))) "
            f"FILTER (WHERE relname = 'bench_cell'), 0) FROM pg_class WHERE relname IN ({marks}) AND relkind = 'r'"
        )
        chosen: list[str] = [NOT_COUNTED, *names]
    else:
        asked = (
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name <> %s "
            f"AND name IN (SELECT name FROM sqlite_master WHERE tbl_name IN ({marks}))"
        )
        chosen = [NOT_COUNTED, *names]
    with connection.cursor() as cursor:
        cursor.execute(asked, chosen)
        (size,) = cursor.fetchone()
    return int(size)
