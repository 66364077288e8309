"""A plan under review, as a value: its parts in the order of the text, what they promise, what they cite and what was answered.

Pure: no database, no request. `editing` makes a new document from an old one; refs and parents are always computed, never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from tiendo.kernel.reading import Node, NodeKind

Span = tuple[int, int]
Rule = Literal["", "at_least", "at_most", "exactly", "range", "keep", "zero", "share", "share_at_most"]
Judged = Literal["month", "quarter", "year", "from_due"]
END_REF = "end"
_SENTENCE = re.compile(r"(?<=[.;:!?…])\s+(?=[^\W\d_a-zà-ỹ]|[-–+“\"]\s?[A-ZĐÀ-Ỹ])|\n+")


class Kind(StrEnum):
    """What a part is: it groups, it asks, it closes the plan, or it is no part of the plan at all."""

    HEADING = "heading"
    CLAUSE = "clause"
    CLOSING = "closing"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of the outline. `key` never changes; `level` 0 is the outermost.

    `start` ≤ `body` ≤ `text_start` ≤ `end`: the mark, a heading's own line, what it asks. `label` is the mark in a path; one that is
    `counted` is numbered among its brothers (`-4`). `lead_names` and `coordinating_names` are agencies read that nobody knows.
    `no_lead` and `no_measure` are the reasons a person gave. `was` is the lasting id of the clause it continues, in an amendment.
    """

    key: int
    level: int
    mark: str
    label: str
    counted: bool = False
    kind: Kind
    start: int
    body: int
    text_start: int
    end: int
    asks: bool = True
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    lead_names: tuple[str, ...] = ()
    coordinating_names: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    no_lead: str = ""
    no_measure: str = ""
    asked: str = ""
    evidence: str = ""
    rooms: tuple[str, ...] = ()
    was: str = ""

    @property
    def is_clause(self) -> bool:
        """Whether it asks somebody to do something."""
        return self.kind is not Kind.OUTSIDE and self.asks and self.text_start < self.end

    def title(self, text: str) -> str:
        """A heading's own line without its mark; "" for the rest."""
        return " ".join(text[self.body : self.text_start].split()) if self.kind is Kind.HEADING else ""

    def words(self, text: str) -> str:
        """What it asks, as one line."""
        return " ".join(text[self.text_start : self.end].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A target: words `start`..`end` of its part, and how it is measured. `low` and `high` in the unit of its rule.

    `indicator` measures it, or it is counted `by_hand` with what `evidence` names. `due` is `03-31` when judged from a day of the
    year. `code`, `label` and `pack_rule` (`keep SCO_08`) come from the pack's own target, where it has one. `whole_on` is the end of
    the month (`2016-12-31`) whose denominator holds all year; `was` the code of the target it goes on as, in an amendment.
    """

    key: int
    part: int
    start: int
    end: int
    rule: Rule = ""
    low: int | None = None
    high: int | None = None
    baseline: int | None = None
    indicator: str = ""
    by_hand: bool = False
    evidence: str = ""
    unit_word: str = ""
    judged: Judged = "year"
    due: str = ""
    milestones: tuple[tuple[int, int], ...] = ()
    title: str = ""
    code: str = ""
    label: str = ""
    pack_rule: str = ""
    whole_on: str = ""
    was: str = ""

    @property
    def measured(self) -> bool:
        """Whether it is said how far it is reached: by which figure, held against what."""
        has_measure = bool(self.indicator) or (self.by_hand and bool(self.evidence))
        return has_measure and self.has_rule

    @property
    def is_share(self) -> bool:
        """Whether its goal is a per cent."""
        return self.rule in ("share", "share_at_most")

    @property
    def has_rule(self) -> bool:
        """Whether the goal is complete."""
        match self.rule:
            case _ if self.pack_rule:
                return True
            case "":
                return False
            case "zero":
                return True
            case "keep":
                return self.baseline is not None
            case "range":
                return self.low is not None and self.high is not None and self.low <= self.high
            case _:
                return self.low is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A document cited, as printed; `dated` is `2017-03-07` or ""."""

    number: str
    kind: str = ""
    dated: str = ""
    by: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def dated_shown(self) -> str:
        """As people write it: 07/03/2017."""
        return f"{date.fromisoformat(self.dated):%d/%m/%Y}" if self.dated else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the reader asks a person to look at; `part` is None for the text as a whole."""

    code: str
    text: str
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the head; `issued_on` is `2017-03-31` or "". `unit` is the code of the unit whose plan it is."""

    number: str = ""
    issued_on: str = ""
    issuer: str = ""
    title: str = ""
    year: int | None = None
    unit: str = ""
    code: str = ""

    @property
    def day(self) -> date:
        """The day citations are judged on: when it was issued, else the beginning of its year."""
        return date.fromisoformat(self.issued_on) if self.issued_on else date(self.year or date.max.year, 1, 1)

    @property
    def issued_on_shown(self) -> str:
        """As people write it: 31/03/2017."""
        return f"{self.day:%d/%m/%Y}" if self.issued_on else ""

    @property
    def first_day(self) -> date | None:
        """The day whose tree of units it speaks of; None while it says no year."""
        if not self.year:
            return None
        return max(date(self.year, 1, 1), self.day) if self.day.year == self.year else date(self.year, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Document:
    """The whole. `seen` are the ids of questions answered by "leave it as it is"; `next_key` numbers what is added. `drawn_up`: its
    words are written here and may be changed; otherwise they were read from a document and stay as printed."""

    head: Head
    parts: tuple[Part, ...]
    promises: tuple[Promise, ...] = ()
    bases: tuple[Basis, ...] = ()
    notices: tuple[Notice, ...] = ()
    seen: tuple[str, ...] = ()
    next_key: int = 1
    drawn_up: bool = False

    @cached_property
    def by_key(self) -> Mapping[int, Part]:
        """Parts by key."""
        return {part.key: part for part in self.parts}

    @cached_property
    def parents(self) -> Mapping[int, int | None]:
        """Key → key of the part above, for every part of the plan; what is outside hangs nowhere."""
        above: list[Part] = []
        found: dict[int, int | None] = {}
        for part in self.parts:
            if part.kind is Kind.OUTSIDE:
                continue
            while above and above[-1].level >= part.level:
                above.pop()
            found[part.key] = above[-1].key if above else None
            above.append(part)
        return found

    @cached_property
    def refs(self) -> Mapping[int, str]:
        """Key → the path of marks (`II.2.b.-4`), unique; "" for what is outside the plan."""
        counts: dict[tuple[int | None, str], int] = {}
        refs: dict[int, str] = {}
        used: set[str] = set()
        for part in self.parts:
            if part.kind is Kind.OUTSIDE:
                refs[part.key] = ""
                continue
            parent = self.parents[part.key]
            ref = _unused(_path(part, parent, refs, counts), used)
            used.add(ref)
            refs[part.key] = ref
        return refs

    @cached_property
    def below(self) -> Mapping[int, tuple[int, ...]]:
        """Key → keys of everything under it, in the order of the text."""
        found: dict[int, list[int]] = {part.key: [] for part in self.parts}
        for key in self.parents:
            above = self.parents[key]
            while above is not None:
                found[above].append(key)
                above = self.parents[above]
        return {key: tuple(keys) for key, keys in found.items()}

    @property
    def clauses(self) -> tuple[Part, ...]:
        """The parts that ask something."""
        return tuple(part for part in self.parts if part.is_clause)

    @property
    def headings(self) -> tuple[Part, ...]:
        """The parts that group others."""
        return tuple(part for part in self.parts if part.kind is Kind.HEADING)

    def promises_of(self, key: int) -> tuple[Promise, ...]:
        """The targets of a part, in the order of the text."""
        return tuple(promise for promise in self.promises if promise.part == key)

    def shows(self, part: Part) -> bool:
        """Whether something shows how far the clause is carried out: an indicator, or a target with its measure."""
        return bool(part.indicators) or any(promise.measured for promise in self.promises_of(part.key))

    def index(self, key: int) -> int:
        """Place of a part; KeyError when there is none."""
        for place, part in enumerate(self.parts):
            if part.key == key:
                return place
        raise KeyError(key)

    def with_part(self, part: Part) -> Document:
        """The same with one part changed."""
        return replace(self, parts=tuple(part if one.key == part.key else one for one in self.parts))


def settled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with levels that leave no gap: a part stands at most one deeper than the one above it. The closing stands outermost."""
    above: list[int] = []
    found = []
    for part in parts:
        if part.kind is Kind.CLOSING:
            above.clear()
            found.append(part if part.level == 0 else replace(part, level=0))
            continue
        while above and above[-1] >= part.level:
            above.pop()
        found.append(part if part.level == len(above) else replace(part, level=len(above)))
        if part.kind is not Kind.OUTSIDE:
            above.append(part.level)
    return tuple(found)


def breaks(text: str, part: Part) -> tuple[int, ...]:
    """Where the part may be split: the beginnings of its sentences and lines after the first."""
    found = (match.end() for match in _SENTENCE.finditer(text, part.body, part.end))
    return tuple(at for at in found if part.body < at < part.end and text[part.body : at].strip())


def _path(part: Part, parent: int | None, refs: Mapping[int, str], counts: dict[tuple[int | None, str], int]) -> str:
    label = part.label
    if part.kind is Kind.CLOSING:
        return END_REF
    if part.counted or not label:
        label = label or "m"
        counts[parent, label] = counts.get((parent, label), 0) + 1
        label += str(counts[parent, label])
    return label if parent is None else f"{refs[parent]}.{label}"


def _unused(ref: str, used: set[str]) -> str:
    if ref not in used:
        return ref
    return next(f"{ref}~{number}" for number in range(2, len(used) + 3) if f"{ref}~{number}" not in used)


def nodes(document: Document, text: str) -> Iterator[Node]:
    """The parts as a reading gives them, in the order of the text."""
    for part in document.parts:
        if part.kind is Kind.OUTSIDE:
            continue
        parent = document.parents[part.key]
        yield Node(
            ref=document.refs[part.key],
            parent=None if parent is None else document.refs[parent],
            mark=part.mark,
            kind=NodeKind(part.kind.value),
            is_clause=part.is_clause,
            title=part.title(text),
            text=part.words(text),
            start=part.start,
            end=part.end,
            text_start=part.text_start,
        )


def part_at(parts: Sequence[Part], position: int) -> Part | None:
    """The part whose span holds a position of the text."""
    return next((part for part in parts if part.start <= position < part.end), None)
