"""The indicator language: `compile_aggregate` checks a text against a catalogue of cells and gives the terms to add up;
`evaluate` gives one leaf's result of a leaf function, with what is not known kept apart from nothing.

The grammar is in docs (figures). Only whole numbers, only cells of the catalogue: nothing of a text is ever run as Python.
"""

from tiendo.kernel.expressions.check import (
    Aggregate,
    Applicable,
    Catalogue,
    CellInfo,
    Constant,
    Elapsed,
    LeafCount,
    LeafSum,
    LinearFlow,
    Met,
    Reported,
    Term,
    Units,
    compile_aggregate,
    default_numerator,
)
from tiendo.kernel.expressions.functions import LeafFunction, Window, read_at
from tiendo.kernel.expressions.leaf import LeafYear, LeafYears, evaluate, evaluate_many
from tiendo.kernel.expressions.syntax import ExpressionError

__all__ = [
    "Aggregate",
    "Applicable",
    "Catalogue",
    "CellInfo",
    "Constant",
    "Elapsed",
    "ExpressionError",
    "LeafCount",
    "LeafFunction",
    "LeafSum",
    "LeafYear",
    "LeafYears",
    "LinearFlow",
    "Met",
    "Reported",
    "Term",
    "Units",
    "Window",
    "compile_aggregate",
    "default_numerator",
    "evaluate",
    "evaluate_many",
    "read_at",
]
