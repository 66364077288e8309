"""Read models of the unit pages: one unit on a day with its children and history, and the list of the top of the tree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.foundation.places import queries
from tiendo.foundation.places.histories import History, history
from tiendo.foundation.places.models import OPEN_END, OPEN_START, Kind, Unit
from tiendo.kernel.verdicts import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Child:
    """A direct child and how many communes it has under it (None where that says nothing: a commune, an agency)."""

    unit: Unit
    communes: int | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit as it stood on `on`; `in_force` is false when that version is over or has not begun."""

    unit: Unit
    on: date
    in_force: bool
    ancestors: tuple[Unit, ...]
    counts: tuple[tuple[str, int], ...]
    children: tuple[Child, ...]
    bodies: tuple[Unit, ...]
    history: History
    versions: tuple[Unit, ...]

    @property
    def parent(self) -> Unit | None:
        """The unit right above."""
        return self.ancestors[-1] if self.ancestors else None


def unit_page(code: str, on: date) -> UnitPage:
    """The unit that bears the code on that day; failing that, its last version before, else its first. Raises BadInput."""
    versions = list(Unit.objects.filter(code=code).order_by("valid_from"))
    if not versions:
        raise BadInput([Problem("", _("không có đơn vị mang mã “%(code)s”.") % {"code": code}, _("Mời tìm theo tên."))])
    before = [unit for unit in versions if unit.valid_from <= on]
    unit = before[-1] if before else versions[0]
    tree = queries.tree(on)
    standing = unit.pk in tree
    below = tree.children(unit.pk) if standing else []
    everything = (
        Counter(each.kind for each in tree.descendants(unit.pk) if each.pk != unit.pk) if standing else Counter()
    )
    return UnitPage(
        unit, on, standing,
        ancestors=tuple(tree.unit(above) for above in tree.path(unit.pk)[:-1]) if standing else (),
        counts=tuple((str(kind.label), everything[kind]) for kind in Kind if everything[kind]),
        children=tuple(Child(child, _communes(tree, child)) for child in below if child.is_territory),
        bodies=tuple(child for child in below if not child.is_territory),
        history=history(unit), versions=tuple(versions),
    )  # fmt: skip


def top(on: date) -> list[tuple[Unit, list[Child]]]:
    """Each province in force with its direct territories."""
    tree = queries.tree(on)
    return [
        (root, [Child(child, _communes(tree, child)) for child in tree.children(root.pk) if child.is_territory])
        for root in tree.roots
    ]


def _communes(tree: queries.Tree, unit: Unit) -> int | None:
    return len(tree.descendants(unit.pk, Kind.COMMUNE)) if unit.kind in (Kind.PROVINCE, Kind.DISTRICT) else None


def validity(unit: Unit) -> str:
    """When the unit stands, in words: "từ 20/12/2013 đến 30/06/2025", "đến 31/01/2020", "từ 01/07/2025"; empty when always."""
    last = unit.valid_to.fromordinal(unit.valid_to.toordinal() - 1)
    since = _("từ %(day)s") % {"day": f"{unit.valid_from:%d/%m/%Y}"} if unit.valid_from != OPEN_START else ""
    until = _("đến %(day)s") % {"day": f"{last:%d/%m/%Y}"} if unit.valid_to != OPEN_END else ""
    return " ".join(part for part in (since, until) if part)


def note(found: queries.Found) -> str:
    """What tells a found unit from its namesakes: the unit above it; for a province, when it stands."""
    return str(found.parent) if found.parent else validity(found.unit)
