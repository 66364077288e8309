"""States of the plan's clauses on the real engine: what a report changes, how much is read, what coverage says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tiendo.core.indicators import queries as indicators
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.core.standing import queries
from tiendo.core.standing.decision import State
from tiendo.core.standing.tests.conftest import Report
from tiendo.foundation import clock
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel import periods

SEPTEMBER = periods.month(2017, 9)
COMMUNE, DISTRICT = "18859", "450"


def test_without_any_report_no_clause_is_called_started_done_or_late(plan: Plan, pack: Pack) -> None:
    known = queries.states(plan, SEPTEMBER)
    assert list(known) == list(pack.clauses)
    assert {state.state for state in known.values()} == {State.NO_DATA}
    assert not any(line["covered"] for line in queries.coverage(plan)["clauses"])


def test_before_the_first_due_day_the_fed_clauses_have_not_started(plan: Plan) -> None:
    with clock.set_to(datetime(2017, 2, 1, 9)):
        known = queries.states(plan, periods.month(2017, 1))
    assert known["II.1.-3"].state is State.NOT_STARTED
    assert known["II.2.a.-6"].state is State.NO_DATA


def test_one_commune_s_report_moves_its_clauses_and_covers_them(plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-09", {"OUT_01": 2, "OUT_02": 80, "OUT_13": 0})
    known = queries.states(plan, SEPTEMBER)
    assert (known["II.1.-1"].row, known["II.1.-1"].state) == (7, State.DOING)
    assert (known["II.1.-3"].row, known["II.1.-3"].state) == (8, State.NOT_STARTED)
    covered = {line["id"]: line for line in queries.coverage(plan)["clauses"]}
    assert covered["II.1.-1"]["covered"]
    assert covered["II.1.-3"]["covered"]
    assert not covered["II.3.-4"]["covered"]
    assert "chưa mở" in covered["II.3.-4"]["why"]


def test_a_reopened_hotspot_anywhere_makes_its_clauses_late_all_year(plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-03", {"SIT_07": 1, "SIT_08": 1, "SIT_09": 0, "SIT_11": 1})
    assert queries.states(plan, SEPTEMBER)["II.2.b.-2"].state is State.SLOW


def test_a_yearly_target_waits_for_the_year_s_end(plan: Plan, report: Report) -> None:
    report(DISTRICT, "F6", "2017-Q2", {"SCO_07": 40, "SCO_08": 40, "SCO_09": 0, "SCO_10": 0})
    with clock.set_to(datetime(2017, 7, 20, 9)):
        known = queries.states(plan, periods.month(2017, 6))
    assert (known["I.2.-5"].row, known["I.2.-5"].state) == (7, State.DOING)


def test_no_detected_case_is_not_started_and_at_the_year_s_end_achieved(plan: Plan, report: Report) -> None:
    for quarter in ("2017-Q1", "2017-Q2", "2017-Q3"):
        report("POLICE", "F3", quarter, {"CAS_01": 0, "CAS_02": 0})
    assert queries.states(plan, SEPTEMBER)["I.2.-4"].row == 8
    with clock.set_to(datetime(2018, 1, 20, 9)):
        report("POLICE", "F3", "2017-Q4", {"CAS_01": 0, "CAS_02": 0})
        known = queries.states(plan, periods.month(2017, 12))
    assert (known["I.2.-4"].row, known["I.2.-4"].state) == (6, State.MET)


def test_a_past_day_is_read_as_it_was_known(plan: Plan, report: Report) -> None:
    with clock.set_to(datetime(2017, 9, 20, 9)):
        report(COMMUNE, "F1", "2017-08", {"OUT_13": 3})
    assert queries.states(plan, periods.month(2017, 8))["II.1.-3"].state is State.DOING
    before = queries.states(plan, periods.month(2017, 8), as_of=date(2017, 9, 19))
    assert before["II.1.-3"].state is State.NO_DATA


def test_the_states_of_all_clauses_are_read_in_a_bounded_number_of_queries(plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-08", {"OUT_01": 2})
    queries.states(plan, periods.month(2017, 8))  # what a process learns once is learnt
    with CaptureQueriesContext(connection) as few:
        queries.states(plan, periods.month(2017, 8))
    for unit in ("18862", "18865", "18868"):
        report(unit, "F1", "2017-08", {"OUT_01": 2})
    with CaptureQueriesContext(connection) as more:
        queries.states(plan, periods.month(2017, 8))
    assert len(more) == len(few) <= 5


def test_states_come_from_a_reading_that_a_page_shares_with_its_own_figures(
    plan: Plan, report: Report, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    report(COMMUNE, "F1", "2017-09", {"OUT_01": 2, "OUT_13": 0})
    answers = indicators.together([queries.ask(plan, SEPTEMBER)])
    alone = queries.states(plan, SEPTEMBER)
    with django_assert_num_queries(1):  # the tasks: no figure of theirs says how far a clause's own are
        shared = queries.states(plan, SEPTEMBER, answers=answers)
    assert shared == alone


def test_a_heading_shows_the_worst_state_below_it_with_the_counts(plan: Plan, pack: Pack, report: Report) -> None:
    report(COMMUNE, "F1", "2017-09", {"OUT_01": 2, "OUT_13": 0})
    known = queries.states(plan, SEPTEMBER)
    headings = queries.headings(plans.document(plan, pack=pack, on=SEPTEMBER.end), known)
    assert len(headings) == 27
    outreach = headings["II.1"]
    assert sum(outreach.counts.values()) == 3
    assert outreach.state is State.NOT_STARTED
    assert headings["IV.4"].counts == {State.NO_DATA: 1}
    assert sum(heading.counts.total() for ref, heading in headings.items() if "." not in ref) == 63


def test_the_period_shown_is_the_last_month_that_has_ended(plan: Plan) -> None:
    days = (date(2017, 1, 10), date(2017, 10, 5), date(2018, 3, 1))
    assert [queries.period_shown(plan, on).key for on in days] == ["2017-01", "2017-09", "2017-12"]
