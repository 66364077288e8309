"""A small province with a plan, reports and an office that writes documents about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tiendo.core.indicators import slots
from tiendo.core.plans.models import Plan
from tiendo.core.plans.terms import of_pack
from tiendo.core.reporting.tests.factories import AUGUST, World, approved, whole_form
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.packs import queries as packs
from tiendo.outputs.documents import actions
from tiendo.outputs.documents.models import Document

KIND = "bao-cao-thang"


@dataclass
class Office:
    """The department, its people, the plan it reports on."""

    world: World
    plan: Plan
    writer: Post
    director: Post

    def draft(self) -> Document:
        """August's report, begun."""
        return actions.prepare(KIND, self.plan, AUGUST, by=self.writer)

    def issued(self, number: int = 118) -> Document:
        """August's report, out."""
        return actions.issue(self.draft(), number, by=self.director)


def _world() -> World:
    """Two districts, three communes in one and one in the other, and the agencies whose forms serve the targets."""
    province = make_unit("44", "province", name="Quảng Bình")
    first, second = (
        make_unit(code, "district", name=name, parent=province)
        for code, name in (("450", "Đồng Hới"), ("457", "Lệ Thủy"))
    )
    communes = [make_unit(f"188{number:02d}", "commune", name=f"Xã {number:02d}", parent=first) for number in range(3)]
    communes.append(make_unit("19300", "commune", name="Xã Xa", parent=second))
    names = {"DOLISA": "Sở LĐTBXH", "DIC": "Sở TT&TT", "POLICE": "Công an tỉnh"}
    agencies = {code: make_unit(code, "agency", name=name, parent=province) for code, name in names.items()}
    return World(province, [first, second], communes, agencies)


@pytest.fixture
def office(db: None) -> Office:
    """Three of four communes have August accepted; the last has sent nothing."""
    pack = packs.current()
    slots.install(pack)
    world = _world()
    for place, commune in enumerate(world.communes[:3], start=1):
        approved(
            world, commune, period=AUGUST, values=whole_form(commune, period=AUGUST, OUT_01=place, OUT_02=20 * place)
        )
    plan = Plan.objects.create(
        code=pack.code, title=pack.plan.title, issuer=pack.plan.issuer, unit=world.province, year=pack.plan.year,
        pack_code=pack.code, text=pack.plan_text, digest="0" * 64, terms=of_pack(pack).digest,
        imported_at=clock.now(),
    )  # fmt: skip
    dolisa = world.agencies["DOLISA"]
    writer = make_post(Role.DEPARTMENT_OFFICER, dolisa, "soan-van-ban")
    return Office(world, plan, writer, world.department_director())


@pytest.fixture
def pack_dir() -> Path:
    return Path(settings.TIENDO_PACK_DIR)
