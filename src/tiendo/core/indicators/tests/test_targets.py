"""The seven targets, worked by hand in the design of the figures, with real postings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal

import pytest

from tiendo.core.indicators import queries
from tiendo.foundation import clock
from tiendo.kernel import periods

from .conftest import figure, post, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small", "late")]


def activities(code: str, *, first_month: int = 1, of_months: list[int | None]) -> None:
    """A commune's sessions month by month; None = no report that month."""
    for number, sessions in enumerate(of_months, start=first_month):
        if sessions is not None:
            post(code, "F1", f"2017-{number:02d}", {"OUT_01": sessions, "OUT_05": 0, "OUT_06": 0})


def quarters(code: str, *sessions: int | None) -> None:
    """Sessions of each quarter, held in its first month; None = the quarter's last month was not reported and nothing was held."""
    for number, held in enumerate(sessions):
        activities(code, first_month=3 * number + 1, of_months=[0, 0] if held is None else [held, 0, 0])


def test_t1a_counts_communes_kept_up_and_names_the_gap() -> None:
    quarters("A", 2, 1, 1)
    quarters("B", 0, 3, 1)
    quarters("C", 4, 0, 2)
    quarters("D", 1, None, 1)
    found = figure("TGT-1A", "2017-Q3")
    assert (found.numerator, found.denominator, found.value) == (2, 4, Decimal("50.0"))
    assert (found.reported, found.expected) == (3, 4)
    assert found.known == 3
    assert found.judged == "not_met"


@pytest.mark.parametrize(("kept", "met"), [(2, False), (3, True)])
def test_t1a_is_held_against_75_per_cent_of_communes_in_force(kept: int, met: bool) -> None:
    for code in "ABCD"[:kept]:
        quarters(code, 1)
    for code in "ABCD"[kept:]:
        quarters(code, 0)
    assert figure("TGT-1A", "2017-Q1").judged == ("met" if met else "not_met")


def test_t1a_when_nobody_reported_there_is_no_data() -> None:
    found = figure("TGT-1A", "2017-Q1")
    assert (found.status, found.value, found.judged) == ("no_data", None, None)
    assert (found.reported, found.expected) == (0, 4)


def test_t1a_when_all_is_zero_it_is_zero_not_missing() -> None:
    for code in "ABCD":
        quarters(code, 0)
    found = figure("TGT-1A", "2017-Q1")
    assert (found.status, found.numerator, found.denominator, found.judged) == ("value", 0, 4, "not_met")


def test_t1a_reported_but_proving_nothing_is_a_value_of_zero() -> None:
    activities("A", of_months=[0])
    found = figure("TGT-1A", "2017-02")
    assert (found.status, found.numerator, found.known) == ("value", 0, 0)


def test_t1a_without_a_session_after_the_first_quarter_counts_then_and_never_again() -> None:
    quarters("A", 1, 0, 0)
    assert [figure("TGT-1A", f"2017-Q{number}").numerator for number in (1, 2, 3)] == [1, 0, 0]


def test_t1a_of_a_district_and_of_a_commune_reads_the_same_way() -> None:
    quarters("A", 1)
    quarters("B", 0)
    assert (figure("TGT-1A", "2017-Q1", of="450").numerator, figure("TGT-1A", "2017-Q1", of="450").denominator) == (
        1,
        4,
    )
    own = figure("TGT-1A", "2017-Q1", of="A")
    assert (own.numerator, own.denominator, own.reported, own.expected) == (1, 1, 1, 1)


def test_t1a_correcting_the_only_session_of_a_quarter_moves_june_and_leaves_march() -> None:
    activities("A", of_months=[1, 0, 0, 0, 1, 0])
    assert figure("TGT-1A", "2017-Q2").numerator == 1
    post("A", "F1", "2017-05", {"OUT_01": 0, "OUT_05": 0, "OUT_06": 0})
    assert figure("TGT-1A", "2017-Q1").numerator == 1
    assert figure("TGT-1A", "2017-05").numerator == 1  # an open quarter cannot break it
    assert figure("TGT-1A", "2017-Q2").numerator == 0


