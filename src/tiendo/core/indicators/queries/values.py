"""Values of indicators: of one unit, of many, at one period or along a series. All are one reading, then arithmetic in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tiendo.core.indicators.catalogue import Compiled, compile_all
from tiendo.core.indicators.measures import Catalogue
from tiendo.core.indicators.queries import figures, reading
from tiendo.core.indicators.queries.figures import Figure
from tiendo.core.indicators.queries.reading import Ask, AsOf
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import IndicatorDef, Pack
from tiendo.foundation.places.models import Unit
from tiendo.kernel.expressions import Applicable, Met
from tiendo.kernel.periods import Period


def catalogue() -> Catalogue:
    """Every indicator of the pack in use that can be read, compiled, by code in the pack's order; then what people built themselves,
    which costs one query a page, made when the first of those is asked for or all are gone through.
    """
    return Catalogue(_compiled(packs.current().digest))


def definition(code: str) -> IndicatorDef:
    """The row of an indicator of the pack, or of a measure people built. Raises KeyError for an unknown code."""
    return packs.current().indicators.get(code) or catalogue()[code].definition


@dataclass(frozen=True, slots=True)
class Answers:
    """The figures of one reading, by code, unit id and period."""

    figures: Mapping[tuple[str, int, Period], Figure]

    def figure(self, code: str, unit: Unit, period: Period) -> Figure:
        """One of the figures asked for; KeyError for any other."""
        return self.figures[code, unit.pk, period]


def together(asks: Iterable[Ask], *, as_of: AsOf = None) -> Answers:
    """All that a page wants to know, in one reading: the same three queries as for a single figure.

    Raises KeyError for a code the catalogue does not have (or that has no figure by design).
    """
    pack, known = packs.current(), catalogue()
    plans = [(ask, [known[code] for code in dict.fromkeys(ask.codes)]) for ask in asks]
    read = [(ask, _read_for(asked, known)) for ask, asked in plans]
    got = reading.read(pack, read, as_of)
    found: dict[tuple[str, int, Period], Figure] = {}
    for (ask, compiled), (_ask, asked) in zip(read, plans, strict=True):
        of_targets = [one for one in asked if figures.is_of_targets(one)]
        for unit in ask.units:
            for period in ask.periods:
                for one in compiled:
                    key = one.code, unit.pk, period
                    if key not in found:
                        found[key] = figures.figure(one, got, unit, period)
                for one in of_targets:
                    targets = {code: found[code, unit.pk, period] for code in _targets_of(one)}
                    found[one.code, unit.pk, period] = figures.of_targets(one, targets, unit, period, pack=pack)
    return Answers(found)


def values(codes: Iterable[str], *, unit: Unit, period: Period, as_of: AsOf = None) -> dict[str, Figure]:
    """Code → figure of one unit at one period, in the order asked. A handful of queries however many codes.

    Raises KeyError for a code the catalogue does not have (or that has no figure by design).
    """
    codes = list(dict.fromkeys(codes))
    found = together([Ask(codes, [unit], [period])], as_of=as_of)
    return {code: found.figure(code, unit, period) for code in codes}


def values_of_many(
    codes: Iterable[str], *, units: Sequence[Unit], period: Period, as_of: AsOf = None
) -> dict[int, dict[str, Figure]]:
    """Unit id → code → figure: the same queries as for one unit. Units with a common unit above them read fastest."""
    codes = list(dict.fromkeys(codes))
    found = together([Ask(codes, units, [period])], as_of=as_of)
    return {unit.pk: {code: found.figure(code, unit, period) for code in codes} for unit in units}


def series(
    codes: Iterable[str], *, unit: Unit, periods: Sequence[Period], as_of: AsOf = None
) -> dict[str, list[Figure]]:
    """Code → its figure at each period, in the order given: the same queries as for one period."""
    codes = list(dict.fromkeys(codes))
    found = together([Ask(codes, [unit], periods)], as_of=as_of)
    return {code: [found.figure(code, unit, period) for period in periods] for code in codes}


def _read_for(asked: Sequence[Compiled], known: Catalogue) -> list[Compiled]:
    """The indicators that are read from rows: those asked for, and the targets of which others among them speak."""
    of_targets = [one for one in asked if figures.is_of_targets(one)]
    needed = [known[code] for one in of_targets for code in _targets_of(one)]
    summed = [one for one in asked if not figures.is_of_targets(one)]
    return list({one.code: one for one in [*summed, *needed]}.values())


def _targets_of(compiled: Compiled) -> list[str]:
    terms = [term for one in compiled.aggregates for term in one.terms if isinstance(term, Met | Applicable)]
    return [name.replace("_", "-") for term in terms for name in term.targets]


@lru_cache(maxsize=4)
def _compiled(digest: str) -> dict[str, Compiled]:
    pack: Pack = packs.current()
    return compile_all(pack)
