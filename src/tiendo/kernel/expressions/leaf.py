"""What a leaf function gives for the leaves of a year, in three-valued logic: known, known to be at least, not known.

All leaves of a form and all base periods at once: every array has one row per leaf, one column per base period. A base period before
the leaf was in force counts as a known zero and makes a condition false; a stock there is unknown. After the leaf's end there is no result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tiendo.kernel.expressions import nodes
from tiendo.kernel.expressions.functions import LeafFunction, Window
from tiendo.kernel.expressions.nodes import Cell, EveryQuarter, Int, Minus, Months, Number, Plus, Posted, Scale, Truth
from tiendo.kernel.periods import BASES_A_YEAR, Base

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LeafYear:
    """One leaf's posted values of a year, per cell one entry per base period; in force in base periods `first` to `last` (from 1).

    `every`: after how many base periods a cell is asked, where that is not every one.
    """

    base: Base
    values: Mapping[str, Sequence[int | None]]
    posted: Sequence[bool]
    first: int = 1
    last: int = 12
    every: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeafYears:
    """Many leaves of one form and year. `values`: cell → (numbers, which of them are given); `first`, `last` one entry per leaf."""

    base: Base
    values: Mapping[str, tuple[Numbers, Flags]]
    posted: Flags
    first: Numbers
    last: Numbers
    every: Mapping[str, int] = field(default_factory=dict)

    @property
    def index(self) -> Numbers:
        """The base periods, counted from 1, as one row."""
        return np.arange(1, BASES_A_YEAR[self.base] + 1, dtype=np.int64)[None, :]

    @property
    def born(self) -> Flags:
        """Base periods from which on the leaf is in force."""
        return np.asarray(self.index >= self.first[:, None])

    @property
    def in_force(self) -> Flags:
        return np.asarray(self.born & (self.index <= self.last[:, None]))

    def given(self, cell: str) -> tuple[Numbers, Flags]:
        """The cell's numbers where the leaf was in force and gave one, zero elsewhere, and where that is."""
        if cell not in self.values:
            return np.zeros(self.posted.shape, dtype=np.int64), np.zeros(self.posted.shape, dtype=np.bool_)
        numbers, mask = self.values[cell]
        known = mask & self.in_force
        return np.where(known, numbers, 0), known


@dataclass(frozen=True, slots=True)
class _Known:
    """Numbers: `low` is the value where `exact`, a lower bound where only `known`, and means nothing elsewhere."""

    low: Numbers
    exact: Flags
    known: Flags


@dataclass(frozen=True, slots=True)
class _Held:
    """Conditions: known to hold, known not to hold; neither where not known."""

    yes: Flags
    no: Flags


def evaluate(function: LeafFunction, year: LeafYear, *, at: int, window: Window) -> int | None:
    """One leaf's result at base period `at`: a number or, for a condition, 1 (holds) or 0 (does not); None when not known."""
    values = {
        cell: (
            np.array([[value or 0 for value in given]], dtype=np.int64),
            np.array([[value is not None for value in given]], dtype=np.bool_),
        )
        for cell, given in year.values.items()
    }
    posted = np.array([list(year.posted)], dtype=np.bool_)
    years = LeafYears(year.base, values, posted, np.array([year.first]), np.array([year.last]), year.every)
    numbers, known = evaluate_many(function, years, window)
    return int(numbers[0, at - 1]) if known[0, at - 1] else None


def evaluate_many(function: LeafFunction, years: LeafYears, window: Window) -> tuple[Numbers, Flags]:
    """The results of a function for all leaves and base periods, and which of them are known. A lower bound counts as a result of a sum."""
    tree, evaluation = function.tree, _Evaluation(years)
    if isinstance(tree, nodes.Truth):
        held = evaluation.truth(tree, "year" if window == "fixed" else window)
        known = (held.yes | held.no) & years.in_force
        return np.where(known, held.yes, False).astype(np.int64), known
    result = evaluation.number(tree, "year")
    known = result.known & years.in_force
    if isinstance(tree, Months):
        known &= evaluation.any_month_known(tree)
    return np.where(known, result.low, 0), known


