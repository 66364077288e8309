"""Laying slots down: append-only, so that no figure ever moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from tiendo.core.rollup.actions.counting import lock_counter
from tiendo.core.rollup.leaves import CellSlot
from tiendo.core.rollup.models import Slot
from tiendo.core.rollup.slots import all_forms, newest_chain
from tiendo.kernel import chains
from tiendo.kernel.expressions import LeafFunction
from tiendo.kernel.periods import BASES_A_YEAR, Base


@transaction.atomic
def ensure_slots(
    form: str, base: Base, *, cells: Sequence[CellSlot] = (), functions: Sequence[LeafFunction] = ()
) -> int:
    """Give slots to the cells and functions that have none yet; returns how many were appended, 0 when all were there.

    Slots of a new function stay empty for leaves already posted until `rebuild`. Raises ValueError when a cell would change its
    nature or rhythm, a form its base period, or a function reads a cell without a slot.
    """
    lock_counter()
    known = all_forms().get(form)
    if known is not None and known.base != base:
        raise ValueError(f"form {form} reports by {known.base}")
    for cell in cells:
        laid = known is not None and cell.name in known.cells
        if (
            known is not None
            and laid
            and (known.natures[cell.name], known.every.get(cell.name, 1)) != (cell.nature, cell.every)
        ):
            raise ValueError(f"the slot of {cell.name} stays as it was laid: {known.natures[cell.name]}")
    new_cells = [cell for cell in dict.fromkeys(cells) if known is None or cell.name not in known.cells]
    _refuse_unknown_cells(form, functions, {*(known.cells if known else ()), *(cell.name for cell in new_cells)})
    rows = [*_cell_rows(new_cells, known.width if known else 0)]
    present = known.numbers if known else {}
    missing = [
        (function.text, window, index)
        for function in dict.fromkeys(functions)
        for window in function.windows_for(base)
        for index in range(1, BASES_A_YEAR[base] + 1)
        if (function.text, window, index) not in present
    ]
    start = known.result_width if known else 0
    rows += [
        Slot(kind="result", number=start + place, function=text, window=window, base_index=index)
        for place, (text, window, index) in enumerate(missing)
    ]
    _append(form, base, rows)
    return len(rows)


def _cell_rows(cells: Sequence[CellSlot], start: int) -> Iterator[Slot]:
    for place, cell in enumerate(cells):
        yield Slot(kind="cell", number=start + place, cell=cell.name, nature=cell.nature, every=cell.every)


def _refuse_unknown_cells(form: str, functions: Sequence[LeafFunction], names: set[str]) -> None:
    for function in functions:
        unknown = set(function.cells) - names
        if function.form != form or unknown:
            raise ValueError(
                f"{function.text} does not read form {form}: {', '.join(sorted(unknown)) or function.form}"
            )


def _append(form: str, base: Base, rows: list[Slot]) -> None:
    chain = newest_chain()
    for slot in rows:
        slot.form, slot.base = form, base
        told = (
            form,
            base,
            slot.kind,
            slot.number,
            slot.cell,
            slot.nature,
            slot.every,
            slot.function,
            slot.window,
            slot.base_index,
        )
        chain = slot.chain = chains.link(chain, {"slot": told})
    Slot.objects.bulk_create(rows)
