"""When data close and reports are due: the regime in force at the period's end, its day, moved past days off.

Days are data of the pack; a unit's or a form's extension is reporting's business.
"""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

from tiendo.foundation.packs.schema import DueDay, FormDef, Level, Pack, Regime
from tiendo.kernel.periods import Period, working_day_on_or_after


def due_on(pack: Pack, form: FormDef, period: Period, level: Level | None = None) -> date:
    """The day by whose end (23:59) the report of a period must be sent. `level`: who sends it; the form's own by default.

    Raises LookupError when the regime knows no day for that kind of period and level: a fault of the pack.
    """
    return due_day(pack, period, level or form.level)


def due_day(pack: Pack, period: Period, level: Level) -> date:
    """As `due_on`, for whatever a level sends."""
    regime = regime_of(pack, period)
    said = regime.due.get(period.kind, {}).get(level)
    if said is None:
        raise LookupError(f"{regime.key}: no due day for {period.kind} at {level}")
    due = _day_after(period, said)
    days_off = pack.calendar.days_off
    if regime.rolls.get(level, "next") == "next":
        return working_day_on_or_after(due, days_off)
    earliest = working_day_on_or_after(closes_on(pack, period) + timedelta(days=1), days_off)
    return max(_working_day_on_or_before(due, days_off), earliest)


def closes_on(pack: Pack, period: Period) -> date:
    """The last day whose events belong to the period's management figures."""
    closes = regime_of(pack, period).closes_day
    return period.end if closes is None else period.end.replace(day=closes)


def regime_of(pack: Pack, period: Period) -> Regime:
    """The reporting regime of periods that end when this one does. Raises LookupError when none is in force."""
    for regime in pack.calendar.regimes:
        if regime.in_force(period.end):
            return regime
    raise LookupError(f"no reporting regime on {period.end}")


def _day_after(period: Period, said: DueDay) -> date:
    year, month = divmod(period.end.year * 12 + period.end.month - 1 + said.months_after, 12)
    return date(year, month + 1, min(said.day, months.monthrange(year, month + 1)[1]))


def _working_day_on_or_before(day: date, days_off: frozenset[date]) -> date:
    while day.weekday() >= 5 or day in days_off:
        day -= timedelta(days=1)
    return day
