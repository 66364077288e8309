"""The kinds of changes of the tree, as a resolution decides them. A set of them is worked out by `drawing.draw`.

A unit that a set brings forth is named by its code until it is stored: a `Key` is the id of a unit that stands, or such a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tiendo.foundation.places.models import Manner, Unit

Key = int | str


@dataclass(frozen=True, slots=True)
class Newborn:
    """A unit that a change brings forth. It hangs under `parent` (a unit, or the code of another newborn), else where the first unit
    it comes from hung.
    """

    code: str
    name: str
    kind: str
    kind_vi: str
    parent: Unit | str | None = None
    short_name: str = ""

    def __str__(self) -> str:
        return f"{self.kind_vi} {self.name}"


Receiver = Unit | Newborn


@dataclass(frozen=True, slots=True)
class Merge:
    """The units pass into one, which may be one of them, a neighbour, or a newborn."""

    units: tuple[Unit, ...]
    into: Receiver


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of a part of a split unit."""

    to: Receiver
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The unit passes into several; where it is itself one of the parts it goes on with what is left to it."""

    unit: Unit
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """The units hang under another one from now on, with all below them."""

    units: tuple[Unit, ...]
    parent: Unit | str


@dataclass(frozen=True, slots=True)
class Rename:
    """The unit goes on in the same place under another name, kind or code."""

    unit: Unit
    to: Newborn


@dataclass(frozen=True, slots=True)
class Abolish:
    """The units end and nobody takes their place; their territories must have been given another."""

    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class AbolishLevel:
    """Every unit of a level below `top` ends; what hung under it hangs where it hung."""

    top: Unit
    kind: str


Change = Merge | Split | Move | Rename | Abolish | AbolishLevel


@dataclass(frozen=True, slots=True)
class Link:
    """One passing of a unit, to be kept as a succession."""

    unit: Unit
    to: Key | None
    manner: Manner
    share: Decimal | None = None
