"""A plan's text becomes a tree: lines, marks, outline, citations, targets, assignees, deadlines, programmes.

`read_plan` is the one door. Pure: no files, no database. Files become text in `core.plans.files`.
"""

from tiendo.kernel.reading.lines import normalise
from tiendo.kernel.reading.model import (
    Assignment,
    Citation,
    Deadline,
    Node,
    NodeKind,
    PlanReading,
    Programme,
    ReadingWarning,
    Target,
    UnnumberedBasis,
)
from tiendo.kernel.reading.plan import read_plan

__all__ = [
    "Assignment",
    "Citation",
    "Deadline",
    "Node",
    "NodeKind",
    "PlanReading",
    "Programme",
    "ReadingWarning",
    "Target",
    "UnnumberedBasis",
    "normalise",
    "read_plan",
]
