"""The SQL that makes the log append-only, on both databases. Used by the migration, and by tests that must flush their tables.

On SQLite a migration that rebuilds the table drops its triggers: such a migration calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "audit_entry is append-only"
_SQLITE_INSTALL = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_entry_no_{verb} BEFORE {verb} ON audit_entry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("update", "delete")
)
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}" for verb in ("update", "delete"))
_POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_entry_refuse()",
)
_POSTGRESQL_INSTALL = (
    *_POSTGRESQL_DROP,
    f"""CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL also TRUNCATE) on the log from now on; twice is harmless."""
    _run(connection, _POSTGRESQL_INSTALL if connection.vendor == "postgresql" else _SQLITE_INSTALL)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for the reverse of the migration, and for tests that empty their tables afterwards."""
    _run(connection, _POSTGRESQL_DROP if connection.vendor == "postgresql" else _SQLITE_DROP)


def installed(connection: BaseDatabaseWrapper) -> bool:
    """True when the running database refuses changes of the log."""
    found = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_entry_no_%%'"
    if connection.vendor == "postgresql":
        found = "SELECT 2 * count(*) FROM pg_trigger WHERE tgname = 'audit_entry_append_only' AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(found, [])
        row = cursor.fetchone()
    return bool(row and row[0] == 2)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
