"""Moves, mergers and newborns: what was before the date stays, what is after goes the new way, and nothing is lost."""

import pytest
from django.db import transaction

from tiendo.core.rollup import actions, queries
from tiendo.core.rollup.actions import CellSlot
from tiendo.core.rollup.tests.land import day
from tiendo.core.rollup.tests.test_posting import (
    ACTIVE,
    HOTSPOTS,
    KEPT_UP,
    NOON,
    POSTED,
    cell,
    gone,
    post,
    proved,
    result,
    sent,
)


@pytest.fixture(autouse=True)
def _slots(db):
    cells = [CellSlot("OUT_01", "flow"), CellSlot("OUT_02", "flow"), CellSlot("SIT_07", "stock")]
    actions.ensure_slots("F1", "month", cells=cells, functions=[KEPT_UP, ACTIVE, HOTSPOTS, POSTED])


def repost(land, names, since):
    with transaction.atomic():
        return actions.repost_paths([land[name] for name in names], day(since), at=NOON)


def test_a_moved_commune_leaves_its_past_with_the_old_district(land):
    post(*[sent(land["A"], f"2017-{month:02d}", OUT_01=1, SIT_07=month) for month in range(1, 7)])
    before = queries.latest_seq(NOON)
    land.move("A", "K", day("2017-04-01"))
    repost(land, "A", "2017-04-01")
    assert [cell(land["H"], f"2017-{month:02d}", "OUT_01")[0] for month in range(1, 7)] == [1, 1, 1, 0, 0, 0]
    assert [cell(land["K"], f"2017-{month:02d}", "OUT_01")[0] for month in range(1, 7)] == [0, 0, 0, 1, 1, 1]
    assert result(land["H"], KEPT_UP, "fixed", 3) == (1, 1, 1)
    assert result(land["H"], KEPT_UP, "fixed", 4) == (0, 0, 0)
    assert result(land["K"], KEPT_UP, "fixed", 6) == (1, 1, 1)
    assert result(land["K"], HOTSPOTS, "fixed", 6) == (6, 1, 1)
    assert result(land["T"], KEPT_UP, "fixed", 6) == (1, 1, 1)
    assert result(land["T"], KEPT_UP, "fixed", 6, as_of=before) == (1, 1, 1)
    assert result(land["H"], KEPT_UP, "fixed", 6, as_of=before) == (1, 1, 1)
    assert result(land["K"], KEPT_UP, "fixed", 6, as_of=before) == (0, 0, 0)
    assert queries.vectors(land["T"], "F1", ["2017"])["2017"].reports == 1
    assert proved()


def test_a_correction_of_an_old_month_goes_the_old_way(land):
    post(sent(land["A"], "2017-01", OUT_01=1))
    land.move("A", "K", day("2017-04-01"))
    repost(land, "A", "2017-04-01")
    post(sent(land["A"], "2017-01", revision=2, OUT_01=5))
    assert cell(land["H"], "2017-01", "OUT_01")[0] == 5
    assert cell(land["K"], "2017-01", "OUT_01")[0] == 0
    assert proved()


def test_a_merger_keeps_the_sums_and_ends_the_count_of_the_absorbed(land):
    """Merger on 1/2: E, with events in January, is absorbed by C, whose first is in May."""
    post(
        sent(land["E"], "2017-01", OUT_01=4),
        *[sent(land["C"], f"2017-{m:02d}", OUT_01=int(m == 5)) for m in range(1, 7)],
    )
    land.end("E", day("2017-02-01"))
    repost(land, "E", "2017-02-01")
    kept = [result(land["K"], KEPT_UP, "fixed", index)[0] for index in range(1, 7)]
    assert kept == [1, 0, 0, 0, 1, 1]
    year_to_date = sum(cell(land["K"], f"2017-{month:02d}", "OUT_01")[0] for month in range(1, 7))
    assert year_to_date == 5
    assert result(land["K"], POSTED, "base", 1)[0] == 2
    assert proved()


def test_a_newborn_is_counted_from_its_first_event(land):
    land.end("C", day("2017-08-01"))
    land.end("D", day("2017-08-01"))
    land.plant("N", "K", since=day("2017-08-01"))
    post(
        *[sent(land["C"], f"2017-{m:02d}", OUT_01=2 * (m == 7)) for m in range(1, 8)],
        sent(land["N"], "2017-08", OUT_01=1),
    )
    assert result(land["K"], KEPT_UP, "fixed", 7)[0] == 1
    assert result(land["K"], KEPT_UP, "fixed", 8)[0] == 1
    assert result(land["N"], KEPT_UP, "fixed", 7) == (0, 0, 0)
    assert result(land["N"], POSTED, "year", 8) == (1, 1, 1)
    assert proved()


def test_what_was_reported_for_a_time_the_unit_was_no_more_leaves_the_totals(land):
    post(sent(land["A"], "2017-03", OUT_01=2), sent(land["A"], "2017-04", OUT_01=2))
    before = queries.latest_seq(NOON)
    land.end("A", day("2017-04-01"))
    repost(land, "A", "2017-04-01")
    assert cell(land["T"], "2017-03", "OUT_01") == (2, 1, 1)
    assert cell(land["T"], "2017-04", "OUT_01") == (0, 0, 0)
    assert cell(land["A"], "2017-04", "OUT_01") == (0, 0, 0)
    assert cell(land["T"], "2017-04", "OUT_01", as_of=before) == (2, 1, 1)
    post(gone(land["A"], "2017-04"))
    assert proved()


def test_a_change_of_the_tree_touches_only_periods_that_end_on_or_after_it(land):
    post(*[sent(land["A"], f"2017-{month:02d}", OUT_01=1) for month in range(1, 7)])
    land.move("A", "K", day("2017-06-30"))
    before = queries.latest_seq(NOON)
    after = repost(land, "A", "2017-06-30")
    assert after - before == 2


def test_units_that_never_reported_move_without_a_posting(land):
    land.move("B", "K", day("2017-04-01"))
    assert repost(land, "B", "2017-04-01") == 0
