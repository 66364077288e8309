"""Counts of units over the dated tree, for many days and many units at once, and which agencies stand under them.

Two queries whatever the number of days and units (three when units lie further up than the parents of what is counted).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from tiendo.core.rollup import slots
from tiendo.core.rollup.slots import FormSlots
from tiendo.foundation.places.models import OPEN_END, Placement, Unit

_AFTER = "~"


@dataclass(frozen=True, slots=True)
class Frames:
    """`counts`: (unit id, kind, day) → units of the kind under it, itself included. `agencies`: (unit id, code, day) → its id.

    `slots`: those of every form, learnt in the same query; None when no unit was found.
    """

    counts: Mapping[tuple[int, str, date], int] = field(default_factory=dict)
    agencies: Mapping[tuple[int, str, date], int] = field(default_factory=dict)
    slots: Mapping[str, FormSlots] | None = None

    def count(self, unit_id: int, kind: str, on: date) -> int:
        """How many units of the kind are in force under the unit on that day."""
        return self.counts.get((unit_id, kind, on), 0)

    def agency(self, unit_id: int, code: str, on: date) -> int | None:
        """The agency of that code under the unit (or the unit itself) on that day; None when there is none."""
        return self.agencies.get((unit_id, code, on))


@dataclass(frozen=True, slots=True)
class _Life:
    """Where a unit hung for a while: `steps` are the ids from the root to it. `slots` is the newest slot's hash."""

    unit_id: int
    code: str
    path: str
    starts: date
    ends: date
    slots: bytes | None

    @property
    def steps(self) -> tuple[int, ...]:
        return tuple(int(step) for step in self.path.strip("/").split("/"))


@dataclass(frozen=True, slots=True)
class _Group:
    """Placements alike: of units of a kind, under one parent, for the same while."""

    kind: str
    parent_id: int | None
    starts: date
    ends: date
    number: int


def read(
    units: Sequence[Unit],
    days: Iterable[date],
    *,
    kinds: Collection[str],
    codes: Collection[str],
    known_at: datetime | None,
) -> Frames:
    """The counts of every unit at every day, as known at a moment (None: now)."""
    days, wanted = sorted(set(days)), {unit.pk for unit in units}
    if not units or not days or not (kinds or codes):
        return Frames()
    lifes = list(_lifes(wanted, codes, days, known_at))
    asked = [life for life in lifes if life.unit_id in wanted]
    prefix = _common([life.path for life in asked])
    if not prefix:
        return Frames()
    groups = list(_groups(prefix, days, kinds, known_at)) if kinds else []
    above = _ancestors(groups, asked, days, known_at)
    counts = _counted(units, days, groups, above)
    return Frames(counts, _agencies(wanted, codes, days, lifes), slots.named(asked[0].slots))


def children(
    unit: Unit, on: date, *, kinds: Collection[str], codes: Collection[str], known_at: datetime | None
) -> list[Unit]:
    """Direct children that are units of these kinds or codes, or hold some, in Vietnamese order. Three queries, however many they hold."""
    below = [row.unit for row in _in_order(_on(on, known_at).filter(parent=unit))]
    found = read(below, [on], kinds=kinds, codes=codes, known_at=known_at)
    return [
        child
        for child in below
        if any(found.count(child.pk, kind, on) for kind in kinds)
        or any(found.agency(child.pk, code, on) for code in codes)
    ]


def bearing(code: str, under: Unit, on: date, known_at: datetime | None) -> list[Unit]:
    """The unit of that code at or under another on a day; none when there is none. One query."""
    rows = _in_order(_on(on, known_at).filter(unit__code=code, path__contains=f"/{under.pk}/"))
    return [row.unit for row in rows]


def _on(day: date, known_at: datetime | None) -> QuerySet[Placement]:
    return _known(known_at).filter(_lives_past(day, known_at), valid_from__lte=day)


