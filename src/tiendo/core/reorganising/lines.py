"""Lines as they are kept and typed: codes and words; and the changes they mean on a day.

`read` checks one line's shape, `resolve` finds the units. Every fault names its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.places.changes import Abolish, AbolishLevel, Change, Merge, Move, Newborn, Part, Rename, Split
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

MERGE, SPLIT, MOVE, RENAME, ABOLISH, LEVEL = "merge", "split", "move", "rename", "abolish", "level"
KINDS = {
    MERGE: gettext_lazy("Nhập"),
    SPLIT: gettext_lazy("Chia"),
    MOVE: gettext_lazy("Chuyển đơn vị cấp trên"),
    RENAME: gettext_lazy("Đổi tên, loại hoặc mã"),
    ABOLISH: gettext_lazy("Kết thúc"),
    LEVEL: gettext_lazy("Bỏ một cấp"),
}
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class To:
    """A unit on the receiving side: a code alone means a unit that stands (or one another line brings forth); with a name, a newborn."""

    code: str
    name: str = ""
    kind_vi: str = ""
    parent: str = ""
    share: str = ""

    def as_json(self) -> dict[str, str]:
        """Only what is said."""
        said = {
            "code": self.code,
            "name": self.name,
            "kind_vi": self.kind_vi,
            "parent": self.parent,
            "share": self.share,
        }
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One change as typed. `level` only where a level is abolished."""

    kind: str
    units: tuple[str, ...]
    to: tuple[To, ...] = ()
    level: str = ""
    where: str = field(default="", compare=False)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "kind": self.kind,
            "units": list(self.units),
            "to": [to.as_json() for to in self.to],
            "level": self.level,
        }


def read(kept: Mapping[str, Any]) -> Line:
    """A kept line. Raises BadInput when it is none."""
    try:
        to = tuple(To(**{key: nfc(str(value)) for key, value in one.items()}) for one in kept.get("to", ()))
        line = Line(str(kept["kind"]), tuple(str(code) for code in kept["units"]), to, str(kept.get("level", "")))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput([Problem("", _("dòng không đọc được."), _("Mời xóa dòng rồi ghi lại."))]) from error
    if line.kind not in KINDS:
        raise BadInput([Problem("", _("loại thay đổi “%(kind)s” không có.") % {"kind": line.kind}, _("Mời chọn lại."))])
    return line


def read_all(kept: Iterable[Mapping[str, Any]]) -> list[Line]:
    """All kept lines, in order."""
    return [read(one) for one in kept]


def resolve(lines: Sequence[Line], on: date) -> list[Change]:
    """The changes the lines mean: units by their code on the eve of the day. Raises BadInput with every fault."""
    book = _Units(lines, on)
    changes = [book.change(line, _place(line, number)) for number, line in enumerate(lines, start=1)]
    if book.problems:
        raise BadInput(book.problems)
    return [change for change in changes if change is not None]


def _place(line: Line, number: int) -> str:
    return line.where or _("Dòng %(number)s") % {"number": number}