class _Evaluation:
    def __init__(self, years: LeafYears) -> None:
        self.years = years
        self.shape = years.posted.shape

    def number(self, number: Number, window: Window) -> _Known:
        match number:
            case Int(value):
                everywhere = np.ones(self.shape, dtype=np.bool_)
                return _Known(np.full(self.shape, value, dtype=np.int64), everywhere, everywhere)
            case Cell(name, "last"):
                return self.last(name)
            case Cell(name, read):
                return self.flow(name, "year" if read == "ytd" else window)
            case Months():
                return self.months(number)
            case Plus(left, right):
                a, b = self.number(left, window), self.number(right, window)
                return _Known(a.low + b.low, a.exact & b.exact, a.known & b.known)
            case Minus(left, right):
                a, b = self.number(left, window), self.number(right, window)
                return _Known(a.low - b.low, a.exact & b.exact, a.exact & b.exact)
            case Scale(factor, inner):
                inside = self.number(inner, window)
                return _Known(factor * inside.low, inside.exact, inside.known)

    def flow(self, cell: str, window: Window) -> _Known:
        """The sum over the window so far: exact when no asked base period in it is missing, else a lower bound."""
        numbers, given = self.years.given(cell)
        every = self.years.every.get(cell, 1)
        asked = self.years.index % every == 0
        missing = asked & ~given & self.years.born
        exact = (self.over(missing, window) == 0) & (asked | ~self.years.born)
        return _Known(self.over(numbers, window), np.asarray(exact), np.ones(self.shape, dtype=np.bool_))

    def last(self, cell: str) -> _Known:
        """The latest value given since the year began (or the leaf did), carried forward."""
        numbers, given = self.years.given(cell)
        latest = np.maximum.accumulate(np.where(given, self.years.index - 1, -1), axis=1)
        carried = np.take_along_axis(numbers, np.maximum(latest, 0), axis=1)
        return _Known(carried, latest >= 0, latest >= 0)

    def months(self, months: Months) -> _Known:
        """How many months held so far: exact when each is known, else a lower bound."""
        held, counted = self.month_by_month(months)
        unknown = counted & ~(held.yes | held.no)
        low = np.cumsum(held.yes & counted, axis=1, dtype=np.int64)
        return _Known(low, np.cumsum(unknown, axis=1) == 0, np.ones(self.shape, dtype=np.bool_))

    def any_month_known(self, months: Months) -> Flags:
        """True from the first month on of which the leaf's own reports tell something."""
        held, counted = self.month_by_month(months)
        return np.asarray(np.cumsum((held.yes | held.no) & counted & self.years.born, axis=1) > 0)

    def month_by_month(self, months: Months) -> tuple[_Held, Flags]:
        held = self.not_before_birth(self.truth(months.truth, "base"))
        return held, np.broadcast_to(self.years.index >= months.start, self.shape)

    def truth(self, truth: Truth, window: Window) -> _Held:
        match truth:
            case nodes.Compare():
                return self.compare(truth, window)
            case nodes.Not(part):
                held = self.truth(part, window)
                return _Held(held.no, held.yes)
            case nodes.And(parts):
                all_held = [self.truth(part, window) for part in parts]
                return _Held(
                    np.logical_and.reduce([held.yes for held in all_held]),
                    np.logical_or.reduce([held.no for held in all_held]),
                )
            case nodes.Or(parts):
                all_held = [self.truth(part, window) for part in parts]
                return _Held(
                    np.logical_or.reduce([held.yes for held in all_held]),
                    np.logical_and.reduce([held.no for held in all_held]),
                )
            case EveryQuarter(inner):
                return self.every_quarter(inner)
            case Posted(cells):
                return self.posted(cells, window)

    def compare(self, compare: nodes.Compare, window: Window) -> _Held:
        """Both sides exact: known. A lower bound on the greater side may already hold; nothing else follows from one."""
        left, right = self.number(compare.left, window), self.number(compare.right, window)
        exact = left.exact & right.exact
        match compare.operator:
            case ">=":
                holds = left.low >= right.low
            case ">":
                holds = left.low > right.low
            case "==":
                holds = left.low == right.low
            case "!=":
                holds = left.low != right.low
        enough = left.known & right.exact if compare.operator in (">=", ">") else exact
        return _Held(holds & enough, ~holds & exact)

    def every_quarter(self, inner: Truth) -> _Held:
        """Walks the quarters with what is possible so far: not begun, kept up, broken. Known only when nothing else is possible.

        An open quarter may begin it but not break it.
        """
        held = self.not_before_birth(self.truth(inner, "quarter"))
        in_quarter = 3 if self.years.base == "month" else 1
        leaves, columns = self.shape
        begun_not, kept, broken = np.ones(leaves, np.bool_), np.zeros(leaves, np.bool_), np.zeros(leaves, np.bool_)
        yes, no = np.zeros(self.shape, np.bool_), np.zeros(self.shape, np.bool_)
        for column in range(columns):
            may, may_not = ~held.no[:, column], ~held.yes[:, column]
            closed = (column + 1) % in_quarter == 0
            still_not = begun_not & may_not
            goes_on = (kept | begun_not) & may if closed else kept | (begun_not & may)
            breaks = broken | (kept & may_not) if closed else broken
            yes[:, column], no[:, column] = goes_on & ~still_not & ~breaks, ~goes_on
            if closed:
                begun_not, kept, broken = still_not, goes_on, breaks
        return _Held(yes, no)

    def posted(self, cells: Sequence[str], window: Window) -> _Held:
        """The leaf posted every base period of the window in which it was in force, with one of `cells` filled where any is asked."""
        done = self.years.posted
        if cells:
            filled = np.logical_or.reduce([self.years.given(cell)[1] for cell in cells])
            asked = np.logical_or.reduce([self.years.index % self.years.every.get(cell, 1) == 0 for cell in cells])
            done = done & (filled | ~asked)
        yes = np.asarray(self.over(~done & self.years.born, window) == 0)
        return _Held(yes, ~yes)

    def not_before_birth(self, held: _Held) -> _Held:
        return _Held(held.yes & self.years.born, held.no | ~self.years.born)

    def over(self, numbers: Numbers | Flags, window: Window) -> Numbers:
        """Sums from the window's start to each base period, that one included."""
        leaves, columns = self.shape
        running = np.zeros((leaves, columns + 1), dtype=np.int64)
        np.cumsum(numbers, axis=1, out=running[:, 1:])
        places = np.arange(columns)
        if window == "base":
            starts = places
        elif window == "quarter" and self.years.base == "month":
            starts = places // 3 * 3
        else:
            starts = places if window == "quarter" else np.zeros(columns, dtype=np.intp)
        return running[:, 1:] - running[:, starts]
