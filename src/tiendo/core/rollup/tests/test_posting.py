"""What posting does to the totals, and what it refuses."""

from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction

from tiendo.core.rollup import actions, queries
from tiendo.core.rollup.actions import CellSlot, Change, Leaf, LeafValues
from tiendo.core.rollup.models import Counter, Posting
from tiendo.core.rollup.tests.land import day
from tiendo.foundation import clock
from tiendo.kernel import vectors
from tiendo.kernel.expressions import LeafFunction
from tiendo.kernel.verdicts import Refused

KEPT_UP = LeafFunction("F1", "every_quarter(OUT_01 >= 1)")
ACTIVE = LeafFunction("F1", "OUT_01 >= 1")
HOTSPOTS = LeafFunction("F1", "last(SIT_07)")
POSTED = LeafFunction.posted("F1")
NOON = datetime(2017, 10, 5, 12, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _slots(db):
    cells = [CellSlot("OUT_01", "flow"), CellSlot("OUT_02", "flow"), CellSlot("SIT_07", "stock")]
    actions.ensure_slots("F1", "month", cells=cells, functions=[KEPT_UP, ACTIVE, HOTSPOTS, POSTED])


def post(*changes, at=NOON):
    with transaction.atomic():
        return actions.post(changes, at=at)


def sent(unit, key, revision=1, **values):
    return Change(Leaf(unit, "F1", key), values, revision)


def gone(unit, key, revision=2):
    return Change(Leaf(unit, "F1", key), None, revision)


def cell(unit, key, name, as_of=None):
    row = queries.vectors(unit, "F1", [key], as_of=as_of)[key]
    number = queries.slot_numbers("F1")[name]
    return row.sum(number), row.filled(number), row.positive(number)


def result(unit, function, window, index, as_of=None, year="2017"):
    return cell(unit, year, (function.text, window, index), as_of)


def everything():
    return list(queries.posted_leaves())


def proved():
    return actions.check(everything()) == []


def test_one_report_stands_in_every_total_above_its_commune(land):
    assert post(sent(land["A"], "2017-05", OUT_01=3, OUT_02=40)) == 2
    for unit in ("T", "H", "A"):
        assert cell(land[unit], "2017-05", "OUT_01") == (3, 1, 1)
        assert cell(land[unit], "2017-05", "SIT_07") == (0, 0, 0)
        assert result(land[unit], ACTIVE, "base", 5) == (1, 1, 1)
        assert queries.vectors(land[unit], "F1", ["2017-05"])["2017-05"].reports == 1
    assert cell(land["K"], "2017-05", "OUT_01") == (0, 0, 0)
    assert cell(land["T"], "2017-04", "OUT_01") == (0, 0, 0)
    assert proved()


def test_a_blank_is_not_a_zero(land):
    post(sent(land["A"], "2017-05", OUT_01=0, OUT_02=None), sent(land["B"], "2017-05", OUT_01=2))
    assert cell(land["H"], "2017-05", "OUT_01") == (2, 2, 1)
    assert cell(land["H"], "2017-05", "OUT_02") == (0, 0, 0)
    assert queries.vectors(land["H"], "F1", ["2017-05"])["2017-05"].reports == 2


def test_a_correction_replaces_and_a_withdrawal_takes_away(land):
    post(sent(land["A"], "2017-05", OUT_01=3), sent(land["C"], "2017-05", OUT_01=4))
    post(sent(land["A"], "2017-05", revision=2, OUT_01=5))
    assert cell(land["T"], "2017-05", "OUT_01") == (9, 2, 2)
    post(gone(land["A"], "2017-05"))
    assert cell(land["T"], "2017-05", "OUT_01") == (4, 1, 1)
    assert result(land["H"], POSTED, "base", 5) == (0, 0, 0)
    assert [leaf.unit_id for leaf in everything()] == [land["C"]]
    assert proved()


def test_the_same_values_again_are_not_posted_but_a_new_revision_is(land):
    first = post(sent(land["A"], "2017-05", OUT_01=3))
    assert post(sent(land["A"], "2017-05", OUT_01=3)) == first
    assert post(sent(land["A"], "2017-05", revision=2, OUT_01=3)) == first + 1
    assert everything()[0].revision == 2
    assert post(gone(land["B"], "2017-05", revision=0)) == first + 1
    assert proved()


def test_no_change_at_all_is_no_posting(land):
    assert post() == 0
    assert not Posting.objects.exists()


def test_the_year_row_follows_every_month_of_the_leaf(land):
    post(*[sent(land["A"], f"2017-{month:02d}", OUT_01=int(month in (2, 5))) for month in range(1, 8)])
    kept = [result(land["T"], KEPT_UP, "fixed", index)[0] for index in range(1, 8)]
    assert kept == [0, 1, 1, 1, 1, 1, 1]
    post(sent(land["A"], "2017-05", revision=2, OUT_01=0))
    kept = [result(land["T"], KEPT_UP, "fixed", index)[0] for index in range(1, 8)]
    assert kept == [0, 1, 1, 1, 1, 0, 0]
    assert result(land["T"], ACTIVE, "quarter", 6) == (0, 1, 0)
    assert result(land["T"], ACTIVE, "year", 6) == (1, 1, 1)
    assert proved()


def test_a_stock_is_carried_to_later_months_and_filled_says_for_how_many_leaves(land):
    post(sent(land["A"], "2017-02", SIT_07=4), sent(land["B"], "2017-03", OUT_01=1))
    assert result(land["H"], HOTSPOTS, "fixed", 1) == (0, 0, 0)
    assert result(land["H"], HOTSPOTS, "fixed", 3) == (4, 1, 1)
    post(sent(land["B"], "2017-03", revision=2, OUT_01=1, SIT_07=0))
    assert result(land["H"], HOTSPOTS, "fixed", 3) == (4, 2, 1)


def test_a_province_that_is_itself_a_leaf_is_in_its_own_figures_once(land):
    post(sent(land["T"], "2017-05", OUT_01=7), sent(land["A"], "2017-05", OUT_01=1))
    assert cell(land["T"], "2017-05", "OUT_01") == (8, 2, 2)
    assert result(land["T"], ACTIVE, "base", 5) == (2, 2, 2)
    assert cell(land["H"], "2017-05", "OUT_01") == (1, 1, 1)
    assert proved()


def test_an_agency_of_the_province_enters_the_province_only(land):
    post(sent(land["SO"], "2017-05", OUT_01=7))
    assert cell(land["T"], "2017-05", "OUT_01") == (7, 1, 1)
    assert cell(land["H"], "2017-05", "OUT_01") == (0, 0, 0)


def test_many_units_forms_and_periods_are_one_query(land, django_assert_num_queries):
    post(*[sent(land[name], "2017-05", OUT_01=1) for name in "ABCDE"])
    queries.slot_numbers("F1")
    units = [land[name] for name in ("T", "H", "K", "A", "B", "C")]
    with django_assert_num_queries(1):
        found = queries.rows(units, {"F1": ["2017-04", "2017-05", "2017"]})
    assert len(found) == 18


def test_a_bulk_decision_takes_as_many_queries_as_a_single_one(land, django_assert_max_num_queries):
    post(sent(land["A"], "2017-04", OUT_01=1))
    with django_assert_max_num_queries(24):
        post(*[sent(land[name], "2017-05", OUT_01=1, SIT_07=2) for name in "ABCDE"])


@pytest.fixture
def outside_any_transaction(db, monkeypatch):
    with monkeypatch.context() as for_now:
        for_now.setattr(connections["default"], "in_atomic_block", False)
        yield


def test_posting_outside_a_transaction_is_a_bug(outside_any_transaction):
    with pytest.raises(RuntimeError, match="transaction"):
        actions.post([], at=NOON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"OUT_99": 1}, "no slot"),
        ({"OUT_01": -1}, "whole number"),
        ({"OUT_01": vectors.CELL_MAXIMUM + 1}, "whole number"),
        ({"OUT_01": True}, "whole number"),
    ],
)
def test_a_value_that_cannot_be_is_a_bug_and_nothing_is_written(land, change, said):
    with pytest.raises(ValueError, match=said):
        post(sent(land["B"], "2017-05", OUT_01=1), sent(land["A"], "2017-05", **change))
    assert everything() == []
    assert proved()


