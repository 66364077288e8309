"""The calendar of reporting: months, quarters, halves, nine months and years, and the base periods inside them.

Used by every layer. Due days and holidays are data of a pack; only the arithmetic of days lives here. Periods never change and are few,
so what follows from one is worked out once.
"""

import calendar
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache, total_ordering
from typing import Literal

Kind = Literal["month", "quarter", "half", "nine_months", "year"]
Base = Literal["month", "quarter"]

BASES_A_YEAR: dict[Base, int] = {"month": 12, "quarter": 4}

_LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
_ROMAN = ("I", "II", "III", "IV")
_KEY = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(9M)))?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Period:
    """One span of a calendar year. `ordinal` counts from 1 among the periods of its kind in the year.

    Periods are ordered by their end, then the shorter first, so a list of them reads as time passes.
    """

    kind: Kind
    year: int
    ordinal: int

    def __post_init__(self) -> None:
        last = 1 if self.kind == "nine_months" else 12 // _LENGTH[self.kind]
        if not (1 <= self.year <= 9999 and 1 <= self.ordinal <= last):
            raise ValueError(f"no such period: {self.kind} {self.ordinal} of {self.year}")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.end, -self.start.toordinal()) < (other.end, -other.start.toordinal())

    def __str__(self) -> str:
        return self.key

    @cached_property
    def key(self) -> str:
        """The form in which periods are stored and written: 2017-09, 2017-Q3, 2017-H1, 2017-9M, 2017."""
        match self.kind:
            case "month":
                return f"{self.year:04d}-{self.ordinal:02d}"
            case "quarter":
                return f"{self.year:04d}-Q{self.ordinal}"
            case "half":
                return f"{self.year:04d}-H{self.ordinal}"
            case "nine_months":
                return f"{self.year:04d}-9M"
            case "year":
                return f"{self.year:04d}"

    @cached_property
    def label(self) -> str:
        """The period's name in an official sentence, lower case."""
        match self.kind:
            case "month":
                return f"tháng {self.ordinal}/{self.year}"
            case "quarter":
                return f"quý {_ROMAN[self.ordinal - 1]}/{self.year}"
            case "half":
                return f"6 tháng {('đầu', 'cuối')[self.ordinal - 1]} năm {self.year}"
            case "nine_months":
                return f"9 tháng năm {self.year}"
            case "year":
                return f"năm {self.year}"

    @cached_property
    def first_month(self) -> int:
        return (self.ordinal - 1) * _LENGTH[self.kind] + 1

    @cached_property
    def last_month(self) -> int:
        return self.first_month + _LENGTH[self.kind] - 1

    @cached_property
    def start(self) -> date:
        return date(self.year, self.first_month, 1)

    @cached_property
    def end(self) -> date:
        """The last day, inclusive."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    def months(self) -> tuple["Period", ...]:
        """Every month of the period, in order."""
        return tuple(month(self.year, number) for number in range(self.first_month, self.last_month + 1))

    def base_periods(self, base: Base) -> tuple["Period", ...]:
        """The base periods that lie wholly inside this one; none when it is shorter than they are."""
        return _inside(self, base)

    def year_to_date(self, base: Base) -> tuple["Period", ...]:
        """The base periods of the year that have ended by this period's end."""
        return _of_year(self.year, base)[: base_index(self, base)]

    def previous(self) -> "Period":
        """The period of the same kind just before; nine months go back a whole year."""
        if self.ordinal > 1:
            return _made(self.kind, self.year, self.ordinal - 1)
        last = 1 if self.kind == "nine_months" else 12 // _LENGTH[self.kind]
        return _made(self.kind, self.year - 1, last)

    def next(self) -> "Period":
        """The period of the same kind just after; nine months go on a whole year."""
        last = 1 if self.kind == "nine_months" else 12 // _LENGTH[self.kind]
        if self.ordinal < last:
            return _made(self.kind, self.year, self.ordinal + 1)
        return _made(self.kind, self.year + 1, 1)

    def same_last_year(self) -> "Period":
        return _made(self.kind, self.year - 1, self.ordinal)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end


_made = lru_cache(maxsize=4096)(Period)
"""A period by kind, year and ordinal; what has been worked out of it stays with it."""


@lru_cache(maxsize=4096)
def parse(key: str) -> Period:
    """Read a stored key such as 2017-09 or 2017-Q3. Raises ValueError for anything else."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"not a period: {key!r}")
    year_number = int(found[1])
    if found[2]:
        return month(year_number, int(found[2]))
    if found[3]:
        return quarter(year_number, int(found[3]))
    if found[4]:
        return _made("half", year_number, int(found[4]))
    return _made("nine_months" if found[5] else "year", year_number, 1)


def month(year_number: int, number: int) -> Period:
    return _made("month", year_number, number)


def quarter(year_number: int, number: int) -> Period:
    return _made("quarter", year_number, number)


def year(year_number: int) -> Period:
    return _made("year", year_number, 1)


def of(day: date, kind: Kind) -> Period:
    """The period of that kind in which the day falls. Nine months hold January to September only (ValueError after)."""
    if kind == "nine_months" and day.month > 9:
        raise ValueError(f"{day} is not in the nine months of {day.year}")
    return _made(kind, day.year, (day.month - 1) // _LENGTH[kind] + 1)


def base_index(period: Period, base: Base) -> int:
    """How many base periods of the year have ended by the period's end: 0 to 12, or 0 to 4."""
    return period.last_month if base == "month" else period.last_month // 3


def base_period(year_number: int, base: Base, index: int) -> Period:
    """The base period at a place of the year, counted from 1."""
    return _made(base, year_number, index)


def working_day_on_or_after(day: date, holidays: AbstractSet[date]) -> date:
    """The day itself, or the first day after it that is neither Saturday, Sunday nor a holiday."""
    while day.weekday() >= 5 or day in holidays:
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, holidays: AbstractSet[date]) -> date:
    """The `count`-th working day after the day, which itself is not counted; the day itself when `count` is 0."""
    for _one in range(count):
        day = working_day_on_or_after(day + timedelta(days=1), holidays)
    return day


def working_days_between(day: date, last: date, holidays: AbstractSet[date]) -> int:
    """How many working days there are after `day` up to `last`, `last` counted; 0 when it has passed."""
    days = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
    return sum(1 for one in days if one.weekday() < 5 and one not in holidays)


@lru_cache(maxsize=1024)
def _of_year(year_number: int, base: Base) -> tuple[Period, ...]:
    return tuple(_made(base, year_number, number) for number in range(1, BASES_A_YEAR[base] + 1))


@lru_cache(maxsize=4096)
def _inside(period: Period, base: Base) -> tuple[Period, ...]:
    return tuple(part for part in _of_year(period.year, base) if period.start <= part.start and part.end <= period.end)
