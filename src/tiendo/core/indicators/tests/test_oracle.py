"""Every first-round indicator, recomputed in plain Python from leaf values that share no code with the engine, on random years.

A leaf's year is a dictionary period → cell → whole number or None; a period that is absent was not reported.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction

from tiendo.core.indicators import queries
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup.leaves import Change, Leaf
from tiendo.foundation import clock
from tiendo.kernel import periods

from .conftest import unit

COMMUNES = {"450": ["a1", "a2", "a3"], "452": ["b1", "b2"]}
DISTRICTS = list(COMMUNES)
ALL = [commune for below in COMMUNES.values() for commune in below]
UNDER = {"44": (ALL, DISTRICTS, ["DIC", "DOLISA", "POLICE"])}
UNDER |= {district: (below, [district], []) for district, below in COMMUNES.items()}
UNDER |= {commune: ([commune], [], []) for commune in ALL} | {code: ([], [], [code]) for code in UNDER["44"][2]}
F1_FLOWS = ["OUT_01", "OUT_02", "OUT_04", "OUT_05", "OUT_06", "OUT_12", "OUT_13", "OUT_14"]
F1_FLOWS += ["SIT_08", "SIT_09", "SIT_10", "SIT_11", "SIT_13", "OBS_01"]
F1_FLOWS += ["INS_07", "INS_12", "INS_13", "INS_20", "INS_21", "INS_25", "INS_26", "INS_32"]
LIVE_CELLS = {"PLN_14": (0, 3), "PLN_15": (0, 2), "PLN_05": (0, 4), "PLN_11": (5, 9), "PLN_12": (0, 5)}
LIVE_CELLS |= {"PLN_03": (0, 1), "PLN_04": (0, 1), "PLN_06": (0, 1), "PLN_07": (0, 1), "PLN_09": (0, 1)}
MONEY = {
    "BUD_01": (0, 900),
    "BUD_02": (0, 90),
    "BUD_04": (0, 50),
    "BUD_05": (0, 50),
    "BUD_06": (0, 1),
    "BUD_07": (0, 9),
    "BUD_08": (0, 4),
}
STUCK = {"OBS_02": (0, 2), "OBS_04": (0, 1), "OBS_05": (0, 3)}
QUARTERLY = {"F3", "F6", "R_budgets"}
F1_STOCKS, F1_FLAGS = ["SIT_07", "INS_01", "INS_02"], ["PLN_01"]
ANY_ACTIVITY = ("OUT_01", "OUT_05", "OUT_06")
SHOWN = ["2017-01", "2017-02", "2017-05", "2017-08", "2017-Q1", "2017-Q2", "2017-Q3", "2017-H1", "2017-9M", "2017"]
MONTHS_IN = {"Q1": range(1, 4), "Q2": range(4, 7), "Q3": range(7, 10), "H1": range(1, 7), "9M": range(1, 10)}

Year = dict[int, dict[str, int | None]]
Result = tuple[str, int | None, int | None]


def months_of(shown: str) -> list[int]:
    part = shown[5:]
    if not part:
        return list(range(1, 13))
    return list(MONTHS_IN[part]) if part in MONTHS_IN else [int(part)]


class Oracle:
    """The leaves' years, by form: months of F1, F2, F5 and of the registers R_plans, R_obstacles, quarters of F3, F6, R_budgets."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.years: dict[tuple[str, str], Year] = {}
        for commune in ALL:
            cells = dict.fromkeys(F1_FLOWS + F1_STOCKS, (0, 2)) | dict.fromkeys(F1_FLAGS, (0, 1))
            self.years["F1", commune] = self.year(12, cells)
        for district in DISTRICTS:
            self.years["F2", district] = self.year(12, {"INS_04": (0, 2), "INS_05": (0, 2)})
            self.years["F6", district] = self.year(4, {f"SCO_{number:02d}": (0, 3) for number in (7, 8, 9, 10)})
        self.years["F3", "POLICE"] = self.year(4, {"CAS_01": (0, 2), "CAS_02": (0, 2)})
        self.years["F5", "DIC"] = self.year(12, {"OUT_09": (0, 2)})
        self.years["F5", "DOLISA"] = self.year(12, {"SUP_01": (0, 2)})
        for anybody in [*ALL, *DISTRICTS, "DIC", "POLICE"]:
            self.years["R_plans", anybody] = self.year(12, LIVE_CELLS)
            self.years["R_obstacles", anybody] = self.year(12, STUCK)
            self.years["R_budgets", anybody] = self.year(4, MONEY)

    def year(self, count: int, cells: dict[str, tuple[int, int]]) -> Year:
        gaps = self.random.choice([0.0, 0.15, 0.6])
        blank = self.random.choice([0.0, 0.1])
        return {
            number: {
                cell: None if self.random.random() < blank else self.random.randint(*bounds)
                for cell, bounds in cells.items()
            }
            for number in range(1, count + 1)
            if self.random.random() >= gaps
        }

    def changes(self) -> Iterator[Change]:
        for (form, code), year in self.years.items():
            for number, values in year.items():
                key = f"2017-Q{number}" if form in QUARTERLY else f"2017-{number:02d}"
                yield Change(Leaf(unit(code).pk, form, key), values)

    def given(self, form: str, leaves: list[str], cells: tuple[str, ...] | list[str], numbers: list[int]) -> bool:
        found = (
            self.years.get((form, leaf), {}).get(number, {}).get(cell)
            for leaf in leaves
            for number in numbers
            for cell in cells
        )
        return any(value is not None for value in found)

    def total(self, form: str, leaves: list[str], cell: str, numbers: list[int]) -> int:
        return sum(
            self.years.get((form, leaf), {}).get(number, {}).get(cell) or 0 for leaf in leaves for number in numbers
        )

    def latest(self, form: str, leaf: str, cell: str, numbers: list[int]) -> int | None:
        found = [self.years.get((form, leaf), {}).get(number, {}).get(cell) for number in numbers]
        return next((value for value in reversed(found) if value is not None), None)

    def kept_up(self, commune: str, until: int) -> bool:
        """Whether communication is kept up at the end of month `until`, however the quarters not known turn out."""
        possible = []
        for first in range(1, until + 1, 3):
            months = range(first, min(first + 2, until) + 1)
            cells = [self.years["F1", commune].get(month, {}).get(cell) for month in months for cell in ANY_ACTIVITY]
            if any(value for value in cells):
                possible.append((True,))
            else:
                possible.append((False,) if None not in cells else (True, False))
        closed = until // 3
        return all(self._kept(quarters, closed) for quarters in itertools.product(*possible))

    @staticmethod
    def _kept(quarters: tuple[bool, ...], closed: int) -> bool:
        if True not in quarters:
            return False
        return all(quarters[quarters.index(True) : closed])


