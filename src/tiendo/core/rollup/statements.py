"""All SQL of the engine that is written by hand: `queries` (rows), `slots` (chain), `paths`, and the reads, locks and writes of `actions`.

Measured (docs/figures.md): the ORM took 2.0 ms to write the text of a board that the database answers in 0.1 ms, and 4 of 6 ms of an
approval. A text here depends on counts alone and is kept; names come from the models, all values are parameters. Only `actions` writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection
from django.db.models import DateTimeField, Field, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tiendo.core.rollup.models import Counter, Posted, Posting, Rollup, Slot, UnitYear
from tiendo.core.rollup.totals import RowKey
from tiendo.foundation.places.models import Placement

Kept = TypeVar("Kept", Posted, UnitYear, Rollup)
Written = TypeVar("Written", Posted, UnitYear, Rollup, Posting)

StoredRow = tuple[int, str, str, int, bytes, bytes, bytes, int, int]
"""Unit, form, period, own, then the three vectors (of a leaf: its vector, and its mask twice), reports, version."""


class StoredYear(NamedTuple):
    """A leaf's year as it is stored."""

    unit_id: int
    period: str
    months: bytes
    months_mask: bytes
    reported: int
    results: bytes
    results_mask: bytes
    stretches: bytes
    posting: int | None


KEY = ("unit_id", "form", "period")
PARAMETERS = 900
"""Of one writing statement at most; the oldest SQLite takes 999."""


def rows_of(unit_ids: Collection[int], wanted: Mapping[str, Collection[str]]) -> list[StoredRow]:
    """Roll-up rows (own = 0) and what the units have posted as leaves (own = 1), of every unit, form and period asked."""
    asked = [value for form, keys in wanted.items() if keys for value in (form, *keys)]
    if not unit_ids or not asked:
        return []
    text = _rows_text(len(unit_ids), tuple(len(keys) for keys in wanted.values() if keys))
    return _fetched(text, [*unit_ids, *asked] * 3)


def newest_chain() -> bytes | None:
    """The chain of the slot laid last."""
    found = _fetched(f"SELECT chain FROM {_table(Slot)} ORDER BY id DESC LIMIT 1", [])
    return bytes(found[0][0]) if found else None


def posted_of(form: str) -> tuple[list[str], list[bytes], list[bytes], list[bytes]]:
    """Column by column, of every leaf of a form inside the totals: periods, vectors, masks, paths."""
    periods: list[str] = []
    packed: tuple[list[bytes], ...] = ([], [], [])
    text = f"SELECT period, vector, mask, path FROM {_table(Posted)} WHERE form = %s AND vector IS NOT NULL AND length(path) > 0"
    for rows in _in_portions(text, [form]):
        found, *columns = zip(*rows, strict=True)
        periods += found
        for kept, column in zip(packed, columns, strict=True):
            kept += _bytes(column)
    return periods, packed[0], packed[1], packed[2]


def years_of(form: str) -> list[StoredYear]:
    """Every leaf's year of a form in which it posted anything."""
    text = (
        "SELECT unit_id, period, months, months_mask, reported, results, results_mask, stretches, posting"
        f" FROM {_table(UnitYear)} WHERE form = %s AND reported <> 0"
    )
    return [StoredYear._make(row) for rows in _in_portions(text, [form]) for row in rows]


def totals_of(forms: Collection[str] | None) -> dict[RowKey, tuple[bytes, bytes, bytes, int]]:
    """Every roll-up row of these forms (None: of all): its three vectors and its reports."""
    where = "" if forms is None else f" WHERE form IN {_marks(len(forms))}"
    text = f"SELECT unit_id, form, period, sums, filled, positive, reports FROM {_table(Rollup)}{where}"
    return {
        (unit_id, form, period): (bytes(sums), bytes(filled), bytes(positive), reports)
        for unit_id, form, period, sums, filled, positive, reports in _fetched(text, [*(forms or ())])
    }


def placements(unit_ids: Collection[int], *, until: date, after: date) -> tuple[list[Placement], bytes | None]:
    """Where the units hang: what began by `until` and did not end by `after`. Only unit, path and dates are read. And, where any was
    found, the chain of the slot laid last.
    """
    if not unit_ids:
        return [], None
    values = [*unit_ids, connection.ops.adapt_datefield_value(until), connection.ops.adapt_datefield_value(after)]
    names = ("unit_id", "path", "valid_from", "valid_to")
    found = _fetched(_placements_text(len(unit_ids)), values)
    chain = next((bytes(row[-1]) for row in found if row[-1] is not None), None)
    return [Placement.from_db(connection.alias, names, row[:-1]) for row in found], chain


def locked(model: type[Kept], keys: Collection[RowKey], order: Sequence[str]) -> dict[RowKey, Kept]:
    """The rows of these keys, locked to commit in that order where the database locks rows."""
    names = _names(model)
    rows = [model.from_db(connection.alias, names, row) for row in _matching(model, keys, names, order=tuple(order))]
    return {key: row for row in rows if (key := (row.unit_id, row.form, row.period)) in keys}


