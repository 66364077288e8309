"""Random leaf functions over random years against a brute-force oracle: plain Python, no shared code.

What is not known is tried out: `every_quarter` by completing its unknown quarters in every way.
"""

import itertools
import operator

from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.kernel.expressions import LeafFunction, LeafYear, evaluate
from tiendo.kernel.expressions.functions import FIXED

COMPARE = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
FLOWS, STOCKS = ("A", "B"), ("S", "T")


@st.composite
def numbers(draw, inside, depth=1):
    kinds = (
        ["bare", "bare"] + ([] if inside else ["ytd", "last", "months"]) + (["plus", "minus", "times"] if depth else [])
    )
    kind = draw(st.sampled_from(kinds))
    if kind in ("plus", "minus"):
        return (kind, draw(numbers(inside, depth - 1)), draw(numbers(inside, depth - 1)))
    if kind == "times":
        return (kind, draw(st.integers(0, 3)), draw(numbers(inside, depth - 1)))
    if kind == "months":
        return (kind, draw(truths(True, 1)))
    return (kind, draw(st.sampled_from(STOCKS if kind == "last" else FLOWS)))


@st.composite
def truths(draw, inside, depth=2):
    kind = draw(
        st.sampled_from(
            ["compare", "compare"] + (["and", "or", "not"] if depth else []) + ([] if inside else ["every"])
        )
    )
    if kind == "compare":
        right = draw(st.one_of(st.tuples(st.just("int"), st.integers(0, 4)), numbers(inside)))
        return (kind, draw(numbers(inside)), draw(st.sampled_from(list(COMPARE))), right)
    if kind == "every":
        return (kind, draw(truths(True, 1)))
    if kind == "not":
        return (kind, draw(truths(inside, depth - 1)))
    return (kind, draw(truths(inside, depth - 1)), draw(truths(inside, depth - 1)))


def text(node):
    match node:
        case ("int", value):
            return str(value)
        case ("bare", cell):
            return cell
        case ("ytd" | "last" as name, cell):
            return f"{name}({cell})"
        case ("plus" | "minus" as name, left, right):
            return f"({text(left)} {'+' if name == 'plus' else '-'} {text(right)})"
        case ("times", factor, inner):
            return f"{factor} * ({text(inner)})"
        case ("months", inner):
            return f"months({text(inner)})"
        case ("every", inner):
            return f"every_quarter({text(inner)})"
        case ("compare", left, sign, right):
            return f"{text(left)} {sign} {text(right)}"
        case ("and" | "or" as name, left, right):
            return f"(({text(left)}) {name} ({text(right)}))"
        case ("not", inner):
            return f"not ({text(inner)})"


