"""Where units hang is read once for all that is looked at together, and once in a load that changes no places."""

from datetime import date

from tiendo.core.reporting.duties import duties_of
from tiendo.core.reporting.placed import known_at, placed, steady_tree
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, draft

TODAY = date(2017, 10, 5)


def test_a_unit_s_path_is_that_of_the_day(world):
    where = placed([world.commune.pk])
    assert where.path(world.commune.pk, TODAY) == (world.province.pk, world.district.pk, world.commune.pk)
    assert where.path(world.commune.pk, world.commune.valid_to) is None
    assert where.path(world.district.pk, TODAY) is None, "not asked for"


def test_reports_of_many_periods_cost_one_query(world, django_assert_num_queries):
    reports = [draft(world, commune, period=period) for commune in world.communes for period in (AUGUST, SEPTEMBER)]
    with django_assert_num_queries(1):
        found = duties_of(reports)
    assert {duty.above_id for duty in found.values()} == {district.pk for district in world.districts}
    with django_assert_num_queries(0):
        known = duties_of(reports, where=known_at((duty.unit.pk, duty.path) for duty in found.values()))
    assert known == found


def test_while_the_tree_is_steady_each_unit_is_read_once(world, django_assert_num_queries):
    with steady_tree():
        placed([world.commune.pk])
        with django_assert_num_queries(0):
            placed([world.commune.pk])
        with django_assert_num_queries(1):
            placed([world.commune.pk, world.communes[1].pk])
    with django_assert_num_queries(1):
        placed([world.commune.pk])
