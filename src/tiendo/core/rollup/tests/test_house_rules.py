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