class _Units:
    """The units that the lines name, read in one query, and what is wrong with the lines."""

    def __init__(self, lines: Sequence[Line], on: date) -> None:
        self.on, self.problems = on, list[Problem]()
        self.born = {to.code for line in lines for to in line.to if to.name}
        codes = {code for line in lines for code in line.units} | {
            c for line in lines for to in line.to for c in (to.code, to.parent) if c
        }
        eve = on - timedelta(days=1)
        rows = Unit.objects.filter(code__in=codes, valid_from__lte=on, valid_to__gt=eve).order_by("valid_from")
        self.units: dict[str, Unit] = {}
        for unit in rows:
            self.units.setdefault(unit.code, unit)

    def change(self, line: Line, where: str) -> Change | None:
        """The line as a change; None with its faults noted."""
        units = [self.unit(code, where) for code in line.units]
        if not line.units:
            self.fault(where, _("chưa chọn đơn vị."), _("Mời ghi mã đơn vị."))
        found = tuple(unit for unit in units if unit is not None)
        if not found or len(found) < len(units) or not self._has_receivers(line, where):
            return None
        match line.kind:
            case "merge":
                into = self.receiver(line.to[0], found[0], where)
                return Merge(found, into) if into is not None else None
            case "split":
                return self._split(line, found[0], where)
            case "move":
                parent = self.parent(line.to[0].code, where)
                return Move(found, parent) if parent is not None else None
            case "rename":
                return Rename(found[0], self.newborn(line.to[0], found[0], where))
            case "abolish":
                return Abolish(found)
            case _:
                return AbolishLevel(found[0], line.level or Kind.DISTRICT)

    def _has_receivers(self, line: Line, where: str) -> bool:
        if line.kind in (MERGE, MOVE, RENAME, SPLIT) and not line.to:
            self.fault(where, _("chưa ghi đơn vị nhận, đơn vị mới hoặc đơn vị cấp trên."), _("Mời bổ sung."))
            return False
        if line.kind in (SPLIT, RENAME, LEVEL) and len(line.units) > 1:
            self.fault(where, _("chỉ ghi một đơn vị cho loại thay đổi này."), _("Mời tách thành nhiều dòng."))
            return False
        return True

    def _split(self, line: Line, unit: Unit, where: str) -> Split | None:
        parts = [(self.receiver(to, unit, where), self.share(to.share, where)) for to in line.to]
        whole = [Part(to, share) for to, share in parts if to is not None]
        return Split(unit, tuple(whole)) if len(whole) == len(parts) else None

    def receiver(self, to: To, elder: Unit, where: str) -> Unit | Newborn | None:
        """A newborn where a name is given, unless that is just the standing unit's own name; else the unit of the code."""
        standing = self.units.get(to.code)
        same = standing is not None and (to.name, to.kind_vi or standing.kind_vi) == (standing.name, standing.kind_vi)
        if to.name and not same:
            return self.newborn(to, elder, where)
        return self.unit(to.code, where)

    def newborn(self, to: To, elder: Unit, where: str) -> Newborn:
        """The unit to come: where nothing else is said it is of the kind of the one it comes from."""
        parent = self.parent(to.parent, where) if to.parent else None
        name, kind_vi = to.name or elder.name, (to.kind_vi or elder.kind_vi).lower()
        if len(name) > 160 or len(kind_vi) > 30 or len(to.code) > 20:
            self.fault(where, _("tên, loại hoặc mã dài quá mức."), _("Mời rút gọn."))
        return Newborn(to.code or elder.code, nfc(name), elder.kind, nfc(kind_vi), parent)

    def parent(self, code: str, where: str) -> Unit | str | None:
        """The unit above: one that is brought forth here comes before one that stands."""
        return code if code in self.born else self.unit(code, where)

    def unit(self, code: str, where: str) -> Unit | None:
        """The unit by its code; None noted as a fault."""
        found = self.units.get(code)
        if found is None:
            said = {"code": code, "day": f"{self.on:%d/%m/%Y}"}
            what = (
                _("không có đơn vị mang mã “%(code)s” vào ngày %(day)s.") % said if code else _("chưa ghi mã đơn vị.")
            )
            self.fault(where, what, _("Mời kiểm tra lại mã hoặc ngày."))
        return found

    def share(self, text: str, where: str) -> Decimal | None:
        """A part of 1: "0,4" or "40%"; None where none is given."""
        said = text.strip().replace(",", ".")
        if not said:
            return None
        try:
            share = Decimal(said.removesuffix("%").strip()) / (100 if said.endswith("%") else 1)
        except InvalidOperation:
            share = Decimal(0)
        if not share.is_finite() or not 0 < share <= 1:
            self.fault(
                where,
                _("tỷ lệ “%(text)s” không đọc được.") % {"text": text[:20]},
                _("Mời ghi từ 0 đến 1, ví dụ 0,4, hoặc 40%."),
            )
            return None
        return share.quantize(Decimal("0.0001"))

    def fault(self, where: str, what: str, remedy: str = "") -> None:
        """Note what is wrong."""
        self.problems.append(Problem(where, what, remedy))
