"""A plan ready to be written down: its text, its outline, what it cites and its terms. Made of a pack's text or of a reviewed draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tiendo.core.plans.terms import PlanTerms
from tiendo.foundation.places.models import Unit
from tiendo.kernel.reading import Citation, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """`nodes` stand in the order of the text, a parent before its children. `placed`: target code → its words in `text`.

    Every clause of `nodes` has its row in `terms`, and no other; every target of `terms` is placed.
    """

    code: str
    number: str
    issued_on: date | None
    issuer: str
    title: str
    unit: Unit
    year: int
    pack_code: str
    text: str
    nodes: tuple[Node, ...]
    bases: tuple[Citation, ...]
    terms: PlanTerms
    placed: Mapping[str, tuple[int, int]]

    @property
    def first_day(self) -> date:
        """The day whose tree of units the plan speaks of: the beginning of its year, or when it was issued if that is later."""
        start = date(self.year, 1, 1)
        return max(start, self.issued_on) if self.issued_on and self.issued_on.year == self.year else start
