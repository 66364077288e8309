"""The real pack and tree with one post of each kind where the boards look, and reports brought into the totals by the real verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.test import Client

from tiendo.core.reporting import actions
from tiendo.core.reporting.duties import duty
from tiendo.core.reporting.models import Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

SEPTEMBER = periods.month(2017, 9)
BACKEND = "tiendo.foundation.accounts.backends.PeopleAndPosts"
NEAR, DISTRICT, FAR = "18889", "450", "18904"


@dataclass
class Stage:
    """The province, and its people by role and unit code."""

    posts: dict[tuple[Role, str], Post] = field(default_factory=dict)

    def post(self, role: Role, unit: str) -> Post:
        """The holder of a role at a unit, appointed when first asked for."""
        if (role, unit) not in self.posts:
            name = f"{role.value.replace('_', '')}.{unit.lower()}"
            self.posts[role, unit] = make_post(role, places.by_code(unit, SEPTEMBER.end), name)
        return self.posts[role, unit]

    def browser(self, role: Role, unit: str) -> Client:
        """A browser signed in with that post."""
        client = Client()
        client.force_login(self.post(role, unit).user, backend=BACKEND)
        return client

    def sent(self, unit: str = NEAR, period: Period = SEPTEMBER, **values: int) -> Report:
        """A commune's month, entered, presented and signed; cells not named are 0."""
        officer, chair = self.post(Role.COMMUNE_OFFICER, unit), self.post(Role.COMMUNE_CHAIR, unit)
        commune = places.by_code(unit, period.end)
        report = actions.open_report(commune, "F1", period, by=officer)
        given = {name.replace("_", "-"): value for name, value in values.items()}
        whole = {cell.code: given.get(cell.code, 0) for cell in duty(commune, "F1", period).asked}
        report = actions.save_all(report, whole, dict.fromkeys(whole, "Đúng như sổ của xã."), by=officer)
        report = actions.present(report, by=officer)
        return actions.submit(report, by=chair)

    def accepted(
        self, unit: str = NEAR, period: Period = SEPTEMBER, *, district: str = DISTRICT, **values: int
    ) -> Report:
        """The same, accepted by the district: its figures are in the totals."""
        report = self.sent(unit, period, **values)
        return actions.approve(report, by=self.post(Role.DISTRICT_OFFICER, district))

    def kept_up(self, unit: str = NEAR, *, district: str = DISTRICT) -> Report:
        """A commune with a session in the last month of every quarter; returns September's report."""
        for number in (3, 6):
            self.accepted(unit, periods.month(2017, number), district=district, OUT_01=1, OUT_02=20)
        return self.accepted(unit, district=district, OUT_01=2, OUT_02=40)


@pytest.fixture
def stage(plan_laid: Pack, db: None) -> Stage:
    """The pack installed and the plan imported; nothing reported yet."""
    return Stage()


@pytest.fixture
def on_the_tenth() -> Iterator[None]:
    """10 October: every report of September is due, so targets are judged."""
    with clock.set_to(datetime(2017, 10, 10, 9, 0)):
        yield
