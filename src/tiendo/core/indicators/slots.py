"""Laying down the slots a pack needs: a cell of every form, every leaf function its open indicators read, and coverage."""

from __future__ import annotations

from collections import defaultdict

from tiendo.core.indicators import catalogue
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup.leaves import CellSlot
from tiendo.foundation.packs.schema import FormDef, Frequency, Pack
from tiendo.kernel.expressions import LeafFunction

_MONTHS: dict[Frequency, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def install(pack: Pack) -> None:
    """Give every cell and function of the pack's report and register forms its slot; those that have one keep it.

    Runs in the installing transaction.
    """
    wanted = functions(pack)
    for code, form in pack.forms.items():
        cells = [
            CellSlot(cell.name, "flow" if cell.nature == "flow" else "stock", every(cell.frequency, form))
            for cell in form.cells.values()
        ]
        rollup.ensure_slots(code, form.base_period, cells=cells, functions=wanted[code])
    for code, register in pack.registers.items():
        kept = [
            CellSlot(cell.name, "flow" if cell.nature == "flow" else "stock", 1) for cell in register.cells.values()
        ]
        rollup.ensure_slots(code, register.base_period, cells=kept, functions=wanted.get(code, ()))


def functions(pack: Pack) -> dict[str, list[LeafFunction]]:
    """By form: the leaf functions of every indicator that has a source, and who posted."""
    found: dict[str, dict[LeafFunction, None]] = defaultdict(dict)
    for code in pack.forms:
        found[code][LeafFunction.posted(code)] = None
    for compiled in catalogue.compile_all(pack).values():
        if compiled.closed:
            continue
        for aggregate in compiled.aggregates:
            for function in aggregate.functions:
                found[function.form][function] = None
    return {form: list(wanted) for form, wanted in found.items()}


def every(frequency: Frequency, form: FormDef) -> int:
    """After how many base periods of the form a cell is asked."""
    return max(1, _MONTHS[frequency] // _MONTHS[form.base_period])
