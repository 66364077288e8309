"""What reading a plan yields. Every item carries its character span in the normalised text (`PlanReading.text`).

`PlanReading.as_json()` is the stable output of `tiendo plan read FILE --json`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

Span = tuple[int, int]


class NodeKind(StrEnum):
    """A heading groups; a clause asks; the closing is the plan's last paragraph."""

    HEADING = "heading"
    CLAUSE = "clause"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Node:
    """One place of the plan's outline. `ref` is the path of printed marks (`II.2.b.-4`), `end` for the closing paragraph.

    `title` is a heading's own line, `text` what it asks; `start`..`end` covers both and not the nodes below it.
    `text_start` is where `text` begins (equal to `end` when there is none).
    """

    ref: str
    parent: str | None
    mark: str
    kind: NodeKind
    is_clause: bool
    title: str
    text: str
    start: int
    end: int
    text_start: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered document the text cites, as printed; `refs` are the nodes citing it (none for the preamble)."""

    number: str
    kind: str | None
    date: date | None
    by: str | None
    refs: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class UnnumberedBasis:
    """A law cited by its name alone."""

    title: str
    date: date | None
    refs: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the plan promises. `value` is None for "keep the number"; `start`..`end` are its words."""

    ref: str
    value: float | None
    value_max: float | None
    unit: str
    comparator: str
    year: int | None
    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who a node of the assignment part names."""

    ref: str
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, or a rhythm (`month`, `quarter`, `half`, `year`), that a clause sets."""

    ref: str
    text: str
    date: date | None
    recurrence: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Programme:
    """Another programme a clause ties the work to."""

    ref: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something a person should look at: `code` for machines, `text` for people."""

    code: str
    text: str
    ref: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as read. `text` is the normalised text all spans point into."""

    text: str
    number: str | None
    date: date | None
    issuer: str | None
    title: str | None
    nodes: tuple[Node, ...]
    legal_bases: tuple[Citation, ...] = ()
    unnumbered_bases: tuple[UnnumberedBasis, ...] = ()
    targets: tuple[Target, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    programmes: tuple[Programme, ...] = ()
    warnings: tuple[ReadingWarning, ...] = field(default=())

    @property
    def headings(self) -> tuple[Node, ...]:
        """The nodes that group others, in the order of the text."""
        return tuple(node for node in self.nodes if node.kind is NodeKind.HEADING)

    @property
    def clauses(self) -> tuple[Node, ...]:
        """The nodes that ask somebody to do something, in the order of the text."""
        return tuple(node for node in self.nodes if node.is_clause)

    def as_json(self) -> dict[str, object]:
        """A plain structure for `json.dumps`: dates as `2017-03-31`, the text itself left out."""
        return {name: _plain(value) for name, value in asdict(self).items() if name != "text"}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
