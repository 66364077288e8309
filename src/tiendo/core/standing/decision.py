"""How a clause's state is computed: eight rows, the first that holds decides (clauses of the plan, decision table).

Pure: no database, no clock. `gathering` fills the inputs, `wording` says in a sentence what decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where a clause stands. The values are the keys of the status shapes."""

    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    NOT_MET = "not_met"
    SLOW = "slow"
    MET = "met"
    DOING = "doing"


WORST_FIRST = (State.NOT_MET, State.SLOW, State.NO_DATA, State.NOT_STARTED, State.DOING, State.MET)
"""A heading shows the worst state below it, in this order."""


@dataclass(frozen=True, slots=True)
class TargetInput:
    """One target of the clause. `judged`: its day of judging has come; one judged only at the year's end is not late before.

    `met` is its last judgement, or before any how its value stands against its goal; meaningless without data.
    """

    applies: bool
    has_data: bool
    met: bool
    judged: bool


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """The tasks that hang on the clause. `started` counts the done ones too."""

    all: int = 0
    started: int = 0
    overdue: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the table asks, over the plan's year up to the period's end, for the plan's unit.

    `expected`: a report that feeds the clause will come. `due`: one has passed its due day. `end`: the plan's last period is
    closed and its reports' due day has passed.
    """

    data: bool = False
    evidence: bool = False
    targets: tuple[TargetInput, ...] = ()
    guard_broken: bool = False
    tasks: TaskCounts = field(default_factory=TaskCounts)
    expected: bool = True
    due: bool = False
    end: bool = False

    @property
    def applying(self) -> tuple[TargetInput, ...]:
        """The targets that are not left out as not applicable."""
        return tuple(target for target in self.targets if target.applies)


class Decision(NamedTuple):
    """The number of the row that decided, and the state it gives."""

    row: int
    state: State


def decide(inputs: Inputs) -> Decision:
    """The first row of the table that holds. Every input leads to exactly one row: the last always holds."""
    return next(Decision(row, state) for row, holds, state in ROWS if holds(inputs))


def _nothing_is_due_yet(at: Inputs) -> bool:
    return not at.data and not at.tasks.started and not at.end and at.expected and not at.due


def _nothing_is_known(at: Inputs) -> bool:
    return not at.data and (at.end or not at.tasks.started)


def _ends_with_an_unknown_target(at: Inputs) -> bool:
    return at.end and any(not target.has_data for target in at.applying)


def _ends_short(at: Inputs) -> bool:
    missed = any(not target.met for target in at.applying)
    undone = at.tasks.done < at.tasks.all
    empty = not at.targets and not at.tasks.all and not at.evidence
    return at.end and (missed or at.guard_broken or undone or empty)


def _is_late(at: Inputs) -> bool:
    missed = any(target.judged and not (target.has_data and target.met) for target in at.applying)
    return missed or at.guard_broken or bool(at.tasks.overdue)


def _is_achieved(at: Inputs) -> bool:
    all_done = at.tasks.done == at.tasks.all
    if at.applying:
        return at.end or (all(target.has_data and target.met for target in at.applying) and all_done)
    return at.end or (at.tasks.all > 0 and all_done)


def _is_under_way(at: Inputs) -> bool:
    return at.evidence or at.tasks.started > 0


def _always(_at: Inputs) -> bool:
    return True


ROWS: tuple[tuple[int, Callable[[Inputs], bool], State], ...] = (
    (1, _nothing_is_due_yet, State.NOT_STARTED),
    (2, _nothing_is_known, State.NO_DATA),
    (3, _ends_with_an_unknown_target, State.NO_DATA),
    (4, _ends_short, State.NOT_MET),
    (5, _is_late, State.SLOW),
    (6, _is_achieved, State.MET),
    (7, _is_under_way, State.DOING),
    (8, _always, State.NOT_STARTED),
)
"""The table itself: row, condition, state."""


def worst(states: list[State]) -> State | None:
    """The worst of several states; None of none."""
    return min(states, key=WORST_FIRST.index, default=None)
