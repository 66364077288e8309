"""A change of places carries the figures with it, from its day on."""

from datetime import date, datetime

import pytest

from tiendo.core.reporting import actions, queries, rules
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, submitted, whole_form
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as totals
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import Refused


def sessions(unit, period) -> int:
    row = totals.vectors(unit.pk, "F1", [period.key])[period.key]
    return row.sum(totals.slot_numbers("F1")["OUT_01"])


@pytest.fixture
def reported(world):
    for period in (AUGUST, SEPTEMBER):
        values = whole_form(world.commune, period=period, OUT_01=3, OUT_02=60 + period.ordinal)
        approved(world, period=period, values=values)
    return world


def test_a_commune_that_changes_district_takes_along_only_what_ends_later(reported):
    administrator = reported.post(Role.ADMINISTRATOR, reported.province)
    first, second = reported.districts
    actions.apply_move(reported.commune, second, date(2017, 9, 15), legal_basis="NQ 1", by=administrator)
    assert (sessions(first, AUGUST), sessions(second, AUGUST)) == (3, 0)
    assert (sessions(first, SEPTEMBER), sessions(second, SEPTEMBER)) == (0, 3)
    assert sessions(reported.province, SEPTEMBER) == 3
    assert rollup.check(queries.leaf_values()) == []


def test_a_change_of_places_is_recorded_for_each_unit_that_changed(reported):
    administrator = reported.post(Role.ADMINISTRATOR, reported.province)
    moved, ended, kept = reported.communes[:3]
    on = date(2017, 10, 1)
    actions.apply_move(moved, reported.districts[1], on, legal_basis="NQ 1", by=administrator)
    actions.apply_merge([ended, kept], kept, on, legal_basis="NQ 2", by=administrator)
    last = [[line.verb for line in audit.of(unit)][-1:] for unit in (moved, ended, kept)]
    assert last == [["unit.moved"], ["unit.ended"], ["unit.merged"]]


def test_who_judges_follows_the_tree_at_the_periods_end(reported):
    administrator = reported.post(Role.ADMINISTRATOR, reported.province)
    second = reported.districts[1]
    actions.apply_move(reported.commune, second, date(2017, 10, 1), legal_basis="NQ 1", by=administrator)
    assert queries.inbox(reported.district_officer(), "F1", SEPTEMBER).expected == 3
    with clock.set_to(datetime(2017, 11, 5, 8)):
        october = periods.month(2017, 10)
        assert queries.inbox(reported.district_officer(), "F1", october).expected == 2
        assert queries.inbox(reported.district_officer(district=second), "F1", october).expected == 2


def test_merged_communes_keep_their_past_where_it_was(reported):
    administrator = reported.post(Role.ADMINISTRATOR, reported.province)
    merged = actions.apply_merge(
        [reported.commune], reported.communes[1], date(2017, 10, 1), legal_basis="NQ 2", by=administrator
    )
    assert merged == reported.communes[1]
    assert sessions(reported.district, SEPTEMBER) == 3
    assert rollup.check(queries.leaf_values()) == []


def test_where_no_district_is_left_the_department_judges(reported):
    administrator = reported.post(Role.ADMINISTRATOR, reported.province)
    commune, department = reported.communes[1], reported.department_officer()
    waiting = submitted(reported, commune)
    assert not rules.may_approve(department, waiting)
    actions.apply_move(commune, reported.province, date(2017, 10, 1), legal_basis="NQ 3", by=administrator)
    with clock.set_to(datetime(2017, 11, 2, 8)):
        october = submitted(reported, commune, period=periods.month(2017, 10))
        groups = queries.my_reports(department, date(2017, 11, 2)).to_approve
        assert [(group.form, group.report_ids) for group in groups] == [("F1", (october.pk,))]
        assert actions.approve(october, by=department).counts
    assert not rules.may_approve(department, waiting)


def test_only_the_administrator_changes_the_tree(reported):
    with pytest.raises(Refused):
        actions.apply_move(
            reported.commune,
            reported.districts[1],
            date(2017, 10, 1),
            legal_basis="NQ 1",
            by=reported.department_officer(),
        )
