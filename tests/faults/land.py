"""The ground of a run: database, pack, everybody's posts; and which leaves are played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from tiendo.cli.serving import migrate_under_lock
from tiendo.demo import people
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit

COMMUNES_A_DISTRICT = 4
DISTRICTS = 3
LAST_MONTH = 9
FIRST_DAY = date(2017, 1, 1)
PASSWORD = people.PASSWORD


@dataclass(frozen=True)
class Land:
    """The few leaves that everybody fights over, and every post. Nobody touches the `quiet` district: somebody works there by browser."""

    communes: list[Unit]
    districts: list[Unit]
    standing: Unit
    quiet: Unit
    quiet_commune: Unit
    posts: list[Post] = field(repr=False)

    @property
    def leaves(self) -> list[Unit]:
        return [*self.communes, *self.districts, self.standing]


def make() -> None:
    """The pack's province, and one post of every kind in every unit; those around the quiet commune get the password."""
    migrate_under_lock()
    pack_actions.install(settings.TIENDO_PACK_DIR, by=None)
    province, standing = _frame()
    shown = places.under(_districts(province)[0], "commune", FIRST_DAY)[0]
    people.appoint_everyone(province=province, standing=standing, shown=shown.code, on=FIRST_DAY)


def played() -> Land:
    """Some communes of three districts, the districts, the standing agency; the same for every process."""
    province, standing = _frame()
    quiet, *districts = _districts(province)
    quiet_commune = places.under(quiet, "commune", FIRST_DAY)[0]
    communes = [
        commune for one in districts for commune in places.under(one, "commune", FIRST_DAY)[:COMMUNES_A_DISTRICT]
    ]
    return Land(communes, districts, standing, quiet, quiet_commune, list(Post.objects.select_related("unit", "user")))


def _frame() -> tuple[Unit, Unit]:
    """The province and the standing agency."""
    pack = packs.current()
    return places.by_code(pack.plan.unit_code, FIRST_DAY), places.by_code(pack.standing_agency, FIRST_DAY)


def _districts(province: Unit) -> list[Unit]:
    return places.under(province, "district", FIRST_DAY)[: DISTRICTS + 1]
