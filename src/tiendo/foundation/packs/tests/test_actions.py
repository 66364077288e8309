"""Taking in a pack: once, recorded, with its places and whatever higher apps keep of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tiendo.foundation.audit import queries as audit
from tiendo.foundation.packs import actions, sections
from tiendo.foundation.packs.models import InstalledPack
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.kernel.verdicts import BadInput

from .conftest import SHIPPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the packs handed to a registered installer, and no other installer."""
    seen: list[str] = []

    def keep(pack: Pack) -> None:
        seen.append(pack.code)

    monkeypatch.setattr(sections, "_installers", {"test": keep})
    return seen


def test_installing_loads_places_and_calls_the_registered_apps(installed: list[str]) -> None:
    record = actions.install(SHIPPED, by=None)
    assert installed == ["phong-chong-mai-dam-2017"]
    on = date(2017, 6, 1)
    assert places.count("commune", places.by_code("44", on), on) == 159
    assert [entry.verb for entry in audit.of(record)] == ["pack.installed"]


def test_installing_the_same_pack_again_writes_no_second_record(installed: list[str]) -> None:
    first = actions.install(SHIPPED, by=None)
    assert actions.install(SHIPPED, by=None) == first
    assert len(installed) == 2  # an upgraded app may keep more of the same pack
    assert InstalledPack.objects.count() == 1
    assert len(audit.of(first)) == 1


def test_a_broken_pack_leaves_nothing_behind(installed: list[str], change: Callable[[str, str, str], Path]) -> None:
    with pytest.raises(BadInput):
        actions.install(change("plan.yaml", "year: 2017", "year: 20177"), by=None)
    assert not installed
    assert not InstalledPack.objects.exists()


def test_a_section_may_refuse_a_pack(monkeypatch: pytest.MonkeyPatch, pack_dir: Path) -> None:
    from tiendo.kernel.verdicts import Problem

    def grumble(pack: Pack) -> list[Problem]:
        return [Problem(pack.where("OUT-01", "numerator"), "không tính được.", "Mời sửa.")]

    monkeypatch.setattr(sections, "_checkers", {"test": grumble})
    with pytest.raises(BadInput) as refused:
        actions.install(pack_dir, by=None)
    assert "indicators.csv, dòng " in str(refused.value)
    assert "cột numerator" in str(refused.value)
