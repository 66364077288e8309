"""A store of its own for each test, and a kind of record that carries files: a place, written to by its own people while it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings as configured

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.files import owners
from tiendo.foundation.files.owners import Owner
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

OWNER = "tests.place"


@dataclass
class Place:
    """One place with two of its people and a stranger; `open` says whether it takes files."""

    unit: Unit
    officer: Post
    chair: Post
    stranger: Post
    open: bool = True

    def may_read(self, post: Post, record: Unit) -> Verdict:
        return ALLOWED if post.unit_id == record.pk else refused("Đơn vị khác.")

    def may_write(self, post: Post, record: Unit) -> Verdict:
        return ALLOWED if self.open else refused("Hồ sơ đã khép.")


@pytest.fixture
def store_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """The installation's folder of this test."""
    settings.INSTALLATION = replace(configured.INSTALLATION, folder=tmp_path)
    return tmp_path / "files"


@pytest.fixture
def place(db: None, store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    district = make_unit("450", "district")
    unit = make_unit("18889", "commune", parent=district)
    here = Place(
        unit,
        make_post(Role.COMMUNE_OFFICER, unit, "canbo.xa"),
        make_post(Role.COMMUNE_CHAIR, unit, "lanhdao.xa"),
        make_post(Role.DISTRICT_OFFICER, district, "canbo.huyen"),
    )
    owner = Owner(
        code=OWNER, cls="P1", rows=Unit.objects.all, page=lambda record: "/units/",
        may_read=here.may_read, may_add=here.may_write, may_remove=here.may_write,
    )  # fmt: skip
    monkeypatch.setitem(owners._owners, OWNER, owner)
    return here
