"""The figures of a plan's targets as the plan judges them: a measure of another name is held against the target's own goal, and a value
recorded by hand is a figure too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Figure
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.core.plans.queries import HandCount
from tiendo.core.standing.judging import by_hand
from tiendo.foundation import clock
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period


class Histories:
    """Target after target of a plan, its figures period by period for one unit, from one reading of the measures.

    `as_of`: the day as of whose end values recorded by hand are taken, None for now.
    """

    def __init__(self, plan: Plan | None, pack: Pack, unit: Unit, answers: Answers, as_of: date | None = None) -> None:
        self._plan, self._pack, self._unit, self._answers, self._as_of = plan, pack, unit, answers, as_of
        self._known = indicators.catalogue()

    def of(self, target: TargetDef, shown: Sequence[Period]) -> list[Figure]:
        """One figure for each period. A target without a measure that can be read has no data."""
        return [self._figure(target, period) for period in shown]

    def _figure(self, target: TargetDef, period: Period) -> Figure:
        if target.by_hand:
            return self._by_hand(target, period)
        if target.measure not in self._known:
            return _nothing(target, self._unit, period)
        found = self._answers.figure(target.measure, self._unit, period)
        carries_the_goal = target.measure == target.code and self._known[target.code].target == target
        return found if carries_the_goal else held_against(target, found, period)

    def _by_hand(self, target: TargetDef, period: Period) -> Figure:
        """What was recorded for the plan's own unit; nobody below it records anything."""
        said = by_hand(self._counted.get(target.code, ()), period) if self._is_top else None
        if said is None:
            return _nothing(target, self._unit, period)
        value = replace(
            _nothing(target, self._unit, period), value=said.value, numerator=said.numerator, denominator=said.denominator,
            status="not_applicable" if said.status == "not_applicable" else "value",
        )  # fmt: skip
        return held_against(target, value, period)

    @property
    def _is_top(self) -> bool:
        return self._plan is not None and self._plan.unit_id == self._unit.pk

    @cached_property
    def _counted(self) -> Mapping[str, Sequence[HandCount]]:
        if self._plan is None:
            return {}
        as_of = datetime.combine(self._as_of, time.max, tzinfo=clock.VIETNAM) if self._as_of else None
        return plans.counted_by_hand(self._plan, plans.terms(self._plan, pack=self._pack), as_of)


def held_against(target: TargetDef, figure: Figure, period: Period) -> Figure:
    """The figure judged by the target's goal and periods instead of by those its indicator carries."""
    if figure.status != "value" or figure.numerator is None:
        return replace(figure, met=None, judged=None)
    kept = figure.kept if target.baseline is None else target.baseline
    met = indicators.holds(target.rule, figure.numerator, figure.denominator, kept)
    is_judged = any(one.end == period.end for one in indicators.judging_periods(target, period.year))
    if met is None or not is_judged:
        return replace(figure, met=met, judged=None, kept=kept)
    return replace(
        figure, met=met, judged="provisional" if figure.provisional else "met" if met else "not_met", kept=kept
    )


def _nothing(target: TargetDef, unit: Unit, period: Period) -> Figure:
    return Figure(
        code=target.code, unit_id=unit.pk, period_key=period.key, value=None, numerator=None, denominator=None,
        status="no_data", reported=0, expected=0,
    )  # fmt: skip
