"""Reads of the dated tree: units, paths and counts as they stood on a day, search without marks.

`known_at` asks for the tree as it was known at a moment (figures read "as of" then); without it, as it is known now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from tiendo.foundation.places.histories import History as History
from tiendo.foundation.places.histories import history as history
from tiendo.foundation.places.models import TERRITORIES, Kind, Placement, Unit
from tiendo.kernel.text import fold, nfc
from tiendo.kernel.verdicts import BadInput, Problem

_AFTER_ANY_ID = "~"  # sorts after digits and "/": a path and everything below it lie between path and path + "~"
_LEVELS = (Kind.PROVINCE, Kind.DISTRICT, Kind.COMMUNE, Kind.AGENCY, Kind.COMMITTEE, Kind.TEAM, Kind.OFFICE)


@dataclass(frozen=True, slots=True)
class Tree:
    """All units in force on one day. Children and roots stand in Vietnamese order; two provinces mean two roots."""

    on: date
    units: Mapping[int, Unit]
    parents: Mapping[int, int | None]
    below: Mapping[int | None, tuple[int, ...]]

    def unit(self, unit_id: int) -> Unit:
        """The unit; KeyError when it is not in force on the tree's day."""
        return self.units[unit_id]

    def __contains__(self, unit_id: int) -> bool:
        return unit_id in self.units

    def children(self, unit_id: int, kind: str | None = None) -> list[Unit]:
        """Direct children, of one kind if given."""
        found = (self.units[child] for child in self.below.get(unit_id, ()))
        return [unit for unit in found if kind is None or unit.kind == kind]

    def parent(self, unit_id: int) -> Unit | None:
        """The unit above; None for a root."""
        above = self.parents[unit_id]
        return None if above is None else self.units[above]

    def path(self, unit_id: int) -> tuple[int, ...]:
        """Ids from the root down to the unit itself."""
        steps: list[int] = []
        at: int | None = unit_id
        while at is not None:
            steps.append(at)
            at = self.parents[at]
        return tuple(reversed(steps))

    def descendants(self, unit_id: int, kind: str | None = None) -> list[Unit]:
        """The unit and all below it, depth first, of one kind if given."""
        unit = self.units[unit_id]
        found = [unit] if kind is None or unit.kind == kind else []
        for child in self.below.get(unit_id, ()):
            found += self.descendants(child, kind)
        return found

    @property
    def roots(self) -> list[Unit]:
        """The provinces, in the order of their codes."""
        return sorted((self.units[root] for root in self.below.get(None, ())), key=lambda unit: unit.code)

    @property
    def root(self) -> Unit:
        """The first root by code; an installation of one province has no other but its old neighbour."""
        if not self.roots:
            raise BadInput(
                [Problem(f"{self.on:%d/%m/%Y}", _("chưa có đơn vị nào trong cây."), _("Mời nạp gói địa bàn."))]
            )
        return self.roots[0]


def tree(on: date, known_at: datetime | None = None) -> Tree:
    """The whole tree as it stood on that day. One query."""
    placed = Unit.objects.filter(placements__in=_standing(on, known_at)).order_by("name_sort", "code")
    units, parents, below = {}, {}, dict[int | None, list[int]]()
    for unit in placed.annotate(hangs_under=F("placements__parent_id")):
        units[unit.pk], parents[unit.pk] = unit, unit.hangs_under
        below.setdefault(unit.hangs_under, []).append(unit.pk)
    return Tree(on, units, parents, {above: tuple(ids) for above, ids in below.items()})


def by_code(code: str, on: date) -> Unit:
    """The unit that bears the code on that day. Raises BadInput when none does."""
    found = Unit.objects.filter(code=nfc(code), valid_from__lte=on, valid_to__gt=on).order_by("-valid_from").first()
    if found is None:
        what = _("không có đơn vị mang mã “%(code)s” vào ngày %(day)s.") % {"code": code, "day": f"{on:%d/%m/%Y}"}
        raise BadInput([Problem("", what, _("Mời kiểm tra lại mã hoặc ngày."))])
    return found


def in_force(codes: Iterable[str], on: date) -> list[Unit]:
    """The units that carry one of these codes on that day; codes nobody carries then are passed over. One query."""
    return list(Unit.objects.filter(code__in=list(codes), valid_from__lte=on, valid_to__gt=on))


def paths(unit_ids: Iterable[int], on: date, known_at: datetime | None = None) -> dict[int, tuple[int, ...]]:
    """Unit id → ids from the root down to the unit itself on that day; a unit not in force is absent. One query."""
    return {row.unit_id: row.ancestors for row in _standing(on, known_at).filter(unit_id__in=list(unit_ids))}


def standing(path: str, on: date) -> Q:
    """The condition that the unit a row leads to by `path` ("unit", "plan__unit") is there on a day. For the queries of other apps."""
    return Q(**{f"{path}__valid_from__lte": on, f"{path}__valid_to__gt": on})


