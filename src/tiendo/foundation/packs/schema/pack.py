"""A loaded pack: everything in it by code, with the place of each part for those who report problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import ConfigDict

from tiendo.foundation.packs.schema.base import Model
from tiendo.foundation.packs.schema.days import CalendarDef
from tiendo.foundation.packs.schema.forms import Cell, FormDef
from tiendo.foundation.packs.schema.measures import IndicatorDef, TargetDef
from tiendo.foundation.packs.schema.plan import (
    AgencyDef,
    BoardSection,
    ClassDef,
    ClauseMap,
    PackHead,
    PlanMeta,
    ProgrammeDef,
)
from tiendo.foundation.packs.schema.registers import RegisterCell, RegisterDef


class Pack(Model):
    """A loaded pack. `documents` stays as written: the documents app knows its shape.

    `base_folders`: those of the packs it builds on, the nearest first.
    `lines` gives file and line of a part for problems found by higher apps: `pack.where("OUT-01")`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    head: PackHead
    digest: str
    directory: Path
    base_folders: tuple[Path, ...] = ()
    plan: PlanMeta
    plan_text: str
    clauses: Mapping[str, ClauseMap]
    indicators: Mapping[str, IndicatorDef]
    forms: Mapping[str, FormDef]
    form_versions: tuple[FormDef, ...]
    registers: Mapping[str, RegisterDef]
    targets: Mapping[str, TargetDef]
    calendar: CalendarDef
    standing_agency: str
    agencies: Mapping[str, AgencyDef]
    classes: Mapping[str, ClassDef]
    documents: tuple[Mapping[str, object], ...]
    boards: tuple[BoardSection, ...]
    programmes: tuple[ProgrammeDef, ...]
    lines: Mapping[str, str]

    @property
    def code(self) -> str:
        """The pack's code."""
        return self.head.code

    @property
    def title(self) -> str:
        """The pack's title."""
        return self.head.title

    @property
    def folders(self) -> tuple[Path, ...]:
        """Its own folder, then those it builds on."""
        return self.directory, *self.base_folders

    @property
    def places_dir(self) -> Path:
        """The folder of its units, changes and boundaries."""
        return self.folder_of("places") / "places"

    def folder_of(self, file: str) -> Path:
        """The folder that holds a file of the pack: its own, else that of the base it builds on."""
        for folder in self.folders:
            if (folder / file).exists():
                return folder
        return self.directory

    def form_on(self, code: str, on: date) -> FormDef | None:
        """The version of a form in force on a day; None when it is not in force."""
        versions = [form for form in self.form_versions if form.code == code and form.in_force(on)]
        return max(versions, key=lambda form: form.version, default=None)

    def cell(self, code: str) -> Cell | None:
        """The cell of an indicator in its home form's newest version; None when its form is not open."""
        indicator = self.indicators.get(code)
        form = self.forms.get(indicator.home) if indicator else None
        return form.cells.get(code) if form else None

    def sheet(self, code: str) -> FormDef | RegisterDef | None:
        """Whatever keeps slots under that code: the newest version of a report form, or a register form."""
        return self.forms.get(code) or self.registers.get(code)

    def base_of(self, code: str) -> Literal["month", "quarter"]:
        """The base period of a report or register form. Raises KeyError when there is none of that code."""
        found = self.sheet(code)
        if found is None:
            raise KeyError(code)
        return found.base_period

    def live_cell(self, code: str) -> RegisterCell | None:
        """The cell of an indicator that a register keeps; None when it is reported, computed or its register is not open."""
        indicator = self.indicators.get(code)
        register = self.registers.get(indicator.home) if indicator else None
        return register.cells.get(code) if register else None

    def by_name(self, name: str) -> IndicatorDef | None:
        """The indicator an expression names (`OUT_01`)."""
        return self.indicators.get(name.replace("_", "-"))

    def who_name(self, code: str) -> str:
        """How an answerable body is called in short; the code itself for a place."""
        known = self.agencies.get(code) or self.classes.get(code)
        return known.short_name if known else code

    def where(self, part: str, column: str = "") -> str:
        """File, line and column of an indicator (`OUT-01`), a form's cell (`F1:OUT-01`) or a clause, as people read it."""
        keys = (part, f"clauses:{part}", f"targets:{part}", f"agencies:{part}")
        place = next((self.lines[key] for key in keys if key in self.lines), part)
        return _("%(place)s, cột %(column)s") % {"place": place, "column": column} if column else place
