"""Which district holds the month back: past due and not inside the totals, counted without looking at every leaf."""

from datetime import date, datetime

import pytest

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.queries.behind import NAMES
from tiendo.core.reporting.tests.factories import SEPTEMBER, World, approved, make_world, returned, submitted
from tiendo.foundation import clock

IN_TIME, LATE = datetime(2017, 10, 3, 9), datetime(2017, 10, 5, 9)
"""The communes' day is 03/10/2017."""


def missing(world: World) -> dict:
    return {one.unit: one.missing for one in queries.coverage("F1", SEPTEMBER, world.province)}


def by_looking_at_each(world: World) -> tuple | None:
    """The same answer from every leaf."""
    children = queries.period_progress("F1", SEPTEMBER, world.province).children
    late = {child: [one for one in child.missing if one.late_days] for child in children}
    worst = max(children, key=lambda child: len(late[child]))
    found = late[worst]
    return (worst.unit_id, tuple(one.unit for one in found), max(one.late_days for one in found)) if found else None


def found(world: World) -> tuple | None:
    behind = queries.most_behind("F1", SEPTEMBER, missing(world))
    return (behind.unit.pk, behind.names, behind.days) if behind and behind.late == len(behind.names) else None


def test_before_and_on_the_due_day_nobody_is_behind(world):
    with clock.set_to(datetime(2017, 10, 3, 23, 50)):
        assert found(world) is by_looking_at_each(world) is None


def test_the_district_with_most_communes_past_due_is_named_with_them(world):
    with clock.set_to(LATE):
        assert found(world) == by_looking_at_each(world) == (world.district.pk, ("xã Xã 00", "xã Xã 01", "xã Xã 02"), 2)


def test_who_sent_in_time_waits_but_is_not_late(world):
    with clock.set_to(IN_TIME):
        for commune in world.communes[:2]:
            submitted(world, commune)
        returned(world, world.communes[2])
    with clock.set_to(LATE):
        assert found(world) == by_looking_at_each(world) == (world.districts[1].pk, ("xã Xã Xa",), 2)
        approved(world, world.communes[-1])
        assert found(world) is by_looking_at_each(world) is None


def test_who_sent_late_is_late_until_it_is_accepted_and_by_the_days_it_was(world):
    with clock.set_to(datetime(2017, 10, 4, 9)):
        sent = [submitted(world, commune) for commune in world.communes]
    with clock.set_to(LATE):
        assert found(world) == by_looking_at_each(world) == (world.district.pk, ("xã Xã 00", "xã Xã 01", "xã Xã 02"), 1)
        for report in sent[1:3]:
            actions.approve(report, by=world.district_officer())
        actions.withdraw(sent[0], by=world.chair())
        assert found(world) == by_looking_at_each(world) == (world.district.pk, ("xã Xã 00",), 2)


@pytest.mark.parametrize("whose", ["all", "district", "commune"])
def test_more_time_counts_for_whom_it_was_given(world, whose):
    unit = None if whose == "all" else getattr(world, whose)
    with clock.set_to(datetime(2017, 10, 7, 9)):
        submitted(world, world.communes[1])
        actions.extend_due(
            "F1", SEPTEMBER, due_on=date(2017, 10, 7), reason="Lũ lụt", by=world.department_officer(), unit=unit
        )
        assert found(world) == by_looking_at_each(world)
    with clock.set_to(datetime(2017, 10, 9, 9)):
        assert found(world) == by_looking_at_each(world)


def test_the_names_are_a_few_and_the_number_is_whole(db):
    world = make_world(communes=12)
    with clock.set_to(LATE):
        behind = queries.most_behind("F1", SEPTEMBER, missing(world))
        assert behind is not None
        assert behind.late == 12
        assert behind.names == tuple(f"xã Xã {number:02d}" for number in range(NAMES))


def test_an_open_correction_holds_nothing_back(world):
    with clock.set_to(LATE):
        for commune in world.communes:
            report = approved(world, commune)
        actions.correct(report, reason="Sót", by=world.district_officer(district=world.districts[1]))
        assert found(world) is by_looking_at_each(world) is None


def test_it_costs_three_queries_whatever_is_late(world, django_assert_num_queries):
    with clock.set_to(LATE):
        submitted(world, world.communes[1])
        known = missing(world)
        with django_assert_num_queries(3):
            queries.most_behind("F1", SEPTEMBER, known)
        given = {"due_on": date(2017, 10, 4), "reason": "Lũ lụt", "by": world.department_officer()}
        actions.extend_due("F1", SEPTEMBER, unit=world.commune, **given)
        with django_assert_num_queries(3):
            queries.most_behind("F1", SEPTEMBER, known)
        with django_assert_num_queries(0):
            queries.most_behind("F1", SEPTEMBER, dict.fromkeys(known, 0))
