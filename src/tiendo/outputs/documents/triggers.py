"""The SQL that keeps an issued document as it went out, on both databases. Used by the migration, and by tests that must flush their tables.

Figures and files are written once; a document and its words are open until it is issued.
On SQLite a migration that rebuilds a table drops its triggers: such a migration calls `install` again.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "an issued document is never changed"
_ALWAYS = "1 = 1"
_ISSUED = "OLD.state = 'issued'"
_WORDS = "EXISTS (SELECT 1 FROM documents_document d WHERE d.id = {row}.document_id AND d.state = 'issued')"
_GUARDS = (
    ("documents_document", "UPDATE", _ISSUED),
    ("documents_document", "DELETE", _ISSUED),
    ("documents_documentfigure", "UPDATE", _ALWAYS),
    ("documents_documentfigure", "DELETE", _ALWAYS),
    ("documents_documentfile", "UPDATE", _ALWAYS),
    ("documents_documentfile", "DELETE", _ALWAYS),
    ("documents_documentnarrative", "INSERT", _WORDS.format(row="NEW")),
    ("documents_documentnarrative", "UPDATE", _WORDS.format(row="OLD")),
    ("documents_documentnarrative", "DELETE", _WORDS.format(row="OLD")),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes of issued documents from now on; twice is harmless."""
    drop(connection)
    made = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    _run(connection, made)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away: for the reverse of the migration, and for tests that empty their tables afterwards."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP FUNCTION IF EXISTS {_name(table, verb)}() CASCADE" for table, verb, _ in _GUARDS])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {_name(table, verb)}" for table, verb, _ in _GUARDS])


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table, verb, condition in _GUARDS
    ]


def _postgresql() -> list[str]:
    statements: list[str] = []
    for table, verb, condition in _GUARDS:
        name, row = _name(table, verb), "OLD" if verb == "DELETE" else "NEW"
        statements += [
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF {condition} THEN
                    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN {row};
            END $$""",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
