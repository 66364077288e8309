"""What callers of the engine speak of: leaves, their values, and the cells that want slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Values = Mapping[str, int | None]
"""Cell name → whole number in the cell's smallest unit; None or absent is a blank."""


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """A unit that a form's figures are about, in one base period (key such as 2017-09 or 2017-Q3)."""

    unit_id: int
    form: str
    period_key: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a leaf shall have in the totals from now on; `values` None takes it out of them."""

    leaf: Leaf
    values: Values | None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class LeafValues:
    """What a leaf has, or ought to have, in the totals."""

    unit_id: int
    form: str
    period_key: str
    values: Values
    revision: int = 0

    @property
    def leaf(self) -> Leaf:
        return Leaf(self.unit_id, self.form, self.period_key)


@dataclass(frozen=True, slots=True)
class CellSlot:
    """A cell that wants a slot. `every`: after how many base periods it is asked (3 for a quarterly cell of a monthly form)."""

    name: str
    nature: Literal["flow", "stock"]
    every: int = 1
