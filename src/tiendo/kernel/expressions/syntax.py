"""From text to a small tree of the language's own nodes. Python's parser reads the text; everything not in the grammar is refused.

Nothing here knows what a cell is: names, units, flow or stock are checked in `check`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiendo.kernel.expressions.nodes import (
    And,
    Cell,
    Compare,
    EveryQuarter,
    Int,
    Minus,
    Months,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Plus,
    Posted,
    Scale,
    Truth,
    truth_text,
)

LONGEST_TEXT = 500
LONGEST_CANONICAL = 800
"""A canonical text may be longer than what was typed: spaces, and the plan's first month in `months()`."""
DEEPEST = 12
GREATEST_INTEGER = 10**15

_OPERATORS: dict[type[ast.cmpop], tuple[Operator, bool]] = {
    ast.GtE: (">=", False),
    ast.Gt: (">", False),
    ast.LtE: (">=", True),
    ast.Lt: (">", True),
    ast.Eq: ("==", False),
    ast.NotEq: ("!=", False),
}
_FRAMES = ("units", "reported", "elapsed", "met", "applicable")


class ExpressionError(ValueError):
    """A text is not in the language, or does not fit its cells. `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class SumTerm:
    number: Number
    column: int


@dataclass(frozen=True, slots=True)
class CountTerm:
    truth: Truth
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class FrameTerm:
    """`units`, `reported`, `elapsed`, `met` or `applicable`, with the words between its brackets."""

    function: str
    words: tuple[str, ...]
    column: int


@dataclass(frozen=True, slots=True)
class IntTerm:
    value: int
    column: int


RawTerm = SumTerm | CountTerm | FrameTerm | IntTerm


def read_aggregate(text: str, *, start_month: int = 1) -> list[tuple[int, RawTerm]]:
    """The terms of an aggregate, each with its sign. Raises ExpressionError."""
    return list(_Reader(start_month=start_month, built_in=False).aggregate(_python_tree(text), 1, 0))


def read_leaf(text: str) -> Node:
    """The tree of a leaf function's canonical text, `posted()` and the two-argument `months()` included. Raises ExpressionError."""
    tree = _python_tree(text, LONGEST_CANONICAL)
    reader = _Reader(start_month=1, built_in=True)
    if isinstance(tree, ast.Compare | ast.BoolOp | ast.UnaryOp) or _called(tree) in {"every_quarter", "posted"}:
        return reader.truth(tree, 0)
    return reader.number(tree, 0)


