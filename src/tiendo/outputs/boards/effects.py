"""Which targets the acceptance of a report would move: their figures now, and once its numbers were in the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tiendo.core.indicators.queries import Ask, catalogue, figures, reading
from tiendo.core.indicators.queries.figures import Figure
from tiendo.core.plans import carried
from tiendo.core.reporting.effects import Effect
from tiendo.core.reporting.leaves import change_of
from tiendo.core.reporting.models import Report
from tiendo.core.rollup import queries as rollup
from tiendo.core.rollup.foreseeing import foresee
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.numbers import show


def of_report(report: Report, units: Sequence[Unit]) -> Iterator[Effect]:
    """The targets read from the report's form whose figure changes, for each of the units, at the report's own period."""
    pack, known, period = packs.current(), catalogue(), periods.parse(report.period)
    plan = carried.first_by(report.unit, period.end)
    targets = {target.measure: target for target in carried.targets_of(plan, pack).values()}
    fed = [known[code] for code in targets if code in known and report.form in known[code].forms]
    if not fed:
        return
    codes = [one.code for one in fed]
    now = reading.read(pack, [(Ask(codes, units, [period]), fed)])
    now = replace(now, rows=now.rows | rollup.rows(now.unit_ids, now.deeper), deeper={})
    moves, moved = foresee(change_of(report)), {report.unit_id, *(unit.pk for unit in units)}
    rows = dict(now.rows)
    for unit_id, form, key in now.rows:
        if unit_id in moved and (form, key) in moves:
            rows[unit_id, form, key] = moves[form, key].added_to(now.rows[unit_id, form, key])
    then = replace(now, rows=rows)
    for one in fed:
        for unit in units:
            yield from _moved(
                targets[one.code], unit, figures.figure(one, now, unit, period), figures.figure(one, then, unit, period)
            )


def _moved(target: TargetDef, unit: Unit, before: Figure, after: Figure) -> Iterator[Effect]:
    said = _said(before, target.unit_word), _said(after, target.unit_word)
    if said[0] != said[1]:
        yield Effect(_("%(target)s của %(unit)s") % {"target": target.label, "unit": unit}, *said)


def _said(figure: Figure, unit_word: str) -> str:
    if figure.status != "value" or figure.numerator is None:
        return _("chưa có số liệu")
    if figure.denominator is None:
        return f"{show(figure.numerator)} {unit_word}"
    return f"{show(figure.numerator)}/{show(figure.denominator)} {unit_word}"
