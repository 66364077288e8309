"""The pack's plan in its province, and people who hold posts in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from tiendo.core.assignments.actions import Order
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit

TODAY = date(2017, 3, 10)


@dataclass
class Office:
    """The plan, and whoever is asked for: `office.post(Role.COMMUNE_OFFICER, "18829")`."""

    plan: Plan
    held: dict[tuple[str, str, int], Post] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return places.by_code(code, TODAY)

    def clause(self, ref: str) -> Clause:
        return Clause.objects.get(plan=self.plan, ref=ref)

    def post(self, role: Role, unit: str, which: int = 1) -> Post:
        key = role.value, unit, which
        if key not in self.held:
            name = f"nguoi.{role.value.replace('_', '.')}.{unit.lower()}.{which}"
            user = User.objects.create(username=name, shown_name="Người dùng")
            self.held[key] = Post.objects.create(
                user=user, role=role, unit=self.unit(unit), title=str(role.label), starts=date(2017, 1, 1)
            )
        return self.held[key]

    @property
    def giver(self) -> Post:
        return self.post(Role.DEPARTMENT_OFFICER, "DOLISA")

    def order(self, *units: str, **changes: object) -> Order:
        said: dict[str, object] = {
            "plan": self.plan,
            "clause": self.clause("II.2.a.-1"),
            "title": "Rà soát chương trình lồng ghép",
            "expected": "Số, ngày báo cáo rà soát",
            "units": [self.unit(code) for code in units],
            "due_on": date(2017, 3, 31),
            "request": uuid.uuid4(),
        }
        return Order(**(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def office(plan_laid: Pack, db: None) -> Iterator[Office]:
    with clock.set_to(datetime(2017, 3, 10, 9, 0)):
        yield Office(Plan.objects.get())


@pytest.fixture
def at() -> Callable[[int, int], object]:
    """A later moment of the same year: `with at(4, 2): …`."""
    return lambda month, day: clock.set_to(datetime(2017, month, day, 9, 0))
