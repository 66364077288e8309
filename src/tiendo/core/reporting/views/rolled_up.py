"""What rose from the level below, shown on the closing form of a district: sums with their coverage and whoever is missing, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.core.reporting.queries import MissingUnit, ReportPage, period_progress
from tiendo.core.rollup import queries as rollup
from tiendo.core.rollup.queries import Row
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Cell, FormDef
from tiendo.foundation.places.models import Unit


@dataclass(frozen=True, slots=True)
class RolledCell:
    """One sum over the leaves that gave it (`filled`); None while nobody did. `year_to_date` is None for a stock."""

    code: str
    label: str
    unit_word: str
    total: int | None
    year_to_date: int | None
    filled: int


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The form below, its cells summed, and the gap by name."""

    form_title: str
    expected: int
    reported: int
    missing: tuple[MissingUnit, ...]
    cells: tuple[RolledCell, ...]


def rolled_up(page: ReportPage) -> RolledUp | None:
    """The sums under a district's closing form; None for every other report. Accepted reports only."""
    pack = packs.current()
    form = pack.form_on(page.form, page.period.end)
    if form is None or form.leaf_kind != "district":
        return None
    below = _form_below(page)
    if below is None:
        return None
    unit = Unit.objects.get(pk=page.unit_id)
    progress = period_progress(below.code, page.period, unit)
    keys = [period.key for period in page.period.year_to_date(below.base_period)]
    rows = rollup.vectors(unit.pk, below.code, keys)
    numbers = rollup.slot_numbers(below.code)
    words = {code: indicator.unit for code, indicator in pack.indicators.items()}
    return RolledUp(
        form_title=below.title,
        expected=progress.counts.expected,
        reported=progress.counts.approved,
        missing=progress.missing,
        cells=tuple(
            _cell(cell, rows, at=page.period.key, slot=numbers[cell.name], word=words.get(cell.code, ""))
            for cell in below.cells.values()
            if cell.name in numbers
        ),
    )


def _form_below(page: ReportPage) -> FormDef | None:
    pack = packs.current()
    forms = (pack.form_on(code, page.period.end) for code in pack.forms)
    return next(
        (one for one in forms if one and one.leaf_kind == "commune" and one.base_period == page.period.kind), None
    )


def _cell(cell: Cell, rows: Mapping[str, Row], *, at: str, slot: int, word: str) -> RolledCell:
    filled = rows[at].filled(slot)
    flow = cell.nature == "flow" and any(row.filled(slot) for row in rows.values())
    return RolledCell(
        code=cell.code,
        label=cell.label,
        unit_word=word,
        total=rows[at].sum(slot) if filled else None,
        year_to_date=sum(row.sum(slot) for row in rows.values()) if flow else None,
        filled=filled,
    )
