"""A figure: an indicator's value for one unit and period, with what it is made of, who is missing, and how it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.translation import gettext as _

from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.judging import holds, is_judged
from tiendo.core.indicators.queries.reading import Reading, Sum, latest_base
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places.models import Unit
from tiendo.kernel.expressions import Applicable, Met
from tiendo.kernel.periods import Period

Status = Literal["value", "no_data", "not_applicable"]
Judged = Literal["met", "not_met", "provisional"]
_LENGTH = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value. `numerator` and `denominator` are whole numbers in the cells' smallest unit; `value` is their per cent to one place
    for a share, else the numerator (a whole number). Without a value, `status` says whether nobody reported or there is nothing to
    take a share of.

    `reported` of `expected` leaves posted the whole window. `known`: leaves of which the value is known; `carried`: those of them
    whose stock is older than the latest base period. `kept`: what a kept stock is held against. `provisional`: the reports it is
    made of are not due yet. `judged` is None outside the judging periods of a target; `met` says whether the goal is reached at all.
    `live`: registers keep it; nobody has approved it.
    """

    code: str
    unit_id: int
    period_key: str
    value: Decimal | int | None
    numerator: int | None
    denominator: int | None
    status: Status
    reported: int
    expected: int
    judged: Judged | None = None
    met: bool | None = None
    known: int = 0
    carried: int = 0
    kept: int | None = None
    provisional: bool = False
    live: bool = False
    note: str = ""


def figure(compiled: Compiled, reading: Reading, unit: Unit, period: Period) -> Figure:
    """The figure of one indicator, from what was read."""
    if compiled.closed:
        return _without(compiled, unit, period, "no_data", note=compiled.closed)
    reported, expected = reading.coverage(compiled, unit, period)
    numerator = reading.sum_of(compiled.numerator, unit, period)
    denominator = reading.sum_of(compiled.denominator, unit, period) if compiled.denominator else None
    status = _status(numerator, denominator)
    if status != "value":
        nobody = not expected and status == "no_data" and not compiled.is_live
        note = _("Không có đơn vị nào ở đây phải báo cáo ô này.") if nobody else ""
        return _without(compiled, unit, period, status, reported=reported, expected=expected, note=note)
    kept = reading.sum_of(compiled.kept, unit, period) if compiled.kept else None
    kept_total = kept.total if kept and kept.given else None
    met = holds(compiled.rule, numerator.total, denominator.total if denominator else None, kept_total)
    carried = max(0, numerator.known - numerator.fresh) if numerator.fresh is not None else 0
    provisional = is_provisional(compiled, reading, period)
    return Figure(
        code=compiled.code,
        unit_id=unit.pk,
        period_key=period.key,
        value=_value(compiled, numerator.total, denominator),
        numerator=numerator.total,
        denominator=denominator.total if denominator else None,
        status="value",
        reported=reported,
        expected=expected,
        judged=_judged(compiled, met, period, provisional=provisional),
        met=met,
        known=numerator.known,
        carried=carried,
        kept=kept_total,
        provisional=provisional,
        live=compiled.is_live,
        note=_note(compiled, numerator.total, carried),
    )


def of_targets(compiled: Compiled, targets: dict[str, Figure], unit: Unit, period: Period, *, pack: Pack) -> Figure:
    """A share of targets met, for the plan's own unit: those that do not apply or have no data are left out of the denominator."""
    if unit.code != pack.plan.unit_code:
        return _without(compiled, unit, period, "not_applicable", note=_("Chỉ tính cho đơn vị ban hành kế hoạch."))
    named = [code for term in compiled.numerator.terms if isinstance(term, Met | Applicable) for code in term.targets]
    found = [targets[name.replace("_", "-")] for name in named]
    judged = [one for one in found if one.status == "value" and one.met is not None]
    if not judged:
        status: Status = "no_data" if any(one.status == "no_data" for one in found) else "not_applicable"
        return _without(compiled, unit, period, status)
    met = sum(bool(one.met) for one in judged)
    return Figure(
        code=compiled.code,
        unit_id=unit.pk,
        period_key=period.key,
        value=percent(met, len(judged)) if compiled.denominator else met,
        numerator=met,
        denominator=len(judged) if compiled.denominator else None,
        status="value",
        reported=sum(one.reported for one in found),
        expected=sum(one.expected for one in found),
        known=len(judged),
        provisional=any(one.provisional for one in judged),
    )


def is_of_targets(compiled: Compiled) -> bool:
    """Whether an indicator speaks of other targets rather than of leaves."""
    return any(isinstance(term, Met | Applicable) for term in compiled.numerator.terms)


def is_provisional(compiled: Compiled, reading: Reading, period: Period) -> bool:
    """Whether a report the figure is made of may still come in time (its due day is not over); without reports, until the period ends."""
    known, on = reading.due_days, reading.moment.today
    for form in compiled.forms:
        if (form, period) not in known:
            known[form, period] = due_on(reading.pack, form, period)
    days = [due for form in compiled.forms if (due := known[form, period])]
    return on <= max(days) if days else on <= period.end


def due_on(pack: Pack, form: str, period: Period) -> date | None:
    """The due day of the leaf form's reports for a shown period; of its latest base period when that is what the period shows.
    None for a register, which nobody sends.
    """
    definition = pack.form_on(form, period.end) or pack.forms.get(form)
    if definition is None:
        return None
    latest = latest_base(period, definition.base_period)
    if latest is None:
        return None
    whole = latest.end == period.end and _LENGTH[period.kind] > _LENGTH[latest.kind]
    return calendar.due_on(pack, definition, period if whole else latest)


def percent(numerator: int, denominator: int) -> Decimal:
    """The per cent of two whole numbers to one place, halves up."""
    return (Decimal(numerator * 100) / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _status(numerator: Sum, denominator: Sum | None) -> Status:
    if denominator is not None and denominator.framed and denominator.total == 0:
        return "not_applicable"
    if not numerator.given or (denominator is not None and not denominator.given):
        return "no_data"
    return "not_applicable" if denominator is not None and denominator.total == 0 else "value"


def _value(compiled: Compiled, numerator: int, denominator: Sum | None) -> Decimal | int:
    if denominator is None:
        return numerator
    if compiled.definition.unit == "%":
        return percent(numerator, denominator.total)
    return (Decimal(numerator) / denominator.total).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _judged(compiled: Compiled, met: bool | None, period: Period, *, provisional: bool) -> Judged | None:
    if met is None or not is_judged(compiled.target, period):
        return None
    if provisional:
        return "provisional"
    return "met" if met else "not_met"


def _note(compiled: Compiled, value: int, carried: int) -> str:
    rule, target = compiled.rule, compiled.target
    said = []
    if rule and rule.kind == "range" and rule.high is not None and value > rule.high:
        said.append((target.above_note if target else "") or _("Vượt mức trên"))
    if carried:
        said.append(_("%d đơn vị dùng số kỳ trước, là số gần nhất đã biết") % carried)
    return "; ".join(said) + "." if said else ""


def _without(
    compiled: Compiled,
    unit: Unit,
    period: Period,
    status: Status,
    *,
    reported: int = 0,
    expected: int = 0,
    note: str = "",
) -> Figure:
    return Figure(
        code=compiled.code, unit_id=unit.pk, period_key=period.key, value=None, numerator=None, denominator=None,
        status=status, reported=reported, expected=expected, note=note,
    )  # fmt: skip