class Oracle:
    """Numbers are (value, "exact" | "least" | "unknown"); conditions True, False or None."""

    def __init__(self, year):
        self.year = year
        self.size = 12 if year.base == "month" else 4
        self.quarter = self.size // 4

    def cell(self, name, place):
        alive = self.year.first <= place <= self.year.last
        return self.year.values[name][place - 1] if alive else None

    def flow(self, name, places):
        total, missing = 0, False
        for place in places:
            value = self.cell(name, place)
            total += value or 0
            missing |= value is None and place >= self.year.first
        return total, "least" if missing else "exact"

    def window(self, window, at):
        start = {"base": at, "quarter": (at - 1) // self.quarter * self.quarter + 1, "year": 1}[window]
        return range(start, at + 1)

    def number(self, node, at, window):
        match node:
            case ("int", value):
                return value, "exact"
            case ("bare", cell):
                return self.flow(cell, self.window(window, at))
            case ("ytd", cell):
                return self.flow(cell, self.window("year", at))
            case ("last", cell):
                given = [value for place in range(1, at + 1) if (value := self.cell(cell, place)) is not None]
                return (given[-1], "exact") if given else (0, "unknown")
            case ("months", inner):
                held = [self.at_birth(inner, place, "base") for place in range(1, at + 1)]
                return held.count(True), "least" if None in held else "exact"
            case ("times", factor, inner):
                value, how = self.number(inner, at, window)
                return factor * value, how
            case ("plus" | "minus" as kind, left, right):
                (a, one), (b, other) = self.number(left, at, window), self.number(right, at, window)
                if kind == "minus":
                    return a - b, "exact" if one == other == "exact" else "unknown"
                return a + b, "unknown" if "unknown" in (
                    one,
                    other,
                ) else "exact" if one == other == "exact" else "least"

    def at_birth(self, truth, place, window):
        return False if place < self.year.first else self.truth(truth, place, window)

    def truth(self, node, at, window):
        match node:
            case ("not", inner):
                held = self.truth(inner, at, window)
                return None if held is None else not held
            case ("and", left, right):
                both = {self.truth(left, at, window), self.truth(right, at, window)}
                return False if False in both else None if None in both else True
            case ("or", left, right):
                both = {self.truth(left, at, window), self.truth(right, at, window)}
                return True if True in both else None if None in both else False
            case ("every", inner):
                return self.every(inner, at)
            case ("compare", left, sign, right):
                (a, one), (b, other) = self.number(left, at, window), self.number(right, at, window)
                if one == other == "exact":
                    return COMPARE[sign](a, b)
                if sign in (">=", ">"):
                    return True if one == "least" and other == "exact" and COMPARE[sign](a, b) else None
                if sign in ("<=", "<"):
                    return True if other == "least" and one == "exact" and COMPARE[sign](a, b) else None
                return None

    def every(self, inner, at):
        ends = range(self.quarter, at + 1, self.quarter)
        closed = [self.at_birth(inner, end, "quarter") for end in ends]
        opened = [self.at_birth(inner, at, "quarter")] if at % self.quarter else []
        outcomes = set()
        for case in itertools.product(*[[held] if held is not None else [True, False] for held in closed + opened]):
            done, still = case[: len(closed)], case[len(closed) :]
            first = done.index(True) if True in done else None
            outcomes.add(all(done[first:]) if first is not None else any(still))
        return outcomes.pop() if len(outcomes) == 1 else None


@st.composite
def years(draw):
    base = draw(st.sampled_from(["month", "quarter"]))
    size = 12 if base == "month" else 4
    first = draw(st.sampled_from([1, 1, 1, 2, size // 2, size]))
    last = draw(st.sampled_from([size, size, size, first, max(first, size - 1)]))
    value = st.one_of(st.none(), st.integers(0, 3), st.just(0), st.just(1))
    row = st.lists(value, min_size=size, max_size=size)
    return LeafYear(base, {cell: draw(row) for cell in (*FLOWS, *STOCKS)}, [True] * size, first, last)


@settings(max_examples=400, deadline=None)
@given(truths(False), years())
def test_a_condition_agrees_with_the_oracle(truth, year):
    function, oracle = LeafFunction("F1", text(truth)), Oracle(year)
    windows = ("year",) if function.windows == FIXED else ("base", "quarter", "year")
    for window in windows:
        for at in range(1, oracle.size + 1):
            alive = year.first <= at <= year.last
            expected = oracle.truth(truth, at, window) if alive else None
            found = evaluate(function, year, at=at, window="fixed" if function.windows == FIXED else window)
            assert found == (None if expected is None else int(expected)), (function.text, window, at)


@settings(max_examples=100, deadline=None)
@given(truths(True, 1), years())
def test_a_sum_of_months_counts_what_is_known(truth, year):
    oracle = Oracle(year)
    for at in range(year.first, year.last + 1):
        held = [oracle.at_birth(truth, place, "base") for place in range(1, at + 1)]
        heard = any(mark is not None for mark in held[year.first - 1 :])
        found = evaluate(LeafFunction("F1", f"months({text(truth)})"), year, at=at, window="fixed")
        assert found == (held.count(True) if heard else None)


@settings(max_examples=100, deadline=None)
@given(years())
def test_the_last_stock_is_the_latest_given_since_birth(year):
    oracle = Oracle(year)
    for at in range(1, oracle.size + 1):
        given_so_far = [v for place in range(1, at + 1) if (v := oracle.cell("S", place)) is not None]
        expected = given_so_far[-1] if given_so_far and year.first <= at <= year.last else None
        assert evaluate(LeafFunction("F1", "last(S)"), year, at=at, window="fixed") == expected
