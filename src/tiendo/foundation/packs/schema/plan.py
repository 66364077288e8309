"""The plan of a pack and who carries it out: head, facts, clause map, agencies, what the boards show."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tiendo.foundation.packs.schema.base import Code, Dated, Model, Slug, Text


class Provenance(Model):
    """Where one file of the pack comes from and what was done to it."""

    file: Text
    source: Text
    note: str = ""


class PackHead(Dated):
    """`pack.yaml`. `base`: code of the pack, in the folder beside this one, whose parts hold where this one says nothing."""

    code: Slug
    title: Text
    version: Annotated[int, Field(ge=1)]
    publisher: Text
    base: Slug | None = None
    provenance: tuple[Provenance, ...]


class PlanMeta(Model):
    """`plan.yaml`: facts about the issued plan. `number` and `date` are None when the text does not print them."""

    number: str | None
    date: date | None
    title: Text
    issuer: Text
    unit_code: Text
    year: Annotated[int, Field(ge=2000, le=2100)]
    start_month: Annotated[int, Field(ge=1, le=12)] = 1


class ClauseMap(Model):
    """One clause: what it asks in short, who answers (the first leads), in which rooms of the software, what evidence moves it."""

    id: Annotated[str, StringConstraints(pattern=r"^\S.{0,79}$")]
    asked: Text
    who: Annotated[tuple[Text, ...], Field(min_length=1)]
    rooms: Annotated[tuple[Text, ...], Field(min_length=1)]
    evidence: Text
    indicators: Annotated[tuple[Code, ...], Field(min_length=1)]

    @property
    def room(self) -> str:
        """The first room, where most of the clause's work is done."""
        return self.rooms[0]


class AgencyDef(Dated):
    """A body of the province that is not a place: a department, an agency, a committee.

    `succeeds`: agencies of the base whose work it took over, so that what they owned there is its own here.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]+$")]
    name: Text
    short_name: Text
    kind: Literal["agency", "committee", "team", "office"]
    kind_vi: Text
    parent: Text
    succeeds: tuple[Text, ...] = ()


class ClassDef(Model):
    """A class of units or a body that answers for clauses without being one agency: all districts, the province's committee."""

    code: Text
    name: Text
    short_name: Text
    kind: Literal["commune", "district", "team", "committee", "province", "all"]


class ProgrammeDef(Model):
    """Another programme that a place's plan can carry out at the same time; `required` when the plan's target asks for it."""

    code: Slug
    name: Text
    required: bool = False


class BoardSection(Model):
    """A group of figures on the boards."""

    key: Slug
    title: Text
    figures: Annotated[tuple[Code, ...], Field(min_length=1)]
