"""Tasks, areas, seats and drafts of a unit that ends: who goes on with what, and that no figure of a past month moves."""

import uuid
from datetime import date, datetime

import pytest

from tiendo.core.arrangements import actions as arrangements
from tiendo.core.arrangements.models import Head, MemberArea
from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.actions import Order
from tiendo.core.assignments.models import Partner, Task, TaskState
from tiendo.core.drafting.models import Draft
from tiendo.core.plans.models import Plan
from tiendo.core.reorganising import actions, previewing
from tiendo.core.reorganising.tests.conftest import ON, administrator, applied, merge, prepared
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as totals
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places

BOTH, NEW = ("18800", "18801"), {"into": "18800", "name": "Đồng Hải", "kind_vi": "phường"}


@pytest.fixture
def plan(world):
    return Plan.objects.create(
        code="kh", title="Kế hoạch", issuer="UBND tỉnh", unit=world.province, year=2017, pack_code=packs.current().code,
        text="Kế hoạch", digest="", imported_at=clock.now(),
    )  # fmt: skip


def order(plan, *units, due, **how):
    return Order(
        plan=plan,
        clause=None,
        title="Kiểm tra cơ sở",
        expected="Biên bản",
        units=units,
        due_on=due,
        request=uuid.uuid4(),
        **how,
    )


def due_in(unit, key):
    row = totals.vectors(unit.pk, "R_plans", [key])[key]
    register = packs.current().registers["R_plans"]
    cell = next(cell for cell in register.cells.values() if cell.counts == "tasks_due")
    return row.sum(totals.slot_numbers("R_plans")[cell.name])


def test_tasks_of_the_month_and_later_go_to_the_heir_and_older_ones_stay(world, plan):
    by = world.department_officer()
    old = assignments.give(order(plan, *world.communes[:2], due=date(2017, 10, 20)), by=by)
    with clock.set_to(datetime(2017, 9, 1, 8)):
        late = assignments.give(order(plan, world.commune, due=date(2017, 9, 20)), by=by)[0]
    officer = world.officer()
    assignments.hand_on(old[0], officer, by=world.chair())
    before = due_in(world.province, "2017-09"), due_in(world.province, "2017-10")
    applied(world, merge(*BOTH, **NEW))
    heir = places.by_code("18800", ON)
    passed = Task.objects.filter(pk__in=[task.pk for task in old])
    assert {task.unit for task in passed} == {heir}
    assert passed.get(pk=old[0].pk).post == Post.objects.get(user=officer.user, unit=heir)
    late.refresh_from_db()
    assert (late.unit, late.state) == (world.commune, TaskState.GIVEN)
    assert (due_in(world.province, "2017-09"), due_in(world.province, "2017-10")) == before == (1, 2)
    assert rollup.check(reporting.leaf_values()) == []
    assert reporting.live_faults() == []


def test_who_works_along_and_where_become_the_heirs(world, plan):
    first, second = world.communes[:2]
    task = assignments.give(
        order(plan, world.district, due=date(2017, 11, 20), area=first, partners=(first, second)),
        by=world.department_officer(),
    )[0]
    applied(world, merge(*BOTH, **NEW))
    heir = places.by_code("18800", ON)
    task.refresh_from_db()
    assert task.area == heir
    assert [partner.unit for partner in Partner.objects.filter(task=task)] == [heir]


def test_what_a_place_had_arranged_ends_and_areas_of_the_level_above_go_on(world, plan):
    officer, above = world.officer(), world.district_officer()
    arrangements.name_head(world.commune, "Chủ tịch UBND xã", date(2017, 3, 1), request=uuid.uuid4(), by=officer)
    member = arrangements.seat_member(
        world.district, "member", "Trưởng Công an", date(2017, 3, 1), request=uuid.uuid4(), by=above
    )
    arrangements.give_areas(
        member, [world.commune, world.communes[1]], date(2017, 3, 1), request=uuid.uuid4(), by=above
    )
    applied(world, merge(*BOTH, **NEW))
    assert Head.objects.get().ends == ON
    assert [row.area for row in MemberArea.objects.filter(ends__isnull=True)] == [places.by_code("18800", ON)]
    assert reporting.live_faults() == []
    assert rollup.check(reporting.leaf_values()) == []


def test_a_draft_of_a_plan_goes_to_the_heir(world, plan):
    draft = Draft.objects.create(
        unit=world.district, created_by=world.district_officer(), created_at=clock.now(), changed_at=clock.now(), text="Dự thảo", digest="d"
    )  # fmt: skip
    applied(world, merge("450", into="457"))
    draft.refresh_from_db()
    assert draft.unit == world.districts[1]


def test_the_preview_counts_what_will_happen(world, plan):
    assignments.give(order(plan, world.commune, due=date(2017, 10, 20)), by=world.department_officer())
    world.officer(), world.chair()
    preview = previewing.of(prepared(world, merge(*BOTH, **NEW)))
    said = {line.what: line.count for line in preview.totals}
    assert said["chức vụ"] == 2
    assert said["nhiệm vụ đang mở"] == 1
    assert said["báo cáo các kỳ trước chưa xong"] == 2
    assert preview.ready


def test_what_was_foreseen_is_kept_with_the_outcome(world, plan):
    world.officer()
    row = applied(world, merge(*BOTH, **NEW))
    assert [(one["what"], one["count"]) for one in row.outcome["fates"]][:1] == [("chức vụ", 1)]
    assert row.outcome["ended"][0]["said"] == "nhập vào phường Đồng Hải"


def test_dropped_it_stays_on_the_list(world):
    row = prepared(world, merge(*BOTH, **NEW))
    assert actions.drop(row, version=row.version, by=administrator(world)).state == "dropped"
