"""The slots of every form as one read model, kept per process under the chain of the newest slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from django.db.models import Subquery
from numpy.typing import NDArray

from tiendo.core.rollup import statements
from tiendo.core.rollup.models import Slot
from tiendo.kernel.chains import GENESIS
from tiendo.kernel.expressions import LeafFunction, Window
from tiendo.kernel.periods import BASES_A_YEAR, Base
from tiendo.kernel.vectors import STORED

Indices = NDArray[np.int64]
SlotKey = str | tuple[str, Window, int]
"""A cell's name, or (function text, window, base index)."""


@dataclass(frozen=True, slots=True)
class ResultSlots:
    """The slots of one function and window, one per base period of the year in order."""

    function: LeafFunction
    window: Window
    numbers: Indices


@dataclass(frozen=True, slots=True)
class FormSlots:
    """Everything needed to compute a form's vectors. `base_of`: base index of each result slot."""

    form: str
    base: Base
    cells: Mapping[str, int]
    natures: Mapping[str, str]
    every: Mapping[str, int]
    results: tuple[ResultSlots, ...]
    base_of: Indices
    numbers: Mapping[SlotKey, int]

    @property
    def width(self) -> int:
        """Length of a base period's vector."""
        return len(self.cells)

    @property
    def result_width(self) -> int:
        """Length of a year's vector."""
        return len(self.base_of)

    @property
    def periods(self) -> int:
        """Base periods in a year."""
        return BASES_A_YEAR[self.base]

    @property
    def year_size(self) -> int:
        """Bytes of a year's values, base periods × cells."""
        return self.periods * self.width * STORED.itemsize


def all_forms() -> Mapping[str, FormSlots]:
    """The slots of every form that has any. One small query; the slots themselves only when some were appended."""
    return _load(newest_chain())


def newest() -> Subquery:
    """The hash that names all slots, as a column of another query; None in it before any slot was laid. For `named`."""
    return Subquery(Slot.objects.order_by("-id").values("chain")[:1])


def named(chain: bytes | memoryview | None) -> Mapping[str, FormSlots]:
    """The slots of every form up to the one whose hash was read by `newest`. No query, unless slots were appended."""
    return _load(GENESIS if chain is None else bytes(chain))


def of_form(form: str) -> FormSlots:
    """The slots of one form. Raises KeyError when none were ever laid."""
    return all_forms()[form]


def newest_chain() -> bytes:
    """The hash that names all slots so far."""
    return statements.newest_chain() or GENESIS


@lru_cache(maxsize=8)
def _load(chain: bytes) -> Mapping[str, FormSlots]:
    rows: dict[str, list[Slot]] = {}
    for slot in Slot.objects.order_by("form", "kind", "number"):
        rows.setdefault(slot.form, []).append(slot)
    return MappingProxyType({form: _form_slots(form, slots) for form, slots in rows.items()})


def _form_slots(form: str, rows: list[Slot]) -> FormSlots:
    cells = [slot for slot in rows if slot.kind == "cell"]
    results = [slot for slot in rows if slot.kind == "result"]
    base: Base = "month" if rows[0].base == "month" else "quarter"
    numbers: dict[SlotKey, int] = {slot.cell: slot.number for slot in cells}
    by_function: dict[tuple[str, Window], dict[int, int]] = {}
    for slot in results:
        window: Window = slot.window  # type: ignore[assignment]
        numbers[slot.function, window, slot.base_index] = slot.number
        by_function.setdefault((slot.function, window), {})[slot.base_index] = slot.number
    return FormSlots(
        form=form,
        base=base,
        cells=MappingProxyType({slot.cell: slot.number for slot in cells}),
        natures=MappingProxyType({slot.cell: slot.nature for slot in cells}),
        every=MappingProxyType({slot.cell: slot.every for slot in cells if slot.every > 1}),
        results=tuple(
            ResultSlots(LeafFunction(form, text), window, np.array([places[i] for i in sorted(places)], dtype=np.int64))
            for (text, window), places in by_function.items()
        ),
        base_of=np.array([slot.base_index for slot in results], dtype=np.int64),
        numbers=MappingProxyType(numbers),
    )
