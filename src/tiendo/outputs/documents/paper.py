"""What a document says, as frozen values: the one source of its Word file, its page and its comparison with today.

Nothing here reads the database or knows Word; `composing` fills it, `layout` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as the paper shows it. `key` is the same wherever the same part of the same figure stands.

    `unit` is a unit code, `period` a period key; `numerator` and `denominator` are whole numbers, None when unknown.
    `known` is False when the text only says that there are no data.
    """

    key: str
    label: str
    indicator: str
    unit: str
    unit_name: str
    period: str
    text: str
    numerator: int | None = None
    denominator: int | None = None
    known: bool = True
    provisional: bool = False


Piece = str | Printed
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered line above paragraphs."""

    text: str
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One paragraph; an empty line is left out of the paper."""

    line: Line
    block: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, whether it holds numbers, and its share of the width."""

    heading: str
    number: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold one line per column; with `total` the last row is the whole."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Line, ...], ...]
    total: bool = False
    note: str = ""
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `height` in the chart's unit, None when the figure is not known."""

    name: str
    figure: Printed
    height: float | None

    @property
    def line(self) -> Line:
        """Its value as a line."""
        return (self.figure,)


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars with an optional goal line; `alt` says in words what the picture shows."""

    caption: str
    alt: str
    bars: tuple[Bar, ...]
    goal: float | None = None
    goal_text: str = ""
    block: Literal["chart"] = "chart"

    @property
    def top(self) -> float:
        """The chart's full width, in its unit."""
        return max([bar.height or 0 for bar in self.bars] + [self.goal or 0, 1])


@dataclass(frozen=True, slots=True)
class Narrative:
    """Words written by people; `otherwise` stands where they wrote nothing."""

    key: str
    label: str
    text: str
    otherwise: str
    block: Literal["narrative"] = "narrative"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as paragraphs, or the standing sentence."""
        written = tuple(part.strip() for part in self.text.splitlines() if part.strip())
        return written or (self.otherwise,)


Block = Heading | Sentence | Table | Chart | Narrative


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body under a heading in capitals."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document but for what signing adds (number, date, signer)."""

    subject: str
    opening: Line
    sections: tuple[Section, ...]
    closing: str

    def figures(self) -> Iterator[Printed]:
        """Every printed figure in the order of the paper, repeats included."""
        yield from (piece for piece in self.opening if isinstance(piece, Printed))
        for section in self.sections:
            for block in section.blocks:
                yield from _figures_of(block)

    def distinct_figures(self) -> dict[str, Printed]:
        """The printed figures by key, first place kept."""
        found: dict[str, Printed] = {}
        for figure in self.figures():
            found.setdefault(figure.key, figure)
        return found


@dataclass(frozen=True, slots=True)
class Signing:
    """What signing adds: `number` and `signer` are empty in a draft, `day`, `month` and `year` partly so.

    `acting`: the two lines above the name of whoever signs for the head; None where the definition's own stand.
    """

    number: str
    day: str
    month: str
    year: str
    signer: str
    footer: str
    draft: bool
    simulated: bool
    acting: tuple[str, str] | None = None


def plain(line: Line) -> str:
    """A line as text."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)


def _figures_of(block: Block) -> Iterator[Printed]:
    match block:
        case Sentence(line=line):
            yield from (piece for piece in line if isinstance(piece, Printed))
        case Table(rows=rows):
            yield from (piece for row in rows for line in row for piece in line if isinstance(piece, Printed))
        case Chart(bars=bars):
            yield from (bar.figure for bar in bars)
        case Heading() | Narrative():
            return
