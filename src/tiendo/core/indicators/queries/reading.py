"""One reading: everything a set of indicators needs of some units at some periods, fetched together, then evaluated in memory.

Three queries whatever the number of indicators, units and periods: units in force (two), totals. One more when it has to be told
"nobody reported" from "what was reported proves nothing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from tiendo.core.indicators.catalogue import Compiled, Owed, Rows, window_of
from tiendo.core.indicators.queries import frames
from tiendo.core.indicators.queries.frames import Frames
from tiendo.core.rollup import queries as rollup
from tiendo.core.rollup.queries import NO_ROW, Row
from tiendo.core.rollup.slots import FormSlots, all_forms
from tiendo.foundation import clock
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places.models import Unit
from tiendo.kernel import expressions, periods
from tiendo.kernel.expressions import (
    Aggregate,
    Constant,
    Elapsed,
    LeafCount,
    LeafFunction,
    LeafSum,
    LinearFlow,
    Reported,
    Term,
    Units,
)
from tiendo.kernel.periods import Base, Period

AsOf = int | datetime | date | None
"""What was known: at a posting number, at a moment, at the end of a day (Vietnam time), or now."""


@dataclass(frozen=True, slots=True)
class Known:
    """`seq`: the last posting that counts (None: all). `at`: the moment the tree is taken as known at. `today`: the day it was then."""

    seq: int | None
    at: datetime | None
    today: date


def known(as_of: AsOf) -> Known:
    """The three faces of a moment. One query unless it is now."""
    if as_of is None:
        return Known(None, None, clock.today())
    if isinstance(as_of, int):
        at = rollup.moment_of(as_of)
        at = min(at, clock.now()) if at else None
        return Known(as_of, at, at.astimezone(clock.VIETNAM).date() if at else clock.today())
    if not isinstance(as_of, datetime):
        as_of = datetime.combine(as_of, time.max, tzinfo=clock.VIETNAM)
    return Known(rollup.latest_seq(as_of), as_of, as_of.astimezone(clock.VIETNAM).date())


@dataclass(frozen=True, slots=True)
class Sum:
    """An aggregate's value for one unit and period. `given`: a leaf gave something of it (always, without leaves in it).

    `framed`: it counts units or elapsed time alone. `known`: leaves of which it is known; `fresh`: those that gave it in the latest
    base period, None where nothing is carried forward.
    """

    total: int
    given: bool
    framed: bool
    known: int
    fresh: int | None


@dataclass(slots=True)
class Reading:
    """The rows and frames of one read. Built by `read`. `due_days`: what was worked out of the calendar, by form and period."""

    pack: Pack
    moment: Known
    slots: Mapping[str, FormSlots]
    frames: Frames
    rows: dict[tuple[int, str, str], Row]
    unit_ids: tuple[int, ...]
    deeper: dict[str, Collection[str]] = field(default_factory=dict)
    due_days: dict[tuple[str, Period], date | None] = field(default_factory=dict)

    def sum_of(self, aggregate: Aggregate, unit: Unit, period: Period) -> Sum:
        """The aggregate over the leaves at or under the unit, for the period."""
        total, given, leaves, known_leaves, fresh = 0, False, False, 0, None
        for term in aggregate.terms:
            if isinstance(term, LinearFlow | LeafSum | LeafCount):
                part = self._leaf_term(term, unit, period)
                leaves, given, known_leaves = True, given or part.given, max(known_leaves, part.known)
                fresh = part.fresh if part.fresh is not None else fresh
                total += part.total
            else:
                total += self._frame_term(term, unit, period)
        return Sum(total, given or not leaves, not leaves, known_leaves, fresh)

    def coverage(self, compiled: Compiled, unit: Unit, period: Period) -> tuple[int, int]:
        """(reported, expected): leaves that posted every base period of the window, of the leaves that owe the cells."""
        reported = expected = 0
        for owed in compiled.owed:
            done, due = self._coverage_of(owed, unit, period)
            reported, expected = reported + done, expected + due
        return min(reported, expected), expected

    def posted(self, owed: Owed, unit_id: int, period: Period) -> int:
        """How many leaves at or under the unit posted every base period of the window."""
        base = self.base(owed.form)
        slot = coverage_slot(owed, period, base)
        if slot is None:
            return 0
        number = self.slots[owed.form].numbers.get(slot)
        return 0 if number is None else self.row(unit_id, owed.form, str(period.year)).sum(number)

    def base(self, form: str) -> Base:
        """The form's base period."""
        return self.pack.base_of(form)

    def row(self, unit_id: int, form: str, key: str) -> Row:
        """A row fetched before; nothing where there is none."""
        return self.rows.get((unit_id, form, key), NO_ROW)

    def _coverage_of(self, owed: Owed, unit: Unit, period: Period) -> tuple[int, int]:
        group = self.pack.classes.get(owed.owner)
        if group:
            return self.posted(owed, unit.pk, period), self.frames.count(unit.pk, group.kind, period.end)
        agency = self.frames.agency(unit.pk, owed.owner, period.end)
        return (0, 0) if agency is None else (self.posted(owed, agency, period), 1)

    def _frame_term(self, term: Term, unit: Unit, period: Period) -> int:
        match term:
            case Units(factor, kind):
                return factor * self.frames.count(unit.pk, kind, period.end)
            case Elapsed(factor, base):
                return factor * elapsed(period, base, self.pack.plan.start_month)
            case Constant(factor):
                return factor
            case Reported(factor, form):
                return factor * self.posted(Owed(form, "", "shown"), unit.pk, period)
            case _:
                raise TypeError(f"{term} is not read from rows")

    def _leaf_term(self, term: LinearFlow | LeafSum | LeafCount, unit: Unit, period: Period) -> Sum:
        if isinstance(term, LinearFlow):
            return self._flow(term, unit, period)
        form, base = self.slots.get(term.form), self.base(term.form)
        place = expressions.read_at(term.function, period, base)
        if form is None or place is None:
            return _NOTHING
        number = form.numbers.get((term.function.text, *place))
        if number is None:
            return _NOTHING
        row = self.row(unit.pk, term.form, str(period.year))
        given = row.filled(number) > 0 or self._anything_given(term.function, unit, period)
        return Sum(
            term.factor * row.sum(number), given, False, row.filled(number), self._fresh(term.function, unit, period)
        )

    def _flow(self, term: LinearFlow, unit: Unit, period: Period) -> Sum:
        form, base = self.slots.get(term.form), self.base(term.form)
        number = form.numbers.get(term.cell) if form else None
        if number is None:
            return _NOTHING
        keys = keys_of(Rows(term.form, base, "to_date" if term.window == "ytd" else "shown"), period)
        rows = [self.row(unit.pk, term.form, key) for key in keys]
        filled = [row.filled(number) for row in rows]
        return Sum(term.factor * sum(row.sum(number) for row in rows), any(filled), False, max(filled, default=0), None)

    def _fresh(self, function: LeafFunction, unit: Unit, period: Period) -> int | None:
        """Leaves that gave the stock in the latest base period itself; None for what is not carried forward."""
        base = self.base(function.form)
        if window_of(function) != "latest" or not (latest := latest_base(period, base)):
            return None
        row, numbers = self.row(unit.pk, function.form, latest.key), self.slots[function.form].numbers
        return max(row.filled(numbers[cell]) for cell in function.cells)

    def _anything_given(self, function: LeafFunction, unit: Unit, period: Period) -> bool:
        """Whether any leaf gave any of the function's cells in its window: asked only when no result is known."""
        if self.deeper:
            self.rows |= rollup.rows(self.unit_ids, self.deeper, as_of=self.moment.seq)
            self.deeper = {}
        window: Literal["shown", "to_date"] = "shown" if window_of(function) == "shown" else "to_date"
        keys = keys_of(Rows(function.form, self.base(function.form), window), period)
        numbers = self.slots[function.form].numbers
        return any(
            self.row(unit.pk, function.form, key).filled(numbers[cell]) for key in keys for cell in function.cells
        )