def flow(form: str, cell: str) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    def result(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
        leaves = [*under[0], *under[1], *under[2]]
        numbers = quarters_in(months) if form in QUARTERLY else months
        if not oracle.given(form, leaves, [cell], numbers):
            return "no_data", None, None
        return "value", oracle.total(form, leaves, cell, numbers), None

    return result


def quarters_in(months: list[int]) -> list[int]:
    return [quarter for quarter in (1, 2, 3, 4) if set(range(3 * quarter - 2, 3 * quarter + 1)) <= set(months)]


def numbers_until(form: str, months: list[int]) -> list[int]:
    return list(range(1, (months[-1] // 3 if form in QUARTERLY else months[-1]) + 1))


def stock(form: str, cell: str) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    def result(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
        leaves = [*under[0], *under[1], *under[2]]
        found = [oracle.latest(form, leaf, cell, numbers_until(form, months)) for leaf in leaves]
        known = [value for value in found if value is not None]
        return ("value", sum(known), None) if known else ("no_data", None, None)

    return result


def flags(form: str, cell: str) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    def result(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
        leaves = [*under[0], *under[1], *under[2]]
        found = [oracle.latest(form, leaf, cell, numbers_until(form, months)) for leaf in leaves]
        known = [value >= 1 for value in found if value is not None]
        return ("value", sum(known), None) if known else ("no_data", None, None)

    return result


def over(
    part: Callable[[Oracle, tuple[list[str], ...], list[int]], Result],
    whole: Callable[[Oracle, tuple[list[str], ...], list[int]], Result],
) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    def result(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
        above, below = part(oracle, under, months), whole(oracle, under, months)
        if below == ("frame", 0, None):
            return "not_applicable", None, None
        if "no_data" in (above[0], below[0]):
            return "no_data", None, None
        return ("value", above[1], below[1]) if below[1] else ("not_applicable", None, None)

    return result


def both(
    first: Callable[[Oracle, tuple[list[str], ...], list[int]], Result],
    second: Callable[[Oracle, tuple[list[str], ...], list[int]], Result],
) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    def result(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
        one, other = first(oracle, under, months), second(oracle, under, months)
        if "frame" in (one[0], other[0]):
            return "frame", (one[1] or 0) + (other[1] or 0), None
        if (one[0], other[0]) == ("no_data", "no_data"):
            return "no_data", None, None
        return "value", (one[1] or 0) + (other[1] or 0), None

    return result


def communes(_oracle: Oracle, under: tuple[list[str], ...], _months: list[int]) -> Result:
    return "frame", len(under[0]), None


def districts(_oracle: Oracle, under: tuple[list[str], ...], _months: list[int]) -> Result:
    return "frame", len(under[1]), None


def elapsed(_oracle: Oracle, _under: tuple[list[str], ...], months: list[int]) -> Result:
    return "frame", months[-1], None


def kept_up(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
    if not oracle.given("F1", under[0], ANY_ACTIVITY, numbers_until("F1", months)):
        return "no_data", None, None
    return "value", sum(oracle.kept_up(commune, months[-1]) for commune in under[0]), None


def active(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
    if not oracle.given("F1", under[0], ANY_ACTIVITY, months):
        return "no_data", None, None
    found = [any(oracle.total("F1", [commune], cell, months) >= 1 for cell in ANY_ACTIVITY) for commune in under[0]]
    return "value", sum(found), None


def press_months(oracle: Oracle, under: tuple[list[str], ...], months: list[int]) -> Result:
    if "DIC" not in under[2] or not oracle.given("F5", ["DIC"], ["OUT_09"], numbers_until("F5", months)):
        return "no_data", None, None
    return (
        "value",
        sum(oracle.total("F5", ["DIC"], "OUT_09", [month]) >= 1 for month in numbers_until("F5", months)),
        None,
    )


def to_date(form: str, cell: str) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    inner = flow(form, cell)
    return lambda oracle, under, months: inner(oracle, under, list(range(1, months[-1] + 1)))


def framed(
    frame: Callable[[Oracle, tuple[list[str], ...], list[int]], Result],
) -> Callable[[Oracle, tuple[list[str], ...], list[int]], Result]:
    return lambda oracle, under, months: ("value", frame(oracle, under, months)[1], None)


def code_of(cell: str) -> str:
    return cell.replace("_", "-")


EXPECTED = {code_of(cell): flow("F1", cell) for cell in F1_FLOWS}
EXPECTED |= {code_of(cell): stock("F1", cell) for cell in F1_STOCKS}
EXPECTED |= {
    "REF-01": framed(communes),
    "REF-02": framed(districts),
    "REF-03": framed(elapsed),
    "TGT-1A": over(kept_up, communes),
    "TGT-1B": over(press_months, elapsed),
    "TGT-2": over(flags("R_plans", "PLN_04"), districts),
    "TGT-3": stock("F5", "SUP_01"),
    "TGT-4": over(to_date("F3", "CAS_02"), to_date("F3", "CAS_01")),
    "TGT-5A": stock("F6", "SCO_09"),
    "TGT-5B": stock("F6", "SCO_07"),
    "PLN-01": flags("F1", "PLN_01"),
    "PLN-02": over(flags("F1", "PLN_01"), communes),
    "PLN-03": flags("R_plans", "PLN_03"),
    "PLN-04": flags("R_plans", "PLN_04"),
    "OUT-07": active,
    "OUT-08": kept_up,
    "OUT-09": flow("F5", "OUT_09"),
    "OUT-10": press_months,
    "SIT-12": flags("F1", "SIT_07"),
    "CAS-01": flow("F3", "CAS_01"),
    "CAS-02": flow("F3", "CAS_02"),
    "INS-04": stock("F2", "INS_04"),
    "INS-05": stock("F2", "INS_05"),
    "INS-03": over(stock("F1", "INS_02"), stock("F1", "INS_01")),
    "INS-14": over(flow("F1", "INS_12"), flow("F1", "INS_07")),
    "INS-22": over(flow("F1", "INS_21"), flow("F1", "INS_20")),
    "SUP-01": stock("F5", "SUP_01"),
    "SCO-07": stock("F6", "SCO_07"),
    "SCO-08": stock("F6", "SCO_08"),
    "SCO-09": stock("F6", "SCO_09"),
    "SCO-10": stock("F6", "SCO_10"),
    "PLN-05": stock("R_plans", "PLN_05"),
    "PLN-06": flags("R_plans", "PLN_06"),
    "PLN-07": flags("R_plans", "PLN_07"),
    "PLN-08": over(both(flags("R_plans", "PLN_06"), flags("R_plans", "PLN_07")), both(communes, districts)),
    "PLN-09": flags("R_plans", "PLN_09"),
    "PLN-11": stock("R_plans", "PLN_11"),
    "PLN-12": stock("R_plans", "PLN_12"),
    "PLN-13": over(stock("R_plans", "PLN_12"), stock("R_plans", "PLN_11")),
    "OBS-02": flow("R_obstacles", "OBS_02"),
    "OBS-03": over(flow("R_obstacles", "OBS_02"), flow("R_obstacles", "OBS_05")),
    "OBS-04": stock("R_obstacles", "OBS_04"),
    "OBS-05": flow("R_obstacles", "OBS_05"),
    "BUD-01": stock("R_budgets", "BUD_01"),
    "BUD-02": flow("R_budgets", "BUD_02"),
    "BUD-03": over(to_date("R_budgets", "BUD_02"), stock("R_budgets", "BUD_01")),
    "BUD-04": flow("R_budgets", "BUD_04"),
    "BUD-05": flow("R_budgets", "BUD_05"),
    "BUD-06": stock("R_budgets", "BUD_06"),
    "BUD-07": stock("R_budgets", "BUD_07"),
    "BUD-08": stock("R_budgets", "BUD_08"),
    "PLN-14": flow("R_plans", "PLN_14"),
    "PLN-15": flow("R_plans", "PLN_15"),
    "PLN-16": over(flow("R_plans", "PLN_15"), flow("R_plans", "PLN_14")),
}
OF_TARGETS = {"PLN-17", "PLN-18"}


@pytest.fixture
def province(install: Callable[[list[str]], None]) -> None:
    rows = ["44,Tỉnh,tỉnh,province,,,,1,Tỉnh,,"]
    for district, below in COMMUNES.items():
        rows.append(f"{district},H{district},huyện,district,44,,,2,Huyện,,")
        rows += [f"{commune},{commune},xã,commune,{district},,,3,Xã,," for commune in below]
    install(rows)


@pytest.mark.django_db
@pytest.mark.usefixtures("province")
def test_the_oracle_knows_every_indicator_that_has_a_source() -> None:
    open_codes = {code for code, compiled in queries.catalogue().items() if not compiled.closed}
    assert open_codes == set(EXPECTED) | OF_TARGETS


@pytest.mark.django_db
@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("seed", range(6))
def test_every_indicator_agrees_with_the_oracle(seed: int) -> None:
    oracle = Oracle(seed)
    with clock.set_to(datetime(2018, 3, 1)), transaction.atomic():
        rollup.post(list(oracle.changes()), at=clock.now())
    units = {code: unit(code) for code in UNDER}
    wrong = []
    for shown in SHOWN:
        found = queries.values_of_many(EXPECTED, units=list(units.values()), period=periods.parse(shown))
        for code, here in units.items():
            for indicator, result in EXPECTED.items():
                status, numerator, denominator = result(oracle, UNDER[code], months_of(shown))
                got = found[here.pk][indicator]
                if (got.status, got.numerator, got.denominator) != (status, numerator, denominator):
                    wrong.append(
                        (
                            shown,
                            code,
                            indicator,
                            (status, numerator, denominator),
                            (got.status, got.numerator, got.denominator),
                        )
                    )
                if got.denominator and queries.catalogue()[indicator].definition.unit == "%":
                    exact = Decimal(got.numerator or 0) * 100 / got.denominator
                    assert got.value == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert not wrong, "\n".join(map(str, wrong[:20]))


@pytest.mark.django_db
@pytest.mark.usefixtures("province")
def test_one_unit_and_many_a_period_and_a_series_read_the_same() -> None:
    oracle = Oracle(99)
    with transaction.atomic():
        rollup.post(list(oracle.changes()), at=clock.now())
    months = periods.year(2017).months()
    for code in ("44", "450", "b1", "DIC"):
        here = unit(code)
        along = queries.series(EXPECTED, unit=here, periods=months)
        for place, month in enumerate(months):
            alone = queries.values(EXPECTED, unit=here, period=month)
            assert {indicator: figures[place] for indicator, figures in along.items()} == alone
