"""Where every clause of a plan stands: computed at each reading, never stored, never typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypedDict

from tiendo.core.assignments import queries as assignments
from tiendo.core.indicators import queries as indicators
from tiendo.core.plans import carried, editions
from tiendo.core.plans import queries as plans
from tiendo.core.plans.editions import History
from tiendo.core.plans.models import Edition, Plan
from tiendo.core.plans.queries import PlanDocument
from tiendo.core.plans.terms import ClauseTerms
from tiendo.core.standing import gathering, wording
from tiendo.core.standing.decision import State, TaskCounts, decide, worst
from tiendo.core.standing.gathering import Figures, IndicatorStanding, Read, gather
from tiendo.core.standing.judging import TargetStanding
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

SHOWN_ORDER = (State.MET, State.DOING, State.SLOW, State.NOT_MET, State.NOT_STARTED, State.NO_DATA)
FIRST_ROW_WITH_DATA = 3
"""From this row of the table on, records in the installation decide."""


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause's state, the row of the table that decided it and the sentence that says from what."""

    ref: str
    state: State
    row: int
    why: str
    in_short: str
    data: bool
    evidence: bool
    tasks: TaskCounts
    targets: tuple[TargetStanding, ...]
    figures: tuple[IndicatorStanding, ...]

    @property
    def missed_of_all(self) -> str:
        """ "1/2": how many of its targets miss; empty with one target or none missing."""
        missed = sum(target.applies and target.state == "slow" for target in self.targets)
        return f"{missed}/{len(self.targets)}" if missed and len(self.targets) > 1 else ""


@dataclass(frozen=True, slots=True)
class HeadingState:
    """The worst state below a heading, and how many clauses are in each state."""

    ref: str
    state: State | None
    counts: Mapping[State, int]

    @property
    def wanting(self) -> tuple[tuple[State, int], ...]:
        """What the outline shows: late and not met, the milder first."""
        return tuple((state, self.counts[state]) for state in (State.SLOW, State.NOT_MET) if self.counts.get(state))


class CoverageLine(TypedDict):
    """One clause of `coverage`. `covered`: records in the installation decide its state."""

    id: str
    answers: list[str]
    evidence: list[str]
    covered: bool
    why: str


class Coverage(TypedDict):
    """What `tiendo plan coverage --json` prints."""

    clauses: list[CoverageLine]


def period_shown(plan: Plan, on: date) -> Period:
    """The latest month of the plan's year that has ended by `on`; its first month before any has."""
    if on.year > plan.year:
        return periods.month(plan.year, 12)
    ended = on.month - 1 if on.year == plan.year else 0
    return periods.month(plan.year, max(ended, 1))


def held_on(plan: Plan, as_of: date | datetime | None) -> Edition | None:
    """The edition of the plan that held on the day, as known then; None when it is the plan as it stands."""
    moment = _moment(as_of)
    return editions.history(plan).on(_day(moment), known=moment)


def ask(plan: Plan, period: Period, as_of: date | datetime | None = None) -> indicators.Ask:
    """The figures `states` needs, for a page that reads them together with its own (`indicators.together`, as of the same day)."""
    with packs.using(carried.pack_of(plan)):
        pack, moment = packs.current(), _moment(as_of)
        held = held_on(plan, moment)
        asked = gathering.wanted(pack, plans.terms(plan, pack=pack, edition=held), period, _day(moment))
        return indicators.Ask(_computable(asked.codes), [plan.unit], asked.periods)


def states(
    plan: Plan,
    period: Period,
    as_of: date | datetime | None = None,
    *,
    answers: indicators.Answers | None = None,
) -> dict[str, ClauseState]:
    """Clause id → where it stands at the period, as known at `as_of` (a date means its end), for every clause of the plan.

    Of the clauses as they stood then. Four queries whatever the number of clauses, one more when a target is counted by hand, a few
    more when the plan was amended; none for figures when `answers` already hold what `ask` asked for.
    """
    with packs.using(carried.pack_of(plan)):
        return _states(plan, period, _moment(as_of), answers)


