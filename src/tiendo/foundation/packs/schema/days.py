"""The reporting calendar: regimes with their days, and days off."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from tiendo.foundation.packs.schema.base import Dated, Level, Model, PeriodKind, Slug, Text


class DueDay(Model):
    """A day of the month `months_after` the closing month. `assumed`: no text gives it, it is a setting."""

    day: Annotated[int, Field(ge=1, le=31)]
    months_after: Annotated[int, Field(ge=0, le=2)]
    assumed: bool


class Regime(Dated):
    """A reporting regime for the periods ending from `valid_from` to before `valid_to`.
    `closes_day`: last day of the data in the closing month, None for the month's own last day."""

    key: Slug
    title: Text
    legal_basis: Text
    closes_day: Annotated[int, Field(ge=1, le=28)] | None
    due: dict[PeriodKind, dict[Level, DueDay]]
    rolls: dict[Level, Literal["next", "previous"]]
    folding: str = ""


class Holiday(Model):
    """A day off, with its occasion."""

    day: date
    name: Text


class CalendarDef(Model):
    """`calendar.yaml`."""

    regimes: Annotated[tuple[Regime, ...], Field(min_length=1)]
    holidays: tuple[Holiday, ...]

    @cached_property
    def days_off(self) -> frozenset[date]:
        """The holidays' dates."""
        return frozenset(holiday.day for holiday in self.holidays)
