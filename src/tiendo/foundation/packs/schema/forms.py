"""Forms: cells in blocks, rules with their sentences, who enters, signs and accepts."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from tiendo.foundation.packs.schema.base import Code, Dated, FormCode, Frequency, Level, Model, Text, cell_name

PLACEHOLDERS = {
    "V1": {"maximum"},
    "V2": {"part", "whole"},
    "V3": {"total", "sum"},
    "V4": {"value", "expected", "start"},
    "V5": set(),
    "V7": {"value", "median"},
    "V8": {"previous"},
}
"""What a rule's sentence may name between braces."""


class Evidence(Model):
    """One part of what must be written when a cell is above 0, standing in for the record behind it."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    label: Text


class Cell(Model):
    """One cell of a form. `owner`: the leaves that owe it (CPC all communes, DPC all districts, else an agency's code).
    `maximum_units`: no more than the units of that kind in force under the leaf."""

    code: Code
    label: Text
    hint: Text
    nature: Literal["flow", "stock", "flag"]
    frequency: Frequency
    owner: Text
    maximum: Annotated[int, Field(ge=0)] | None = None
    maximum_units: Literal["commune", "district"] | None = None
    evidence: tuple[Evidence, ...] = ()
    evidence_title: str = ""
    counts_people: bool = False
    restricted: bool = False

    @property
    def name(self) -> str:
        """The code as expressions and stored values write it."""
        return cell_name(self.code)


class Block(Model):
    """A titled group of cells, all owed by `owner` unless a cell says otherwise."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    title: Text
    owner: Text
    cells: Annotated[tuple[Cell, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _hand_down_owner(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("cells"), tuple) and value.get("owner"):
            cells = tuple({"owner": value["owner"], **c} if isinstance(c, dict) else c for c in value["cells"])
            return {**value, "cells": cells}
        return value


class Rule(Model):
    """One check of a form, by its kind in the common rules.

    V2 `cells` = [part, whole] (or a chain part ≤ … ≤ whole); `cumulative`: both since 1 January.
    V4 `cells` = [end], start is `previous` (last known before, also across the year's end) or a cell; plus `plus`, less `minus`.
    V5 `cells` = [a, b]: b must be 0 when a is 0. V7 `cells` each apart: more than `factor` times and at least `gap` from the
    median of the last `periods` like periods. V8 `cells`: all non-zero and all equal to the period before or to the same one
    last year, or at least `equal_cells` non-zero flows equal to the period before.
    """

    kind: Literal["V1", "V2", "V3", "V4", "V5", "V7", "V8"]
    level: Literal["error", "warning"]
    cells: Annotated[tuple[Code, ...], Field(min_length=1)]
    text: Text
    cumulative: bool = False
    start: str = ""
    plus: tuple[Code, ...] = ()
    minus: tuple[Code, ...] = ()
    factor: Annotated[int, Field(ge=2)] = 3
    gap: Annotated[int, Field(ge=1)] = 10
    periods: Annotated[int, Field(ge=1)] = 6
    equal_cells: Annotated[int, Field(ge=2)] = 5

    @model_validator(mode="after")
    def _well_formed(self) -> Rule:
        named = {field for _, field, _, _ in string.Formatter().parse(self.text) if field is not None}
        if stray := named - PLACEHOLDERS[self.kind]:
            raise ValueError(
                f"câu của {self.kind} chỉ được dùng {sorted(PLACEHOLDERS[self.kind])}, không có {sorted(stray)}"
            )
        if self.kind == "V2" and len(self.cells) < 2:
            raise ValueError("V2 cần ít nhất hai ô: phần rồi đến tổng")
        if self.kind == "V5" and len(self.cells) != 2:
            raise ValueError("V5 cần đúng hai ô: ô gốc rồi đến ô phụ thuộc")
        if self.kind == "V4" and (len(self.cells) != 1 or not self.start or not (self.plus or self.minus)):
            raise ValueError("V4 cần một ô cuối kỳ, start và plus hoặc minus")
        return self

    @property
    def all_cells(self) -> tuple[str, ...]:
        """Every cell the rule reads, in order, without repeats."""
        start = (self.start,) if self.start and self.start != "previous" else ()
        return tuple(dict.fromkeys((*self.cells, *start, *self.plus, *self.minus)))

    def message(self, **shown: str) -> str:
        """The sentence with its numbers, already written the Vietnamese way."""
        return self.text.format_map(_Blank(shown))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


class Actor(Model):
    """A role at a unit: `leaf` the form's leaf itself, `parent` the people's committee above it, else an agency's code."""

    role: Literal[
        "commune_officer", "commune_chair", "district_officer", "district_chair", "department_officer", "department_director",
        "agency_officer", "agency_head", "vice_chair",
    ]  # fmt: skip
    at: Text


class FormDef(Dated):
    """One version of a form: its cells in blocks, its rules, who enters, signs and accepts it."""

    code: FormCode
    version: Annotated[int, Field(ge=1)]
    title: Text
    base_period: Literal["month", "quarter"]
    leaf_kind: Literal["commune", "district", "agency"]
    level: Level
    enters: Actor
    signs: Actor
    approves: Actor
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by code, in the order of the form."""
        return {cell.code: cell for block in self.blocks for cell in block.cells}

    @property
    def owners(self) -> tuple[str, ...]:
        """Who owes cells of this form, in order, without repeats."""
        return tuple(dict.fromkeys(cell.owner for cell in self.cells.values()))

    def cells_of(self, owner: str) -> tuple[Cell, ...]:
        """The cells one owner owes."""
        return tuple(cell for cell in self.cells.values() if cell.owner == owner)
