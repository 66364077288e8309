"""Figures while the tree changes: a merger in the year, districts that end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tiendo.core.indicators import queries
from tiendo.kernel import periods

from .conftest import figure, post, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late")]
Install = Callable[[list[str]], None]


@pytest.fixture
def merged(install: Install) -> None:
    """District 450 of communes A, B and, until 01/02/2020, E, which A absorbs."""
    install(
        [
            "44,Tỉnh,tỉnh,province,,,,1,Tỉnh,,",
            "450,Huyện,huyện,district,44,,2025-07-01,2,Huyện,,",
            "A,A,xã,commune,450,,2025-07-01,3,Xã A,,",
            "B,B,xã,commune,450,,2025-07-01,3,Xã B,,",
            "E,E,xã,commune,450,,2020-02-01,3,Xã E,,",
            "N,N,xã,commune,44,2025-07-01,,3,Xã N,,",
        ]
    )


def session(code: str, month: int, held: int) -> None:
    post(code, "F1", f"2020-{month:02d}", {"OUT_01": held, "OUT_05": 0, "OUT_06": 0})


@pytest.mark.usefixtures("merged")
def test_a_commune_absorbed_counts_until_it_ends_and_its_sessions_stay() -> None:
    session("E", 1, 3)
    for month in range(1, 7):
        session("A", month, int(month == 5))
    january, may = figure("TGT-1A", "2020-01"), figure("TGT-1A", "2020-05")
    assert (january.numerator, january.denominator) == (1, 3)
    assert (figure("TGT-1A", "2020-02").numerator, figure("TGT-1A", "2020-02").denominator) == (0, 2)
    assert (may.numerator, may.denominator) == (1, 2)
    assert figure("OUT-01", "2020-H1", of="450").value == 4
    assert (figure("OUT-01", "2020-01").expected, figure("OUT-01", "2020-02").expected) == (3, 2)


@pytest.mark.usefixtures("merged")
def test_a_series_counts_each_period_by_the_tree_at_its_end() -> None:
    found = queries.series(["REF-01"], unit=unit("450", date(2020, 1, 1)), periods=periods.year(2020).months()[:3])
    assert [one.value for one in found["REF-01"]] == [3, 2, 2]


@pytest.mark.usefixtures("merged")
def test_where_districts_have_ended_their_target_does_not_apply_and_communes_stand_under_the_province() -> None:
    assert figure("REF-02", "2025-06").value == 1
    assert figure("REF-02", "2025-07").value == 0
    assert figure("TGT-2", "2025-Q3").status == "not_applicable"
    assert figure("TGT-1A", "2025-07").expected == 1


@pytest.mark.usefixtures("merged")
def test_a_commune_born_in_the_year_starts_afresh() -> None:
    post("N", "F1", "2025-08", {"OUT_01": 1, "OUT_05": 0, "OUT_06": 0})
    post("N", "F1", "2025-07", {"OUT_01": 0, "OUT_05": 0, "OUT_06": 0})
    assert figure("TGT-1A", "2025-07").numerator == 0
    assert figure("TGT-1A", "2025-08").numerator == 1
