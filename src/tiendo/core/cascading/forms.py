"""What a person types into the grid of shares: whole numbers, cell by cell, or a column pasted from a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tiendo.core.cascading.actions import Given
from tiendo.core.cascading.overview import ShareCell, SharedTarget
from tiendo.kernel.numbers import Unreadable, parse_count
from tiendo.kernel.text import fold, nfc

LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Typed:
    """The grid as sent: the cells that can be read, and the grid again with what cannot, each with its sentence."""

    cells: tuple[Given, ...]
    grid: tuple[SharedTarget, ...]
    wrong: int
    typed: Mapping[str, str]
    lost: tuple[str, ...]


def read(grid: Iterable[SharedTarget], fields: Mapping[str, str]) -> Typed:
    """The cells of a grid from a request; a pasted column fills the cells of its target by the names of the units."""
    cells: list[Given] = []
    again: list[SharedTarget] = []
    lost: list[str] = []
    typed: dict[str, str] = {}
    for target in grid:
        pasted, strange = _pasted(target, fields.get(f"paste-{target.target_id}", ""))
        lost += strange
        shown = []
        for cell in target.cells:
            said = pasted.get(cell.unit.pk, fields.get(cell.name, _shown(cell.value))).strip()
            typed[cell.name] = said
            value, error = _number(said)
            before = _before(fields.get(f"was-{cell.name}", _shown(cell.value)))
            if not error:
                cells.append(Given(target.target_id, cell.unit.pk, before, value))
            shown.append(replace(cell, value=cell.value if error else value, before=before, error=error))
        again.append(replace(target, cells=tuple(shown)))
    wrong = sum(bool(cell.error) for target in again for cell in target.cells)
    return Typed(tuple(cells), tuple(again), wrong, typed, tuple(lost))


def _pasted(target: SharedTarget, text: str) -> tuple[dict[int, str], list[str]]:
    """Unit id → number from lines "name, tab or last word, number"; and the lines whose unit is not in the grid."""
    by_name: dict[str, ShareCell] = {}
    for cell in target.cells:
        by_name |= {fold(name): cell for name in (cell.unit.name, str(cell.unit), cell.unit.code)}
    found: dict[int, str] = {}
    strange: list[str] = []
    for line in nfc(text).splitlines():
        name, tab, number = line.strip().rpartition("\t")
        if not tab:
            name, _space, number = line.strip().rpartition(" ")
        held = by_name.get(fold(name.strip(" \t:;-")))
        if held is not None:
            found[held.unit.pk] = number
        elif line.strip():
            strange.append(line.strip()[:80])
    return found, strange


def _number(said: str) -> tuple[int | None, str]:
    if not said:
        return None, ""
    try:
        number = parse_count(said)
    except Unreadable as error:
        return None, str(error)
    return (number, "") if 0 <= number < LARGEST else (None, _("Số nằm ngoài khoảng nhận được."))


def _before(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 16 else None


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
