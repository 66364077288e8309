"""Lays the ground: database, pack, posts; and says which leaves are played. `python -m tests.faults.land` does the first."""

from __future__ import annotations

from dataclasses import dataclass, field

import django

COMMUNES_A_DISTRICT = 4
DISTRICTS = 3
LAST_MONTH = 9
PASSWORD = "tien-do-mo-phong-2017"


@dataclass(frozen=True)
class Land:
    """The few leaves that everybody fights over, and every post by the unit it belongs to."""

    communes: list
    districts: list
    others: list
    posts: list = field(repr=False)

    @property
    def leaves(self) -> list:
        return [*self.communes, *self.districts, *self.others]


def make() -> None:
    """The pack's province, and one post of every kind in every unit; the printed sign-ins get the password."""
    from django.conf import settings

    from tiendo.cli.serving import migrate_under_lock
    from tiendo.demo import people
    from tiendo.foundation.packs import actions as packs

    migrate_under_lock()
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    province, standing, day = _frame()
    people.appoint_everyone(province=province, standing=standing, shown=_first_commune(province, day).code, on=day)


def played() -> Land:
    """Some communes of three districts, the districts, the standing agency; the same for every process."""
    from tiendo.foundation.accounts.models import Post
    from tiendo.foundation.places import queries as places

    province, standing, day = _frame()
    districts = places.under(province, "district", day)[:DISTRICTS]
    communes = [each for one in districts for each in places.under(one, "commune", day)[:COMMUNES_A_DISTRICT]]
    return Land(communes, districts, [standing], list(Post.objects.select_related("unit", "user")))


def _frame() -> tuple:
    """The province, the standing agency, the first day of the plan's year."""
    from datetime import date

    from tiendo.foundation.packs import queries as packs
    from tiendo.foundation.places import queries as places

    pack, day = packs.current(), date(2017, 1, 1)
    return places.by_code(pack.plan.unit_code, day), places.by_code(pack.standing_agency, day), day


def _first_commune(province, day):
    from tiendo.foundation.places import queries as places

    return places.under(places.under(province, "district", day)[0], "commune", day)[0]


if __name__ == "__main__":
    django.setup()
    make()
