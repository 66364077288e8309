"""The overview of money: every unit in a post's sight with its sums, and those that have entered nothing, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind as PlaceKind
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel.numbers import show_percent
from tiendo.registers.budgets import rules
from tiendo.registers.budgets.models import Movement, Side
from tiendo.registers.budgets.sums import Sums

EXPECTED = (PlaceKind.AGENCY, PlaceKind.DISTRICT)
"""Kinds of unit that keep a book by themselves; others are shown once they do."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit; `sums` is None when it has entered nothing."""

    code: str
    name: str
    kind: str
    sums: Sums | None

    @property
    def rate(self) -> str:
        """Spent of allocated, in per cent; a dash when nothing is allocated."""
        return show_percent(self.sums.spent, self.sums.allocated) if self.sums and self.sums.allocated else "—"


@dataclass(frozen=True, slots=True)
class Overview:
    """Units that keep a book first, by name within their kind; `missing`: expected, but nothing entered."""

    year: int
    rows: tuple[UnitRow, ...]
    missing: tuple[UnitRow, ...]
    total: Sums

    @property
    def rate(self) -> str:
        """As of a unit."""
        return show_percent(self.total.spent, self.total.allocated) if self.total.allocated else "—"

    @property
    def expected(self) -> int:
        """How many units there are, entered or not."""
        return len(self.rows) + len(self.missing)


def overview(post: Post, year: int) -> Overview:
    """The units in the post's sight today. Three queries, however many."""
    today = clock.today()
    seen = units_in_sight(post)
    summed = _summed(seen, year)
    tree = {unit.pk: unit for unit in seen.filter(Q(kind__in=EXPECTED) | Q(pk__in=list(summed)) | Q(pk=post.unit_id))}
    ordered = sorted(tree.values(), key=lambda unit: (_rank(unit), bytes(unit.name_sort), unit.code))
    rows = [_row(unit, summed.get(unit.pk)) for unit in ordered if unit.in_force(today)]
    entered = tuple(row for row in rows if row.sums is not None)
    missing = tuple(row for row in rows if row.sums is None)
    return Overview(year, entered, missing, sum((row.sums for row in entered if row.sums), Sums()))


def units_in_sight(post: Post) -> QuerySet[Unit]:
    """The units whose money the post may see, by the same rule as one unit's page (`rules.may_see`), today."""
    today = clock.today()
    standing = Placement.objects.filter(valid_from__lte=today, valid_to__gt=today)
    top = post.unit_id
    if post.role in rules.READS_ALL:
        top = places.by_code(packs.current().plan.unit_code, today).pk
    path = standing.filter(unit_id=top).values_list("path", flat=True).first()
    if path is None:
        return Unit.objects.none()
    below = standing.filter(path__gte=path, path__lt=path + "~")
    return Unit.objects.filter(pk__in=below.values("unit_id"))


def _summed(units: QuerySet[Unit], year: int) -> dict[int, Sums]:
    """Unit id → its sums; units without entries are absent."""
    entries = Movement.objects.filter(book__year=year, book__unit__in=units).order_by()
    rows: QuerySet[Any, Any] = entries.values("book__unit_id")
    sides = {side.value: Sum("amount", filter=Q(side=side)) for side in Side}
    return {
        row["book__unit_id"]: Sums(row["allocated"] or 0, row["received"] or 0, row["spent"] or 0)
        for row in rows.annotate(**sides)
    }


def _rank(unit: Unit) -> int:
    kinds: Iterable[str] = (PlaceKind.PROVINCE, PlaceKind.AGENCY, PlaceKind.DISTRICT, PlaceKind.COMMUNE)
    order = list(kinds)
    return order.index(unit.kind) if unit.kind in order else len(order)


def _row(unit: Unit, total: Sums | None) -> UnitRow:
    return UnitRow(unit.code, unit.short_name or str(unit), unit.kind, total)
