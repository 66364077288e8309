"""The SQL that makes entries of money append-only, on both databases. Used by the migration.

On SQLite a migration that rebuilds a table drops its triggers: such a migration calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "entries of a budget are only added to"
_TABLES = ("budgets_line", "budgets_movement", "budgets_quartermark", "budgets_importedfile")
_SQLITE_INSTALL = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for table in _TABLES
    for verb in ("update", "delete")
)
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in _TABLES for verb in ("update", "delete"))
_POSTGRESQL_DROP = (
    *(f"DROP TRIGGER IF EXISTS {table}_only_added_to ON {table}" for table in _TABLES),
    "DROP FUNCTION IF EXISTS budgets_refuse()",
)
_POSTGRESQL_INSTALL = (
    *_POSTGRESQL_DROP,
    f"""CREATE FUNCTION budgets_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION budgets_refuse()"""
        for table in _TABLES
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL also TRUNCATE) on lines, entries, marks and files; twice is harmless."""
    _run(connection, _POSTGRESQL_INSTALL if connection.vendor == "postgresql" else _SQLITE_INSTALL)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for the reverse of the migration."""
    _run(connection, _POSTGRESQL_DROP if connection.vendor == "postgresql" else _SQLITE_DROP)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
