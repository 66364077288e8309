"""What the decision table needs, gathered for all clauses at once: figures of the year, targets, guards, reports due.

"The year" is the plan's year up to the end of the period shown. One read: at most three spans of the year, and the periods in
which targets were last judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from tiendo.core.assignments.queries import ClauseTasks
from tiendo.core.indicators import queries as indicators
from tiendo.core.plans.terms import ClauseTerms, PlanTerms
from tiendo.core.standing import judging, sources
from tiendo.core.standing.decision import Inputs, TaskCounts
from tiendo.core.standing.judging import Counted, Figure, TargetStanding
from tiendo.foundation.packs.schema import FormDef, IndicatorDef, Pack, TargetDef
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

Figures = Mapping[str, Figure]
Read = Callable[[Sequence[str], Sequence[Period]], Mapping[Period, Figures]]
"""Figures of the plan's unit, by period and code; a code that is not computable is absent."""
InForce = Callable[[str, date], TargetDef | None]
"""A target's code and a day → the target as it stood then; None where it stood as it does now, or not at all."""


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """One indicator over the year: `total` is its sum (a flow) or latest value, None when no leaf gave it; `figure` is of the
    latest span, for its coverage. `is_open`: something feeds it."""

    indicator: IndicatorDef
    total: Decimal | int | None
    figure: Figure | None
    forms: tuple[FormDef, ...]
    is_guard: bool
    is_live: bool

    @property
    def is_open(self) -> bool:
        """Whether a report, a register or the tree of units feeds it today."""
        return bool(self.forms) or self.is_live or sources.is_frame(self.indicator)

    @property
    def has_data(self) -> bool:
        """Somebody reported it, be it zero. What only counts units or months is known without a report and is no data."""
        return self.total is not None and not sources.is_frame(self.indicator)

    @property
    def is_evidence(self) -> bool:
        """Above zero, and of a kind that shows work done: no frame, guard, ratio or count of people."""
        kind = not (self.is_guard or self.indicator.denominator or self.indicator.counts_people)
        return kind and self.has_data and self.total is not None and self.total > 0

    @property
    def is_broken(self) -> bool:
        """A guard whose value is not the one it must keep."""
        rule = self.indicator.rule
        return self.is_guard and self.total is not None and rule is not None and self.total != rule.low


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """Everything known of the plan's indicators and targets at a period, as of a day."""

    pack: Pack
    period: Period
    on: date
    ended: bool
    indicators: Mapping[str, IndicatorStanding]
    targets: Mapping[str, TargetStanding]
    tasks: Mapping[str, ClauseTasks]

    def of(self, clause: ClauseTerms) -> Inputs:
        """The table's inputs for one clause."""
        standings = [self.indicators[code] for code in clause.indicators]
        forms = _forms(standings)
        return Inputs(
            data=any(standing.has_data for standing in standings),
            evidence=any(standing.is_evidence for standing in standings),
            targets=tuple(target.as_input() for target in self.targets_of(clause)),
            guard_broken=any(standing.is_broken for standing in standings),
            tasks=self.tasks_of(clause),
            expected=bool(forms),
            due=any(self._has_fallen_due(form) for form in forms),
            end=self.ended,
        )

    def targets_of(self, clause: ClauseTerms) -> tuple[TargetStanding, ...]:
        """The targets the clause names among its indicators, in its own order, then those its words promise."""
        own = (code for code, standing in self.targets.items() if standing.target.clause == clause.ref)
        named = (code for code in clause.indicators if code in self.targets)
        return tuple(self.targets[code] for code in dict.fromkeys([*named, *own]))

    def tasks_of(self, clause: ClauseTerms) -> TaskCounts:
        """The tasks that hang on the clause."""
        found = self.tasks.get(clause.ref, ClauseTasks())
        return TaskCounts(all=found.all, started=found.started, overdue=found.overdue, done=found.done)

    def forms_of(self, clause: ClauseTerms) -> tuple[FormDef, ...]:
        """The open forms that feed the clause."""
        return _forms(self.indicators[code] for code in clause.indicators)

    def _has_fallen_due(self, form: FormDef) -> bool:
        first = periods.base_period(self.period.year, form.base_period, 1)
        return first.end <= self.period.end and sources.first_due(self.pack, form, self.period.year) < self.on


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read for the clauses of a pack: these indicators at these periods. `judged`: when each target was last judged."""

    forms: Mapping[str, tuple[FormDef, ...]]
    codes: tuple[str, ...]
    spans: tuple[Period, ...]
    judged: Mapping[str, Period | None]
    wholes: tuple[Period, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        """The year up to the period's end, then the judging periods, then the months whose denominators hold all year."""
        judged = (when for when in self.judged.values() if when is not None)
        return tuple(dict.fromkeys([*self.spans, *judged, *self.wholes]))


