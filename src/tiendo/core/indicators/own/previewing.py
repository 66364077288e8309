"""What a measure comes to today, before anybody decides to keep it."""

from __future__ import annotations

from tiendo.core.indicators import measures
from tiendo.core.indicators.queries import figures, reading
from tiendo.core.indicators.queries.figures import Figure
from tiendo.core.indicators.queries.reading import Ask, Reading
from tiendo.core.rollup import trials
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel.expressions import LeafFunction
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput

UNSAVED = f"{measures.PREFIX}0"


def preview(numerator: str, denominator: str = "", *, unit: Unit, period: Period, unit_word: str = "") -> Figure:
    """The figure the measure would show for a unit at a period, equal to what it shows once it is defined; nothing is stored.

    `unit_word` "%" shows a share as a per cent, which is also meant when it is blank. At most three queries more than any figure.
    Raises BadInput with every fault of the two expressions and its place.
    """
    numerator, denominator = measures.tidied(numerator), measures.tidied(denominator)
    pack = packs.current()
    if wrong := list(measures.faults(numerator, denominator, pack)):
        raise BadInput(wrong)
    shown_in = unit_word.strip() or (measures.PER_CENT if denominator else measures.NUMBER)
    compiled = measures.compiled(UNSAVED, UNSAVED, shown_in, numerator, denominator, pack)
    got = reading.read(pack, [(Ask([UNSAVED], [unit], [period]), [compiled])])
    for form, functions in measures.functions(compiled).items():
        _add_trial(got, form, functions, unit, period)
    return figures.figure(compiled, got, unit, period)


def _add_trial(got: Reading, form: str, functions: list[LeafFunction], unit: Unit, period: Period) -> None:
    """Put the results of functions without slots into what was read, as if their slots had been laid and filled."""
    trial = trials.of_unit(unit.pk, form, period.year, functions)
    if trial is None:
        return
    key = unit.pk, form, str(period.year)
    got.slots = {**got.slots, form: trial.slots}
    got.rows[key] = trial.added_to(got.row(*key))
