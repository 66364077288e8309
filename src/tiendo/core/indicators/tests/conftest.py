"""A province small enough to check by hand: one district of four communes, with the forms and indicators of the shipped pack."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tiendo.core.indicators import queries
from tiendo.core.indicators.queries import Figure
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup.leaves import Change, Leaf
from tiendo.foundation import clock
from tiendo.foundation.packs import actions as packs
from tiendo.foundation.packs import queries as pack_queries
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods

SHIPPED = settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2017"
HEAD = "code,name,kind,kind_en,parent,valid_from,valid_to,level,full_name,legal_from,legal_to"
LATE = datetime(2018, 3, 1, 9, tzinfo=clock.VIETNAM)

Post = Callable[..., int]


def pack_with(directory: Path, units: list[str]) -> Path:
    """The shipped pack with other places."""
    shutil.copytree(SHIPPED, directory)
    (directory / "places" / "units-history.csv").write_text("\n".join([HEAD, *units, ""]), encoding="utf-8")
    clauses = directory / "clauses.yaml"
    clauses.write_text(clauses.read_text(encoding="utf-8").replace('"450"', "PPC"), encoding="utf-8")
    head = (directory / "places" / "changes.csv").read_text(encoding="utf-8").split("\n")[0]
    (directory / "places" / "changes.csv").write_text(head + "\n", encoding="utf-8")
    return directory


@pytest.fixture
def install(tmp_path: Path, settings: object, db: None) -> Iterator[Callable[[list[str]], None]]:
    """Install the pack with the given rows of units."""

    def with_units(units: list[str]) -> None:
        directory = pack_with(tmp_path / "pack", units)
        settings.TIENDO_PACK_DIR = directory  # type: ignore[attr-defined]
        pack_queries.forget()
        packs.install(directory, by=None)

    yield with_units
    pack_queries.forget()


@pytest.fixture
def small(install: Callable[[list[str]], None]) -> None:
    """Province 44, district 450, communes A B C D."""
    install(
        ["44,Tỉnh,tỉnh,province,,,,1,Tỉnh,,", "450,Huyện,huyện,district,44,,,2,Huyện,,"]
        + [f"{name},{name},xã,commune,450,,,3,Xã {name},," for name in "ABCD"]
    )


@pytest.fixture
def late() -> Iterator[None]:
    """A day on which every report of 2017 has fallen due."""
    with clock.set_to(LATE):
        yield


def unit(code: str, on: date = date(2017, 6, 1)) -> Unit:
    return places.by_code(code, on)


def post(
    code: str, form: str, period: str, values: Mapping[str, int | None] | None, *, at: datetime | None = None
) -> int:
    """A leaf's approved figures go into the totals; None takes them out again."""
    leaf = Leaf(unit(code, periods.parse(period).end).pk, form, period)
    with transaction.atomic():
        return rollup.post([Change(leaf, values)], at=at or clock.now())


def figure(code: str, period: str, *, of: str = "44", as_of: object = None) -> Figure:
    shown = periods.parse(period)
    return queries.values([code], unit=unit(of, shown.end), period=shown, as_of=as_of)[code]  # type: ignore[arg-type]
