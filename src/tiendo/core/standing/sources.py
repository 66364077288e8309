"""Which report forms feed an indicator, and which indicators have no source open yet. Asked of the pack, and of the measures people built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tiendo.core.indicators import queries as indicators
from tiendo.core.plans.terms import PlanTerms
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs.schema import FormDef, IndicatorDef, Pack
from tiendo.kernel.expressions import Units
from tiendo.kernel.periods import BASES_A_YEAR, Period, base_period

_NAME = re.compile(r"\b[A-Z]{3}_\d{1,2}[AB]?\b")
_FRAME = "frame"


def codes_of(terms: PlanTerms) -> tuple[str, ...]:
    """Every indicator that a clause of the plan names, those that measure targets first."""
    measures = (target.measure for target in terms.targets.values() if target.measure)
    named = (code for clause in terms.clauses.values() for code in clause.indicators)
    return tuple(dict.fromkeys([*measures, *named]))


def forms_of(pack: Pack, code: str) -> tuple[FormDef, ...]:
    """The open forms whose cells the indicator reads, directly or through what it is computed from; none: no source is open."""
    found: dict[str, FormDef] = {}
    for indicator in _cells_under(pack, indicators.definition(code), set()):
        if pack.cell(indicator.code) is not None:
            found[indicator.home] = pack.forms[indicator.home]
    return tuple(found.values())


def is_live(pack: Pack, code: str) -> bool:
    """Whether a register keeps a cell the indicator reads: known at every moment, without a report."""
    return any(pack.live_cell(indicator.code) for indicator in _cells_under(pack, indicators.definition(code), set()))


def is_frame(indicator: IndicatorDef) -> bool:
    """Whether it only counts units or months: known without any report, so it proves nothing."""
    return indicator.home == _FRAME


def is_of_units(code: str) -> bool:
    """Whether the indicator is a share of units, whose number is known before any report."""
    compiled = indicators.catalogue().get(code)
    if compiled is None or compiled.denominator is None:
        return False
    return all(isinstance(term, Units) for term in compiled.denominator.terms)


def owners_of(pack: Pack, code: str) -> tuple[str, ...]:
    """Who owes the cells the indicator reads, by code, in order."""
    cells = (pack.cell(indicator.code) for indicator in _cells_under(pack, indicators.definition(code), set()))
    return tuple(dict.fromkeys(cell.owner for cell in cells if cell is not None))


def first_due(pack: Pack, form: FormDef, year: int) -> date:
    """The due day of the form's first base period of the year."""
    return calendar.due_on(pack, form, base_period(year, form.base_period, 1))


def all_due(pack: Pack, year: int) -> date:
    """The day by whose end every report of the year's last base periods is due."""
    return max(calendar.due_on(pack, form, _last(form, year)) for form in pack.forms.values())


def _last(form: FormDef, year: int) -> Period:
    return base_period(year, form.base_period, BASES_A_YEAR[form.base_period])


def _cells_under(pack: Pack, indicator: IndicatorDef, seen: set[str]) -> Iterator[IndicatorDef]:
    """The cells an indicator comes from; only the numerator's, for a denominator may be known without a report."""
    if indicator.code in seen:
        return
    seen.add(indicator.code)
    if indicator.is_cell:
        yield indicator
    if not indicator.is_cell or indicator.numerator:
        for name in _NAME.findall(indicator.numerator):
            read = pack.by_name(name)
            if read is not None:
                yield from _cells_under(pack, read, seen)
