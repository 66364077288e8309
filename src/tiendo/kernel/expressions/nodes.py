"""The nodes of the indicator language, and the one canonical text of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Operator = Literal[">=", ">", "==", "!="]


@dataclass(frozen=True, slots=True)
class Int:
    value: int
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its name: bare, in `ytd()` or in `last()`."""

    name: str
    read: Literal["bare", "ytd", "last"]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Months:
    """Months from `start` (of the calendar year) up to the shown period's end in which `truth` holds."""

    truth: "Truth"
    start: int
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plus:
    left: "Number"
    right: "Number"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Minus:
    left: "Number"
    right: "Number"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Scale:
    factor: int
    number: "Number"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left` stands on the greater side: `a < b` is read as `b > a`."""

    left: "Number"
    operator: Operator
    right: "Number"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Truth", ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Truth", ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Truth"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EveryQuarter:
    truth: "Truth"
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """Built in, never typed: the leaf posted every base period of the window, with one of `cells` filled in when any are named."""

    cells: tuple[str, ...]
    column: int = field(default=0, compare=False)


Number = Int | Cell | Months | Plus | Minus | Scale
Truth = Compare | And | Or | Not | EveryQuarter | Posted
Node = Number | Truth


def text_of(node: Cell | Months) -> str:
    """The canonical text of one atom of a sum."""
    if isinstance(node, Cell):
        return node.name if node.read == "bare" else f"{node.read}({node.name})"
    tail = "" if node.start == 1 else f", {node.start}"
    return f"months({truth_text(node.truth)}{tail})"


def truth_text(truth: Truth) -> str:
    """The canonical text of a truth: one spelling for equal trees, so that equal expressions share a slot."""
    match truth:
        case Compare(left, operator, right):
            return f"{number_text(left)} {operator} {number_text(right)}"
        case And(parts):
            return " and ".join(
                f"({truth_text(part)})" if isinstance(part, And | Or) else truth_text(part) for part in parts
            )
        case Or(parts):
            return " or ".join(f"({truth_text(part)})" if isinstance(part, Or) else truth_text(part) for part in parts)
        case Not(part):
            return f"not ({truth_text(part)})" if isinstance(part, And | Or) else f"not {truth_text(part)}"
        case EveryQuarter(inner):
            return f"every_quarter({truth_text(inner)})"
        case Posted(cells):
            return f"posted({', '.join(cells)})"


def number_text(number: Number) -> str:
    """The canonical text of a number."""
    match number:
        case Int(value):
            return str(value)
        case Cell() | Months():
            return text_of(number)
        case Plus(left, right):
            return f"{number_text(left)} + {_bracketed(right)}"
        case Minus(left, right):
            return f"{number_text(left)} - {_bracketed(right)}"
        case Scale(factor, inner):
            return f"{factor} * {_bracketed(inner)}"


def _bracketed(number: Number) -> str:
    text = number_text(number)
    return f"({text})" if isinstance(number, Plus | Minus | Scale) else text


def cells_of(node: Node) -> Iterator[Cell]:
    """Every cell a tree reads, in order of writing; those named by `posted()` as bare ones."""
    match node:
        case Cell():
            yield node
        case Int():
            return
        case Months(truth) | EveryQuarter(truth):
            yield from cells_of(truth)
        case Plus(left, right) | Minus(left, right) | Compare(left, _, right):
            yield from cells_of(left)
            yield from cells_of(right)
        case Scale(_, number):
            yield from cells_of(number)
        case And(parts) | Or(parts):
            for part in parts:
                yield from cells_of(part)
        case Not(part):
            yield from cells_of(part)
        case Posted(names):
            yield from (Cell(name, "bare") for name in names)
