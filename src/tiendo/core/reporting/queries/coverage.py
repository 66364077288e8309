"""How many leaves are inside the totals of a form and period, by child unit: counted in the database, however many leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tiendo.core.reporting.duties import form_in
from tiendo.core.reporting.models import Report
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef, Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class ChildCoverage:
    """One direct child of the unit asked about; `approved` of its `expected` leaves are inside the totals."""

    unit: Unit
    approved: int
    expected: int


def coverage(form: str, period: Period, under: Unit) -> list[ChildCoverage]:
    """Leaves inside the totals by direct child of `under`, in Vietnamese order; a leaf directly under it is a child of its own.

    Six queries, whatever the size. `period_progress` gives the names as well.
    """
    pack = packs.current()
    owing = _owing(pack, form_in(pack, form, period), period, under)
    counting = Report.objects.filter(form=form, period=period.key, counts=True)
    near = Q(parent_id=under.pk) | Q(unit_id=under.pk)
    expected: dict[int, int] = dict.fromkeys(owing.filter(near).values_list("unit_id", flat=True), 1)
    approved: dict[int, int] = dict.fromkeys(counting.filter(unit_id__in=expected).values_list("unit_id", flat=True), 1)
    far = owing.exclude(near)
    by_parent = dict(far.values_list("parent_id").annotate(Count("id")).order_by())
    reported = far.filter(unit__reports__in=counting).values_list("parent_id").annotate(Count("id")).order_by()
    children = _children_of(under, set(by_parent), period)
    for tally, counted in ((expected, by_parent), (approved, dict(reported))):
        for child_id, number in _gathered(counted, children).items():
            tally[child_id] = tally.get(child_id, 0) + number
    units = sorted(Unit.objects.filter(pk__in=expected), key=lambda unit: (bytes(unit.name_sort), unit.code))
    return [ChildCoverage(unit, approved.get(unit.pk, 0), expected[unit.pk]) for unit in units]


def _owing(pack: Pack, form: FormDef, period: Period, under: Unit) -> QuerySet[Placement]:
    """Placements, on the period's last day, of the leaves that owe cells of the form at or below a unit."""
    kinds = {pack.classes[owner].kind for owner in form.owners if owner in pack.classes}
    codes = {owner for owner in form.owners if owner not in pack.classes}
    path = places.paths([under.pk], period.end).get(under.pk)
    if path is None:
        return Placement.objects.none()
    top = "/" + "".join(f"{step}/" for step in path)
    standing = Placement.objects.filter(valid_from__lte=period.end, valid_to__gt=period.end, path__startswith=top)
    return standing.filter(Q(unit__kind__in=kinds) | Q(unit__code__in=codes))


def _children_of(under: Unit, parents: set[int | None], period: Period) -> dict[int, int]:
    """Parent of leaves → the direct child of `under` on its path."""
    known = [parent for parent in parents if parent is not None]
    paths = places.paths(known, period.end)
    return {parent: path[path.index(under.pk) + 1] for parent, path in paths.items()}


def _gathered(counted: dict[int | None, int], children: dict[int, int]) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for parent, number in counted.items():
        if parent is not None:
            sums[children[parent]] += number
    return sums