def _states(
    plan: Plan, period: Period, moment: datetime | None, answers: indicators.Answers | None
) -> dict[str, ClauseState]:
    pack = packs.current()
    history = editions.history(plan)
    held = history.on(_day(moment), known=moment)
    terms = plans.terms(plan, pack=pack, edition=held)
    year = gather(
        pack,
        terms,
        period,
        on=_day(moment),
        read=_reader(plan, moment, answers),
        counted=plans.counted_by_hand(plan, terms, moment),
        tasks=_tasks(plan, period, moment, held),
        in_force=_in_force(history, pack, moment),
    )
    found = {}
    for ref, clause in terms.clauses.items():
        inputs = year.of(clause)
        decision = decide(inputs)
        found[ref] = ClauseState(
            ref=ref,
            state=decision.state,
            row=decision.row,
            why=wording.why(decision, clause, year),
            in_short=wording.in_short(clause, year),
            data=inputs.data,
            evidence=inputs.evidence,
            tasks=inputs.tasks,
            targets=year.targets_of(clause),
            figures=tuple(year.indicators[code] for code in clause.indicators),
        )
    return found


def _tasks(
    plan: Plan, period: Period, moment: datetime | None, held: Edition | None
) -> Mapping[str, assignments.ClauseTasks]:
    """Ref as it stood → the tasks that hang on the clause, wherever it stands now."""
    found = assignments.by_clause(plan, until=period.end, on=_day(moment), as_of=moment)
    if held is None:
        return found
    return {ref: found[now] for ref, now in editions.present_refs(held).items() if now in found}


def _in_force(history: History, pack: Pack, moment: datetime | None) -> gathering.InForce:
    """The targets as they stood on a day, as known at the moment; where the plan was never amended, as they stand."""

    def then(code: str, day: date) -> TargetDef | None:
        held = history.on(day, known=moment)
        return plans.terms(history.plan, pack=pack, edition=held).targets.get(code) if history.editions else None

    return then


def _reader(plan: Plan, as_of: datetime | None, answers: indicators.Answers | None) -> Read:
    """Figures of the plan's unit, as known at the moment; codes without a figure by design are left out."""

    def read(codes: Sequence[str], spans: Sequence[Period]) -> dict[Period, Figures]:
        computable = _computable(codes)
        known = answers or indicators.together([indicators.Ask(computable, [plan.unit], spans)], as_of=as_of)
        return {span: {code: known.figure(code, plan.unit, span) for code in computable} for span in spans}

    return read


def _computable(codes: Sequence[str]) -> list[str]:
    known = indicators.catalogue()
    return [code for code in codes if code in known]


def counts(of: Mapping[str, ClauseState]) -> dict[State, int]:
    """How many clauses are in each state, every state named, in the order pages show them."""
    counted = Counter(state.state for state in of.values())
    return {state: counted[state] for state in SHOWN_ORDER}


def headings(document: PlanDocument, of: Mapping[str, ClauseState]) -> dict[str, HeadingState]:
    """Heading id → the worst state at or below it with the counts. No query."""
    below: dict[str, list[State]] = {heading.ref: [] for heading in document.headings}
    for clause in document.clauses:
        over = {node.ref for node in document.path(clause.ref)} | {clause.ref}
        for ref in over & set(below):
            below[ref].append(of[clause.ref].state)
    return {ref: HeadingState(ref, worst(found), Counter(found)) for ref, found in below.items()}


def coverage(plan: Plan) -> Coverage:
    """For every clause who answers, what evidence moves it, and whether records in this installation decide its state."""
    pack = carried.pack_of(plan)
    known = states(plan, period_shown(plan, clock.today()))
    terms = plans.terms(plan, pack=pack)
    return {"clauses": [_line(clause, known[ref], pack) for ref, clause in terms.clauses.items()]}


def _line(clause: ClauseTerms, state: ClauseState, pack: Pack) -> CoverageLine:
    return {
        "id": clause.ref,
        "answers": [pack.who_name(code) for code in clause.who],
        "evidence": list(clause.indicators),
        "covered": state.row >= FIRST_ROW_WITH_DATA and (state.data or state.tasks.all > 0),
        "why": state.why,
    }


def _day(moment: datetime | None) -> date:
    return clock.today() if moment is None else moment.astimezone(clock.VIETNAM).date()


def _moment(as_of: date | datetime | None) -> datetime | None:
    """A date means its end, Vietnam time."""
    if as_of is None or isinstance(as_of, datetime):
        return as_of
    return datetime.combine(as_of, time.max, tzinfo=clock.VIETNAM)
