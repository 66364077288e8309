"""A target as a line of a board: its figure, its state in words, its goal, its trend and one sentence on what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Ask, Figure
from tiendo.core.standing import pace, target_figures
from tiendo.core.standing.judging import TargetStanding
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef, TargetRule
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.frames import Frame

TargetState = Literal["met", "doing", "slow", "not_met", "no_data", "not_applicable"]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target of one unit at one period. `trend` holds one point a month (None = no value), in the unit of the goal line."""

    code: str
    label: str
    title: str
    clause: str
    who: str
    unit_word: str
    coverage_unit: str
    url: str
    state: TargetState
    figure: Figure
    goal: str
    goal_level: float | None
    trend: tuple[float | None, ...]
    since: str
    note: str
    pace: str
    plan_id: int = 0

    @property
    def matter(self) -> str:
        """What a notice about it is about: the target, of the plan it stands in."""
        return f"target:{self.code}:{self.plan_id}"

    @property
    def has_trend(self) -> bool:
        """Whether any month has a value to draw."""
        return any(point is not None for point in self.trend)

    @property
    def partial(self) -> bool:
        """Whether the last point stands on fewer leaves than owe it."""
        return self.figure.reported < self.figure.expected


def ask(frame: Frame, unit: Unit) -> Ask:
    """What `lines` reads, for a page that reads it together with its own figures."""
    known = indicators.catalogue()
    measures = dict.fromkeys(target.measure for target in frame.targets.values())
    return Ask([code for code in measures if code in known], [unit], _months_and_period(frame.asked))


def lines(frame: Frame, unit: Unit, *, only_own: bool = False, answers: Answers | None = None) -> list[TargetLine]:
    """Every target of the plan for the unit, in the plan's order; `only_own` leaves out those nobody under it reports for.

    One read of the figures, whatever the number of targets and months; none when `answers` hold what `ask` asked for. One query
    more when the plan counts a target by hand.
    """
    asked = frame.asked
    known = answers or indicators.together([ask(frame, unit)], as_of=asked.as_of)
    shown = _months_and_period(asked)
    months = sum(period.kind == "month" for period in shown)
    histories = target_figures.Histories(frame.plan, frame.pack, unit, known, asked.as_of)
    found = [_line(frame, target, histories.of(target, shown), months) for target in frame.targets.values()]
    return [line for line in found if line.figure.expected] if only_own else found


def title(number: int, unit: str = "") -> str:
    """What a list of targets is called: how many the plan has, or whose of them these are."""
    if unit:
        return _("Chỉ tiêu của kế hoạch: %(unit)s") % {"unit": unit}
    if number == 7:
        return _("Bảy chỉ tiêu của kế hoạch")
    return _("%(n)s chỉ tiêu của kế hoạch") % {"n": number}


def _months_and_period(asked: Asked) -> list[Period]:
    """The months of the year up to the period shown, then the period itself unless it is the last of them."""
    months = [month for month in periods.year(asked.period.year).months() if month.end <= asked.period.end]
    return months if asked.period in months else [*months, asked.period]


def state_of(history: Sequence[Figure], *, at_end: bool) -> TargetState:
    """A target's state: its last judgement, before any the value now. Not met is late before the plan's end and missed at it."""
    now = history[-1]
    if now.status != "value":
        return now.status
    last = next((point.judged for point in reversed(history) if point.judged in ("met", "not_met")), None)
    if last == "not_met":
        return "not_met" if at_end else "slow"
    return "met" if last == "met" or now.met else "doing"


def counts(found: Sequence[TargetLine]) -> Mapping[TargetState, int]:
    """How many lines stand in each state; states without a line are left out."""
    order: tuple[TargetState, ...] = ("met", "doing", "slow", "not_met", "no_data", "not_applicable")
    return {state: number for state in order if (number := sum(line.state == state for line in found))}


def _line(frame: Frame, target: TargetDef, history: Sequence[Figure], months: int) -> TargetLine:
    figure, rule, pack, asked = history[-1], target.rule, frame.pack, frame.asked
    return TargetLine(
        code=target.code,
        label=target.label,
        title=target.title,
        clause=target.clause,
        who=", ".join(pack.who_name(code) for code in target.who),
        unit_word=target.unit_word,
        coverage_unit=_coverage_word(target),
        url=_url(frame, target),
        state=state_of(history, at_end=asked.period.kind == "year"),
        figure=figure,
        goal=_goal(rule, figure),
        goal_level=_goal_level(rule, figure),
        trend=tuple(_level(rule, point) for point in history[:months]),
        since=_since(history),
        note=figure.note or target.note,
        pace=str(pace.required(TargetStanding(target, figure, None, None), asked.period.last_month) or ""),
        plan_id=frame.plan.pk if frame.plan else 0,
    )


def _url(frame: Frame, target: TargetDef) -> str:
    """Where the value comes from: the way of the figure that measures it, or the clause where it is recorded by hand."""
    if target.measure or frame.plan is None:
        return frame.asked.lineage_url(target.measure or target.code)
    return f"{reverse('standing:clause', args=[frame.plan.code, target.clause])}?{frame.asked.query()}"


def _coverage_word(target: TargetDef) -> str:
    """What those who report are called: communes, districts, or offices."""
    group = packs.current().classes.get(target.who[0])
    words = {"commune": _("xã"), "district": _("huyện")}
    return words.get(group.kind, _("đơn vị")) if group else _("đơn vị")


def _goal(rule: TargetRule, figure: Figure) -> str:
    if rule.is_share:
        sign = "≤" if rule.is_ceiling else "≥"
        return "100 %" if rule.low == 100 and not rule.is_ceiling else f"{sign} {rule.low} %"
    if rule.kind == "at_most":
        return f"≤ {rule.low}"
    if rule.kind == "range":
        return f"{rule.low}–{rule.high}"
    if rule.kind == "keep":
        return f"≥ {figure.kept}" if figure.kept is not None else _("giữ số đầu năm")
    return f"≥ {rule.low}" if rule.kind == "at_least" else f"{rule.low}"


def _goal_level(rule: TargetRule, figure: Figure) -> float | None:
    return figure.kept if rule.kind == "keep" else float(rule.low)


def _level(rule: TargetRule, figure: Figure) -> float | None:
    if figure.status != "value" or figure.numerator is None:
        return None
    if rule.is_share:
        return 100 * figure.numerator / figure.denominator if figure.denominator else None
    return float(figure.numerator)


def _since(history: Sequence[Figure]) -> str:
    """The first month of the run of misses that lasts to the end of the history; '' when the last judgement is no miss."""
    judged = [point for point in history if point.judged in ("met", "not_met")]
    first = ""
    for point in reversed(judged):
        if point.judged == "met":
            break
        first = periods.parse(point.period_key).label
    return first
