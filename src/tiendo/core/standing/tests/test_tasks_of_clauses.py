"""A clause's state follows the tasks that hang on it and what places wrote down, at once and as it stood on a day."""

from __future__ import annotations

import uuid
from datetime import date

from tiendo.core.arrangements import actions as arrangements
from tiendo.core.assignments import actions
from tiendo.core.assignments.models import Task
from tiendo.core.assignments.tests.conftest import at, office  # noqa: F401 — fixtures
from tiendo.core.standing import queries as standing
from tiendo.core.standing.decision import State
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel import periods

MARCH = periods.month(2017, 3)


def given(office, **changes: object) -> Task:  # noqa: F811
    return actions.give(office.order("450", **changes), by=office.giver)[0]


def test_the_clause_follows_its_tasks(office, at) -> None:  # noqa: F811
    task, officer = given(office, clause=office.clause("II.2.a.-6")), office.post(Role.DISTRICT_OFFICER, "450")

    def state() -> tuple[State, str]:
        found = standing.states(office.plan, MARCH)["II.2.a.-6"]
        return found.state, found.why

    assert state()[0] is State.NO_DATA
    actions.accept(task, by=officer)
    assert state() == (State.DOING, "Nhiệm vụ đã bắt đầu: 1/1.")
    with at(4, 3):
        assert state() == (State.SLOW, "1 nhiệm vụ quá hạn.")
        actions.finish(task, "Báo cáo số 12", by=officer)
        assert state() == (State.MET, "Mọi nhiệm vụ đã xong: 1/1.")
    as_it_stood = standing.states(office.plan, MARCH, date(2017, 4, 2))["II.2.a.-6"]
    assert as_it_stood.state is State.SLOW


def test_a_committee_written_down_is_data_for_its_clause(office) -> None:  # noqa: F811
    by = office.post(Role.DISTRICT_OFFICER, "450")
    assert not standing.states(office.plan, MARCH)["II.2.a.-4"].data
    arrangements.seat_member(
        office.unit("450"), "member", "Trưởng Công an", date(2017, 3, 1), request=uuid.uuid4(), by=by
    )
    assert standing.states(office.plan, MARCH)["II.2.a.-4"].data


def test_coverage_counts_a_clause_with_tasks_as_covered(office) -> None:  # noqa: F811
    given(office, clause=office.clause("II.2.a.-6"))
    covered = {line["id"]: line["covered"] for line in standing.coverage(office.plan)["clauses"]}
    assert not covered["II.2.a.-6"]
    actions.accept(Task.objects.get(), by=office.post(Role.DISTRICT_OFFICER, "450"))
    covered = {line["id"]: line["covered"] for line in standing.coverage(office.plan)["clauses"]}
    assert covered["II.2.a.-6"]
