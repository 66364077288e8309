"""The database's own refusals: two equal posts at one time, two delegations of one post at one time.

Exclusion constraints on PostgreSQL, triggers on SQLite. A digest of the role's code stands in for its equality, as ids' ranges do
for theirs, so PostgreSQL needs no extension. A later migration that rebuilds a table on SQLite drops its triggers: it installs again.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ROLE = "('x' || substr(md5(role), 1, 8))::bit(32)::bigint"
_ACTING = "coalesce({0}acts_for_id, 0)"
_POSTGRESQL = """ALTER TABLE accounts_post ADD CONSTRAINT equal_posts_never_overlap EXCLUDE USING gist
    (int8range(user_id, user_id, '[]') WITH &&, int8range(unit_id, unit_id, '[]') WITH &&,
     int8range({role}, {role}, '[]') WITH &&{acting}, daterange(starts, ends, '[)') WITH &&)"""
_SQLITE = """CREATE TRIGGER IF NOT EXISTS equal_posts_never_overlap_on_{verb} BEFORE {verb} ON accounts_post
    WHEN NEW.starts < coalesce(NEW.ends, '9999-12-31') AND EXISTS (
        SELECT 1 FROM accounts_post AS other
        WHERE other.user_id = NEW.user_id AND other.role = NEW.role AND other.unit_id = NEW.unit_id AND {another}
          AND other.starts < coalesce(other.ends, '9999-12-31')
          AND other.starts < coalesce(NEW.ends, '9999-12-31') AND NEW.starts < coalesce(other.ends, '9999-12-31'))
    BEGIN SELECT RAISE(ABORT, 'equal_posts_never_overlap'); END"""
_DELEGATED_POSTGRESQL = """ALTER TABLE accounts_delegation ADD CONSTRAINT one_delegation_at_a_time EXCLUDE USING gist
    (int8range(from_post_id, from_post_id, '[]') WITH &&, daterange(starts, ends, '[)') WITH &&)"""
_DELEGATED_SQLITE = """CREATE TRIGGER IF NOT EXISTS one_delegation_at_a_time_on_{verb} BEFORE {verb} ON accounts_delegation
    WHEN NEW.starts < NEW.ends AND EXISTS (
        SELECT 1 FROM accounts_delegation AS other
        WHERE other.from_post_id = NEW.from_post_id AND {another} AND other.starts < other.ends
          AND other.starts < NEW.ends AND NEW.starts < other.ends)
    BEGIN SELECT RAISE(ABORT, 'one_delegation_at_a_time'); END"""
_VERBS = (("insert", "1 = 1"), ("update", "other.id <> OLD.id"))


def install(editor: BaseDatabaseSchemaEditor, *, acting: bool = False) -> None:
    """Lay the constraint on posts down. `acting`: posts that act for different ones are not equal (once there is such a column)."""
    if editor.connection.vendor == "postgresql":
        column = _ACTING.format("")
        also = f", int8range({column}, {column}, '[]') WITH &&" if acting else ""
        editor.execute(_POSTGRESQL.format(role=_ROLE, acting=also))
        return
    also = f"{_ACTING.format('other.')} = {_ACTING.format('NEW.')}" if acting else "1 = 1"
    for verb, another in _VERBS:
        editor.execute(_SQLITE.format(verb=verb, another=f"{another} AND {also}"))


def install_delegations(editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the constraint on delegations down."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_DELEGATED_POSTGRESQL)
        return
    for verb, another in _VERBS:
        editor.execute(_DELEGATED_SQLITE.format(verb=verb, another=another))


def drop(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint on posts away again."""
    _drop(editor, "equal_posts_never_overlap", "accounts_post")


def drop_delegations(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraint on delegations away again (only the reverse of a migration does)."""
    _drop(editor, "one_delegation_at_a_time", "accounts_delegation")


def _drop(editor: BaseDatabaseSchemaEditor, name: str, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        return
    for verb, _another in _VERBS:
        editor.execute(f"DROP TRIGGER IF EXISTS {name}_on_{verb}")