def test_two_changes_of_one_leaf_or_a_foreign_period_are_bugs(land):
    with pytest.raises(ValueError, match="two changes"):
        post(sent(land["A"], "2017-05", OUT_01=1), gone(land["A"], "2017-05"))
    with pytest.raises(ValueError, match="reports by month"):
        post(sent(land["A"], "2017-Q2", OUT_01=1))


def test_a_unit_not_in_force_at_the_period_s_end_is_refused(land):
    land.end("A", day("2017-05-01"))
    post(sent(land["A"], "2017-04", OUT_01=1))
    with pytest.raises(Refused, match="tháng 5/2017"):
        post(sent(land["A"], "2017-05", OUT_01=1))


def test_the_greatest_values_of_many_leaves_add_up_exactly(land):
    post(*[sent(land[name], "2017-05", OUT_01=vectors.CELL_MAXIMUM) for name in "ABCDE"])
    assert cell(land["T"], "2017-05", "OUT_01")[0] == 5 * vectors.CELL_MAXIMUM


def test_posting_time_never_falls_back(land):
    post(sent(land["A"], "2017-04", OUT_01=1), at=NOON)
    post(sent(land["A"], "2017-05", OUT_01=1), at=NOON - timedelta(days=3))
    assert set(Posting.objects.values_list("at", flat=True)) == {NOON}
    assert Counter.objects.get().at == NOON


