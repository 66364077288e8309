"""A pack while it is being read: the parts found so far, their lines, and the problems. Only the loader and its checks see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tiendo.foundation.packs.reading import Document
from tiendo.foundation.packs.schema import (
    AgencyDef,
    BoardSection,
    CalendarDef,
    ClassDef,
    ClauseMap,
    FormDef,
    IndicatorDef,
    Pack,
    PackHead,
    PlanMeta,
    ProgrammeDef,
    RegisterDef,
    TargetEntry,
)
from tiendo.kernel.verdicts import Problem


@dataclass
class Draft:
    """Parts that failed their shape are absent. `lines`: indicator `OUT-01`, cell `F1:OUT-01`, clause `clauses:I.2.-1`, …

    `base`: the sound pack it builds on. What was taken over from there is named in `inherited` (indicators) and
    `inherited_forms`, and was checked there.
    """

    directory: Path
    base: Pack | None = None
    inherited: frozenset[str] = frozenset()
    inherited_forms: tuple[FormDef, ...] = ()
    head: PackHead | None = None
    plan: PlanMeta | None = None
    plan_text: str = ""
    calendar: CalendarDef | None = None
    standing_agency: str = ""
    indicators: dict[str, IndicatorDef] = field(default_factory=dict)
    clauses: dict[str, ClauseMap] = field(default_factory=dict)
    targets: dict[str, TargetEntry] = field(default_factory=dict)
    agencies: dict[str, AgencyDef] = field(default_factory=dict)
    classes: dict[str, ClassDef] = field(default_factory=dict)
    forms: list[FormDef] = field(default_factory=list)
    form_files: list[str] = field(default_factory=list)
    registers: dict[str, RegisterDef] = field(default_factory=dict)
    documents: tuple[Mapping[str, object], ...] = ()
    boards: tuple[BoardSection, ...] = ()
    programmes: tuple[ProgrammeDef, ...] = ()
    sources: dict[str, Document | None] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def all_forms(self) -> tuple[FormDef, ...]:
        """Every version of every form: the base's, then those of the folder."""
        return *self.inherited_forms, *self.forms

    @property
    def places_dir(self) -> Path:
        """The folder of places: the pack's own, else its base's."""
        own = self.directory / "places"
        return own if own.is_dir() or self.base is None else self.base.places_dir

    def whole(self, file: str) -> bool:
        """Whether the file could be read in full: what depends on a broken one is not judged, or one fault becomes many."""
        return not any(problem.where.split(",")[0] == file for problem in self.problems)

    def where(self, part: str) -> str:
        """File and line of a part; its name when no line is known."""
        return self.lines.get(part, part)

    def at(self, file: str, *path: int | str) -> str:
        """File and line of a path inside a YAML file."""
        document = self.sources.get(file)
        return document.where(path) if document else file
