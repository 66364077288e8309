"""Values of indicators: of one unit, of many, at one period or along a series. All are one reading, then arithmetic in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tiendo.core.indicators.catalogue import Compiled, compile_all
from tiendo.core.indicators.queries import figures, reading
from tiendo.core.indicators.queries.figures import Figure
from tiendo.core.indicators.queries.reading import AsOf
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places.models import Unit
from tiendo.kernel.expressions import Applicable, Met
from tiendo.kernel.periods import Period


def catalogue() -> dict[str, Compiled]:
    """Every indicator of the pack in use that can be read, compiled, by code in the pack's order."""
    return _compiled(packs.current().digest)


def values(codes: Iterable[str], *, unit: Unit, period: Period, as_of: AsOf = None) -> dict[str, Figure]:
    """Code → figure of one unit at one period, in the order asked. A handful of queries however many codes.

    Raises KeyError for a code the catalogue does not have (or that has no figure by design).
    """
    found = _figures(list(codes), [unit], [period], as_of)
    return {code: found[code, unit.pk, period] for code in dict.fromkeys(codes)}


def values_of_many(
    codes: Iterable[str], *, units: Sequence[Unit], period: Period, as_of: AsOf = None
) -> dict[int, dict[str, Figure]]:
    """Unit id → code → figure: the same queries as for one unit. Units with a common unit above them read fastest."""
    codes = list(dict.fromkeys(codes))
    found = _figures(codes, units, [period], as_of)
    return {unit.pk: {code: found[code, unit.pk, period] for code in codes} for unit in units}


def series(
    codes: Iterable[str], *, unit: Unit, periods: Sequence[Period], as_of: AsOf = None
) -> dict[str, list[Figure]]:
    """Code → its figure at each period, in the order given: the same queries as for one period."""
    codes = list(dict.fromkeys(codes))
    found = _figures(codes, [unit], periods, as_of)
    return {code: [found[code, unit.pk, period] for period in periods] for code in codes}


def _figures(
    codes: Iterable[str], units: Sequence[Unit], spans: Sequence[Period], as_of: AsOf
) -> dict[tuple[str, int, Period], Figure]:
    pack, known = packs.current(), catalogue()
    asked = [known[code] for code in dict.fromkeys(codes)]
    summed = [one for one in asked if not figures.is_of_targets(one)]
    of_targets = [one for one in asked if figures.is_of_targets(one)]
    needed = {code: known[code] for one in of_targets for code in _targets_of(one)}
    read = list({one.code: one for one in [*summed, *needed.values()]}.values())
    got = reading.read(pack, [one for one in read if not one.closed], units, spans, as_of)
    found = {}
    for unit in units:
        for period in spans:
            here = {one.code: figures.figure(one, got, unit, period) for one in read}
            for one in of_targets:
                here[one.code] = figures.of_targets(one, here, unit, period, pack=pack)
            found.update({(code, unit.pk, period): figure for code, figure in here.items()})
    return found


def _targets_of(compiled: Compiled) -> list[str]:
    terms = [term for one in compiled.aggregates for term in one.terms if isinstance(term, Met | Applicable)]
    return [name.replace("_", "-") for term in terms for name in term.targets]


@lru_cache(maxsize=4)
def _compiled(digest: str) -> dict[str, Compiled]:
    pack: Pack = packs.current()
    return compile_all(pack)
