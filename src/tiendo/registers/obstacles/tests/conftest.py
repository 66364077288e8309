"""The pack's plan in its province, people who hold posts in it, and obstacles to raise."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.registers.obstacles import actions
from tiendo.registers.obstacles.actions import Raised
from tiendo.registers.obstacles.models import Obstacle, Turn

COMMUNE, DISTRICT = "18889", "450"
"""A commune of Đồng Hới, and the city."""


@dataclass
class Office:
    """The plan, and whoever is asked for: `office.post(Role.COMMUNE_OFFICER, "18889")`."""

    plan: Plan
    held: dict[tuple[str, str, date], Post] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return places.by_code(code, clock.today())

    def clause(self, ref: str) -> Clause:
        return Clause.objects.get(plan=self.plan, ref=ref)

    def post(self, role: Role, code: str) -> Post:
        unit = self.unit(code)
        key = role.value, code, unit.valid_from
        if key not in self.held:
            name = f"nguoi.{role.value.replace('_', '.')}.{code.lower()}.{len(self.held)}"
            user = User.objects.create(username=name[:40], shown_name="Người dùng")
            starts = max(date(2017, 1, 1), unit.valid_from)
            self.held[key] = Post.objects.create(user=user, role=role, unit=unit, title=str(role.label), starts=starts)
        return self.held[key]

    @property
    def commune(self) -> Post:
        return self.post(Role.COMMUNE_OFFICER, COMMUNE)

    @property
    def district(self) -> Post:
        return self.post(Role.DISTRICT_OFFICER, DISTRICT)

    @property
    def department(self) -> Post:
        return self.post(Role.DEPARTMENT_OFFICER, "DOLISA")

    @property
    def vice_chair(self) -> Post:
        return self.post(Role.VICE_CHAIR, "44")

    def said(self, **changes: object) -> Raised:
        known: dict[str, object] = {
            "kind": "kinh-phi",
            "text": "Chưa có kinh phí in tài liệu tuyên truyền quý II",
            "clause": self.clause("II.2.a.-5"),
            "request": uuid.uuid4(),
        }
        return Raised(**(known | changes))  # type: ignore[arg-type]

    def raised(self, by: Post | None = None, **changes: object) -> Obstacle:
        return actions.raise_obstacle(self.said(**changes), by=by or self.commune)


def turns(obstacle: Obstacle) -> list[Turn]:
    """Its turns from the first."""
    return list(Turn.objects.filter(obstacle=obstacle).select_related("unit").order_by("pk"))


@pytest.fixture
def office(plan_laid: Pack, db: None) -> Iterator[Office]:
    with clock.set_to(datetime(2017, 3, 10, 9, 0)):
        yield Office(Plan.objects.get())


@pytest.fixture
def at() -> Callable[..., object]:
    """Another moment: `with at(4, 2): …`, `with at(7, 2, 2025): …`."""
    return lambda month, day, year=2017: clock.set_to(datetime(year, month, day, 9, 0))