_NOTHING = Sum(0, False, False, 0, None)


@dataclass(frozen=True, slots=True)
class Ask:
    """Which figures are wanted: of every code, for every unit, at every period."""

    codes: Collection[str]
    units: Sequence[Unit]
    periods: Sequence[Period]


def read(pack: Pack, wanted: Sequence[tuple[Ask, Sequence[Compiled]]], as_of: AsOf = None) -> Reading:
    """Fetch what all the asks need; each comes with its indicators, those included that they are worked out from."""
    moment = known(as_of)
    needed = [(one.needs, ask.periods) for ask, compiled in wanted for one in compiled]
    units = list({unit.pk: unit for ask, _ in wanted for unit in ask.units}.values())
    asked = frames.read(
        units,
        {period.end for ask, _ in wanted for period in ask.periods},
        kinds=frozenset[str]().union(*(needs.kinds for needs, _ in needed)),
        codes=frozenset[str]().union(*(needs.agencies for needs, _ in needed)),
        known_at=moment.at,
    )
    keys = _keys((needs.rows, spans) for needs, spans in needed)
    unit_ids = tuple(dict.fromkeys([*(unit.pk for unit in units), *asked.agencies.values()]))
    rows = rollup.rows(unit_ids, keys, as_of=moment.seq) if keys else {}
    deeper = _keys((needs.deeper, spans) for needs, spans in needed)
    laid = asked.slots if asked.slots is not None else all_forms()
    return Reading(pack, moment, laid if keys else {}, asked, dict(rows), unit_ids, deeper)


