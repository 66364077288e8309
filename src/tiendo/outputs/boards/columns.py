"""The columns of a figure's way: one for each level of the tree, with what each unit of it gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One unit in a column: what it gives, and where opening it leads."""

    name: str
    values: tuple[str, ...]
    url: str
    selected: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one head: those that hold, those that do not, those not known."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One level of the tree."""

    number: int
    title: str
    groups: tuple[RowGroup, ...]
    note: str = ""
