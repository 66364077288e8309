"""The tree while a set of changes is put on it: who ends, who passes into whom, where everybody hangs then, and what cannot stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.foundation.places.changes import (
    Abolish,
    AbolishLevel,
    Change,
    Key,
    Link,
    Merge,
    Move,
    Newborn,
    Receiver,
    Rename,
    Split,
)  # fmt: skip
from tiendo.foundation.places.models import TERRITORIES, Kind, Manner, Unit
from tiendo.foundation.places.queries import Tree
from tiendo.kernel.verdicts import Problem

_RANKS = {Kind.PROVINCE: 0, Kind.DISTRICT: 1, Kind.COMMUNE: 2}


@dataclass(slots=True)
class Board:
    """The tree while changes are put on it."""

    on: date
    tree: Tree
    born: dict[str, Newborn] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)
    receives: dict[int, str] = field(default_factory=dict)
    split: dict[int, str] = field(default_factory=dict)
    passes: dict[int, Key] = field(default_factory=dict)
    takes_bodies: set[int] = field(default_factory=set)
    levels: list[int] = field(default_factory=list)
    elders: dict[str, int] = field(default_factory=dict)
    parents: dict[Key, Key | None] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    where: dict[Key, str] = field(default_factory=dict)
    asked: dict[Key, Key | None] = field(default_factory=dict)

    def fault(self, where: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(where, what, remedy))

    def place(self, change: Change, where: str) -> None:
        """Put one change on the board; what stands against it is noted."""
        match change:
            case Merge():
                self._merge(change, where)
            case Split():
                self._split(change, where)
            case Rename():
                self._rename(change, where)
            case Move():
                for unit in change.units:
                    self._move(unit, change.parent, where)
            case Abolish():
                for unit in change.units:
                    if self._end(unit, where):
                        self.links.append(Link(unit, None, Manner.ABOLISH))
            case AbolishLevel():
                self._abolish_level(change, where)

    def settle(self) -> None:
        """With all changes placed: find everybody's place, and say what cannot stand."""
        for pk in self.tree.units:
            self.parents[pk] = self.tree.parents[pk]
        for code, newborn in self.born.items():
            self.parents[code] = self._parent_of_newborn(code, newborn)
        self.parents |= self.asked
        self._contradictions()
        if self.problems:
            return
        keys: list[Key] = [*self.tree.units, *self.born]
        for key in keys:
            if key not in self.ended:
                self._find_place(key)
        self._end_bodies()
        for pk in self.ended:
            self.parents.pop(pk, None)
        if not self.problems:
            for key in self.parents:
                self._fits(key)

    def _contradictions(self) -> None:
        """A unit that ends neither receives another one nor moves: climbing out of what ends then always comes to an end."""
        for pk, where in self.receives.items():
            if pk in self.ended:
                what = _("%(unit)s nhận đơn vị khác nhưng cũng kết thúc ở %(other)s.") % self._both(pk)
                self.fault(where, what, _("Mời chọn đơn vị nhận khác."))
        for pk, where in self.moved.items():
            if pk in self.ended:
                what = _("%(unit)s chuyển cấp trên nhưng cũng kết thúc ở %(other)s.") % self._both(pk)
                self.fault(where, what, _("Mời bỏ một trong hai dòng."))

    def _both(self, pk: int) -> dict[str, object]:
        return {"unit": self.tree.units[pk], "other": self.ended[pk].lower()}

    def heir(self, pk: int) -> Key | None:
        """Who goes on with the work of an ending unit."""
        key: Key | None = self.passes.get(pk)
        if key is None:
            key = self.asked.get(pk, self.tree.parents[pk])
        while isinstance(key, int) and key in self.ended:
            key = self.heir(key)
        return key

    def _merge(self, change: Merge, where: str) -> None:
        ending = [unit for unit in dict.fromkeys(change.units) if unit != change.into]
        if not ending:
            self.fault(
                where, _("đơn vị nhập vào chính nó."), _("Mời chọn ít nhất một đơn vị được nhập vào đơn vị khác.")
            )
            return
        if len(ending) != len(change.units) - (change.into in change.units):
            self.fault(where, _("một đơn vị ghi hai lần."), _("Mời giữ một lần."))
        key = self._receiver(change.into, ending[0], where)
        for unit in ending:
            self._level_of(unit, change.into, where)
            if self._end(unit, where):
                self.passes[unit.pk] = key
                self.links.append(Link(unit, key, Manner.MERGE, Decimal(1)))

    def _split(self, change: Split, where: str) -> None:
        if len(change.parts) < 2:
            self.fault(where, _("chia về ít hơn hai đơn vị."), _("Mời ghi ít nhất hai phần, hoặc dùng nhập, đổi tên."))
        before = self.split.setdefault(change.unit.pk, where)
        if before != where:
            said = {"unit": change.unit, "other": before.lower()}
            self.fault(where, _("%(unit)s đã chia ở %(other)s.") % said, _("Mời gộp các phần vào một dòng."))
        keeps = any(part.to == change.unit for part in change.parts)
        shares = [part.share for part in change.parts]
        if None not in shares and sum(share for share in shares if share is not None) != 1:
            self.fault(where, _("tỷ lệ các phần cộng lại khác 1."), _("Mời sửa tỷ lệ, hoặc để trống tất cả."))
        keys = []
        for part in change.parts:
            self._level_of(change.unit, part.to, where)
            keys.append(change.unit.pk if part.to == change.unit else self._receiver(part.to, change.unit, where))
        for key, number in Counter(keys).items():
            if number > 1:
                self.fault(where, _("%(unit)s ghi hai lần.") % {"unit": self._name(key)}, _("Mời giữ một phần."))
        if not keeps and not self._end(change.unit, where):
            return
        if keeps:
            self._claim(change.unit, self.receives, where)
        largest = max(range(len(keys)), key=lambda at: change.parts[at].share or 0, default=0)
        for at, (key, part) in enumerate(zip(keys, change.parts, strict=True)):
            if key != change.unit.pk:
                self.links.append(Link(change.unit, key, Manner.SPLIT, part.share))
            if at == largest and not keeps:
                self.passes[change.unit.pk] = key

    def _rename(self, change: Rename, where: str) -> None:
        key = self._receiver(change.to, change.unit, where)
        self._level_of(change.unit, change.to, where)
        if (change.to.code, change.to.name, change.to.kind_vi) == (
            change.unit.code,
            change.unit.name,
            change.unit.kind_vi,
        ):
            self.fault(where, _("tên, loại và mã mới giống như cũ."), _("Mời sửa một trong ba."))
        if self._end(change.unit, where):
            self.passes[change.unit.pk] = key
            self.takes_bodies.add(change.unit.pk)
            self.links.append(Link(change.unit, key, Manner.RENAME, Decimal(1)))

    def _move(self, unit: Unit, parent: Unit | str, where: str) -> None:
        if not self._stands(unit, where):
            return
        if unit.pk in self.moved:
            self.fault(
                where,
                _("%(unit)s đã được chuyển ở %(other)s.") % {"unit": unit, "other": self.moved[unit.pk].lower()},
                _("Mời giữ một dòng."),
            )
            return
        key: Key = parent if isinstance(parent, str) else parent.pk
        if not isinstance(parent, str) and not self._stands(parent, where):
            return
        if self.tree.parents[unit.pk] == key:
            self.fault(
                where,
                _("%(unit)s đang trực thuộc %(parent)s.") % {"unit": unit, "parent": parent},
                _("Mời bỏ dòng này."),
            )
        self.moved[unit.pk], self.asked[unit.pk], self.where[unit.pk] = where, key, where

    def _abolish_level(self, change: AbolishLevel, where: str) -> None:
        found = self.tree.descendants(change.top.pk, change.kind) if change.top.pk in self.tree else []
        left = [unit for unit in found if unit.pk not in self.ended and unit != change.top]
        if not left:
            self.fault(
                where,
                _("%(top)s không có đơn vị ở cấp này.") % {"top": change.top},
                _("Mời chọn cấp hoặc đơn vị khác."),
            )
        for unit in left:
            if self._end(unit, where):
                self.levels.append(unit.pk)
                self.links.append(Link(unit, None, Manner.ABOLISH))

    def _end(self, unit: Unit, where: str) -> bool:
        if not self._stands(unit, where):
            return False
        if unit.pk in self.ended:
            self.fault(
                where,
                _("%(unit)s đã kết thúc ở %(other)s.") % self._both(unit.pk),
                _("Mỗi đơn vị chỉ kết thúc một lần; mời bỏ một dòng."),
            )
            return False
        self.ended[unit.pk] = where
        return True

    def _claim(self, unit: Unit, book: dict[int, str], where: str) -> None:
        if self._stands(unit, where):
            book.setdefault(unit.pk, where)

    def _stands(self, unit: Unit, where: str) -> bool:
        """The unit is there before the day and on it."""
        if unit.pk in self.tree and unit.valid_from < self.on:
            return True
        said = {"unit": unit, "day": f"{self.on:%d/%m/%Y}"}
        self.fault(
            where,
            _("%(unit)s không có hiệu lực liền trước và trong ngày %(day)s.") % said,
            _("Mời kiểm tra lại mã hoặc ngày."),
        )
        return False

    def _receiver(self, to: Receiver, elder: Unit, where: str) -> Key:
        if isinstance(to, Unit):
            self._claim(to, self.receives, where)
            return to.pk
        known = self.born.get(to.code)
        if known is None:
            self.born[to.code], self.elders[to.code], self.where[to.code] = to, elder.pk, where
        elif (known.name, known.kind_vi) != (to.name, to.kind_vi):
            said = {"code": to.code, "other": self.where[to.code].lower()}
            self.fault(where, _("mã mới %(code)s đã dùng cho đơn vị khác ở %(other)s.") % said, _("Mời dùng mã khác."))
        return to.code

    def _level_of(self, unit: Unit, to: Receiver, where: str) -> None:
        if not unit.is_territory or to.kind not in TERRITORIES:
            self.fault(
                where,
                _("chỉ nhập, chia, đổi tên đơn vị hành chính; %(unit)s không phải.")
                % {"unit": unit if not unit.is_territory else to},
                _("Mời bỏ dòng này."),
            )
        elif unit.kind != to.kind:
            self.fault(
                where,
                _("%(unit)s và %(to)s không cùng cấp.") % {"unit": unit, "to": to},
                _("Mời chọn đơn vị cùng cấp."),
            )

    def _parent_of_newborn(self, code: str, newborn: Newborn) -> Key | None:
        asked = newborn.parent
        if isinstance(asked, str):
            return asked
        if asked is not None:
            return asked.pk
        return self.asked.get(self.elders[code], self.tree.parents[self.elders[code]])

    def _find_place(self, key: Key) -> None:
        """Climb out of units that end, as far as they pass on what hangs under them."""
        above = self.parents[key]
        if isinstance(above, str) and above not in self.born:
            self.fault(
                self.where.get(key, ""),
                _("không có đơn vị mang mã “%(code)s”.") % {"code": above},
                _("Mời kiểm tra lại mã đơn vị cấp trên."),
            )
            self.parents[key] = None
            return
        while isinstance(above, int) and above in self.ended:
            if not self._is_territory(key) and above not in self.takes_bodies:
                return
            if above not in self.passes and above not in self.levels:
                said = {"unit": self._name(key), "above": self.tree.units[above]}
                self.fault(
                    self.ended[above],
                    _("%(above)s kết thúc khi %(unit)s còn trực thuộc.") % said,
                    _("Mời thêm dòng chuyển, nhập hoặc kết thúc đơn vị cấp dưới."),
                )
                break
            if above in self.passes and len([link for link in self.links if link.unit.pk == above]) > 1:
                said = {"unit": self._name(key), "above": self.tree.units[above]}
                self.fault(
                    self.ended[above],
                    _("%(above)s chia ra nhưng chưa rõ %(unit)s về đâu.") % said,
                    _("Mời thêm dòng chuyển đơn vị cấp dưới."),
                )
                break
            above = self.passes[above] if above in self.passes else self.asked.get(above, self.tree.parents[above])
        self.parents[key] = above

    def _end_bodies(self) -> None:
        """Agencies, committees, teams and offices end with the unit they serve."""
        for pk, unit in self.tree.units.items():
            above = self.parents[pk]
            if pk not in self.ended and not unit.is_territory and isinstance(above, int) and above in self.ended:
                self.ended[pk] = self.ended[above]

    def _fits(self, key: Key) -> None:
        """A territory hangs under one of a higher level, and never under itself."""
        above = self.parents[key]
        if above == (self.tree.parents.get(key) if isinstance(key, int) else ""):
            return
        where, said = self.where.get(key, ""), {"unit": self._name(key), "above": self._name(above)}
        if self._turns_round(key):
            self.fault(where, _("%(unit)s không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.") % said)
            return
        if above is None:
            if self._kind(key) != Kind.PROVINCE:
                self.fault(where, _("%(unit)s không có đơn vị cấp trên.") % said, _("Mời ghi mã đơn vị cấp trên."))
            return
        if self._kind(above) not in TERRITORIES:
            self.fault(where, _("%(above)s không phải là đơn vị hành chính nên không có đơn vị trực thuộc.") % said)
        elif self._is_territory(key) and _RANKS[Kind(self._kind(above))] >= _RANKS[Kind(self._kind(key))]:
            self.fault(where, _("%(above)s không cao cấp hơn %(unit)s.") % said, _("Mời chọn đơn vị cấp trên khác."))

    def _turns_round(self, key: Key) -> bool:
        seen: set[Key] = set()
        at: Key | None = key
        while at is not None and at not in seen:
            seen.add(at)
            at = self.parents.get(at)
        return at is not None

    def _kind(self, key: Key) -> str:
        return self.born[key].kind if isinstance(key, str) else self.tree.units[key].kind

    def _is_territory(self, key: Key) -> bool:
        return self._kind(key) in TERRITORIES

    def _name(self, key: Key | None) -> str:
        if key is None:
            return ""
        return str(self.born[key] if isinstance(key, str) else self.tree.units[key])