def present(model: type[Kept], keys: Collection[RowKey]) -> set[RowKey]:
    """Which of the keys have a row, or had one a moment ago: nothing is locked."""
    return {(unit_id, form, period) for unit_id, form, period in _matching(model, keys, KEY, order=())} & set(keys)


def create_missing(model: type[Kept], rows: Sequence[Kept]) -> dict[RowKey, Kept]:
    """Insert the rows in their order; where somebody else was first, theirs stays. Those inserted, which are locked by that."""
    names, every = _names(model)[1:], _names(model)
    found: list[Kept] = []
    for part in _parts(rows, len(names)):
        text = f"{_insert_text(model, names, len(part), _NOTHING)} RETURNING {_columns(every)}"
        made = _fetched(text, _values(model, names, part))
        found += [model.from_db(connection.alias, every, row) for row in made]
    return {(row.unit_id, row.form, row.period): row for row in found}


def upsert(model: type[Kept], rows: Sequence[Kept], fields: Sequence[str]) -> None:
    """Write these columns of rows that are locked or new, a few statements in all."""
    names = _names(model)[1:]
    for part in _parts(rows, len(names)):
        _done(_insert_text(model, names, len(part), tuple(fields)), _values(model, names, part))


def write_totals(rows: Sequence[tuple[Any, ...]]) -> None:
    """Write roll-up rows given as unit, form, period, depth, sums, filled, positive, reports, version; a row that is there keeps its depth."""
    names = (*KEY, "depth", *_TOTAL)
    if connection.vendor == "postgresql" and rows:
        _done(
            f"INSERT INTO {_table(Rollup)} ({_columns(names)}) SELECT * FROM unnest({_ARRAYS}){_on_conflict(_TOTAL)}",
            [list(column) for column in zip(*rows, strict=True)],
        )
        return
    for start in range(0, len(rows), PARAMETERS // len(names)):
        part = rows[start : start + PARAMETERS // len(names)]
        _done(_insert_text(Rollup, names, len(part), _TOTAL), [value for row in part for value in row])


_ARRAYS = ", ".join(
    f"%s::{kind}[]" for kind in ("bigint", "text", "text", "int", "bytea", "bytea", "bytea", "int", "bigint")
)
_TOTAL = ("sums", "filled", "positive", "reports", "version")


@contextmanager
def sent_together() -> Iterator[None]:
    """The writes of this block, sent at its end in their order: to PostgreSQL in one go, so that locks are held for one round trip
    and not for five. Nothing written in the block can be read in it.
    """
    token = _waiting.set([])
    try:
        yield
        waiting = _waiting.get() or []
    finally:
        _waiting.reset(token)
    if connection.vendor == "postgresql" and waiting:
        _done("; ".join(text for text, _values in waiting), [value for _text, values in waiting for value in values])
        return
    for text, values in waiting:
        _done(text, values)


def insert_postings(postings: Sequence[Posting]) -> None:
    """Append numbered postings to the journal."""
    names = _names(Posting)
    for part in _parts(postings, len(names)):
        _done(_insert_text(Posting, names, len(part), None), _values(Posting, names, part))


def take_numbers(number: int, *, at: datetime) -> tuple[int, datetime] | None:
    """Move the counter on and keep it locked to commit: the last number taken and the time, which never falls back. None: no counter yet."""
    moment = connection.ops.adapt_datetimefield_value(at)
    found = _fetched(
        f"UPDATE {_table(Counter)} SET seq = seq + %s, at = CASE WHEN at IS NULL OR at < %s THEN %s ELSE at END"
        " WHERE id = 1 RETURNING seq, at",
        [number, moment, moment],
    )
    return (found[0][0], _moment(found[0][1])) if found else None


@lru_cache(maxsize=256)
def _rows_text(units: int, periods: tuple[int, ...]) -> str:
    """For so many units and, form by form, so many periods."""
    forms = " OR ".join(f"(form = %s AND period IN {_marks(keys)})" for keys in periods)
    asked = f"unit_id IN {_marks(units)} AND ({forms})"
    return f"""
        SELECT unit_id, form, period, 0, sums, filled, positive, reports, version FROM {_table(Rollup)} WHERE {asked}
        UNION ALL
        SELECT unit_id, form, period, 1, vector, mask, mask, 1, coalesce(posting, 0) FROM {_table(Posted)}
        WHERE {asked} AND vector IS NOT NULL AND length(path) > 0
        UNION ALL
        SELECT unit_id, form, period, 1, results, results_mask, results_mask, 1, coalesce(posting, 0) FROM {_table(UnitYear)}
        WHERE {asked} AND length(stretches) > 0"""


@lru_cache(maxsize=256)
def _placements_text(units: int) -> str:
    return (
        f"SELECT unit_id, path, valid_from, valid_to, (SELECT chain FROM {_table(Slot)} ORDER BY id DESC LIMIT 1)"
        f" FROM {_table(Placement)}"
        f" WHERE unit_id IN {_marks(units)} AND valid_from <= %s AND valid_to > %s"
    )


def _matching(model: type[Model], keys: Collection[RowKey], names: tuple[str, ...], *, order: tuple[str, ...]) -> Any:
    """Rows of any of the units, forms and periods: the keys, and at most their neighbours. An order locks them."""
    if not keys:
        return []
    units: list[int] = sorted({unit_id for unit_id, _form, _period in keys})
    forms: list[str] = sorted({form for _unit, form, _period in keys})
    periods: list[str] = sorted({period for _unit, _form, period in keys})
    text = _matching_text(model, names, (len(units), len(forms), len(periods)), order)
    return _fetched(text, [*units, *forms, *periods])


@lru_cache(maxsize=512)
def _matching_text(
    model: type[Model], names: tuple[str, ...], counts: tuple[int, int, int], order: tuple[str, ...]
) -> str:
    units, forms, periods = (_marks(count) for count in counts)
    text = f"SELECT {_columns(names)} FROM {_table(model)} WHERE unit_id IN {units} AND form IN {forms} AND period IN {periods}"
    if order:
        text += f" ORDER BY {_columns(order)}"
        text += " FOR UPDATE" if connection.features.has_select_for_update else ""
    return text


_NOTHING: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def _insert_text(model: type[Model], names: tuple[str, ...], rows: int, on_conflict: tuple[str, ...] | None) -> str:
    """On a row that is there already: set these columns; of no columns, leave it; None, that is an error."""
    values = ", ".join([_marks(len(names))] * rows)
    return f"INSERT INTO {_table(model)} ({_columns(names)}) VALUES {values}{_on_conflict(on_conflict)}"


def _on_conflict(columns: tuple[str, ...] | None) -> str:
    if columns is None:
        return ""
    sets = ", ".join(f"{name} = excluded.{name}" for name in map(connection.ops.quote_name, columns))
    return f" ON CONFLICT ({_columns(KEY)}) DO " + (f"UPDATE SET {sets}" if sets else "NOTHING")


@lru_cache(maxsize=8)
def _fields(model: type[Model]) -> Mapping[str, Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@lru_cache(maxsize=8)
def _names(model: type[Model]) -> tuple[str, ...]:
    """The columns, the primary key first: of these tables each is called like its attribute."""
    return tuple(_fields(model))


def _values(model: type[Model], names: Sequence[str], rows: Sequence[Model]) -> list[Any]:
    """Numbers, texts and bytes go as they are; only times have a form of their own in each database."""
    times = _times(model)
    if not times:
        return [getattr(row, name) for row in rows for name in names]
    return [
        connection.ops.adapt_datetimefield_value(getattr(row, name)) if name in times else getattr(row, name)
        for row in rows
        for name in names
    ]


@lru_cache(maxsize=8)
def _times(model: type[Model]) -> frozenset[str]:
    return frozenset(name for name, field in _fields(model).items() if isinstance(field, DateTimeField))


def _bytes(column: Sequence[bytes | memoryview]) -> list[bytes]:
    return [one if type(one) is bytes else bytes(one) for one in column]


def _parts(rows: Sequence[Written], columns: int) -> list[Sequence[Written]]:
    size = PARAMETERS // columns
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _moment(stored: datetime | str) -> datetime:
    """SQLite has no times: they are text, in the connection's zone."""
    moment = parse_datetime(stored) if isinstance(stored, str) else stored
    if moment is None:
        raise ValueError(f"the counter's time is not a time: {stored}")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, connection.timezone)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(names: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _marks(number: int) -> str:
    return f"({', '.join(['%s'] * number)})"


def _fetched(text: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cast(list[Any], cursor.fetchall())


def _in_portions(text: str, values: Sequence[Any]) -> Iterator[list[Any]]:
    """Rows of a whole table, 500 at a time: ten thousand tuples alive at once would set Python looking for garbage among everything.

    PostgreSQL sends bytes as they are only when asked; its usual hexadecimal takes half the time.
    """
    with connection.wrap_database_errors, _reading() as cursor:
        cursor.execute(text, values, **({"binary": True} if connection.vendor == "postgresql" else {}))
        while rows := cursor.fetchmany(500):
            yield rows


def _reading() -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor

    connection.ensure_connection()
    return Cursor(connection.connection)


def _done(text: str, values: Sequence[Any]) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((text, values))
        return
    with connection.cursor() as cursor:
        cursor.execute(text, values)


_waiting: ContextVar[list[tuple[str, Sequence[Any]]] | None] = ContextVar("statements_to_be_sent", default=None)
