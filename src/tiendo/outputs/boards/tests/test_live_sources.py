"""A figure kept by registers opens down to the records of one unit, those the viewer may open and no others."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.urls import reverse

from tiendo.core.assignments import actions
from tiendo.core.assignments.actions import Order
from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.outputs.boards.tests.conftest import DISTRICT, FAR, NEAR


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with clock.set_to(datetime(2017, 10, 5, 9, 0)):
        yield


def given(stage, unit: str, title: str) -> Task:
    plan = Plan.objects.get()
    order = Order(
        plan=plan, clause=Clause.objects.filter(plan=plan, is_clause=True).first(), title=title, expected="Báo cáo",
        units=[places.by_code(unit, clock.today())], due_on=date(2017, 9, 29), request=uuid.uuid4(),
    )  # fmt: skip
    return actions.give(order, by=stage.post(Role.DEPARTMENT_OFFICER, "DOLISA"))[0]


def page(stage, role: Role, unit: str, at: str = "") -> str:
    address = reverse("boards:lineage", args=["PLN-16"])
    return stage.browser(role, unit).get(address, {"period": "2017-09", "at": at}).content.decode()


def test_the_way_leads_from_the_province_to_the_records_of_one_unit(stage):
    own, below = given(stage, DISTRICT, "Rà soát của thành phố"), given(stage, NEAR, "Rà soát của xã")
    department = (Role.DEPARTMENT_OFFICER, "DOLISA")
    first = page(stage, *department)
    assert "thành phố Đồng Hới" in first
    assert "0/2" in first
    second = page(stage, *department, at=DISTRICT)
    assert "phần của chính đơn vị" in second
    assert "xã Bảo Ninh" in second
    leaf = page(stage, *department, at=f"{DISTRICT},{DISTRICT}")
    assert f"{own}: Rà soát của thành phố" in leaf
    assert "Rà soát của xã" not in leaf
    commune = page(stage, *department, at=f"{DISTRICT},{NEAR}")
    assert reverse("assignments:task", args=[below.pk]) in commune


def test_what_a_post_may_not_open_is_counted_and_not_shown(stage):
    given(stage, NEAR, "Rà soát của xã")
    stranger = page(stage, Role.COMMUNE_OFFICER, FAR, at=f"{DISTRICT},{NEAR}")
    assert "Ngoài phạm vi được xem" in stranger
    assert "Rà soát của xã" not in stranger
    assert "Rà soát của xã" in page(stage, Role.COMMUNE_OFFICER, NEAR, at=f"{DISTRICT},{NEAR}")


def test_a_figure_without_records_says_where_it_would_come_from_and_no_more(stage):
    said = page(stage, Role.DEPARTMENT_OFFICER, "DOLISA")
    assert "Bản ghi trong sổ" not in said
    given(stage, NEAR, "Rà soát")
    assert "Bản ghi trong sổ" not in page(stage, Role.DEPARTMENT_OFFICER, "DOLISA", at="khong-co")


def test_a_unit_below_which_nobody_has_records_opens_at_once(stage):
    given(stage, NEAR, "Rà soát của xã")
    address = reverse("boards:lineage", args=["PLN-15"])
    said = stage.browser(Role.COMMUNE_OFFICER, NEAR).get(address, {"period": "2017-09", "unit": NEAR}).content.decode()
    assert "Rà soát của xã" in said or "Không có bản ghi trong kỳ" in said
    assert "Bản ghi trong sổ" in said
