"""The real places of the pack, laid down once for each test that asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tiendo.foundation.places import actions

PLACES = settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2017" / "places"


@dataclass(frozen=True)
class Body:
    """An agency as a pack gives it."""

    code: str
    name: str
    kind: str = "agency"
    kind_vi: str = "sở"
    parent: str = "44"
    short_name: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class SmallPack:
    """As much of a pack as places need."""

    places_dir: Path = PLACES
    agencies: list[Body] = field(default_factory=list)


DEPARTMENT = Body("DOLISA", "Sở Lao động - Thương binh và Xã hội", short_name="Sở LĐTBXH")


@pytest.fixture
def pack():
    return SmallPack(agencies=[DEPARTMENT, Body("TEAM178", "Đội kiểm tra liên ngành 178 tỉnh", "team", "đội")])


@pytest.fixture
def quang_binh(db, pack):
    """The pack's tree, 2017 to today; gives the province of 2017."""
    from tiendo.foundation.places import queries

    actions.load_places(pack)
    return queries.by_code("44", date(2017, 6, 30))
