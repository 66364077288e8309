"""Read models of the unit pages: one unit on a day with its children and history, and the list of the top of the tree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.foundation.places import queries
from tiendo.foundation.places.histories import History, history
from tiendo.foundation.places.models import OPEN_END, OPEN_START, TERRITORIES, Kind, Unit
from tiendo.kernel.verdicts import BadInput, Problem

COMMUNE_KINDS = ("xã", "phường", "thị trấn", "đặc khu")
"""The usual order in which communes are counted by what their people call them."""


@dataclass(frozen=True, slots=True)
class Child:
    """A direct child, how many communes lie under it (None for a commune, where that says nothing) and how many of each sort."""

    unit: Unit
    communes: int | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Children:
    """The direct territories of a unit. `kinds` heads each child's counts; `summary` counts the children themselves: "10 phường, 6 xã"."""

    rows: tuple[Child, ...]
    kinds: tuple[str, ...]
    summary: str

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit as it stood on `on`; `in_force` is false when that version is over or has not begun."""

    unit: Unit
    on: date
    in_force: bool
    ancestors: tuple[Unit, ...]
    counts: tuple[tuple[str, int], ...]
    children: Children
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
        counts=tuple((_counted(kind), everything[kind]) for kind in Kind if everything[kind]),
        children=_children(tree, [child for child in below if child.is_territory]),
        bodies=tuple(child for child in below if not child.is_territory),
        history=history(unit), versions=tuple(versions),
    )  # fmt: skip


def _counted(kind: Kind) -> str:
    return _("đơn vị %(level)s") % {"level": kind.label} if kind in TERRITORIES else str(kind.label)


def top(on: date) -> list[tuple[Unit, Children]]:
    """Each province in force with its direct territories."""
    tree = queries.tree(on)
    return [
        (root, _children(tree, [child for child in tree.children(root.pk) if child.is_territory]))
        for root in tree.roots
    ]


def _children(tree: queries.Tree, children: list[Unit]) -> Children:
    below = {child.pk: _by_kind(tree.descendants(child.pk, Kind.COMMUNE)) for child in children}
    counted = [below[child.pk] for child in children if child.kind != Kind.COMMUNE]
    kinds = sorted({kind for counts in counted for kind in counts}, key=_place_of)
    rows = tuple(
        Child(
            child,
            communes=None if child.kind == Kind.COMMUNE else below[child.pk].total(),
            counts=tuple(below[child.pk][kind] for kind in kinds),
        )
        for child in children
    )
    themselves = _by_kind(children).most_common()
    return Children(rows, tuple(kinds), ", ".join(f"{number} {kind}" for kind, number in themselves))


def _by_kind(units: list[Unit]) -> Counter[str]:
    return Counter(unit.kind_vi for unit in units)


def _place_of(kind: str) -> tuple[int, str]:
    return (COMMUNE_KINDS.index(kind) if kind in COMMUNE_KINDS else len(COMMUNE_KINDS), kind)


def validity(unit: Unit) -> str:
    """When the unit stands, in words: "từ 20/12/2013 đến 30/06/2025", "đến 31/01/2020", "từ 01/07/2025"; empty when always."""
    last = unit.valid_to.fromordinal(unit.valid_to.toordinal() - 1)
    since = _("từ %(day)s") % {"day": f"{unit.valid_from:%d/%m/%Y}"} if unit.valid_from != OPEN_START else ""
    until = _("đến %(day)s") % {"day": f"{last:%d/%m/%Y}"} if unit.valid_to != OPEN_END else ""
    return " ".join(part for part in (since, until) if part)


def note(found: queries.Found) -> str:
    """What tells a found unit from its namesakes: the unit above it; for a province, when it stands."""
    return str(found.parent) if found.parent else validity(found.unit)
