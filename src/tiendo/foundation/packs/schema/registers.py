"""Register forms: cells that a register of the software keeps live, so that nobody types what is already recorded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tiendo.foundation.packs.schema.base import Code, Frequency, Model, Text, cell_name


class RegisterCell(Model):
    """One figure of a register. `counts` names what the software counts (`tasks_due`), `label` is short for tables, `hint` says what
    is counted and when.
    """

    code: Code
    counts: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    label: Text
    hint: Text
    nature: Literal["flow", "stock", "flag"]

    @property
    def name(self) -> str:
        """The code as expressions and stored values write it."""
        return cell_name(self.code)


class RegisterDef(Model):
    """One register form. Any unit can be its leaf: the one a record is about. It has no due day and misses nobody."""

    code: Annotated[str, StringConstraints(pattern=r"^R_[a-z]+$")]
    title: Text
    base_period: Literal["month", "quarter"]
    cells_listed: Annotated[tuple[RegisterCell, ...], Field(min_length=1, alias="cells")]

    @property
    def frequency(self) -> Frequency:
        """How often a cell is asked: always, so once in each base period."""
        return self.base_period

    @cached_property
    def cells(self) -> Mapping[str, RegisterCell]:
        """Every cell by code, in the order of the form."""
        return {cell.code: cell for cell in self.cells_listed}
