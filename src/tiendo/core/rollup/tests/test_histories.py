"""Random histories of a small land: posting, correcting, withdrawing, moving, ending, bearing, new slots. Whatever happened, the tables
are proved, equal to the oracle's plain sums, and every moment of the past reads as it did then.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tiendo.core.rollup import actions, queries
from tiendo.core.rollup.actions import CellSlot, Change, Leaf, LeafValues, Rebuilt
from tiendo.core.rollup.models import Rollup
from tiendo.core.rollup.tests import oracle
from tiendo.core.rollup.tests.land import quang_binh
from tiendo.core.rollup.tests.test_posting import NOON
from tiendo.kernel.expressions import LeafFunction
from tiendo.kernel.verdicts import Refused

START = date(1900, 1, 1)
CELLS = {"A": "flow", "B": "flow", "S": "stock"}
LATER = ["A >= 2", "last(S)", "ytd(A) >= 4", "months(A >= 1)"]
value = st.one_of(st.none(), st.integers(0, 3))
report = st.fixed_dictionaries({"A": value}, optional={"B": value, "S": value})
firsts = st.integers(1, 12).map(lambda month: date(2017, month, 1))


class Histories(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        try:
            self.everything_agrees()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @initialize()
    def settle(self):
        self.land, self.values, self.revisions, self.past, self.clock = quang_binh(), {}, {}, [], NOON
        root = self.land["T"]
        self.tree = {self.land[name]: [(START, root)] for name in ("T", "H", "K", "SO")}
        for district, communes in (("H", "AB"), ("K", "CDE")):
            self.tree |= {self.land[name]: [(START, self.land[district])] for name in communes}
        self.cells, self.functions = {"F1": ["A", "S"], "F3": ["A", "S"]}, ["posted()", "every_quarter(A >= 1)"]
        self.lay()

    def lay(self):
        for form, base in (("F1", "month"), ("F3", "quarter")):
            cells = [CellSlot(name, CELLS[name]) for name in self.cells[form]]
            functions = [LeafFunction(form, text) for text in self.functions if not (form == "F3" and "months" in text)]
            actions.ensure_slots(form, base, cells=cells, functions=functions)

    def moment(self):
        self.clock += timedelta(minutes=1)
        return self.clock

    def in_force(self, unit, period):
        return bool(oracle.path_on(self.tree, unit, oracle.end_of(period)))

    def changes(self, asked):
        """Only of units in force; each leaf once, its revision one more."""
        leaves = {}
        for name, form, place, values in asked:
            unit, period = self.land[name], oracle.PERIODS[form][place % len(oracle.PERIODS[form])]
            if name in self.land.units and self.in_force(unit, period):
                leaves[unit, form, period] = {cell: values[cell] for cell in values if cell in self.cells[form]}
        return leaves

    @rule(
        asked=st.lists(
            st.tuples(st.sampled_from(["A", "B", "C", "D", "E", "T", "SO", "H"]), st.sampled_from(["F1", "F1", "F3"]), st.integers(0, 11), report),
            min_size=1, max_size=6,
        )
    )  # fmt: skip
    def post_some(self, asked):
        self.post(asked)

    def post(self, asked):
        changes = self.changes(asked)
        for key, values in changes.items():
            self.values[key], self.revisions[key] = values, self.revisions.get(key, 0) + 1
        actions.post(
            [Change(Leaf(*key), values, self.revisions[key]) for key, values in changes.items()], at=self.moment()
        )

    @rule(months=st.sets(st.integers(0, 11), min_size=1, max_size=4), reports=st.lists(report, min_size=5, max_size=5))
    def post_rounds(self, months, reports):
        """All communes, some months, in one decision."""
        self.remember()
        self.post(
            [(name, "F1", month, values) for month in months for name, values in zip("ABCDE", reports, strict=True)]
        )

    @precondition(lambda self: self.values)
    @rule(data=st.data())
    def withdraw(self, data):
        self.remember()
        key = data.draw(st.sampled_from(sorted(self.values)))
        del self.values[key]
        actions.post([Change(Leaf(*key), None, self.revisions[key])], at=self.moment())

    @rule(name=st.sampled_from("ABCDE"), under=st.sampled_from(["H", "K", "T"]), on=firsts)
    def move(self, name, under, on):
        unit, parent = self.land[name], self.land[under]
        if not oracle.parent_on(self.tree[unit], on) or not oracle.parent_on(self.tree[unit], date(2018, 1, 1)):
            return
        if any(since > on for since, _parent in self.tree[unit]):
            return
        self.remember()
        self.land.move(name, under, on)
        self.tree[unit] = [entry for entry in self.tree[unit] if entry[0] != on] + [(on, parent)]
        actions.repost_paths([unit], on, at=self.moment())

    @rule(name=st.sampled_from("BDE"), on=firsts)
    def end(self, name, on):
        unit = self.land[name]
        if not oracle.parent_on(self.tree[unit], on) or max(since for since, _ in self.tree[unit]) >= on:
            return
        self.remember()
        self.land.end(name, on)
        self.tree[unit].append((on, None))
        actions.repost_paths([unit], on, at=self.moment())

    @precondition(lambda self: "N" not in self.land.units)
    @rule(on=firsts, report=report)
    def bear(self, on, report):
        self.land.plant("N", "K", since=on)
        unit = self.land["N"]
        self.tree[unit] = [(on, self.land["K"])]
        key = (unit, "F1", f"2017-{on.month:02d}")
        self.values[key], self.revisions[key] = {"A": report["A"]}, 1
        actions.post([Change(Leaf(*key), self.values[key], 1)], at=self.moment())

    @rule(unit=st.sampled_from("BDE"), month=st.integers(1, 12))
    def a_unit_no_more_cannot_report(self, unit, month):
        leaf = Leaf(self.land[unit], "F1", f"2017-{month:02d}")
        if self.in_force(leaf.unit_id, leaf.period_key):
            return
        with pytest.raises(Refused), transaction.atomic():
            actions.post([Change(leaf, {"A": 1}, 1)], at=self.moment())

    @precondition(lambda self: len(self.functions) < 2 + len(LATER))
    @rule(from_reports=st.booleans())
    def lay_new_slots(self, from_reports):
        self.functions.append(LATER[len(self.functions) - 2])
        self.cells["F1"] = ["A", "S", "B"]
        self.lay()
        if from_reports:
            actions.rebuild(self.leaves(), at=self.moment())
        else:
            actions.retotal(at=self.moment())
        self.past.clear()

    def remember(self):
        """Five moments of a history, to be read again at its end."""
        if len(self.past) < 5:
            self.past.append((queries.latest_seq(self.clock), self.read()))

    def leaves(self):
        return [LeafValues(*key, values, self.revisions[key]) for key, values in self.values.items()]

    def read(self, as_of=None):
        units = [unit.pk for unit in self.land.units.values()]
        wanted = {form: [*periods, "2017"] for form, periods in oracle.PERIODS.items()}
        told = {}
        for (unit, form, period), row in queries.rows(units, wanted, as_of=as_of).items():
            for slot, number in queries.slot_numbers(form).items():
                if isinstance(slot, str) == (period != "2017"):
                    told[unit, form, period, slot] = (row.sum(number), row.filled(number), row.positive(number))
            told[unit, form, period, "reports"] = row.reports
        return {key: number for key, number in told.items() if number not in ((0, 0, 0), 0)}

    def lost_totals_come_back(self):
        """From the leaves' rows alone, and the same as they were, byte for byte."""
        before = self.totals()
        Rollup.objects.all().delete()
        actions.retotal(at=self.moment())
        assert self.totals() == before
        assert actions.retotal(at=self.moment()) == Rebuilt(0, 0, 0)

    def totals(self):
        """What stands in the totals: rows that say nothing, and blanks at the end of a row, left out."""
        columns = ("unit", "form", "period", "reports", "sums", "filled", "positive")
        rows = Rollup.objects.order_by("unit", "form", "period").values_list(*columns)
        stripped = [(*row[:4], *(bytes(vector).rstrip(b"\0") for vector in row[4:])) for row in rows]
        return [row for row in stripped if any(row[3:])]

    def everything_agrees(self):
        assert actions.check(self.leaves()) == []
        self.lost_totals_come_back()
        expected = {}
        for form in oracle.PERIODS:
            functions = [text for text in self.functions if not (form == "F3" and "months" in text)]
            sums, reports = oracle.totals(self.tree, self.values, form, self.cells[form], functions)
            expected |= {(unit, form, period, slot): tuple(row) for (unit, period, slot), row in sums.items()}
            expected |= {(unit, form, period, "reports"): number for (unit, period), number in reports.items()}
        assert self.read() == expected
        for number, then in self.past:
            assert self.read(as_of=number) == then


@pytest.mark.django_db
def test_whatever_happens_the_figures_are_proved_and_equal_to_the_oracle():
    quick = settings(max_examples=15, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Histories, settings=quick)


@pytest.mark.long
@pytest.mark.django_db
def test_the_same_over_many_longer_histories():
    thorough = settings(
        max_examples=300, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Histories, settings=thorough)
