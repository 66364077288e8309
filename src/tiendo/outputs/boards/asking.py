"""What a reader may choose in the address of a board: the period shown, and the day as of which it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from tiendo.foundation import clock
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """`as_of` None is now; otherwise figures are those known at that day's end. `plan`: code of the plan chosen, "" for the first."""

    period: Period
    as_of: date | None = None
    plan: str = ""

    @property
    def on(self) -> date:
        """The day from which things are seen."""
        return self.as_of or clock.today()

    def query(self, **more: str) -> str:
        """The query string that keeps this choice on another page."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        parts = {"period": self.period.key, "as_of": as_of, "plan": self.plan, **more}
        return urlencode({key: value for key, value in parts.items() if value})

    def lineage_url(self, code: str, **more: str) -> str:
        """Where the way of a figure is shown under this choice."""
        return f"{reverse('boards:lineage', args=[code])}?{self.query(**more)}"


def read(typed: QueryDict) -> Asked:
    """The choice of an address. What cannot be read, or lies in the future, is taken as not chosen."""
    as_of = _day(typed.get("as_of", ""))
    return Asked(_period(typed.get("period", ""), as_of or clock.today()), as_of, typed.get("plan", ""))


def choices(on: date, year: int) -> list[Period]:
    """The periods of a plan's year that have ended by `on`, newest first: months, quarters, half, nine months, the year."""
    longer = [periods.parse(f"{year}{suffix}") for suffix in ("-Q1", "-Q2", "-H1", "-Q3", "-9M", "-Q4", "")]
    wanted = [*periods.year(year).months(), *longer]
    return sorted((period for period in wanted if period.end < on), reverse=True)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day < clock.today() else None


def _period(typed: str, on: date) -> Period:
    """The period asked for when it has ended by `on`; else the last ended month."""
    last = periods.of(on, "month").previous()
    try:
        period = periods.parse(typed)
    except ValueError:
        return last
    return period if period.end < on else last
