"""The pack's plan in its province, people who hold posts in it, and money to be entered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from django.db import connection

from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.models import Task
from tiendo.core.plans.actions import import_plan
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.registers.budgets import actions
from tiendo.registers.budgets.actions import Entry, NewLine
from tiendo.registers.budgets.models import Kind, Line, Movement

TODAY = date(2017, 5, 10)


@dataclass
class Office:
    """The plan, and whoever is asked for: `office.post(Role.DISTRICT_OFFICER, "450")`."""

    plan: Plan
    held: dict[tuple[str, str], Post] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return places.by_code(code, TODAY)

    def clause(self, ref: str) -> Clause:
        return Clause.objects.get(plan=self.plan, ref=ref)

    def post(self, role: Role, unit: str) -> Post:
        if (role.value, unit) not in self.held:
            user = User.objects.create(
                username=f"{role.value.replace('_', '.')}.{unit.lower()}", shown_name="Người dùng"
            )
            self.held[role.value, unit] = Post.objects.create(
                user=user, role=role, unit=self.unit(unit), title=str(role.label), starts=date(2017, 1, 1)
            )
        return self.held[role.value, unit]

    @property
    def officer(self) -> Post:
        return self.post(Role.DISTRICT_OFFICER, "450")

    @property
    def head(self) -> Post:
        return self.post(Role.DISTRICT_CHAIR, "450")

    @property
    def department(self) -> Post:
        return self.post(Role.DEPARTMENT_OFFICER, "DOLISA")

    def entry(self, kind: Kind, amount: int, day: date = date(2017, 2, 10), **changes: object) -> Entry:
        said: dict[str, object] = {"kind": kind, "amount": amount, "on": day, "request": uuid.uuid4()}
        if kind in (Kind.ALLOCATION, Kind.ADJUSTMENT):
            said |= {"document": "15/QĐ-UBND", "document_on": date(2017, 2, 6)}
        return Entry(**(said | changes))  # type: ignore[arg-type]

    def line(self, amount: int = 100_000_000, *, by: Post | None = None, **changes: object) -> Line:
        by = by or self.officer
        said: dict[str, object] = {
            "source": "district",
            "title": "Tuyên truyền tại xã",
            "clause": self.clause("IV.11.-2"),
        }
        new = NewLine(**(said | changes))  # type: ignore[arg-type]
        return actions.open_line(by.unit, new, self.entry(Kind.ALLOCATION, amount), by=by)

    def spend(self, line: Line, amount: int, day: date = date(2017, 3, 20), **changes: object) -> Movement:
        return actions.enter(line, self.entry(Kind.SPENDING, amount, day, **changes), by=self.officer)

    def task(self, unit: str, due_on: date = date(2017, 6, 30), ref: str = "II.2.a.-1") -> Task:
        order = assignments.Order(
            plan=self.plan, clause=self.clause(ref), title="Rà soát", expected="Báo cáo", units=[self.unit(unit)],
            due_on=due_on, request=uuid.uuid4(),
        )  # fmt: skip
        return assignments.give(order, by=self.department)[0]


@pytest.fixture
def office(plan_laid: Pack, db: None) -> Iterator[Office]:
    with clock.set_to(datetime(2017, 5, 10, 9, 0)):
        yield Office(Plan.objects.get())


@pytest.fixture
def busy_office(transactional_db: None) -> Iterator[Office]:
    """The same for tests in which several connections write at once."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an SQLite database in memory has one connection")
    with clock.set_to(datetime(2017, 5, 10, 9, 0)):
        pack = packs.current()
        pack_actions.install(pack.directory, by=None)
        yield Office(import_plan(pack.plan_text, pack=pack, by=None))


@pytest.fixture
def at() -> Callable[[int, int], object]:
    """A later moment of the same year: `with at(10, 2): …`."""
    return lambda month, day: clock.set_to(datetime(2017, month, day, 9, 0))
