"""The decision table: its worked examples, and what must hold for every input."""

from hypothesis import given
from hypothesis import strategies as st

from tiendo.core.standing.decision import ROWS, Decision, Inputs, State, TargetInput, TaskCounts, decide, worst


def target(*, met: bool, judged: bool = True, applies: bool = True, has_data: bool = True) -> TargetInput:
    return TargetInput(applies=applies, has_data=has_data, met=met, judged=judged)


REPORTED = {"data": True, "due": True}


def test_one_month_without_press_is_late_although_communes_reach_their_share() -> None:
    t1a, t1b = target(met=True), target(met=False)
    assert decide(Inputs(**REPORTED, evidence=True, targets=(t1a, t1b))) == Decision(5, State.SLOW)


def test_both_targets_met_is_achieved() -> None:
    assert decide(Inputs(**REPORTED, evidence=True, targets=(target(met=True),) * 2)) == Decision(6, State.MET)


def test_zero_cases_reported_is_not_started_and_at_the_end_achieved() -> None:
    no_cases = target(met=False, applies=False)
    assert decide(Inputs(**REPORTED, targets=(no_cases,))) == Decision(8, State.NOT_STARTED)
    assert decide(Inputs(**REPORTED, targets=(no_cases,), end=True)) == Decision(6, State.MET)


def test_before_the_register_is_open_there_is_no_data() -> None:
    assert decide(Inputs(expected=False)) == Decision(2, State.NO_DATA)
    assert decide(Inputs(expected=True, due=True)) == Decision(2, State.NO_DATA)


def test_nothing_due_yet_is_not_started() -> None:
    assert decide(Inputs(expected=True, due=False)) == Decision(1, State.NOT_STARTED)


def test_one_reopened_hotspot_is_late() -> None:
    assert decide(Inputs(**REPORTED, evidence=True, guard_broken=True)) == Decision(5, State.SLOW)


def test_a_yearly_target_not_yet_judged_in_june_is_under_way() -> None:
    converted, kept = target(met=False, judged=False), target(met=True, judged=False)
    assert decide(Inputs(**REPORTED, evidence=True, targets=(converted, kept))) == Decision(7, State.DOING)


def test_a_target_due_without_data_is_late() -> None:
    silent = target(met=False, has_data=False)
    assert decide(Inputs(**REPORTED, evidence=True, targets=(silent,))) == Decision(5, State.SLOW)


def test_a_target_without_data_at_the_end_is_no_data_even_beside_a_missed_one() -> None:
    silent = target(met=False, has_data=False)
    assert decide(Inputs(**REPORTED, targets=(silent, target(met=False)), end=True)) == Decision(3, State.NO_DATA)


def test_a_missed_target_at_the_end_is_not_met() -> None:
    assert decide(Inputs(**REPORTED, evidence=True, targets=(target(met=False),), end=True)) == Decision(
        4, State.NOT_MET
    )


def test_all_zero_to_the_end_without_target_or_task_is_not_met() -> None:
    assert decide(Inputs(**REPORTED, end=True)) == Decision(4, State.NOT_MET)


def test_evidence_to_the_end_is_achieved() -> None:
    assert decide(Inputs(**REPORTED, evidence=True, end=True)) == Decision(6, State.MET)


def test_a_task_left_open_at_the_end_is_not_met_and_overdue_before_is_late() -> None:
    tasks = TaskCounts(all=2, started=2, done=1, overdue=1)
    assert decide(Inputs(**REPORTED, evidence=True, tasks=tasks, end=True)) == Decision(4, State.NOT_MET)
    assert decide(Inputs(**REPORTED, evidence=True, tasks=tasks)) == Decision(5, State.SLOW)


def test_all_tasks_done_is_achieved_without_data() -> None:
    assert decide(Inputs(tasks=TaskCounts(all=1, started=1, done=1), due=True)) == Decision(6, State.MET)


def test_a_started_task_without_data_is_under_way() -> None:
    assert decide(Inputs(tasks=TaskCounts(all=2, started=1))) == Decision(7, State.DOING)


def test_the_worst_of_a_heading_follows_the_printed_order() -> None:
    assert worst([State.MET, State.NO_DATA, State.DOING]) is State.NO_DATA
    assert worst([State.MET, State.SLOW, State.NOT_MET]) is State.NOT_MET
    assert worst([State.MET, State.NOT_STARTED, State.DOING]) is State.NOT_STARTED
    assert worst([]) is None


targets = st.builds(TargetInput, applies=st.booleans(), has_data=st.booleans(), met=st.booleans(), judged=st.booleans())


@st.composite
def task_counts(draw: st.DrawFn) -> TaskCounts:
    total = draw(st.integers(0, 4))
    started = draw(st.integers(0, total))
    done = draw(st.integers(0, started))
    return TaskCounts(all=total, started=started, done=done, overdue=draw(st.integers(0, total - done)))


inputs = st.builds(
    Inputs,
    data=st.booleans(),
    evidence=st.booleans(),
    targets=st.lists(targets, max_size=3).map(tuple),
    guard_broken=st.booleans(),
    tasks=task_counts(),
    expected=st.booleans(),
    due=st.booleans(),
    end=st.booleans(),
)


def table_read_aloud(at: Inputs) -> int:
    """The printed table, written a second time and independently: the number of the first row that holds."""
    applying = [t for t in at.targets if t.applies]
    some_task_open = at.tasks.done != at.tasks.all
    if not at.data and at.tasks.started == 0 and not at.end and at.expected and not at.due:
        return 1
    if not at.data and (at.end or at.tasks.started == 0):
        return 2
    if at.end and [t for t in applying if not t.has_data]:
        return 3
    no_aim_no_proof = len(at.targets) == 0 and at.tasks.all == 0 and not at.evidence
    if at.end and ([t for t in applying if not t.met] or at.guard_broken or some_task_open or no_aim_no_proof):
        return 4
    if [t for t in applying if t.judged and (not t.has_data or not t.met)] or at.guard_broken or at.tasks.overdue > 0:
        return 5
    all_met = len(applying) > 0 and all(t.has_data and t.met for t in applying) and not some_task_open
    only_tasks = len(applying) == 0 and at.tasks.all > 0 and not some_task_open
    if all_met or only_tasks or at.end:
        return 6
    return 7 if at.evidence or at.tasks.started > 0 else 8


@given(inputs)
def test_every_input_gets_the_first_row_that_holds(at: Inputs) -> None:
    decision = decide(at)
    assert decision.row == table_read_aloud(at)
    assert decision == Decision(*next((row, state) for row, _holds, state in ROWS if row == decision.row))


@given(inputs)
def test_a_clause_without_data_or_task_is_never_called_achieved(at: Inputs) -> None:
    if not at.data and not at.tasks.started:
        assert decide(at).state in (State.NOT_STARTED, State.NO_DATA)
