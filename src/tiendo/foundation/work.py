"""What a post has to do now. Every app that gives people work registers a source; the home page gathers them.

Sources that read rows of their own tables give them in one common shape, so that the home page asks the database once for all of them,
whatever registers there are (`register_rows`). Others answer for themselves (`register`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import DateField, Expression, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from tiendo.foundation.accounts.models import Post

Urgency = Literal["overdue", "reminded", "returned", "today", "soon", "later", "worth_seeing"]
ORDER: tuple[Urgency, ...] = ("overdue", "reminded", "returned", "today", "soon", "later", "worth_seeing")
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the home page: what, why, by when, and the one action that deals with it.

    `outside`: what a letter says instead of the title, where the title says more than leaves the house.
    """

    title: str
    detail: str
    action: str
    url: str
    due_on: date | None
    urgency: Urgency
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source in the common shape; what `kind`, `title`, `detail` and `place` hold is the source's own affair."""

    source: str
    key: int
    kind: str
    title: str
    detail: str
    place: str
    day: date | None


_SHAPE = ("row_source", "row_key", "row_kind", "row_title", "row_detail", "row_place", "row_day")
WorkSource = Callable[[Post, date], Iterable[Task]]
RowsOf = Callable[[Post, date], Sequence["QuerySet[Any, Any]"]]
"""The rows that concern a post on a day, each set made by `shaped`; none where there is nothing to ask."""
LinesOf = Callable[[Sequence[Row], Post, date], Iterable[Task]]
"""What those rows ask of the post."""
Part = Expression | F | str
"""A column of a row: an expression, the name of a field (`F`), or a text of its own."""

_sources: dict[str, WorkSource] = {}
_rows: dict[str, tuple[RowsOf, LinesOf]] = {}


def register(name: str, source: WorkSource) -> None:
    """Add a source of work; called once from an app's `apps.py`."""
    _sources[name] = source


def register_rows(name: str, rows: RowsOf, lines: LinesOf) -> None:
    """Add a source that gives rows; called once from an app's `apps.py`."""
    _rows[name] = rows, lines


def shaped(
    rows: QuerySet[Any],
    source: str,
    *,
    kind: Part = "",
    title: Part = "",
    detail: Part = "",
    place: Part = "",
    day: Expression | F | None = None,
) -> QuerySet[Any, Any]:
    """Rows in the common shape, under the name of their source. Texts are cast, so that every source gives the same types."""
    texts = {"row_kind": kind, "row_title": title, "row_detail": detail, "row_place": place}
    columns: dict[str, Any] = {name: Cast(_part(part), TextField()) for name, part in texts.items()}
    columns["row_source"], columns["row_key"] = Cast(Value(source), TextField()), F("pk")
    columns["row_day"] = day if day is not None else Cast(Value(None), DateField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*_SHAPE)
    return found


def urgency_of(due_on: date | None, on: date) -> Urgency:
    """How pressing a due day is, seen from the day `on`."""
    if due_on is None:
        return "worth_seeing"
    if due_on < on:
        return "overdue"
    if due_on == on:
        return "today"
    return "soon" if (due_on - on).days <= SOON_DAYS else "later"


def tasks_of(post: Post, on: date) -> list[Task]:
    """Everything the post has to do, most pressing first. One query for all sources that give rows, beside those of the others."""
    found = _read(post, on)
    gathered = [task for source in _sources.values() for task in source(post, on)]
    gathered += [task for name, (_of, lines) in _rows.items() for task in lines(found.get(name, []), post, on)]
    return sorted(gathered, key=lambda task: (ORDER.index(task.urgency), task.due_on or date.max, task.title))


def _read(post: Post, on: date) -> dict[str, list[Row]]:
    """Name of the source → its rows, each once."""
    parts = [part for rows, _lines in _rows.values() for part in rows(post, on)]
    if not parts:
        return {}
    found: dict[str, dict[tuple[str, int], Row]] = {}
    for values in parts[0].union(*parts[1:], all=True):
        row = Row(*values)
        found.setdefault(row.source, {})[row.kind, row.key] = row
    return {name: list(rows.values()) for name, rows in found.items()}


def _part(part: Part) -> Expression | F:
    return Value(part) if isinstance(part, str) else part
