"""When a target was last judged, and what speaks for it at a period.

Outside its judging periods a target keeps its last judgement; one judged only at the year's end has none before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from tiendo.core.indicators import queries as indicators
from tiendo.core.plans.queries import HandCount
from tiendo.core.standing.decision import TargetInput
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs.schema import FormDef, Pack, TargetDef
from tiendo.kernel.periods import Period


class Figure(Protocol):
    """What the standing needs of a figure; `indicators.queries.Figure` has it."""

    @property
    def value(self) -> Decimal | int | None: ...
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def reported(self) -> int: ...
    @property
    def expected(self) -> int: ...
    @property
    def met(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target at a period: its value now, and the period and value of its last judgement (None before the first).

    `then` is the target as it stood when that period ended, where an amendment changed it since.
    """

    target: TargetDef
    figure: Figure | None
    judged_in: Period | None
    judged_figure: Figure | None
    then: TargetDef | None = None

    @property
    def judged_by(self) -> TargetDef:
        """The target that speaks: as it stood at its last judgement, before any as it stands."""
        return self.then if self.then is not None and self.judged_in is not None else self.target

    @property
    def ground(self) -> Figure | None:
        """The figure that speaks for the target: that of its last judgement, before any its value now."""
        return self.judged_figure if self.judged_in is not None else self.figure

    @property
    def applies(self) -> bool:
        """False when it was reported and there is nothing to take a share of."""
        return self.ground is None or self.ground.status != "not_applicable"

    @property
    def has_data(self) -> bool:
        """Whether any leaf gave what it is computed from."""
        return self.ground is not None and self.ground.status == "value"

    @property
    def met(self) -> bool:
        """Whether that figure stands at or past its goal. A measure that is the target's own carries the goal and says it itself."""
        ground, target = self.ground, self.judged_by
        if ground is None:
            return False
        if ground.met is not None and _carries_its_goal(target):
            return ground.met
        if ground.status != "value" or ground.numerator is None:
            return False
        return indicators.holds(target.rule, ground.numerator, ground.denominator, target.baseline) is True

    @property
    def provisional(self) -> bool:
        """The value now is newer than the last judgement, or none was made."""
        return self.judged_in is None or self.figure is not self.judged_figure

    @property
    def state(self) -> Literal["met", "slow", "no_data", "not_applicable", "doing"]:
        """For a status tag beside the target alone. The clause's own state comes from the table."""
        if not self.applies:
            return "not_applicable"
        if not self.has_data:
            return "slow" if self.judged_in is not None else "no_data"
        if self.met:
            return "met"
        return "slow" if self.judged_in is not None else "doing"

    def as_input(self) -> TargetInput:
        """The same, as the decision table asks for it."""
        return TargetInput(
            applies=self.applies, has_data=self.has_data, met=self.met, judged=self.judged_in is not None
        )


def _carries_its_goal(target: TargetDef) -> bool:
    """Whether the figure itself says if it is met: its measure is the target's own, with the same goal and denominator."""
    own = target.measure == target.code and target.whole_on is None
    return own and indicators.definition(target.code).rule == target.rule


def judged_period(pack: Pack, target: TargetDef, form: FormDef | None, *, up_to: date, on: date) -> Period | None:
    """The latest of the target's judging periods that ended by `up_to` and whose due day is past on `on`; None before the first.

    Without a form (counted by hand or kept by a register) the due day is that of the department's own report.
    """
    for period in reversed(indicators.judging_periods(target, up_to.year)):
        due = calendar.due_on(pack, form, period) if form else calendar.due_day(pack, period, "department")
        if period.end <= up_to and due < on:
            return period
    return None


@dataclass(frozen=True, slots=True)
class HandFigure:
    """A value recorded by hand, as a figure: it has no leaves to miss."""

    value: Decimal | int | None
    numerator: int | None
    denominator: int | None
    status: str = "value"
    reported: int = 0
    expected: int = 0
    met: bool | None = None


def against(figure: Figure | None, whole: Figure | None) -> Figure | None:
    """A share of the whole as it was known at another time; None where either is not known."""
    if figure is None or figure.numerator is None or whole is None or whole.denominator is None:
        return None
    if not whole.denominator:
        return HandFigure(None, figure.numerator, 0, "not_applicable", figure.reported, figure.expected)
    share = indicators.percent(figure.numerator, whole.denominator)
    return HandFigure(share, figure.numerator, whole.denominator, "value", figure.reported, figure.expected)


Counted = Mapping[str, Sequence[HandCount]]
"""Target code → the values recorded for it that hold, in the order of their periods."""


def by_hand(counts: Sequence[HandCount], period: Period) -> HandFigure | None:
    """What was recorded for the latest period that ended by then, in the same year; None when nothing was."""
    held = [one for one in counts if one.of.year == period.year and one.of.end <= period.end]
    if not held:
        return None
    latest = max(held, key=lambda one: one.of.end)
    if latest.whole == 0:
        return HandFigure(None, latest.value, 0, "not_applicable")
    value = latest.value if latest.whole is None else indicators.percent(latest.value, latest.whole)
    return HandFigure(value, latest.value, latest.whole)
