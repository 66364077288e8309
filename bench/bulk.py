"""Filling a table in one go, outside any timing: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Model

BATCH = 10_000


@transaction.atomic
def fill(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[int | str]]) -> None:
    """Insert the rows; a given `id` moves PostgreSQL's sequence past it."""
    table, names = model._meta.db_table, ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        else:
            insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
            waiting = iter(rows)
            while batch := list(itertools.islice(waiting, BATCH)):
                cursor.executemany(insert, batch)


def analyze() -> None:
    """Let the database know what its tables hold; on PostgreSQL also mark pages all-visible, so that covering indexes cover."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
