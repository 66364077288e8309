"""When targets are judged: one rule tells the periods, and whether a period's end is one of them."""

from __future__ import annotations

import pytest

from tiendo.core.indicators.judging import is_judged, judging_periods
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef
from tiendo.kernel import periods

YEAR = 2017
ENDS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "from_due": (3, 6, 9, 12), "year": (12,)}
"""Months of the shipped pack's targets with whose end each is judged; its due day lies in the first quarter."""


def targets() -> list[TargetDef]:
    return list(packs.current().targets.values())


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.label)
def test_a_target_is_judged_at_the_ends_of_its_own_periods_and_at_no_other(target: TargetDef) -> None:
    months = [month.ordinal for month in periods.year(YEAR).months() if is_judged(target, month)]
    assert months == list(ENDS[target.judged])


def test_a_target_with_a_due_day_is_judged_each_quarter_from_then() -> None:
    from_due = next(target for target in targets() if target.judged == "from_due")
    assert [period.key for period in judging_periods(from_due, YEAR)] == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]
    yearly = next(target for target in targets() if target.judged == "year")
    assert [period.key for period in judging_periods(yearly, YEAR)] == ["2017"]


def test_a_longer_period_is_judged_when_a_judging_period_ends_with_it() -> None:
    quarterly = next(target for target in targets() if target.judged == "quarter")
    yearly = next(target for target in targets() if target.judged == "year")
    assert is_judged(quarterly, periods.parse("2017-9M"))
    assert not is_judged(yearly, periods.parse("2017-9M"))
    assert is_judged(yearly, periods.parse("2017-H2"))


def test_a_guard_is_judged_always() -> None:
    assert is_judged(None, periods.month(YEAR, 2))
