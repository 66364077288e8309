"""The database's own refusal of overlapping placements: an exclusion constraint on PostgreSQL, triggers on SQLite.

The range of a unit's id stands in for equality, so PostgreSQL needs no extension and an ordinary owner can migrate.
A later migration that rebuilds the table on SQLite (an altered field) drops its triggers: it calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRESQL = (
    """ALTER TABLE places_placement ADD CONSTRAINT placement_never_overlaps EXCLUDE USING gist
       (int8range(unit_id, unit_id, '[]') WITH &&, daterange(valid_from, valid_to, '[)') WITH &&)""",
    'ALTER TABLE places_placement ALTER COLUMN path TYPE varchar(80) COLLATE "C"',
)
_SQLITE = """CREATE TRIGGER IF NOT EXISTS placement_never_overlaps_on_{verb} BEFORE {verb} ON places_placement
    WHEN EXISTS (SELECT 1 FROM places_placement AS other WHERE other.unit_id = NEW.unit_id AND {another}
                 AND other.valid_from < NEW.valid_to AND NEW.valid_from < other.valid_to)
    BEGIN SELECT RAISE(ABORT, 'placement_never_overlaps'); END"""


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the constraint down on whichever database the editor speaks to; paths compare byte by byte on both."""
    if editor.connection.vendor == "postgresql":
        for statement in _POSTGRESQL:
            editor.execute(statement)
    else:
        editor.execute(_SQLITE.format(verb="insert", another="1 = 1"))
        editor.execute(_SQLITE.format(verb="update", another="other.id <> OLD.id"))


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint away again (only the reverse of a migration does)."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE places_placement DROP CONSTRAINT IF EXISTS placement_never_overlaps")
    else:
        for verb in ("insert", "update"):
            editor.execute(f"DROP TRIGGER IF EXISTS placement_never_overlaps_on_{verb}")