def wanted(pack: Pack, terms: PlanTerms, period: Period, on: date) -> Wanted:
    """The indicators of every clause that have a source, at the spans of the year and the judging periods. No query."""
    forms = {code: sources.forms_of(pack, code) for code in sources.codes_of(terms)}
    return Wanted(
        forms=forms,
        codes=tuple(code for code, feeding in forms.items() if feeding or _needs_no_report(pack, code)),
        spans=spans_of_year(period),
        judged={code: _last_judged(pack, target, period, on) for code, target in terms.targets.items()},
        wholes=tuple(
            periods.of(one.whole_on, "month") for one in terms.targets.values() if one.whole_on and one.measure
        ),
    )


def _needs_no_report(pack: Pack, code: str) -> bool:
    return sources.is_frame(indicators.definition(code)) or sources.is_live(pack, code)


def gather(
    pack: Pack,
    terms: PlanTerms,
    period: Period,
    *,
    on: date,
    read: Read,
    counted: Counted = MappingProxyType({}),
    tasks: Mapping[str, ClauseTasks] = MappingProxyType({}),
    in_force: InForce = lambda _code, _day: None,
) -> YearSoFar:
    """All that a plan's clauses need, the year up to the period's end; `on` is the day that says what is due, `counted` the
    values recorded by hand, `tasks` those that hang on the clauses, `in_force` the targets as they stood on a day.
    """
    asked = wanted(pack, terms, period, on)
    known = read(asked.codes, asked.periods)
    of_spans = [known[span] for span in asked.spans]
    return YearSoFar(
        pack=pack,
        period=period,
        on=on,
        ended=period.end >= periods.year(period.year).end and sources.all_due(pack, period.year) < on,
        indicators={code: _standing(pack, terms, code, of_spans, feeding) for code, feeding in asked.forms.items()},
        targets={
            code: replace(
                _target(terms.targets[code], when, known, asked.spans[-1], counted),
                then=in_force(code, when.end) if when is not None else None,
            )
            for code, when in asked.judged.items()
        },
        tasks=tasks,
    )


def spans_of_year(period: Period) -> tuple[Period, ...]:
    """The year up to the period's end in the fewest spans that have names: August is the first half, July and August."""
    last = period.last_month
    if last == 12:
        return (periods.year(period.year),)
    named = {
        9: Period("nine_months", period.year, 1),
        6: Period("half", period.year, 1),
        3: periods.quarter(period.year, 1),
    }
    whole = max((month for month in named if month <= last), default=0)
    rest = tuple(periods.month(period.year, number) for number in range(whole + 1, last + 1))
    return ((named[whole],) if whole else ()) + rest


def _standing(
    pack: Pack, terms: PlanTerms, code: str, spans: list[Figures], forms: tuple[FormDef, ...]
) -> IndicatorStanding:
    indicator = indicators.definition(code)
    found = [span[code] for span in spans if code in span]
    values = [figure.value for figure in found if figure.status == "value" and figure.value is not None]
    if not values:
        total = None
    else:
        total = sum(values) if indicator.is_flow else values[-1]
    is_guard = indicator.rule is not None and code not in pack.targets and code not in terms.targets
    return IndicatorStanding(
        indicator, total, found[-1] if found else None, forms, is_guard, sources.is_live(pack, code)
    )


def _target(
    target: TargetDef, when: Period | None, known: Mapping[Period, Figures], latest: Period, counted: Counted
) -> TargetStanding:
    """A judging period that ends with the last span shows the same value; the span's own figure then speaks for both."""
    if target.by_hand:
        by_then = {span: judging.by_hand(counted.get(target.code, ()), span) for span in {latest, when or latest}}
        return TargetStanding(target, by_then[latest], when, by_then[when] if when else None)
    now = _figure(target, latest, known)
    if when is None:
        return TargetStanding(target, now, None, None)
    return TargetStanding(target, now, when, now if when.end == latest.end else _figure(target, when, known))


def _figure(target: TargetDef, span: Period, known: Mapping[Period, Figures]) -> Figure | None:
    """What measures the target, held against the whole of the day the plan names, where it names one."""
    found = known[span].get(target.measure)
    if target.whole_on is None:
        return found
    return judging.against(found, known[periods.of(target.whole_on, "month")].get(target.measure))


def _last_judged(pack: Pack, target: TargetDef, period: Period, on: date) -> Period | None:
    if target.by_hand:
        return judging.judged_period(pack, target, None, up_to=period.end, on=on)
    feeding = sources.forms_of(pack, target.measure)
    if not feeding and not sources.is_live(pack, target.measure):
        return None
    return judging.judged_period(pack, target, feeding[0] if feeding else None, up_to=period.end, on=on)


def _forms(standings: Iterable[IndicatorStanding]) -> tuple[FormDef, ...]:
    return tuple({form.code: form for standing in standings for form in standing.forms}.values())
