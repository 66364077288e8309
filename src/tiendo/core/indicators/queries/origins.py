"""Where a figure comes from: its formula in words, what each child unit contributes, who is missing, what it may still become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tiendo.core.indicators.catalogue import Compiled, Owed
from tiendo.core.indicators.queries import frames
from tiendo.core.indicators.queries.figures import Figure
from tiendo.core.indicators.queries.reading import Ask, AsOf, Known, coverage_slot, known
from tiendo.core.indicators.queries.values import catalogue, together
from tiendo.core.rollup import queries as rollup
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period


class ChildFigure(NamedTuple):
    """A unit below and its part of the figure."""

    unit: Unit
    figure: Figure


@dataclass(frozen=True, slots=True)
class Source:
    """A cell the figure is made of, with its label on the form."""

    form: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """`missing`: leaves that owe the cells and have not posted the whole window, in Vietnamese order. `highest`: the numerator when
    every leaf not yet known turned out to count; None where that cannot be said.
    """

    compiled: Compiled
    figure: Figure
    numerator_vi: str
    denominator_vi: str
    sources: tuple[Source, ...]
    children: tuple[ChildFigure, ...]
    missing: tuple[Unit, ...]
    highest: int | None


def lineage(code: str, *, unit: Unit, period: Period, as_of: AsOf = None) -> Lineage:
    """The way of one figure of one unit at one period. Raises KeyError for a code without a figure."""
    pack, compiled = packs.current(), catalogue()[code]
    below = children(code, unit=unit, period=period, as_of=as_of)
    found = together([Ask([code], [unit, *below], [period])], as_of=as_of)
    figure = found.figure(code, unit, period)
    return Lineage(
        compiled=compiled,
        figure=figure,
        numerator_vi=compiled.numerator_vi,
        denominator_vi=compiled.denominator_vi,
        sources=tuple(_sources(compiled, pack)),
        children=tuple(ChildFigure(child, found.figure(code, child, period)) for child in below),
        missing=tuple(_missing(compiled, pack, unit, period, known(as_of))),
        highest=_highest(compiled, figure),
    )


def children(code: str, *, unit: Unit, period: Period, as_of: AsOf = None) -> list[Unit]:
    """Direct children of the unit that are leaves of the figure or hold some, in Vietnamese order. Three queries, however many leaves."""
    pack, compiled = packs.current(), catalogue()[code]
    owners = {owed.owner for owed in compiled.owed}
    kinds = {pack.classes[owner].kind for owner in owners if owner in pack.classes}
    return frames.children(unit, period.end, kinds=kinds, codes=owners - pack.classes.keys(), known_at=known(as_of).at)


def _leaves(owed: Owed, pack: Pack, unit: Unit, on: date, known_at: datetime | None) -> list[Unit]:
    """In Vietnamese order."""
    group = pack.classes.get(owed.owner)
    if group:
        return places.under(unit, group.kind, on, known_at)
    return frames.bearing(owed.owner, unit, on, known_at)


def _missing(compiled: Compiled, pack: Pack, unit: Unit, period: Period, moment: Known) -> Iterator[Unit]:
    if compiled.closed:
        return
    for owed in compiled.owed:
        leaves = _leaves(owed, pack, unit, period.end, moment.at)
        done = _posted(owed, pack, leaves, period, moment.seq)
        yield from (leaf for leaf in leaves if leaf.pk not in done)


def _posted(owed: Owed, pack: Pack, leaves: Sequence[Unit], period: Period, seq: int | None) -> set[int]:
    """The leaves that posted every base period of the window."""
    slot = coverage_slot(owed, period, pack.base_of(owed.form))
    number = rollup.slot_numbers(owed.form).get(slot) if slot else None
    if number is None:
        return set()
    year = str(period.year)
    rows = rollup.rows([leaf.pk for leaf in leaves], {owed.form: [year]}, as_of=seq)
    return {leaf.pk for leaf in leaves if rows[leaf.pk, owed.form, year].sum(number)}


def _sources(compiled: Compiled, pack: Pack) -> Iterator[Source]:
    pairs = dict.fromkeys(pair for one in compiled.aggregates for pair in one.cells)
    for form, name in pairs:
        indicator = pack.by_name(name)
        cell = (pack.cell(indicator.code) or pack.live_cell(indicator.code)) if indicator else None
        if indicator:
            yield Source(form, indicator.code, cell.label if cell else indicator.name_vi)


def _highest(compiled: Compiled, figure: Figure) -> int | None:
    if figure.numerator is None or not compiled.counts_leaves or len(compiled.owed) != 1:
        return None
    return figure.numerator + max(0, figure.expected - figure.known)