def _python_tree(text: str, longest: int = LONGEST_TEXT) -> ast.expr:
    if len(text) > longest:
        raise ExpressionError(f"biểu thức dài quá {longest} ký tự", longest + 1)
    strange = re.search(r"[^ -~]", text)
    if strange:
        raise ExpressionError(f"ký tự không dùng được: {strange[0]!r}", strange.start() + 1)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError("không đọc được biểu thức", error.offset or 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("không đọc được biểu thức", 1) from None


def _called(node: ast.expr) -> str:
    """The name of a plain call such as sum(x); empty for anything else."""
    plain = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords
    return node.func.id if plain and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


class _Reader:
    """Walks Python's tree by the grammar. `built_in` also reads what only the engine writes."""

    def __init__(self, *, start_month: int, built_in: bool) -> None:
        self.start_month = start_month
        self.built_in = built_in

    def aggregate(self, node: ast.expr, sign: int, depth: int) -> Iterator[tuple[int, RawTerm]]:
        _limit(node, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            yield from self.aggregate(node.left, sign, depth)
            yield from self.aggregate(node.right, sign if isinstance(node.op, ast.Add) else -sign, depth + 1)
            return
        yield sign, self.term(node, depth)

    def term(self, node: ast.expr, depth: int) -> RawTerm:
        column, name = node.col_offset + 1, _called(node)
        if isinstance(node, ast.Constant):
            return IntTerm(self.integer(node), column)
        if not isinstance(node, ast.Call) or not name:
            raise _fault(
                node,
                "chỗ này phải là sum(…), count(…), units(…), reported(…), elapsed(…), met(…), applicable(…) hoặc một số nguyên",
            )
        if name == "sum":
            return SumTerm(self.number(self.only(node), depth + 1), column)
        if name == "count":
            truth = self.truth(self.only(node), depth + 1)
            return CountTerm(truth, truth_text(truth), column)
        if name in _FRAMES:
            return FrameTerm(name, tuple(self.word(argument) for argument in node.args), column)
        raise _fault(node, f"không có hàm {name}() ở chỗ này")

    def number(self, node: ast.expr, depth: int) -> Number:
        _limit(node, depth)
        column, name = node.col_offset + 1, _called(node)
        if isinstance(node, ast.Constant):
            return Int(self.integer(node), column)
        if isinstance(node, ast.Name):
            return Cell(node.id, "bare", column)
        if isinstance(node, ast.BinOp):
            return self.arithmetic(node, depth)
        if isinstance(node, ast.Call) and name == "ytd":
            return Cell(self.word(self.only(node)), "ytd", column)
        if isinstance(node, ast.Call) and name == "last":
            return Cell(self.word(self.only(node)), "last", column)
        if isinstance(node, ast.Call) and name == "months":
            return self.months(node, depth)
        raise _fault(node, "chỗ này phải là một ô, ytd(ô), last(ô), months(…) hoặc một số nguyên")

    def months(self, node: ast.Call, depth: int) -> Months:
        start = self.start_month
        arguments: Sequence[ast.expr] = node.args
        if self.built_in and len(arguments) == 2 and isinstance(arguments[1], ast.Constant):
            start, arguments = self.integer(arguments[1]), arguments[:1]
        if len(arguments) != 1:
            raise _fault(node, "months() nhận đúng một điều kiện")
        return Months(self.truth(arguments[0], depth + 1), start, node.col_offset + 1)

    def arithmetic(self, node: ast.BinOp, depth: int) -> Number:
        column = node.col_offset + 1
        if isinstance(node.op, ast.Mult):
            if not isinstance(node.left, ast.Constant):
                raise _fault(node, "phép nhân viết số nguyên trước: 2 * ô")
            return Scale(self.integer(node.left), self.number(node.right, depth + 1), column)
        if not isinstance(node.op, ast.Add | ast.Sub):
            raise _fault(node, "chỉ có phép cộng, trừ và nhân với số nguyên; chia là việc của mẫu số")
        left, right = self.number(node.left, depth + 1), self.number(node.right, depth + 1)
        return Plus(left, right, column) if isinstance(node.op, ast.Add) else Minus(left, right, column)

    def truth(self, node: ast.expr, depth: int) -> Truth:
        _limit(node, depth)
        column, name = node.col_offset + 1, _called(node)
        if isinstance(node, ast.BoolOp):
            parts = tuple(self.truth(part, depth + 1) for part in node.values)
            return And(parts, column) if isinstance(node.op, ast.And) else Or(parts, column)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Not(self.truth(node.operand, depth + 1), column)
        if isinstance(node, ast.Compare):
            return self.compare(node, depth)
        if isinstance(node, ast.Call) and name == "every_quarter":
            return EveryQuarter(self.truth(self.only(node), depth + 1), column)
        if self.built_in and isinstance(node, ast.Call) and name == "posted":
            return Posted(tuple(self.word(argument) for argument in node.args), column)
        raise _fault(node, "chỗ này phải là một điều kiện: so sánh, and, or, not, every_quarter(…)")

    def compare(self, node: ast.Compare, depth: int) -> Compare:
        if len(node.ops) != 1 or type(node.ops[0]) not in _OPERATORS:
            raise _fault(node, "mỗi so sánh có một dấu: >=, >, <=, <, ==, !=")
        operator, turned = _OPERATORS[type(node.ops[0])]
        left, right = self.number(node.left, depth + 1), self.number(node.comparators[0], depth + 1)
        return Compare(*((right, operator, left) if turned else (left, operator, right)), node.col_offset + 1)

    def only(self, node: ast.Call) -> ast.expr:
        if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
            raise _fault(node, f"{_called(node)}() nhận đúng một phần trong ngoặc")
        return node.args[0]

    def word(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            raise _fault(node, "chỗ này phải là một tên")
        return node.id

    def integer(self, node: ast.Constant) -> int:
        if type(node.value) is not int or node.value > GREATEST_INTEGER:
            raise _fault(node, "chỉ dùng số nguyên không âm, không quá lớn")
        return node.value


def _limit(node: ast.expr, depth: int) -> None:
    if depth > DEEPEST:
        raise _fault(node, f"biểu thức lồng quá {DEEPEST} lớp")


def _fault(node: ast.expr, message: str) -> ExpressionError:
    return ExpressionError(message, node.col_offset + 1)
