"""The people and the months behind the journey of the first figure: a real province, one commune with eight accepted months."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from tiendo.core.plans import actions as plans
from tiendo.core.reporting.tests.factories import World, approved, whole_form
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods

PASSWORD = "mat-khau-cua-chuyen-di"
SEPTEMBER = periods.month(2017, 9)
ACTIVE = (1, 4)
"""Months with a session: each quarter so far but the third, which September's report completes."""


@dataclass
class Slice:
    """The commune of the journey and who acts in it."""

    world: World
    plan_code: str

    @property
    def commune_name(self) -> str:
        return str(self.world.commune)

    @property
    def clause(self) -> str:
        """The clause of the plan's first target."""
        return next(iter(packs.current().targets.values())).clause

    def officer(self) -> Post:
        return self._with_password(self.world.officer())

    def chair(self) -> Post:
        return self._with_password(self.world.chair())

    def district(self) -> Post:
        return self._with_password(self.world.district_officer())

    def department(self) -> Post:
        return self._with_password(self.world.department_officer())

    def director(self) -> Post:
        return self._with_password(self.world.department_director())

    @staticmethod
    def _with_password(post: Post) -> Post:
        if not post.user.has_usable_password():
            post.user.set_password(PASSWORD)
            post.user.save()
        return post


def make_slice() -> Slice:
    """The pack's own province and plan; January to August of one commune accepted, September not begun."""
    pack_actions.install(settings.TIENDO_PACK_DIR, by=None)
    pack = packs.current()
    on = SEPTEMBER.start
    province = places.by_code(pack.plan.unit_code, on)
    districts = places.under(province, "district", on)
    commune = places.under(districts[0], "commune", on)[0]
    agencies = {pack.standing_agency: places.by_code(pack.standing_agency, on)}
    world = World(province, [districts[0]], [commune], agencies)
    for number in range(1, SEPTEMBER.ordinal):
        period = periods.month(SEPTEMBER.year, number)
        sessions = 1 if number in ACTIVE else 0
        values = whole_form(commune, period=period)
        first, second = (code for code in list(values)[1:3])
        approved(world, commune, period=period, values={**values, first: sessions, second: 5 * sessions})
    plan = plans.import_plan(pack.plan_text, pack=pack, by=world.department_director())
    return Slice(world, plan.code)
