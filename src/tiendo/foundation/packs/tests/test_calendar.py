"""Due days of both regimes, moved past weekends and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from tiendo.foundation.packs import calendar, loading
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel import periods

from .conftest import SHIPPED


@pytest.fixture(scope="module")
def pack() -> Pack:
    return loading.load(SHIPPED)


@pytest.mark.parametrize(
    ("form", "period", "due"),
    [
        ("F1", "2017-09", date(2017, 10, 3)),
        ("F2", "2017-09", date(2017, 10, 9)),  # 7/10 is a Saturday
        ("F3", "2017-Q3", date(2017, 10, 9)),
        ("F1", "2017-05", date(2017, 6, 5)),  # 3/6 is a Saturday
        ("F1", "2016-12", date(2017, 1, 3)),
        ("F1", "2017-12", date(2018, 1, 3)),
        ("F1", "2017-01", date(2017, 2, 3)),  # the first working day after Tết is 2/2
        ("F1", "2020-02", date(2020, 2, 17)),  # 16/2 is a Sunday
    ],
)
def test_reports_are_due_on_a_working_day(pack: Pack, form: str, period: str, due: date) -> None:
    assert calendar.due_on(pack, pack.forms[form], periods.parse(period)) == due


def test_the_department_reports_to_the_province_on_the_tenth(pack: Pack) -> None:
    assert calendar.due_day(pack, periods.parse("2017-08"), "department") == date(2017, 9, 11)


def test_under_the_decree_of_2019_the_department_moves_back_not_forward(pack: Pack) -> None:
    assert calendar.due_day(pack, periods.parse("2020-07"), "department") == date(2020, 7, 17)  # 19/7 is a Sunday


def test_data_close_with_the_month_in_2017_and_on_the_14th_from_2019(pack: Pack) -> None:
    assert calendar.closes_on(pack, periods.parse("2017-09")) == date(2017, 9, 30)
    assert calendar.closes_on(pack, periods.parse("2019-02")) == date(2019, 2, 28)
    assert calendar.closes_on(pack, periods.parse("2019-03")) == date(2019, 3, 14)


def test_a_month_is_never_sent_to_the_ministry(pack: Pack) -> None:
    with pytest.raises(LookupError):
        calendar.due_day(pack, periods.parse("2017-09"), "ministry")
