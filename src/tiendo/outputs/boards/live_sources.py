"""Where a figure comes from that registers keep: the units that give it, down to the records of one of them.

Any unit may be the leaf of a register, a district as well as its communes; so each level begins with the unit's own part. The records
are those of now: what a register knew on an earlier day is in the totals, not in its records.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import READS_ALL
from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.queries import Figure
from tiendo.core.reporting import queries as reporting
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.numbers import show
from tiendo.kernel.periods import Period, of
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.columns import Column, Row, RowGroup
from tiendo.outputs.boards.wording import fraction

MOST_RECORDS = 40
"""Records of a cell that are written out; the page of the register has the rest."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record: `url` is its page."""

    title: str
    detail: str
    url: str
    on: date | None


@dataclass(frozen=True, slots=True)
class LiveCell:
    """One cell of the period looked into. `more`: records not written out; `hidden`: says that some are not this post's to see."""

    code: str
    label: str
    value: str
    records: tuple[RecordLine, ...]
    more: int
    hidden: str


@dataclass(frozen=True, slots=True)
class LivePeriod:
    """One base period: what stands in the totals."""

    label: str
    values: tuple[str, ...]
    key: str
    selected: bool


@dataclass(frozen=True, slots=True)
class LiveLeaf:
    """One unit's part of a live figure."""

    number: int
    unit: str
    cell_heads: tuple[tuple[str, str], ...]
    periods: tuple[LivePeriod, ...]
    title: str
    cells: tuple[LiveCell, ...]
    earlier: bool
    """The page shows an earlier day: the records are those of today all the same."""


def down(
    compiled: Compiled, unit: Unit, asked: Asked, chosen: Sequence[str], *, month: str, post: Post
) -> tuple[list[Column], LiveLeaf | None]:
    """A column a level along the chosen codes; the records where the way ends at one unit. A unit's own code chooses its own part."""
    giving = _giving(compiled, asked.period)
    columns: list[Column] = []
    here, taken = unit, 0
    while True:
        below = giving.get(here.pk, [])
        if not [one for one in below if one.pk != here.pk]:
            break
        code = chosen[taken] if taken < len(chosen) else ""
        shown = _rows(compiled, here, below, asked, at=(unit, *chosen[:taken]), chosen=code)
        title = _("%(unit)s, %(n)d đơn vị có bản ghi") % {"unit": places.display(here), "n": len(below)}
        columns.append(
            Column(len(columns) + 2, title, (RowGroup(_("Thuộc %s") % places.display(here), (_("Giá trị"),), shown),))
        )
        found = next((one for one in below if one.code == code), None)
        if found is None:
            return columns, None
        if found.pk == here.pk:
            break
        here, taken = found, taken + 1
    if here.pk not in {one.pk for one in giving.get(here.pk, [])}:
        return columns, None
    return columns, _leaf(compiled, here, asked, month=month, number=len(columns) + 2, post=post)


def _giving(compiled: Compiled, period: Period) -> dict[int, list[Unit]]:
    """Unit → those directly below that have something in the window, or something below them; the unit itself where it has. Few queries."""
    keys = {one.key for form in compiled.forms for one in period.year_to_date(packs.current().base_of(form))}
    paths = places.paths(reporting.live_units(compiled.forms, keys), period.end)
    pairs = {pair for path in paths.values() for pair in itertools.pairwise(path)}
    pairs |= {(path[-1], path[-1]) for path in paths.values() if path}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={pk for pair in pairs for pk in pair})}
    found: dict[int, list[Unit]] = {}
    for above, pk in pairs:
        found.setdefault(above, []).append(units[pk])
    for above, below in found.items():
        below.sort(key=lambda one: (one.pk != above, bytes(one.name_sort)))
    return found