def _in_order(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("unit").order_by("unit__name_sort", "unit__code")


def _counted(
    units: Sequence[Unit], days: Sequence[date], groups: list[_Group], above: Mapping[int, frozenset[int]]
) -> dict[tuple[int, str, date], int]:
    wanted = {unit.pk for unit in units}
    counts: dict[tuple[int, str, date], int] = defaultdict(int)
    for group in groups:
        holders = wanted & above.get(group.parent_id or 0, frozenset())
        for day in (day for day in days if group.starts <= day < group.ends):
            for holder in holders:
                counts[holder, group.kind, day] += group.number
    for unit in units:
        for day in (day for day in days if unit.valid_from <= day < unit.valid_to):
            counts[unit.pk, unit.kind, day] += 1
    return counts


def _agencies(
    wanted: set[int], codes: Collection[str], days: Sequence[date], lifes: list[_Life]
) -> dict[tuple[int, str, date], int]:
    return {
        (holder, life.code, day): life.unit_id
        for life in lifes
        if life.code in codes
        for holder in wanted.intersection(life.steps)
        for day in days
        if life.starts <= day < life.ends
    }


def _lifes(
    unit_ids: Collection[int], codes: Collection[str], days: Sequence[date], known_at: datetime | None
) -> Iterator[_Life]:
    """Placements of the units, and of the agencies of these codes. One query."""
    agencies = Unit.objects.filter(code__in=list(codes)).order_by().values("pk")
    asked = Q(unit_id__in=list(unit_ids)) | Q(unit_id__in=agencies) if codes else Q(unit_id__in=list(unit_ids))
    rows = _known(known_at).filter(asked, _lives_past(days[0], known_at), valid_from__lte=days[-1])
    keys = ("unit_id", "unit__code", "path", "valid_from", "valid_to", "end_recorded_at")
    for unit_id, code, path, starts, ends, ended_at, chain in rows.values_list(*keys, slots.newest()):
        yield _Life(unit_id, code, path, starts, _end(ends, ended_at, known_at), chain)


def _groups(prefix: str, days: Sequence[date], kinds: Collection[str], known_at: datetime | None) -> Iterator[_Group]:
    """Placements at or below the prefix, counted by what they are, their parent and their life. One query."""
    rows = _known(known_at).filter(path__gte=prefix, path__lt=prefix + _AFTER, valid_from__lte=days[-1])
    rows = rows.filter(_lives_past(days[0], known_at), unit__kind__in=list(kinds))
    keys = ("unit__kind", "parent_id", "valid_from", "valid_to", "end_recorded_at")
    for kind, parent_id, starts, ends, ended_at, number in rows.order_by().values_list(*keys).annotate(Count("id")):
        yield _Group(kind, parent_id, starts, _end(ends, ended_at, known_at), number)


def _ancestors(
    groups: list[_Group], lifes: list[_Life], days: Sequence[date], known_at: datetime | None
) -> dict[int, frozenset[int]]:
    """Parent id → the ids on its paths, itself included. Only parents that are not among the units themselves are asked for."""
    found: dict[int, set[int]] = defaultdict(set)
    for life in lifes:
        found[life.unit_id] |= set(life.steps)
    missing = {group.parent_id for group in groups if group.parent_id is not None} - set(found)
    if len(lifes) == 1:  # one unit, one path: whatever lies below the prefix lies below it
        only, outside = lifes[0].unit_id, set(lifes[0].steps)
        return {only: frozenset([only])} | {parent: frozenset([only]) for parent in missing - outside}
    on_the_way = {step for steps in list(found.values()) for step in steps}
    for parent in missing & on_the_way:  # above every unit asked for: nothing hanging there directly is under one
        found[parent] = set()
    missing -= on_the_way
    if missing:
        for life in _lifes(missing, (), days, known_at):
            found[life.unit_id] |= set(life.steps)
    return {unit_id: frozenset(steps) for unit_id, steps in found.items()}


def _known(known_at: datetime | None) -> QuerySet[Placement]:
    return Placement.objects.all() if known_at is None else Placement.objects.filter(recorded_at__lte=known_at)


def _lives_past(day: date, known_at: datetime | None) -> Q:
    lives = Q(valid_to__gt=day)
    return lives if known_at is None else lives | Q(end_recorded_at__gt=known_at)


def _end(ends: date, ended_at: datetime | None, known_at: datetime | None) -> date:
    """The end as it was known: one recorded later did not stand yet."""
    return OPEN_END if known_at is not None and ended_at is not None and ended_at > known_at else ends


def _common(paths: Sequence[str]) -> str:
    """The longest path every path begins with, closed by its slash; '' when there is none."""
    if not paths:
        return ""
    first, last = min(paths), max(paths)
    length = next(
        (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[: first.rfind("/", 0, length) + 1]