def test_t1a_is_judged_at_quarters_only() -> None:
    quarters("A", 1)
    assert figure("TGT-1A", "2017-02").judged is None
    assert figure("TGT-1A", "2017-03").judged == "not_met"


def test_a_value_is_provisional_until_the_due_day_is_over() -> None:
    quarters("A", 1)
    for moment, judged in [(datetime(2017, 4, 3, 23, 50), "provisional"), (datetime(2017, 4, 4, 8), "not_met")]:
        with clock.set_to(moment):
            found = figure("TGT-1A", "2017-Q1")
        assert (found.judged, found.provisional) == (judged, judged == "provisional")


def press(*items: int | None) -> None:
    for number, count in enumerate(items, start=1):
        if count is not None:
            post("DIC", "F5", f"2017-{number:02d}", {"OUT_09": count})


def test_t1b_counts_months_with_an_item() -> None:
    press(1, 1, 0, 2, 1, 1, 1, 1, 1)
    found = figure("TGT-1B", "2017-09")
    assert (found.numerator, found.denominator, found.value) == (8, 9, Decimal("88.9"))
    assert (found.reported, found.expected, found.judged) == (1, 1, "not_met")
    post("DIC", "F5", "2017-03", {"OUT_09": 1})
    assert figure("TGT-1B", "2017-09").judged == "met"


def test_t1b_a_month_not_sent_is_not_a_month_without_news_but_does_not_count() -> None:
    press(1, 1, 1, 1, 1, 1, 1, 1, None)
    with clock.set_to(datetime(2017, 10, 5, 9)):
        found = figure("TGT-1B", "2017-09")
    assert (found.numerator, found.denominator, found.judged) == (8, 9, "provisional")
    assert (found.reported, found.expected) == (0, 1)


def test_t1b_all_zero_is_zero_of_nine_and_never_sent_is_no_data() -> None:
    assert figure("TGT-1B", "2017-09").status == "no_data"
    press(*[0] * 9)
    assert (figure("TGT-1B", "2017-09").numerator, figure("TGT-1B", "2017-09").status) == (0, "value")


def test_t1b_the_standing_agencys_sheet_does_not_stand_in_for_the_press_sheet() -> None:
    post("DOLISA", "F5", "2017-01", {"SUP_01": None})
    found = figure("TGT-1B", "2017-01")
    assert (found.status, found.reported, found.expected) == ("no_data", 0, 1)
    assert figure("TGT-3", "2017-01").reported == 1


def test_t2_counts_districts_in_force() -> None:
    post("450", "R_plans", "2017-03", {"PLN_03": 1, "PLN_04": 0})
    found = figure("TGT-2", "2017-Q1")
    assert (found.numerator, found.denominator, found.judged) == (0, 1, "not_met")
    post("450", "R_plans", "2017-04", {"PLN_03": 1, "PLN_04": 1})
    assert figure("TGT-2", "2017-Q2").judged == "met"
    assert figure("TGT-2", "2017-04").judged is None
    assert figure("TGT-2", "2017-Q1").numerator == 0


def test_t2_does_not_apply_where_there_are_no_districts() -> None:
    assert figure("TGT-2", "2017-Q1", of="A").status == "not_applicable"


def test_t3_shows_the_last_known_number_and_marks_it() -> None:
    post("DOLISA", "F5", "2017-03", {"SUP_01": 1})
    post("DOLISA", "F5", "2017-06", {"SUP_01": None})
    second = figure("TGT-3", "2017-Q2")
    assert (second.value, second.carried, second.known) == (1, 1, 1)
    assert second.note
    post("DOLISA", "F5", "2017-09", {"SUP_01": 0})
    third = figure("TGT-3", "2017-Q3")
    assert (third.value, third.carried, third.note) == (0, 0, "")
    assert third.judged is None
    assert figure("TGT-3", "2017").judged == "not_met"


def test_t3_never_sent_is_no_data() -> None:
    assert figure("TGT-3", "2017").status == "no_data"


def cases(quarter: int, detected: int, handled: int) -> None:
    post("POLICE", "F3", f"2017-Q{quarter}", {"CAS_01": detected, "CAS_02": handled})


