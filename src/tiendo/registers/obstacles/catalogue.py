"""The pack's words of obstacles (`obstacles.yaml`): kinds, the levels that answer with their time limits, where reports count them.

A pack without the file keeps no obstacles.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, ValidationError

from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.reading import Document, read_yaml
from tiendo.foundation.packs.schema import Dated, Model, Pack, Text
from tiendo.foundation.packs.schema.base import OPEN_END, OPEN_START, Code, FormCode, Slug
from tiendo.foundation.packs.wording import sentence
from tiendo.kernel.verdicts import BadInput, Problem

FILE = "obstacles.yaml"
FORM = "R_obstacles"
LEVELS = ("district", "department", "province")
"""Who answers, from below."""


class KindDef(Model):
    """A kind of obstacle people choose."""

    code: Slug
    name: Text


class LimitDef(Model):
    """A level that answers, and within how many working days."""

    level: Literal["district", "department", "province"]
    days: Annotated[int, Field(ge=1, le=90)]


class RouteDef(Dated):
    """The levels of a time, from below."""

    key: Slug
    up: Annotated[tuple[LimitDef, ...], Field(min_length=1)]


class ReportedDef(Model):
    """The cell in which a leaf reports how many obstacles it met."""

    form: FormCode
    cell: Code


class Catalogue(Model):
    """Everything a pack says about obstacles. `closes_after_days`: working days without a word of the raiser, then an answer stands."""

    kinds: Annotated[tuple[KindDef, ...], Field(min_length=1)]
    routes: Annotated[tuple[RouteDef, ...], Field(min_length=1)]
    closes_after_days: Annotated[int, Field(ge=1, le=90)]
    reported: ReportedDef | None = None

    def name_of(self, code: str) -> str:
        """What a kind is called; its code when the pack has dropped it."""
        return next((kind.name for kind in self.kinds if kind.code == code), code)

    def up(self, on: date) -> tuple[LimitDef, ...]:
        """The levels that answer on a day, from below; none when no route is in force."""
        return next((route.up for route in self.routes if route.in_force(on)), ())


def current() -> Catalogue | None:
    """The catalogue of the pack in use; None when it keeps no obstacles."""
    return load(packs.current().folder_of(FILE))


def name_of(code: str) -> str:
    """What a kind is called in the pack in use."""
    said = current()
    return said.name_of(code) if said else code


def load(directory: Path) -> Catalogue | None:
    """The catalogue of the pack in `directory`, None when it has none. Raises BadInput with every fault."""
    path = directory / FILE
    return _load(directory, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=8)
def _load(directory: Path, _changed: int) -> Catalogue:
    unread: list[Problem] = []
    read = read_yaml(directory, FILE, unread)
    if read is None:
        raise BadInput(unread)
    try:
        found = Catalogue.model_validate(read.value)
    except ValidationError as error:
        raise BadInput([Problem(read.where(fault["loc"]), *sentence(fault)) for fault in error.errors()]) from None
    faults = [*_twice(found, read), *_out_of_order(found, read), *_overlapping(found, read)]
    if faults:
        raise BadInput(faults)
    return found


def _twice(found: Catalogue, read: Document) -> Iterator[Problem]:
    codes = [kind.code for kind in found.kinds]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield Problem(read.where(("kinds", place)), _("“%s” đã có ở trên.") % code, _("Mỗi mã chỉ viết một lần."))


def _out_of_order(found: Catalogue, read: Document) -> Iterator[Problem]:
    for place, route in enumerate(found.routes):
        ranks = [LEVELS.index(limit.level) for limit in route.up]
        if ranks != sorted(set(ranks)):
            remedy = _("Mời viết mỗi cấp một lần, từ dưới lên: %s.") % ", ".join(LEVELS)
            yield Problem(read.where(("routes", place, "up")), _("các cấp không theo thứ tự từ dưới lên."), remedy)


def _overlapping(found: Catalogue, read: Document) -> Iterator[Problem]:
    for place, later in enumerate(found.routes):
        for earlier in found.routes[:place]:
            starts = max(earlier.valid_from or OPEN_START, later.valid_from or OPEN_START)
            if starts < min(earlier.valid_to or OPEN_END, later.valid_to or OPEN_END):
                what = _("“%(later)s” có hiệu lực cùng lúc với “%(earlier)s”.")
                named = what % {"later": later.key, "earlier": earlier.key}
                yield Problem(read.where(("routes", place)), named, _("Mời sửa valid_from, valid_to."))


def problems(pack: Pack) -> Iterator[Problem]:
    """What is wrong with the pack's catalogue; a register form of obstacles without one is a fault too."""
    try:
        found = load(pack.folder_of(FILE))
    except BadInput as error:
        yield from error.problems
        return
    if found is None:
        if FORM in pack.registers:
            yield Problem(FILE, _("không có tệp này."), _("Sổ %s cần loại vướng mắc và thời hạn.") % FORM)
        return
    counted = found.reported
    form = pack.forms.get(counted.form) if counted else None
    if counted and (form is None or counted.cell not in form.cells):
        what = _("biểu %(form)s không có ô %(cell)s.") % {"form": counted.form, "cell": counted.cell}
        yield Problem(f"{FILE}, reported", what, _("Mời sửa mã biểu hoặc mã ô."))
