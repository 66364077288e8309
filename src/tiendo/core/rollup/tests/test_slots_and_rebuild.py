"""Slots are appended and never move; rebuild makes the tables what the leaves say, and check names what is not."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tiendo.core.rollup import actions, queries, slots
from tiendo.core.rollup.actions import CellSlot, Leaf
from tiendo.core.rollup.models import Posted, Posting, Rollup, Slot, UnitYear
from tiendo.core.rollup.tests.test_posting import NOON, cell, everything, post, proved, result, sent
from tiendo.kernel.expressions import LeafFunction

CELLS = [CellSlot("OUT_01", "flow"), CellSlot("SIT_07", "stock")]
KEPT_UP = LeafFunction("F1", "every_quarter(OUT_01 >= 1)")
ACTIVE = LeafFunction("F1", "OUT_01 >= 1")


def ensure(cells=CELLS, functions=(KEPT_UP,), base="month", form="F1"):
    return actions.ensure_slots(form, base, cells=cells, functions=functions)


def rebuild(leaves=None):
    with transaction.atomic():
        return actions.rebuild(everything() if leaves is None else leaves, at=NOON)


def test_slots_are_laid_once(db):
    assert ensure() == 2 + 12
    assert ensure() == 0
    numbers = queries.slot_numbers("F1")
    assert (numbers["OUT_01"], numbers["SIT_07"]) == (0, 1)
    assert [numbers[KEPT_UP.text, "fixed", index] for index in (1, 12)] == [0, 11]


def test_what_is_appended_moves_nothing(db):
    ensure()
    before = dict(queries.slot_numbers("F1"))
    assert ensure([CellSlot("OUT_02", "flow"), *CELLS], [ACTIVE, KEPT_UP]) == 1 + 36
    after = queries.slot_numbers("F1")
    assert {key: after[key] for key in before} == before
    assert after["OUT_02"] == 2


def test_a_quarterly_form_has_four_base_periods_and_no_second_quarter_window(db):
    assert (
        actions.ensure_slots(
            "F3", "quarter", cells=[CellSlot("CAS_01", "flow")], functions=[LeafFunction("F3", "CAS_01 >= 1")]
        )
        == 1 + 8
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": [CellSlot("OUT_01", "stock")]},
        {"cells": [CellSlot("OUT_01", "flow", every=3)]},
        {"base": "quarter"},
        {"functions": [LeafFunction("F1", "OUT_99 >= 1")]},
        {"functions": [LeafFunction("F2", "OUT_01 >= 1")]},
    ],
)
def test_a_slot_stays_as_it_was_laid(db, wrong):
    ensure()
    with pytest.raises(ValueError, match=r"slot|reports by|does not read"):
        ensure(**wrong)


def test_the_chain_of_slots_names_their_content(db):
    ensure()
    chain = slots.newest_chain()
    Slot.objects.all().delete()
    ensure([CellSlot("OUT_01", "flow"), CellSlot("SIT_08", "stock")])
    assert slots.newest_chain() != chain
    assert "SIT_08" in queries.slot_numbers("F1")


def test_a_new_function_is_filled_by_rebuild_and_the_journal_follows(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1), sent(land["C"], "2017-02", OUT_01=0))
    before = queries.latest_seq(NOON)
    ensure(functions=[KEPT_UP, ACTIVE])
    assert result(land["T"], ACTIVE, "base", 2) == (0, 0, 0)
    assert actions.check(everything()) != []
    done = rebuild()
    assert (done.leaves, done.years, done.totals) == (0, 2, 3)
    assert result(land["T"], ACTIVE, "base", 2) == (1, 2, 1)
    assert result(land["T"], ACTIVE, "base", 2, as_of=before) == (0, 0, 0)
    assert result(land["T"], KEPT_UP, "fixed", 2, as_of=before) == (1, 1, 1)
    assert proved()
    again = rebuild()
    assert (again.leaves, again.years, again.totals) == (0, 0, 0)


def test_a_new_cell_is_blank_in_what_was_posted_before(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1, SIT_07=3))
    ensure([*CELLS, CellSlot("OUT_02", "flow")])
    assert cell(land["T"], "2017-02", "OUT_02") == (0, 0, 0)
    post(sent(land["B"], "2017-02", OUT_01=2, OUT_02=8), sent(land["A"], "2017-03", OUT_02=1))
    assert cell(land["T"], "2017-02", "OUT_02") == (8, 1, 1)
    assert cell(land["T"], "2017-02", "OUT_01") == (3, 2, 2)
    assert proved()


def test_rebuild_restores_lost_tables_from_the_leaves_values(land):
    ensure()
    post(
        *[sent(land[name], f"2017-{m:02d}", OUT_01=m, SIT_07=1) for name in "ABCDE" for m in (1, 2, 3)],
        sent(land["A"], "2018-01", OUT_01=1),
    )
    leaves, totals = (
        everything(),
        list(Rollup.objects.order_by("unit", "period").values_list("unit", "period", "sums", "filled", "positive")),
    )
    for model in (Posted, UnitYear, Rollup):
        model.objects.all().delete()
    assert len(actions.check(leaves)) > 0
    rebuild(leaves)
    assert (
        list(Rollup.objects.order_by("unit", "period").values_list("unit", "period", "sums", "filled", "positive"))
        == totals
    )
    assert everything() == leaves
    assert actions.check(leaves) == []


def retotal(forms=None):
    with transaction.atomic():
        return actions.retotal(forms, at=NOON)


def totals():
    return list(Rollup.objects.order_by("unit", "period").values_list("unit", "period", "sums", "filled", "positive"))


def test_retotal_fills_new_slots_from_the_leaves_rows_alone(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1, SIT_07=2), sent(land["C"], "2017-02", OUT_01=0))
    before = queries.latest_seq(NOON)
    ensure([*CELLS, CellSlot("OUT_02", "flow")], functions=[KEPT_UP, ACTIVE])
    done = retotal()
    assert (done.leaves, done.years, done.totals) == (0, 2, 3)
    assert result(land["T"], ACTIVE, "base", 2) == (1, 2, 1)
    assert result(land["T"], ACTIVE, "base", 2, as_of=before) == (0, 0, 0)
    assert proved()
    assert retotal() == actions.Rebuilt(0, 0, 0)


def test_retotal_brings_back_lost_totals_and_empties_invented_ones(land):
    ensure()
    post(*[sent(land[name], f"2017-{m:02d}", OUT_01=m, SIT_07=1) for name in "ABCDE" for m in (1, 2, 3)])
    before = totals()
    Rollup.objects.filter(unit=land["T"]).delete()
    Rollup.objects.update(sums=b"\x01" * 16)
    Rollup.objects.create(unit_id=land["K"], form="F1", period="2016-12", depth=1, sums=b"\x01" * 8, reports=3)
    assert retotal().totals > 0
    assert [row for row in totals() if row[1] != "2016-12"] == before
    assert cell(land["K"], "2016-12", "OUT_01") == (0, 0, 0)
    assert proved()


def test_retotal_of_a_form_leaves_the_others_alone(land):
    ensure()
    ensure(form="F2", functions=())
    post(sent(land["A"], "2017-02", OUT_01=1), actions.Change(Leaf(land["A"], "F2", "2017-02"), {"OUT_01": 1}, 1))
    Rollup.objects.update(reports=7)
    retotal(["F1"])
    assert set(Rollup.objects.filter(form="F2").values_list("reports", flat=True)) == {7}
    assert set(Rollup.objects.filter(form="F1").values_list("reports", flat=True)) == {1}


def test_retotal_of_nothing_posted_writes_nothing(land):
    ensure()
    assert retotal() == actions.Rebuilt(0, 0, 0)


def test_retotal_costs_the_same_number_of_statements_however_many_leaves(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1))
    retotal()
    with CaptureQueriesContext(connection) as few:
        retotal()
    post(*[sent(land[name], f"2017-{m:02d}", OUT_01=m) for name in "ABCDE" for m in range(1, 13)])
    retotal()
    with CaptureQueriesContext(connection) as many:
        retotal()
    assert len(many) <= len(few) <= 8


def test_a_leaf_not_handed_to_rebuild_leaves_the_totals(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1), sent(land["B"], "2017-02", OUT_01=2))
    rebuild([leaf for leaf in everything() if leaf.unit_id == land["B"]])
    assert cell(land["T"], "2017-02", "OUT_01") == (2, 1, 1)
    assert proved()


@pytest.mark.parametrize("table", ["rollup_rollup", "rollup_posted", "rollup_unityear"])
def test_check_names_a_row_that_was_tampered_with(land, table):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1, SIT_07=2))
    leaves = everything()
    column = {"rollup_rollup": "sums", "rollup_posted": "vector", "rollup_unityear": "results"}[table]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [b"\x07" + b"\x00" * 15])
    said = actions.check(leaves)
    assert said
    assert all("F1 2017" in sentence for sentence in said)


def test_check_names_a_posting_that_was_tampered_with(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1, SIT_07=2))
    Posting.objects.order_by("seq").first().delete()
    assert actions.check(everything()) == [f"lần ghi sổ cuối cùng: F1 2017-02, đơn vị {land['A']}"]


def test_check_names_values_that_differ_from_the_reports(land):
    ensure()
    post(sent(land["A"], "2017-02", OUT_01=1))
    assert actions.check([]) != []
    (leaf,) = everything()
    changed = type(leaf)(leaf.unit_id, leaf.form, leaf.period_key, {"OUT_01": 2}, leaf.revision)
    assert any(sentence.startswith("tổng số") for sentence in actions.check([changed]))