def is_under(unit_id: int, ancestor_id: int, on: date) -> bool:
    """True when the unit is the ancestor itself or hangs somewhere below it on that day."""
    return ancestor_id in paths([unit_id], on).get(unit_id, ())


def count(kind: str, under: Unit, on: date, known_at: datetime | None = None) -> int:
    """How many units of the kind are in force under the unit, itself included. One query."""
    return _below(under, on, known_at).filter(unit__kind=kind).count()


def count_many(kinds: Iterable[str], under: Unit, on: date, known_at: datetime | None = None) -> dict[str, int]:
    """Kind → count as in `count`, for several kinds in one query; a kind without units is 0."""
    wanted = list(kinds)
    rows = _below(under, on, known_at).filter(unit__kind__in=wanted).values_list("unit__kind").annotate(Count("id"))
    found = dict(rows.order_by())
    return {kind: found.get(kind, 0) for kind in wanted}


def under(unit: Unit, kind: str, on: date, known_at: datetime | None = None) -> list[Unit]:
    """Units of the kind in force under the unit, itself included, in Vietnamese order. One query."""
    rows = _below(unit, on, known_at).filter(unit__kind=kind).select_related("unit")
    return [row.unit for row in rows.order_by("unit__name_sort", "unit__code")]


def directly_under(unit: Unit, kind: str, on: date) -> list[Unit]:
    """Units of the kind that hang on the unit itself on that day, in Vietnamese order. One query, however much hangs further down."""
    rows = _standing(on, None).filter(parent=unit, unit__kind=kind).select_related("unit")
    return [row.unit for row in rows.order_by("unit__name_sort", "unit__code")]


def display(unit: Unit) -> str:
    """The unit as text says it: "phường Nam Lý", "huyện Lệ Thủy"; an agency by its full name."""
    return str(unit)


def shown(unit: str) -> Case:
    """A unit's text as an expression, `unit` being the name of the relation to it: what `str(unit)` says."""
    full = Concat(f"{unit}__kind_vi", Value(" "), f"{unit}__name", output_field=TextField())
    is_territory = Q(**{f"{unit}__kind__in": TERRITORIES})
    return Case(When(is_territory, then=full), default=Cast(f"{unit}__name", TextField()), output_field=TextField())


def names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Unit id → its name as text says it, whatever the day. One query."""
    return {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=list(unit_ids))}


def short_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Unit id → the name it goes by in a narrow column: its short name if it has one. One query."""
    return {unit.pk: unit.short_name or str(unit) for unit in Unit.objects.filter(pk__in=list(unit_ids))}


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of a search: the unit, and what tells it from its namesakes (the unit above it)."""

    unit: Unit
    parent: Unit | None


def search(text: str, on: date, limit: int = 10) -> list[Found]:
    """Units in force whose name, kind, short name or code hold every word typed, marks or not: names that begin with it first.

    Among equals, higher levels come first, then Vietnamese order. Nothing typed finds nothing. One query.
    """
    typed = " ".join(word for word in fold(text).split() if any(sign.isalnum() for sign in word))
    if not typed:
        return []
    words = Q()
    for word in typed.split():
        words &= Q(unit__name_folded__contains=word)
    rows = _standing(on, None).filter(words).select_related("unit", "parent")
    rows = rows.annotate(nearness=_nearness(typed), level=_level())
    return [
        Found(row.unit, row.parent) for row in rows.order_by("nearness", "level", "unit__name_sort", "path")[:limit]
    ]


def _nearness(typed: str) -> Case:
    """0 for the code itself, 1 when the name begins with the whole words typed, 2 when it begins so, 3 when a later word does, else 4."""
    return Case(
        When(unit__code__iexact=typed, then=Value(0)),
        When(unit__name_folded__startswith=f"{typed} ", then=Value(1)),
        When(unit__name_folded__startswith=typed, then=Value(2)),
        When(unit__name_folded__contains=f" {typed}", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )


def _level() -> Case:
    ranks = [When(unit__kind=kind, then=Value(rank)) for rank, kind in enumerate(_LEVELS)]
    return Case(*ranks, default=Value(len(_LEVELS)), output_field=IntegerField())


def _standing(on: date, known_at: datetime | None) -> QuerySet[Placement]:
    """Placements in force on the day, as known now or at `known_at` (an end recorded later did not yet stand then)."""
    if known_at is None:
        return Placement.objects.filter(valid_from__lte=on, valid_to__gt=on)
    ended_later = Q(end_recorded_at__gt=known_at)
    return Placement.objects.filter(Q(valid_to__gt=on) | ended_later, valid_from__lte=on, recorded_at__lte=known_at)


def _below(unit: Unit, on: date, known_at: datetime | None) -> QuerySet[Placement]:
    """Placements at or below the unit on the day, through the index on paths; the unit's own path is a subquery."""
    standing = _standing(on, known_at)
    path = Subquery(standing.filter(unit_id=unit.pk).values("path")[:1], output_field=CharField())
    end = Concat(path, Value(_AFTER_ANY_ID), output_field=CharField())
    return standing.filter(path__gte=path, path__lt=end)
