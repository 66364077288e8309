"""The types of the language: names, flow or stock, nesting, units, forms; and an aggregate's terms, compiled.

Everything here runs when a pack is loaded, so that no expression can fail on a screen.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from tiendo.kernel import vectors
from tiendo.kernel.expressions import nodes, syntax
from tiendo.kernel.expressions.functions import LeafFunction
from tiendo.kernel.expressions.nodes import Cell, Int, Minus, Months, Number, Plus, Scale, Truth
from tiendo.kernel.expressions.syntax import ExpressionError

UNIT_KINDS = frozenset({"commune", "district", "agency", "team"})
BASES = frozenset({"month", "quarter"})
_MONTHS_UNIT = "tháng"
_GREATEST = 2**62


@dataclass(frozen=True, slots=True)
class CellInfo:
    """What the language needs to know of a cell: its home form, flow or stock (a flag is a stock), unit, owner and kind of leaf."""

    name: str
    form: str
    nature: Literal["flow", "stock"]
    unit: str
    owner: str
    leaf_kind: str


class Catalogue(Protocol):
    """The names an expression may use."""

    def cell(self, name: str) -> CellInfo | None: ...

    @property
    def targets(self) -> AbstractSet[str]: ...

    @property
    def forms(self) -> Mapping[str, Literal["month", "quarter"]]: ...


@dataclass(frozen=True, slots=True)
class LinearFlow:
    """A flow cell summed over the base period rows of the shown period, or from 1 January."""

    factor: int
    form: str
    cell: str
    window: Literal["shown", "ytd"]


@dataclass(frozen=True, slots=True)
class LeafSum:
    """A result slot whose numbers add up over leaves."""

    factor: int
    form: str
    function: LeafFunction


@dataclass(frozen=True, slots=True)
class LeafCount:
    """A result slot that counts the leaves of which the condition is known to hold."""

    factor: int
    form: str
    function: LeafFunction


@dataclass(frozen=True, slots=True)
class Units:
    """Units of a kind in force at the period's end."""

    factor: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reported:
    """Leaves that posted every base period of the shown period."""

    factor: int
    form: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Base periods of the plan year ended by the period's end."""

    factor: int
    base: Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number: the factor itself."""

    factor: int


@dataclass(frozen=True, slots=True)
class Met:
    """Of these targets of the plan, how many are met."""

    factor: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applicable:
    """Of these targets of the plan, how many have a value to judge."""

    factor: int
    targets: tuple[str, ...]


Term = LinearFlow | LeafSum | LeafCount | Units | Reported | Elapsed | Constant | Met | Applicable


@dataclass(frozen=True)
class Aggregate:
    """A checked aggregate: its value is the sum of its terms, each times its factor."""

    text: str
    terms: tuple[Term, ...]

    @cached_property
    def functions(self) -> tuple[LeafFunction, ...]:
        """The leaf functions whose result slots it reads, `posted()` for `reported` included; each once."""
        found = [LeafFunction.posted(term.form) for term in self.terms if isinstance(term, Reported)]
        found += [term.function for term in self.terms if isinstance(term, LeafSum | LeafCount)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The (form, cell) pairs it reads, within leaf functions too; each once, in order of writing."""
        found: list[tuple[str, str]] = []
        for term in self.terms:
            if isinstance(term, LinearFlow):
                found.append((term.form, term.cell))
            elif isinstance(term, LeafSum | LeafCount):
                found += [(term.form, name) for name in term.function.cells]
        return tuple(dict.fromkeys(found))


def default_numerator(name: str, aggregation: str) -> str:
    """What a blank numerator of a cell means, by the cell's aggregation. Raises KeyError for `ratio`, which must be written."""
    return {"sum": "sum({})", "last": "sum(last({}))", "count_communes_ge_1": "count(last({}) >= 1)"}[
        aggregation
    ].format(name)


def compile_aggregate(text: str, catalogue: Catalogue, *, start_month: int = 1) -> Aggregate:
    """Check an aggregate and give its terms. `start_month`: the plan's first month, from which `months()` counts.

    Raises ExpressionError with the column of the fault.
    """
    checker = _Checker(catalogue)
    raw_terms = syntax.read_aggregate(text, start_month=start_month)
    terms = [term for sign, raw in raw_terms for term in checker.terms(sign, raw)]
    return Aggregate(text.strip(), tuple(terms))