def test_t4_follows_one_cohort_from_the_years_start() -> None:
    for quarter, (detected, handled) in enumerate([(4, 3), (2, 3), (0, 0)], start=1):
        cases(quarter, detected, handled)
    found = [figure("TGT-4", f"2017-Q{quarter}") for quarter in (1, 2, 3)]
    assert [(one.numerator, one.denominator, one.judged) for one in found] == [
        (3, 4, "not_met"),
        (6, 6, "met"),
        (6, 6, "met"),
    ]
    assert figure("TGT-4", "2017-08").numerator == 6
    assert figure("TGT-4", "2017-08").judged is None


def test_t4_nothing_detected_does_not_apply_and_nothing_sent_is_no_data() -> None:
    assert figure("TGT-4", "2017-Q1").status == "no_data"
    cases(1, 0, 0)
    found = figure("TGT-4", "2017-Q1")
    assert (found.status, found.reported, found.expected) == ("not_applicable", 1, 1)


def healthy(now: int, start: int, new: int, lost: int) -> None:
    post("450", "F6", "2017-Q4", {"SCO_07": now, "SCO_08": start, "SCO_09": new, "SCO_10": lost})


def test_t5_new_communes_do_not_hide_lost_ones() -> None:
    healthy(39, 40, 2, 3)
    assert (figure("TGT-5A", "2017").value, figure("TGT-5A", "2017").judged) == (2, "met")
    kept = figure("TGT-5B", "2017")
    assert (kept.value, kept.kept, kept.judged) == (39, 40, "not_met")


def test_t5a_above_the_range_is_met_with_a_note() -> None:
    healthy(43, 40, 3, 0)
    found = figure("TGT-5A", "2017")
    assert (found.judged, bool(found.note)) == ("met", True)


def test_t5_is_not_judged_before_the_year_ends() -> None:
    post("450", "F6", "2017-Q2", {"SCO_07": 40, "SCO_08": 40, "SCO_09": 0, "SCO_10": 0})
    assert (figure("TGT-5A", "2017-Q2").value, figure("TGT-5A", "2017-Q2").judged) == (0, None)


def test_objectives_roll_up_the_targets_of_the_plans_own_unit() -> None:
    quarters("A", 1)
    press(1, 1, 1)
    found = figure("PLN-17", "2017-Q1")
    assert (found.numerator, found.denominator) == (1, 2)
    assert figure("PLN-17", "2017-Q1", of="450").status == "not_applicable"
    assert figure("PLN-18", "2017-Q1").status == "no_data"
    cases(1, 1, 1)
    assert (figure("PLN-18", "2017-Q1").numerator, figure("PLN-18", "2017-Q1").denominator) == (1, 1)


def test_a_source_not_yet_open_says_so() -> None:
    found = figure("TRN-01", "2017-Q1")
    assert (found.status, bool(found.note)) == ("no_data", True)


def test_all_targets_take_the_same_few_queries_as_one(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for code in "ABCD":
        quarters(code, 1)
    press(1, 1, 1)
    codes = [code for code in queries.catalogue() if code.startswith("TGT")]
    shown, province, communes = periods.parse("2017-Q1"), unit("44"), [unit(code) for code in "ABCD"]
    with django_assert_max_num_queries(5):
        queries.values(codes, unit=province, period=shown)
    with django_assert_max_num_queries(5):
        queries.values_of_many(codes, units=communes, period=shown)
    with django_assert_max_num_queries(5):
        queries.series(codes, unit=province, periods=periods.year(2017).months())
    with django_assert_max_num_queries(4):
        queries.values(["TGT-1A"], unit=province, period=shown)


def test_as_known_before_a_correction() -> None:
    before = post("A", "F1", "2017-01", {"OUT_01": 3}, at=datetime(2017, 2, 2, 9, tzinfo=clock.VIETNAM))
    post("A", "F1", "2017-01", {"OUT_01": 5}, at=datetime(2017, 2, 20, 9, tzinfo=clock.VIETNAM))
    assert figure("OUT-01", "2017-01").value == 5
    assert figure("OUT-01", "2017-01", as_of=before).value == 3
    assert figure("OUT-01", "2017-01", as_of=datetime(2017, 2, 10, tzinfo=clock.VIETNAM)).value == 3
