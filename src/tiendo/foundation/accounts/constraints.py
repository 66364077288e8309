"""The database's own refusal of two equal posts at one time: an exclusion constraint on PostgreSQL, triggers on SQLite.

A digest of the role's code stands in for its equality, as ids' ranges do for theirs, so PostgreSQL needs no extension.
A later migration that rebuilds the table on SQLite drops its triggers: it calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ROLE = "('x' || substr(md5(role), 1, 8))::bit(32)::bigint"
_POSTGRESQL = f"""ALTER TABLE accounts_post ADD CONSTRAINT equal_posts_never_overlap EXCLUDE USING gist
    (int8range(user_id, user_id, '[]') WITH &&, int8range(unit_id, unit_id, '[]') WITH &&,
     int8range({_ROLE}, {_ROLE}, '[]') WITH &&, daterange(starts, ends, '[)') WITH &&)"""
_SQLITE = """CREATE TRIGGER IF NOT EXISTS equal_posts_never_overlap_on_{verb} BEFORE {verb} ON accounts_post
    WHEN NEW.starts < coalesce(NEW.ends, '9999-12-31') AND EXISTS (
        SELECT 1 FROM accounts_post AS other
        WHERE other.user_id = NEW.user_id AND other.role = NEW.role AND other.unit_id = NEW.unit_id AND {another}
          AND other.starts < coalesce(other.ends, '9999-12-31')
          AND other.starts < coalesce(NEW.ends, '9999-12-31') AND NEW.starts < coalesce(other.ends, '9999-12-31'))
    BEGIN SELECT RAISE(ABORT, 'equal_posts_never_overlap'); END"""


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the constraint down on whichever database the editor speaks to."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
    else:
        editor.execute(_SQLITE.format(verb="insert", another="1 = 1"))
        editor.execute(_SQLITE.format(verb="update", another="other.id <> OLD.id"))


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint away again (only the reverse of a migration does)."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE accounts_post DROP CONSTRAINT IF EXISTS equal_posts_never_overlap")
    else:
        for verb in ("insert", "update"):
            editor.execute(f"DROP TRIGGER IF EXISTS equal_posts_never_overlap_on_{verb}")
