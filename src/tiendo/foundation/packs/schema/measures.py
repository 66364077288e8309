"""Indicators and targets: a row of the catalogue, the words for it, and what its value is held against."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from tiendo.foundation.packs.schema.base import Code, FormCode, Frequency, Model, Text, cell_name

Judging = Literal["month", "quarter", "year", "from_due"]


class TargetRule(Model):
    """What a value is held against. `share`: num × 100 ≥ low × den · `range`: met from low, above high with a note ·
    `keep`: the value ≥ the cell named in `keep` · `at_most`: the value ≤ low · `share_at_most`: num × 100 ≤ low × den."""

    kind: Literal["share", "at_least", "exactly", "range", "keep", "at_most", "share_at_most"]
    low: int = 0
    high: int | None = None
    keep: str = ""

    def __str__(self) -> str:
        """As `read` understands it."""
        match self.kind:
            case "keep":
                return f"keep {self.keep}"
            case "range":
                return f"range {self.low}..{self.high}"
            case _:
                return f"{self.kind} {self.low}"

    @property
    def is_share(self) -> bool:
        """Whether it holds a share against a per cent, not a count."""
        return self.kind in {"share", "share_at_most"}

    @property
    def is_ceiling(self) -> bool:
        """Whether the value must stay at or below `low`."""
        return self.kind in {"at_most", "share_at_most"}

    @classmethod
    def read(cls, text: str) -> TargetRule | None:
        """From the `target` column: `share 75`, `range 1..2`, `keep SCO_08`; None when blank, ValueError when unreadable."""
        if not text.strip():
            return None
        kind, _, value = text.strip().partition(" ")
        if kind == "keep" and value:
            return cls(kind="keep", keep=value)
        if kind == "range":
            low, dots, high = value.partition("..")
            if dots and low.isdigit() and high.isdigit() and int(low) <= int(high):
                return cls(kind="range", low=int(low), high=int(high))
        if kind in {"share", "at_least", "exactly", "at_most", "share_at_most"} and value.isdigit():
            return cls.model_validate({"kind": kind, "low": int(value)})
        raise ValueError(f"không hiểu mức chỉ tiêu “{text}”")


class IndicatorDef(Model):
    """One row of `indicators.csv`, with its words for the screen from `words.yaml`."""

    code: Code
    section: Text
    name_vi: Text
    name_en: Text
    unit: Text
    type: Literal["count", "flag", "money", "ratio", "level"]
    entry_level: Literal["register", "commune", "district", "department"]
    owner: Text
    frequency: Frequency
    source: Text
    aggregation: Literal["sum", "last", "ratio", "count_communes_ge_1"]
    numerator: str
    denominator: str
    disaggregation: str
    privacy: Literal["open", "restricted", "counts_people", "released", "withdrawn"]
    clauses: Annotated[tuple[Text, ...], Field(min_length=1)]
    legal_source: str
    forms: tuple[FormCode, ...]
    home: Annotated[str, StringConstraints(pattern=r"^(F\d|R_[a-z]+|frame|computed|none)$")]
    leaf: str
    interim: Literal["hand", "auto", "wait", "computed", ""]
    target: str
    notes: str
    definition: str = ""
    numerator_vi: str = ""
    denominator_vi: str = ""

    @field_validator("target")
    @classmethod
    def _target_reads(cls, text: str) -> str:
        TargetRule.read(text)
        return text

    @model_validator(mode="after")
    def _consistent(self) -> IndicatorDef:
        computed = self.home == "computed"
        if computed != (self.interim == "computed") or (computed and not self.numerator):
            raise ValueError(
                "chỉ tiêu tính (home = computed) phải có interim = computed và có numerator; ô nhập thì không"
            )
        if (self.aggregation == "ratio") != bool(self.denominator):
            raise ValueError("aggregation = ratio và denominator phải đi cùng nhau")
        if self.home.startswith("F") and self.home not in self.forms:
            raise ValueError(f"home {self.home} không nằm trong cột forms")
        return self

    @property
    def name(self) -> str:
        """The code as expressions write it."""
        return cell_name(self.code)

    @property
    def is_cell(self) -> bool:
        """Whether it has a slot of its own in some form or register."""
        return self.home not in {"computed", "frame", "none"} and self.type != "level"

    @property
    def is_flow(self) -> bool:
        """A flow adds over time; everything else in a cell is a stock, whose latest value counts."""
        return self.aggregation == "sum"

    @property
    def counts_people(self) -> bool:
        """Figures about people: on no board and in no document."""
        return self.privacy in {"counts_people", "released"}

    @cached_property
    def rule(self) -> TargetRule | None:
        """What its value is held against: targets and guards have one."""
        return TargetRule.read(self.target)


class DayOfYear(Model):
    """A day that returns each year."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]

    def in_year(self, year: int) -> date:
        """That day of `year`."""
        return date(year, self.month, self.day)


class Milestone(Model):
    """What a target's value should have reached by the end of a quarter, in the unit of its rule."""

    quarter: Annotated[int, Field(ge=1, le=4)]
    low: Annotated[int, Field(ge=0)]


class TargetSaid(Model):
    """What a pack says of a target besides its goal. `judged`: the periods in which met or not met is said.

    `indicator` measures it, its namesake when blank. `by_hand`: nothing measures it; the lead records its value with evidence.
    `baseline`: the value to start from, or to keep. `whole_on`: the end of the month whose denominator holds for the whole year.
    """

    code: Code
    indicator: str = ""
    by_hand: bool = False
    baseline: int | None = None
    milestones: tuple[Milestone, ...] = ()
    whole_on: date | None = None
    label: Text
    title: Text
    goal: Text
    clause: Text
    who: Annotated[tuple[Text, ...], Field(min_length=1)]
    judged: Judging
    due_setting: DayOfYear | None = None
    unit_word: Text
    note: str = ""
    above_note: str = ""

    @model_validator(mode="after")
    def _due_when_from_due(self) -> TargetSaid:
        if (self.judged == "from_due") != (self.due_setting is not None):
            raise ValueError("judged = from_due và due_setting phải đi cùng nhau")
        return self


class TargetEntry(TargetSaid):
    """One target of `targets.yaml`. `rule`: its goal, written as in the column `target`; that of its indicator's row when blank."""

    rule: str = ""

    @field_validator("rule")
    @classmethod
    def _rule_reads(cls, text: str) -> str:
        TargetRule.read(text)
        return text

    @property
    def own_rule(self) -> TargetRule | None:
        """The goal said here; None when the indicator's row says it."""
        return TargetRule.read(self.rule)


class TargetDef(TargetSaid):
    """A target with its rule; `who_shown` names those who answer, in short."""

    rule: TargetRule
    who_shown: str

    @property
    def measure(self) -> str:
        """The code of the indicator that measures it; "" when it is counted by hand."""
        return "" if self.by_hand else self.indicator or self.code


class Words(Model):
    """One entry of `words.yaml`: how an indicator is explained on the screen."""

    definition: str = ""
    numerator: str = ""
    denominator: str = ""
