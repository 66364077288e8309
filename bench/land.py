"""A made-up land of provinces, districts and communes, and a year of reports: the same for both sides, the same at every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from tiendo.foundation.places.models import OPEN_END, OPEN_START, Placement, Unit

MONTHS = 12
CELLS = 50
YEAR = 2017
COMMUNES_A_PROVINCE, COMMUNES_A_DISTRICT = 175, 20
"""Vietnam in 2017: 11,162 communes in 713 districts and 63 provinces."""

_RECORDED = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune's unit id and those above it."""

    commune: int
    district: int
    province: int


@dataclass(frozen=True, slots=True)
class Land:
    """Communes in order, and the units that have totals."""

    places: tuple[Place, ...]
    provinces: tuple[int, ...]
    districts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Communes × months × cells: values, which of them were given, and which reports were sent at all.

    `waiting`: reports (commune's place, month from 1) that are signed but not approved when the bench begins, in shuffled order.
    """

    values: NDArray[np.int64]
    given: NDArray[np.bool_]
    sent: NDArray[np.bool_]
    waiting: tuple[tuple[int, int], ...]

    def reports(self) -> list[tuple[int, int]]:
        """Every report sent: the commune's place and the month, from 1."""
        return [(int(place), int(month) + 1) for place, month in np.argwhere(self.sent)]


def plant(communes: int) -> Land:
    """Write the units and where they hang: at least two provinces, about 20 communes a district."""
    provinces = _units("T", "province", max(2, round(communes / COMMUNES_A_PROVINCE)), parents=())
    districts = _units("H", "district", max(len(provinces), round(communes / COMMUNES_A_DISTRICT)), parents=provinces)
    leaves = _units("X", "commune", communes, parents=districts)
    above = dict(Placement.objects.values_list("unit_id", "parent_id"))
    places = tuple(Place(unit.pk, above[unit.pk] or 0, above[above[unit.pk] or 0] or 0) for unit in leaves)
    return Land(places, tuple(unit.pk for unit in provinces), tuple(unit.pk for unit in districts))


def _units(letter: str, kind: str, number: int, *, parents: tuple[Unit, ...]) -> tuple[Unit, ...]:
    made = Unit.objects.bulk_create(
        Unit(
            code=f"{letter}{place:05d}", name=f"{letter}{place:05d}", kind=kind, kind_vi=kind, recorded_at=_RECORDED
        ).derive()
        for place in range(number)
    )
    paths = dict(Placement.objects.filter(unit__in=parents).values_list("unit_id", "path"))
    rows = []
    for place, unit in enumerate(made):
        parent = parents[place % len(parents)] if parents else None
        path = f"{paths[parent.pk] if parent else '/'}{unit.pk}/"
        rows.append(
            Placement(
                unit=unit, parent=parent, path=path, valid_from=OPEN_START, valid_to=OPEN_END, recorded_at=_RECORDED
            )
        )
    Placement.objects.bulk_create(rows)
    return tuple(made)


def year(land: Land, *, waiting: int) -> Year:
    """Values in ones and tens, one in twenty blank, three reports in a hundred never sent; `waiting` reports of the last two months not approved."""
    dice = np.random.default_rng(20171005)
    shape = (len(land.places), MONTHS, CELLS)
    values = dice.integers(0, 40, shape) * (dice.random(shape) > 0.3)
    given = dice.random(shape) > 0.05
    sent = dice.random(shape[:2]) > 0.03
    newest = np.argwhere(sent[:, MONTHS - 2 :])
    chosen = dice.permutation(newest)[:waiting]
    return Year(
        values.astype(np.int64), given, sent, tuple((int(place), int(month) + MONTHS - 1) for place, month in chosen)
    )
