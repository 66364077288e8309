"""Whom an obstacle goes to: the next level above, as the tree stands on the day, with the day by which it must answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel.periods import working_days_after, working_days_between
from tiendo.registers.obstacles import catalogue
from tiendo.registers.obstacles.models import Level, Turn

_BELOW_ALL = -1


@dataclass(frozen=True, slots=True)
class Step:
    """The unit that answers next, at which level, by which day."""

    unit: Unit
    level: Level
    due_on: date


def first(unit: Unit, on: date) -> Step | None:
    """Who answers a unit's obstacle first; None when nobody stands above it."""
    return _next(unit, _rank(unit, on), on)


def above(turn: Turn, raiser: Unit, on: date) -> Step | None:
    """Who answers after the level that holds it now; None at the top."""
    return _next(raiser, catalogue.LEVELS.index(turn.level), on)


def at_level(level: str, unit: Unit, on: date) -> Step:
    """The same unit once more, with its level's whole limit; the shortest when no route names the level any more."""
    said = catalogue.current()
    limits = said.up(on) if said else ()
    days = next((limit.days for limit in limits if limit.level == level), 1)
    return Step(unit, Level(level), day_after(days, on))


def day_after(days: int, on: date) -> date:
    """The last of so many working days after a day, by the pack's calendar."""
    return working_days_after(on, days, packs.current().calendar.days_off)


def days_left(due_on: date, on: date) -> int:
    """Working days after `on` up to the due day; 0 when it is today or past."""
    return working_days_between(on, due_on, packs.current().calendar.days_off)


def _next(raiser: Unit, rank: int, on: date) -> Step | None:
    said = catalogue.current()
    path = places.paths([raiser.pk], on).get(raiser.pk, ())
    for limit in said.up(on) if said else ():
        if catalogue.LEVELS.index(limit.level) <= rank:
            continue
        unit = _unit_at(limit.level, path, on)
        if unit is not None and unit.pk != raiser.pk:
            return Step(unit, Level(limit.level), day_after(limit.days, on))
    return None


def _rank(unit: Unit, on: date) -> int:
    """The level of the unit itself: who is below all levels is answered by the first there is."""
    if unit.kind == Kind.PROVINCE:
        return catalogue.LEVELS.index("province")
    if unit.code == packs.current().standing_agency:
        return catalogue.LEVELS.index("department")
    if unit.kind == Kind.COMMUNE or _district_of(places.paths([unit.pk], on).get(unit.pk, ())[:-1]):
        return _BELOW_ALL
    return catalogue.LEVELS.index("district")


def _unit_at(level: str, path: tuple[int, ...], on: date) -> Unit | None:
    if level == "district":
        return _district_of(path)
    code = packs.current().standing_agency if level == "department" else packs.current().plan.unit_code
    return next(iter(places.in_force([code], on)), None)


def _district_of(path: tuple[int, ...]) -> Unit | None:
    return Unit.objects.filter(pk__in=path, kind=Kind.DISTRICT).first()
