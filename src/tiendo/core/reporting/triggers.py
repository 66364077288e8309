"""The SQL that freezes signed revisions, on both databases. Used by the migration, and by tests that must flush their tables.

On SQLite a migration that rebuilds the table drops its triggers: such a migration calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "a signed revision is never changed"
_SQLITE_INSTALL = tuple(
    f"CREATE TRIGGER IF NOT EXISTS reporting_revision_no_{verb} BEFORE {verb} ON reporting_revision"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("update", "delete")
)
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS reporting_revision_no_{verb}" for verb in ("update", "delete"))
_POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS reporting_revision_frozen ON reporting_revision",
    "DROP FUNCTION IF EXISTS reporting_revision_refuse()",
)
_POSTGRESQL_INSTALL = (
    *_POSTGRESQL_DROP,
    f"""CREATE FUNCTION reporting_revision_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER reporting_revision_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting_revision
        FOR EACH STATEMENT EXECUTE FUNCTION reporting_revision_refuse()""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL also TRUNCATE) on revisions from now on; twice is harmless."""
    _run(connection, _POSTGRESQL_INSTALL if connection.vendor == "postgresql" else _SQLITE_INSTALL)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for the reverse of the migration, and for tests that empty their tables afterwards."""
    _run(connection, _POSTGRESQL_DROP if connection.vendor == "postgresql" else _SQLITE_DROP)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
