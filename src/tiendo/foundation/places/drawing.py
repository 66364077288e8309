"""What a set of changes makes of the dated tree on a day: worked out whole before anything is written, the same for preview and act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from tiendo.foundation.places import queries
from tiendo.foundation.places.board import Board
from tiendo.foundation.places.changes import AbolishLevel, Change, Key, Link, Newborn
from tiendo.foundation.places.models import OPEN_END, Placement, Unit
from tiendo.foundation.places.queries import Tree
from tiendo.kernel.verdicts import BadInput, Problem


@dataclass(frozen=True)
class Drawing:
    """The tree as it will stand on `on`: who begins, who ends, who hangs elsewhere, who passes into whom. Nothing of it is written yet.

    `heirs` says for every ending unit who goes on with its work: its receiver, the largest part, or the unit it hung under.
    """

    on: date
    tree: Tree
    born: Mapping[str, Newborn]
    ended: tuple[Unit, ...]
    parents: Mapping[Key, Key | None]
    heirs: Mapping[int, Key | None]
    links: tuple[Link, ...]

    @cached_property
    def moved(self) -> tuple[Unit, ...]:
        """Units that stand before and after and whose way from the root is another."""
        ending = {unit.pk for unit in self.ended}
        standing = (unit for pk, unit in self.tree.units.items() if pk not in ending)
        return tuple(unit for unit in standing if self.path(unit.pk) != self.tree.path(unit.pk))

    @cached_property
    def rehung(self) -> tuple[Unit, ...]:
        """Those of `moved` that have another unit right above them: the others only follow."""
        return tuple(unit for unit in self.moved if self.parents[unit.pk] != self.tree.parents[unit.pk])

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """Ids of all units that end or move, in order."""
        return tuple(sorted({unit.pk for unit in (*self.ended, *self.moved)}))

    def path(self, key: Key) -> tuple[Key, ...]:
        """Keys from the root down, as the tree will stand."""
        steps: list[Key] = []
        at: Key | None = key
        while at is not None:
            steps.append(at)
            at = self.parents[at]
        return tuple(reversed(steps))

    def name(self, key: Key | None) -> str:
        """The unit in words, stored or not; '' for nobody."""
        if key is None:
            return ""
        return str(self.born[key]) if isinstance(key, str) else str(self.tree.units[key])

    def origins(self, key: Key) -> tuple[Unit, ...]:
        """The units that pass into it, wholly or in part."""
        return tuple(link.unit for link in self.links if link.to == key)


def draw(changes: Sequence[Change], on: date) -> Drawing:
    """Work the changes out. Raises BadInput with every fault, each with the place of its change in the set ("dòng 3")."""
    board = Board(on, queries.tree(on))
    numbered = list(enumerate(changes, start=1))
    for number, change in sorted(numbered, key=lambda one: isinstance(one[1], AbolishLevel)):
        board.place(change, _("Dòng %(number)s") % {"number": number})
    board.settle()
    if not changes:
        board.fault("", _("chưa có thay đổi nào."), _("Mời thêm ít nhất một dòng."))
    if board.problems:
        raise BadInput(board.problems)
    drawing = Drawing(
        on, board.tree, board.born, tuple(board.tree.units[pk] for pk in board.ended), board.parents,
        {pk: board.heir(pk) for pk in board.ended}, tuple(board.links),
    )  # fmt: skip
    _in_the_order_of_time(drawing)
    return drawing


def _in_the_order_of_time(drawing: Drawing) -> None:
    """Changes are recorded in the order of time: what begins that day or later already refuses them; so does a code in use."""
    problems = [*_later_changes(drawing), *_codes_in_use(drawing)]
    if problems:
        raise BadInput(problems)


def _later_changes(drawing: Drawing) -> Iterator[Problem]:
    above = {key for unit in drawing.moved if isinstance(key := drawing.parents[unit.pk], int)}
    above |= {key for code in drawing.born if isinstance(key := drawing.parents[code], int)}
    above |= {link.to for link in drawing.links if isinstance(link.to, int)}
    later = Placement.objects.filter(unit_id__in=above, valid_from__gt=drawing.on)
    begun = Placement.objects.filter(unit_id__in=drawing.touched, valid_from__gte=drawing.on)
    ids = {*later.values_list("unit_id", flat=True), *begun.values_list("unit_id", flat=True)}
    for pk in sorted(ids):
        what = _("%(unit)s đã có thay đổi ghi từ ngày này hoặc sau đó.") % {"unit": drawing.tree.units[pk]}
        yield Problem("", what, _("Mời ghi theo thứ tự thời gian."))


def _codes_in_use(drawing: Drawing) -> Iterator[Problem]:
    """A code means one unit on a day; a version that a pack foresees for later is forestalled."""
    ending = {unit.pk for unit in drawing.ended}
    on = drawing.on
    same = Unit.objects.filter(code__in=drawing.born, valid_from__lte=on, valid_to__gt=on).exclude(pk__in=ending)
    for unit in same.order_by("code"):
        said = {"code": unit.code, "unit": unit}
        yield Problem("", _("mã %(code)s đang dùng cho %(unit)s.") % said, _("Mời dùng mã khác."))


def end_of(drawing: Drawing, key: Key | None) -> date:
    """The first day on which what hangs under `key` cannot stand any more."""
    ends = (
        [drawing.tree.units[step].valid_to for step in drawing.path(key) if isinstance(step, int)]
        if key is not None
        else []
    )
    return min(ends, default=OPEN_END)
