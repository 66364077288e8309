"""Leaf functions: what one leaf contributes to a sum or a count, named by a canonical text, and the windows its slots are kept for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from tiendo.kernel import periods
from tiendo.kernel.expressions import nodes, syntax
from tiendo.kernel.expressions.nodes import Cell, EveryQuarter, Months, Node, Posted

Window = Literal["base", "quarter", "year", "fixed"]
WINDOWED: tuple[Window, ...] = ("base", "quarter", "year")
FIXED: tuple[Window, ...] = ("fixed",)


@dataclass(frozen=True, order=True)
class LeafFunction:
    """A function of one leaf of a form. Equal text on one form means the same slots."""

    form: str
    text: str

    @classmethod
    def posted(cls, form: str, cells: Iterable[str] = ()) -> "LeafFunction":
        """True of a leaf that posted every base period of the window, with at least one of `cells` filled in when any are named."""
        return cls(form, f"posted({', '.join(sorted(cells))})")

    @property
    def tree(self) -> Node:
        return _tree(self.text)

    @cached_property
    def counts(self) -> bool:
        """True for a condition (its slots count leaves), False for a number (its slots add up)."""
        return isinstance(self.tree, nodes.Truth)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells it reads, each once, in order of writing."""
        return tuple(dict.fromkeys(cell.name for cell in nodes.cells_of(self.tree)))

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """One window that is always meant from the year's start, or base period, quarter so far and year so far."""
        return WINDOWED if _windowed(self.tree) else FIXED

    def windows_for(self, base: periods.Base) -> tuple[Window, ...]:
        """The windows for which a form of this base period keeps slots: a quarter that is the base period needs no second one."""
        return tuple(window for window in self.windows if not (base == "quarter" and window == "quarter"))


@lru_cache(maxsize=16384)
def read_at(function: LeafFunction, period: periods.Period, base: periods.Base) -> tuple[Window, int] | None:
    """Window and base index (from 1) of the slot that answers for a shown period; None when no slot can.

    A window shorter than the base period has no data; the second half of a year is read from linear sums only.
    """
    index = periods.base_index(period, base)
    if index == 0:
        return None
    if function.windows == FIXED:
        return "fixed", index
    if period.kind == base:
        return "base", index
    if period.kind == "quarter":
        return "quarter", index
    if period.kind == "month" or (period.kind == "half" and period.ordinal == 2):
        return None
    return "year", index


@lru_cache(maxsize=2048)
def _tree(text: str) -> Node:
    return syntax.read_leaf(text)


def _windowed(node: Node) -> bool:
    """True when a bare flow stands outside `months` and `every_quarter`, which give their own windows."""
    match node:
        case Cell(_, read):
            return read == "bare"
        case Months() | EveryQuarter() | nodes.Int():
            return False
        case Posted():
            return True
        case nodes.Plus(left, right) | nodes.Minus(left, right) | nodes.Compare(left, _, right):
            return _windowed(left) or _windowed(right)
        case nodes.Scale(_, number):
            return _windowed(number)
        case nodes.And(parts) | nodes.Or(parts):
            return any(_windowed(part) for part in parts)
        case nodes.Not(part):
            return _windowed(part)