def _rows(
    compiled: Compiled,
    here: Unit,
    below: Sequence[Unit],
    asked: Asked,
    *,
    at: tuple[Unit, *tuple[str, ...]],
    chosen: str,
) -> tuple[Row, ...]:
    """`at`: the unit the page is about, then the codes chosen on the way to here."""
    others = [one for one in below if one.pk != here.pk]
    figures = indicators.values_of_many([compiled.code], units=[here, *others], period=asked.period, as_of=asked.as_of)
    found = {pk: by_code[compiled.code] for pk, by_code in figures.items()}
    rows = []
    for one in below:
        own = one.pk == here.pk
        figure = _own_part(found[here.pk], [found[other.pk] for other in others]) if own else found[one.pk]
        name = _("%(unit)s, phần của chính đơn vị") % {"unit": places.display(one)} if own else places.display(one)
        url = asked.lineage_url(compiled.code, unit=at[0].code, at=",".join([*at[1:], one.code]))
        rows.append(Row(name, (fraction(figure),), url, one.code == chosen))
    return tuple(rows)


def _own_part(whole: Figure, parts: Sequence[Figure]) -> Figure:
    """What is left of a unit's figure without those below: every figure is a sum, or a share of two sums."""
    numerator = (whole.numerator or 0) - sum(part.numerator or 0 for part in parts)
    if whole.denominator is None:
        return replace(whole, numerator=numerator, value=numerator)
    denominator = whole.denominator - sum(part.denominator or 0 for part in parts)
    return replace(whole, numerator=numerator, denominator=denominator)


def _leaf(compiled: Compiled, unit: Unit, asked: Asked, *, month: str, number: int, post: Post) -> LiveLeaf:
    pairs = list(dict.fromkeys(pair for one in compiled.aggregates for pair in one.cells))
    window = asked.period.year_to_date(packs.current().base_of(compiled.forms[0]))
    sheets = {form: reporting.live_values(unit, form, [one.key for one in window]) for form in compiled.forms}
    kept = [one for one in window if any(one.key in sheet for sheet in sheets.values())]
    opened = next(iter([*(one for one in window if one.key == month), *reversed(kept), *reversed(window)]), None)
    codes = [(form, name.replace("_", "-")) for form, name in pairs]
    periods = [
        LivePeriod(
            one.label, tuple(_shown(sheets[form].get(one.key), code) for form, code in codes), one.key, one == opened
        )
        for one in reversed(window)
    ]
    cells = [_cell(unit, form, opened, code, post) for form, code in codes] if opened else []
    return LiveLeaf(
        number=number,
        unit=places.display(unit),
        cell_heads=tuple((code, _label(form, code)) for form, code in codes),
        periods=tuple(periods),
        title=_("Bản ghi %(period)s, %(unit)s") % {"period": opened.label, "unit": places.display(unit)}
        if opened
        else "",
        cells=tuple(cells),
        earlier=asked.as_of is not None,
    )


def _cell(unit: Unit, form: str, opened: Period, code: str, post: Post) -> LiveCell:
    period = of(opened.end, packs.current().base_of(form))
    value = reporting.live_values(unit, form, [period.key]).get(period.key, {}).get(code)
    found = reporting.live_records(unit, form, period, code, post=post)
    shown = tuple(RecordLine(one.title, one.detail, one.url, one.on) for one in found[:MOST_RECORDS])
    return LiveCell(
        code=code,
        label=_label(form, code),
        value="—" if value is None else show(value),
        records=shown,
        more=max(0, len(found) - MOST_RECORDS),
        hidden=_hidden(code, value, len(found), post),
    )


def _hidden(code: str, value: int | None, seen: int, post: Post) -> str:
    """What is counted and not this post's to see. An amount of money says nothing of how many entries it was made of."""
    if not value or post.role in READS_ALL:
        return ""
    if not seen:
        return _("Ngoài phạm vi được xem.")
    counted = packs.current().indicators[code].type == "count"
    missing = value - seen
    return _("%d bản ghi ngoài phạm vi được xem.") % missing if counted and missing > 0 else ""


def _shown(sheet: Mapping[str, int] | None, code: str) -> str:
    return "—" if sheet is None or code not in sheet else show(sheet[code])


def _label(form: str, code: str) -> str:
    register = packs.current().registers.get(form)
    return register.cells[code].label if register and code in register.cells else code