def elapsed(period: Period, base: Base, start_month: int) -> int:
    """Base periods of the plan year ended by the period's end, from the plan's first month."""
    before = (start_month - 1) if base == "month" else (start_month - 1) // 3
    return max(0, periods.base_index(period, base) - before)


def latest_base(period: Period, base: Base) -> Period | None:
    """The last base period of the year ended by the period's end; None when none has."""
    index = periods.base_index(period, base)
    return periods.base_period(period.year, base, index) if index else None


@lru_cache(maxsize=4096)
def keys_of(rows: Rows, period: Period) -> tuple[str, ...]:
    """The periods of the rows that are read at a shown period."""
    match rows.window:
        case "year":
            return (str(period.year),)
        case "latest":
            latest = latest_base(period, rows.base)
            return (latest.key,) if latest else ()
        case "shown":
            return tuple(part.key for part in period.base_periods(rows.base))
        case "to_date":
            return tuple(part.key for part in period.year_to_date(rows.base))


@lru_cache(maxsize=4096)
def coverage_slot(owed: Owed, period: Period, base: Base) -> tuple[str, expressions.Window, int] | None:
    """The result slot that tells who posted every base period of the window; None before the first has ended.

    Of the second half of a year no slot tells; the whole year is asked instead.
    """
    function = LeafFunction.posted(owed.form)
    index = periods.base_index(period, base)
    if index == 0:
        return None
    if owed.window == "latest":
        return function.text, "base", index
    place = expressions.read_at(function, period, base) if owed.window == "shown" else None
    return (function.text, *(place or ("year", index)))


def _keys(needed: Iterable[tuple[frozenset[Rows], Sequence[Period]]]) -> dict[str, Collection[str]]:
    """Form → periods of its rows. Indicators need the same rows over and over; each is worked out once."""
    spans_of: dict[Rows, set[Period]] = defaultdict(set)
    for all_rows, spans in needed:
        for rows in all_rows:
            spans_of[rows].update(spans)
    found: dict[str, set[str]] = defaultdict(set)
    for rows, wanted_at in spans_of.items():
        for period in wanted_at:
            found[rows.form].update(keys_of(rows, period))
    return {form: keys for form, keys in found.items() if keys}
