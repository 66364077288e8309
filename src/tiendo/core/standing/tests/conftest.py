"""An installed pack with its plan, and a few months put into the totals as approved reports would put them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.test import Client

from tiendo.core.plans.models import Plan
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places

OPENED = date(2017, 10, 5)
Report = Callable[[str, str, str, Mapping[str, int]], None]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return packs.current()


@pytest.fixture
def plan(plan_laid: Pack, db: None) -> Plan:
    return Plan.objects.get()


@pytest.fixture
def report(plan: Plan) -> Report:
    """Puts one leaf's period into the totals: `report("18829", "F1", "2017-03", {"OUT_01": 2})`."""

    def put(unit: str, form: str, period: str, values: Mapping[str, int]) -> None:
        leaf = rollup.Leaf(places.by_code(unit, OPENED).pk, form, period)
        rollup.post([rollup.Change(leaf, values, revision=1)], at=clock.now())

    return put


@pytest.fixture
def sign_in(plan: Plan) -> Callable[[Role, str], Client]:
    """A browser of somebody who holds the role at the unit with that code."""

    def signed_in(role: Role, unit: str) -> Client:
        user = User.objects.create(
            username=f"nguoi.{role.value.replace('_', '')}.{unit.lower()}", shown_name="Người dùng"
        )
        held_at = places.by_code(unit, OPENED)
        Post.objects.create(user=user, role=role, unit=held_at, title="Chuyên viên", starts=date(2017, 1, 1))
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
