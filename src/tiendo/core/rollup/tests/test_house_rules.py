"""Only the actions of this app write the totals."""

import re
from pathlib import Path

import tiendo

SOURCE = Path(tiendo.__file__).parent
WRITES = re.compile(
    r"\.(create|bulk_create|update|bulk_update|save|delete|get_or_create|update_or_create|select_for_update)\("
)
TABLES = re.compile(r"\b(Rollup|Posted|UnitYear|Posting)\b")


def test_nothing_outside_the_actions_writes_the_totals():
    offenders = []
    for path in SOURCE.rglob("*.py"):
        where = path.relative_to(SOURCE)
        if where.parts[:3] == ("core", "rollup", "actions") or "migrations" in where.parts or "tests" in where.parts:
            continue
        text = path.read_text(encoding="utf-8")
        speaks_of_it = "rollup.models" in text and TABLES.search(text)
        if (speaks_of_it and WRITES.search(text)) or re.search(r"(UPDATE|INSERT INTO|DELETE FROM)\s+rollup_", text):
            offenders.append(str(where))
    assert offenders == []


def test_hand_written_statements_are_called_by_the_engine_alone_and_write_for_its_actions_alone():
    writing = re.compile(r"\bstatements\.(create_missing|upsert|insert_postings|take_numbers)\b")
    offenders = []
    for path in SOURCE.rglob("*.py"):
        where = path.relative_to(SOURCE)
        text = path.read_text(encoding="utf-8")
        outside = where.parts[:2] != ("core", "rollup") and re.search(r"rollup(\.| import )statements", text)
        if outside or (writing.search(text) and where.parts[:3] != ("core", "rollup", "actions")):
            offenders.append(str(where))
    assert offenders == []
