"""The pack's words of money (`budgets.yaml`): sources with their days of validity, marked purposes, and when a line is worth a warning.

A pack without the file keeps no budgets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, ValidationError

from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.reading import read_yaml
from tiendo.foundation.packs.schema import Dated, Model, Pack, Text
from tiendo.foundation.packs.schema.base import Slug
from tiendo.foundation.packs.wording import sentence
from tiendo.kernel.verdicts import BadInput, Problem

FILE = "budgets.yaml"


class SourceDef(Dated):
    """Where money comes from. `received`: given by somebody, so that what came in is recorded; `level`: the budget of that kind of unit."""

    code: Slug
    name: Text
    received: bool = False
    level: Literal["", "province", "district", "commune"] = ""


class PurposeDef(Model):
    """A use that has a figure of its own; `team`: it pays the inspection teams."""

    code: Slug
    name: Text
    team: bool = False


class Catalogue(Model):
    """Everything a pack says about budgets. `idle_from` (month-day): from then on an unspent line is named."""

    sources: Annotated[tuple[SourceDef, ...], Field(min_length=1)]
    purposes: tuple[PurposeDef, ...] = ()
    sign_by_day: Annotated[int, Field(ge=1, le=28)]
    idle_from: Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]
    large_payment_percent: Annotated[int, Field(ge=1, le=100)]

    def source(self, code: str) -> SourceDef | None:
        """The source of that code, whatever the day."""
        return next((one for one in self.sources if one.code == code), None)

    def purpose(self, code: str) -> PurposeDef | None:
        """The purpose of that code."""
        return next((one for one in self.purposes if one.code == code), None)

    def name_of(self, code: str) -> str:
        """What a source is called; its code when the pack has dropped it."""
        found = self.source(code)
        return found.name if found else code

    @property
    def received(self) -> frozenset[str]:
        """Codes of the sources whose money is received."""
        return frozenset(one.code for one in self.sources if one.received)

    @property
    def for_teams(self) -> frozenset[str]:
        """Codes of the purposes that pay teams."""
        return frozenset(one.code for one in self.purposes if one.team)

    def own(self, kind: str) -> frozenset[str]:
        """Codes of the sources that are the budget of a unit of that kind."""
        return frozenset(one.code for one in self.sources if one.level == kind)

    def idle_day(self, year: int) -> date:
        """The day of the year from which an unspent line is named."""
        month, _dash, day = self.idle_from.partition("-")
        return date(year, int(month), int(day))


def current() -> Catalogue | None:
    """The catalogue of the pack in use; None when it keeps no budgets."""
    return load(packs.current().folder_of(FILE))


def load(directory: Path) -> Catalogue | None:
    """The catalogue of the pack in `directory`, None when it has none. Raises BadInput with every fault."""
    path = directory / FILE
    return _load(directory, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=8)
def _load(directory: Path, _changed: int) -> Catalogue:
    problems: list[Problem] = []
    read = read_yaml(directory, FILE, problems)
    if read is None:
        raise BadInput(problems)
    try:
        found = Catalogue.model_validate(read.value)
    except ValidationError as error:
        raise BadInput([Problem(read.where(fault["loc"]), *sentence(fault)) for fault in error.errors()]) from None
    for part in ("sources", "purposes"):
        codes = [one.code for one in getattr(found, part)]
        twice = [place for place, code in enumerate(codes) if code in codes[:place]]
        problems += [
            Problem(read.where((part, place)), _("“%s” đã có ở trên.") % codes[place], _("Mỗi mã chỉ viết một lần."))
            for place in twice
        ]
    try:
        found.idle_day(2001)
    except ValueError:
        problems.append(Problem(read.where(("idle_from",)), _("không có ngày này."), _("Viết tháng-ngày, như 09-30.")))
    if problems:
        raise BadInput(problems)
    return found


def problems(pack: Pack) -> Iterator[Problem]:
    """What is wrong with the pack's catalogue; a register form of budgets without one is a fault too."""
    from tiendo.registers.budgets.register import FORM

    try:
        found = load(pack.folder_of(FILE))
    except BadInput as error:
        yield from error.problems
        return
    if found is None and FORM in pack.registers:
        yield Problem(FILE, _("không có tệp này."), _("Sổ %s cần danh mục nguồn kinh phí.") % FORM)