def test_as_of_a_number_reads_the_totals_of_that_moment(land):
    post(sent(land["B"], "2017-05", OUT_01=35), at=NOON)
    then = post(sent(land["A"], "2017-05", OUT_01=3), at=NOON + timedelta(hours=1))
    post(
        sent(land["A"], "2017-05", revision=2, OUT_01=5),
        sent(land["C"], "2017-05", OUT_01=9),
        at=NOON + timedelta(days=1),
    )
    post(gone(land["B"], "2017-05"), at=NOON + timedelta(days=2))
    assert cell(land["T"], "2017-05", "OUT_01") == (14, 2, 2)
    assert cell(land["T"], "2017-05", "OUT_01", as_of=then) == (38, 2, 2)
    assert cell(land["A"], "2017-05", "OUT_01", as_of=then) == (3, 1, 1)
    assert result(land["K"], ACTIVE, "base", 5, as_of=then) == (0, 0, 0)
    assert result(land["H"], POSTED, "base", 5, as_of=then) == (2, 2, 2)
    assert cell(land["T"], "2017-05", "OUT_01", as_of=0) == (0, 0, 0)
    row = queries.vectors(land["T"], "F1", ["2017-05"], as_of=then)["2017-05"]
    assert (row.reports, row.version <= then) == (2, True)


def test_the_number_of_a_moment(land):
    assert queries.latest_seq(NOON) == 0
    first = post(sent(land["A"], "2017-05", OUT_01=3), at=NOON)
    second = post(sent(land["B"], "2017-05", OUT_01=3), at=NOON + timedelta(hours=1))
    assert queries.latest_seq(NOON - timedelta(seconds=1)) == 0
    assert queries.latest_seq(NOON) == first
    assert queries.latest_seq(NOON + timedelta(days=9)) == second


def test_what_a_leaf_itself_has_in_the_totals(land):
    post(sent(land["A"], "2017-05", OUT_01=3), sent(land["A"], "2017-06", OUT_02=1))
    assert queries.own(land["A"], "F1", ["2017-05", "2017-07"]) == {
        "2017-05": {"OUT_01": 3, "OUT_02": None, "SIT_07": None}
    }
    leaf = everything()[0]
    assert leaf == LeafValues(land["A"], "F1", "2017-05", {"OUT_01": 3, "OUT_02": None, "SIT_07": None}, 1)
    assert leaf.leaf == Leaf(land["A"], "F1", "2017-05")


def test_a_form_nobody_posted_to_reads_as_nothing(land):
    assert queries.slot_numbers("F9") == {}
    assert queries.vectors(land["T"], "F1", ["2017-05"])["2017-05"] is queries.NO_ROW
    assert queries.rows([], {"F1": ["2017"]}) == {}