class _Checker:
    """Checks one aggregate; remembers the unit of its first sum, which the others must share."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.unit = ""

    def terms(self, sign: int, raw: syntax.RawTerm) -> Iterator[Term]:
        match raw:
            case syntax.IntTerm(value):
                yield Constant(sign * value)
            case syntax.SumTerm(number, column):
                yield from self.sum_terms(sign, number, column)
            case syntax.CountTerm(truth, text, column):
                self.truth(truth, inside="")
                yield LeafCount(sign, form := self.one_form(truth, column), LeafFunction(form, text))
            case syntax.FrameTerm():
                yield self.frame(sign, raw)

    def sum_terms(self, sign: int, number: Number, column: int) -> Iterator[Term]:
        unit = self.number(number, inside="")
        if not unit:
            raise ExpressionError("sum() phải cộng ít nhất một ô", column)
        if self.unit not in ("", unit):
            raise ExpressionError(f"khác đơn vị tính: {self.unit} và {unit}", column)
        self.unit = unit
        self.one_form(number, column)
        for factor, atom in _linear(number, sign):
            form = self.info(next(nodes.cells_of(atom))).form
            if isinstance(atom, Cell) and atom.read != "last":
                yield LinearFlow(factor, form, atom.name, "ytd" if atom.read == "ytd" else "shown")
            else:
                yield LeafSum(factor, form, LeafFunction(form, nodes.text_of(atom)))

    def frame(self, sign: int, raw: syntax.FrameTerm) -> Term:
        known: dict[str, AbstractSet[str]] = {
            "units": UNIT_KINDS,
            "reported": self.catalogue.forms.keys(),
            "elapsed": BASES,
            "met": self.catalogue.targets,
            "applicable": self.catalogue.targets,
        }
        for word in raw.words:
            if word not in known[raw.function]:
                raise ExpressionError(f"{raw.function}() không nhận {word}", raw.column)
        one = raw.function in {"units", "reported", "elapsed"}
        if not raw.words or (one and len(raw.words) > 1) or len(set(raw.words)) < len(raw.words):
            raise ExpressionError(f"{raw.function}() nhận {'đúng một tên' if one else 'các tên khác nhau'}", raw.column)
        match raw.function:
            case "units":
                return Units(sign, raw.words[0])
            case "reported":
                return Reported(sign, raw.words[0])
            case "elapsed":
                return Elapsed(sign, "month" if raw.words[0] == "month" else "quarter")
            case "met":
                return Met(sign, raw.words)
            case _:
                return Applicable(sign, raw.words)

    def number(self, number: Number, *, inside: str) -> str:
        """The unit of a number, empty for a constant. `inside` names the enclosing `months` or `every_quarter`."""
        if _bound(number) >= _GREATEST:
            raise ExpressionError("số quá lớn", number.column)
        match number:
            case Int():
                return ""
            case Cell():
                return self.cell(number, inside=inside)
            case Months(truth, _, column):
                self.months(truth, column, inside=inside)
                return _MONTHS_UNIT
            case Scale(_, inner):
                return self.number(inner, inside=inside)
            case Plus(left, right, column) | Minus(left, right, column):
                one, other = self.number(left, inside=inside), self.number(right, inside=inside)
                if one != other:
                    raise ExpressionError(f"khác đơn vị tính: {one or 'số'} và {other or 'số'}", column)
                return one

    def cell(self, cell: Cell, *, inside: str) -> str:
        info = self.info(cell)
        if inside and cell.read != "bare":
            raise ExpressionError(f"{cell.read}() không đặt trong {inside}()", cell.column)
        if info.nature == "stock" and cell.read != "last":
            raise ExpressionError(f"{cell.name} là số thời điểm: viết last({cell.name})", cell.column)
        if info.nature == "flow" and cell.read == "last":
            raise ExpressionError(f"{cell.name} là số phát sinh, không dùng last()", cell.column)
        return info.unit

    def months(self, truth: Truth, column: int, *, inside: str) -> None:
        if inside:
            raise ExpressionError(f"months() không đặt trong {inside}()", column)
        self.truth(truth, inside="months")
        infos = [self.info(cell) for cell in nodes.cells_of(truth)]
        if len({info.owner for info in infos}) > 1:
            raise ExpressionError("months() chỉ dùng các ô của một cơ quan", column)
        if any(self.catalogue.forms.get(info.form) != "month" for info in infos):
            raise ExpressionError("months() chỉ dùng ô của biểu báo cáo theo tháng", column)

    def truth(self, truth: Truth, *, inside: str) -> None:
        match truth:
            case nodes.And(parts) | nodes.Or(parts):
                for part in parts:
                    self.truth(part, inside=inside)
            case nodes.Not(part):
                self.truth(part, inside=inside)
            case nodes.EveryQuarter(inner, column):
                if inside:
                    raise ExpressionError(f"every_quarter() không đặt trong {inside}()", column)
                self.truth(inner, inside="every_quarter")
            case nodes.Compare(left, _, right, column):
                units = {self.number(left, inside=inside), self.number(right, inside=inside)} - {""}
                if len(units) > 1:
                    raise ExpressionError(f"so sánh khác đơn vị tính: {' và '.join(sorted(units))}", column)
                if not units:
                    raise ExpressionError("so sánh phải có ít nhất một ô", column)
            case nodes.Posted(_, column):
                raise ExpressionError("posted() do hệ thống tự đặt", column)

    def info(self, cell: Cell) -> CellInfo:
        found = self.catalogue.cell(cell.name)
        if found is None:
            raise ExpressionError(f"không có ô {cell.name}", cell.column)
        return found

    def one_form(self, node: nodes.Node, column: int) -> str:
        """The one form of the node's cells: what stands on two forms belongs to two leaves, and adds up only as two aggregates."""
        forms = {self.info(cell).form for cell in nodes.cells_of(node)}
        if len(forms) > 1:
            raise ExpressionError(
                f"ô của nhiều biểu ({', '.join(sorted(forms))}): viết thành hai sum() hoặc count()", column
            )
        return forms.pop()


def _linear(number: Number, factor: int) -> Iterator[tuple[int, Cell | Months]]:
    """A number as a sum of atoms with whole factors."""
    match number:
        case Cell() | Months():
            yield factor, number
        case Plus(left, right):
            yield from _linear(left, factor)
            yield from _linear(right, factor)
        case Minus(left, right):
            yield from _linear(left, factor)
            yield from _linear(right, -factor)
        case Scale(times, inner):
            yield from _linear(inner, factor * times)
        case Int():
            raise AssertionError("a sum with a unit holds no bare constant")


def _bound(number: Number) -> int:
    """The greatest size one leaf can give the number, so that no evaluation leaves int64."""
    match number:
        case Int(value):
            return value
        case Cell(_, read):
            return vectors.CELL_MAXIMUM * (1 if read == "last" else 12)
        case Months():
            return 12
        case Plus(left, right) | Minus(left, right):
            return _bound(left) + _bound(right)
        case Scale(factor, inner):
            return factor * _bound(inner)
