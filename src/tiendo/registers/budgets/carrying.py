"""A file that was looked at, on its way through the browser to being confirmed: signed, so that it comes back as it went out.

The file itself is kept nowhere: only its rows travel, for an hour, for one unit and year.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.registers.budgets.importing import Foreseen
from tiendo.registers.budgets.models import Kind
from tiendo.registers.budgets.sheets import Entries, Row

SALT = "tiendo.budgets.import"
SECONDS = 60 * 60
_NAMES = tuple(field.name for field in fields(Row))


def packed(seen: Foreseen, unit: Unit, year: int) -> str:
    """Everything that confirming needs, as text."""
    entries = seen.entries
    said = {
        "for": [unit.pk, year], "digest": seen.digest, "file": entries.file, "sheet": entries.sheet,
        "columns": dict(entries.columns), "rows": [[_plain(getattr(row, name)) for name in _NAMES] for row in entries.rows],
    }  # fmt: skip
    return signing.dumps(said, salt=SALT, compress=True)


def unpacked(text: str, unit: Unit, year: int) -> tuple[Entries, str]:
    """The rows as they were read, and the file's digest. Raises BadInput for what is too old, changed, or another book's."""
    try:
        said = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise BadInput([_gone(_("Bản xem trước đã quá một giờ hoặc không nguyên vẹn."))]) from error
    if said["for"] != [unit.pk, year]:
        raise BadInput([_gone(_("Bản xem trước này của sổ khác."))])
    rows = [dict(zip(_NAMES, values, strict=True)) for values in said["rows"]]
    clauses = Clause.objects.in_bulk({row["clause"] for row in rows if row["clause"]})
    tasks = Task.objects.in_bulk({row["task"] for row in rows if row["task"]})
    found = [_row(row, clauses, tasks) for row in rows]
    return Entries(said["file"], said["sheet"], said["columns"], found), str(said["digest"])


def _row(said: dict[str, Any], clauses: dict[int, Clause], tasks: dict[int, Task]) -> Row:
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in ("on", "document_on")}
    known = {
        "kind": Kind(said["kind"]),
        "clause": clauses[said["clause"]] if said["clause"] else None,
        "task": tasks[said["task"]] if said["task"] else None,
    }
    return Row(**(said | days | known))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Clause | Task) else value


def _gone(what: str) -> Problem:
    return Problem("", what, _("Mời chọn lại tệp."))
