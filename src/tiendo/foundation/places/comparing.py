"""Which units of a past day make up a unit of today: for series read on today's map. What came of a split cannot be told apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from tiendo.foundation.places import queries
from tiendo.foundation.places.models import Manner, Placement, Succession, Unit
from tiendo.foundation.places.queries import Tree


@dataclass(frozen=True, slots=True)
class Made:
    """The units that made it up; `partly`: units of which only a part belongs to it, or which have since lost a part."""

    units: tuple[Unit, ...]
    partly: tuple[Unit, ...] = ()


class Maps:
    """The trees of a stretch of time, and the passings in it. A query for the passings, one for the days, one for each map."""

    def __init__(self, first: date, last: date) -> None:
        self.last = last
        changes = Placement.objects.filter(valid_from__gt=first, valid_from__lte=last)
        self.days = sorted({first, *changes.order_by().values_list("valid_from", flat=True).distinct()})
        self._trees: dict[date, Tree] = {}
        self._into: dict[int, list[Succession]] = defaultdict(list)
        self._lost: dict[int, list[date]] = defaultdict(list)
        passed = Succession.objects.filter(effective_on__gt=first, effective_on__lte=last, to_unit__isnull=False)
        real = passed.filter(effective_on__lte=F("from_unit__valid_to")).select_related("from_unit")
        for link in real:
            self._into[link.to_unit_id or 0].append(link)
            if _is_part(link):
                self._lost[link.from_unit_id].append(link.effective_on)

    @property
    def changed(self) -> bool:
        """Whether the map was ever another in this time."""
        return len(self.days) > 1

    def at(self, day: date) -> Tree:
        """The tree as it stood on a day of the stretch."""
        since = max(one for one in self.days if one <= day)
        if since not in self._trees:
            self._trees[since] = queries.tree(since)
        return self._trees[since]

    def made_of(self, unit: Unit, day: date) -> Made:
        """What made up a unit of the last day on an earlier one."""
        units: list[Unit] = []
        partly: list[Unit] = []
        waiting, seen = [unit], {unit.pk}
        while waiting:
            one = waiting.pop()
            if one.pk in self.at(day):
                (partly if any(lost > day for lost in self._lost[one.pk]) else units).append(one)
            for link in self._into[one.pk]:
                if link.effective_on <= day or link.from_unit_id in seen:
                    continue
                seen.add(link.from_unit_id)
                if _is_part(link):
                    partly.append(link.from_unit)
                else:
                    waiting.append(link.from_unit)
        return Made(tuple(units), tuple(partly))


def _is_part(link: Succession) -> bool:
    return link.manner == Manner.SPLIT or (link.share is not None and link.share < 1)
