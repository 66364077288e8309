"""Laying a pack's places into the database: only what is not there yet, in bulk. Called by `actions.load_places` alone.

A pack's rows never overwrite: a unit already there keeps its dates, which later decisions may have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tiendo.foundation.places.models import Placement, Succession, Unit
from tiendo.foundation.places.source import ChangeRow, Source, UnitRow
from tiendo.kernel.verdicts import BadInput, Problem

Identity = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Planted:
    """How many rows a load added; all zero when it changed nothing."""

    units: int
    placements: int
    successions: int

    def __bool__(self) -> bool:
        return bool(self.units or self.placements or self.successions)


@dataclass(slots=True)
class _Ground:
    """Units and placements that stand while a load goes on, old and new."""

    recorded_at: datetime
    versions: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    placements: dict[int, list[Placement]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)

    def add_units(self, units: Iterable[Unit]) -> None:
        for unit in units:
            self.versions[unit.code].append(unit)
            self.versions[unit.code].sort(key=lambda version: version.valid_from)

    def parents_of(self, row: UnitRow) -> list[Unit]:
        """The versions of the parent that the row's interval meets; an agency belongs to the first alone and ends with it."""
        met = [
            u for u in self.versions[row.parent or ""] if u.valid_from < row.valid_to and row.valid_from < u.valid_to
        ]
        return met if row.is_territory else met[:1]


def plant(source: Source, *, recorded_at: datetime) -> Planted:
    """Add the units, placements and successions that are missing. Raises BadInput when a parent or a changed unit is unknown."""
    ground = _Ground(recorded_at)
    ground.add_units(Unit.objects.all())
    for placement in Placement.objects.order_by("valid_from"):
        ground.placements[placement.unit_id].append(placement)
    rows = {row.identity: row for row in _new_rows(source.units, ground)}
    units = _create_units(rows.values(), ground)
    placements = _place(units, rows, ground)
    successions = _succeed(source, ground)
    if ground.problems:
        raise BadInput(ground.problems)
    return Planted(len(units), len(placements), len(successions))


def _new_rows(rows: Iterable[UnitRow], ground: _Ground) -> list[UnitRow]:
    return [row for row in rows if row.valid_from not in {unit.valid_from for unit in ground.versions[row.code]}]


def _create_units(rows: Iterable[UnitRow], ground: _Ground) -> list[Unit]:
    """Territories first: an agency's life is cut to that of the committee it serves."""
    territories = [row for row in rows if row.is_territory]
    agencies = [row for row in rows if not row.is_territory]
    made: list[Unit] = []
    for group in (territories, agencies):
        units = Unit.objects.bulk_create([_unit(row, ground) for row in group], batch_size=500)
        ground.add_units(units)
        made += units
    return made


def _unit(row: UnitRow, ground: _Ground) -> Unit:
    ends = row.valid_to
    if not row.is_territory and (served := ground.parents_of(row)):
        ends = min(ends, served[0].valid_to)
    return Unit(
        code=row.code, name=row.name, short_name=row.short_name, kind=row.kind, kind_vi=row.kind_vi,
        valid_from=row.valid_from, valid_to=ends, legal_from=row.legal_from, legal_to=row.legal_to,
        recorded_at=ground.recorded_at,
    ).derive()  # fmt: skip


def _place(units: Sequence[Unit], rows: dict[Identity, UnitRow], ground: _Ground) -> list[Placement]:
    """Placements of the new units, cut wherever an ancestor's placement begins or ends. Parents are placed before children."""
    waiting = {unit.pk: unit for unit in units}
    made: list[Placement] = []
    while waiting:
        ready = [u for u in waiting.values() if not any(p.pk in waiting for p in ground.parents_of(rows[_identity(u)]))]
        if not ready:
            ground.problems += [
                Problem(rows[_identity(u)].where, _("đơn vị cấp trên đi vòng.")) for u in waiting.values()
            ]
            return made
        for unit in ready:
            del waiting[unit.pk]
            ground.placements[unit.pk] = _placements(unit, rows[_identity(unit)], ground)
            made += ground.placements[unit.pk]
    return Placement.objects.bulk_create(made, batch_size=500)


def _identity(unit: Unit) -> Identity:
    return unit.code, unit.valid_from


def _placements(unit: Unit, row: UnitRow, ground: _Ground) -> list[Placement]:
    if row.parent is None:
        return [_placement(unit, None, "/", (unit.valid_from, unit.valid_to), ground)]
    above = [(parent, spot) for parent in ground.parents_of(row) for spot in ground.placements[parent.pk]]
    found = [
        _placement(
            unit, parent, spot.path, (max(unit.valid_from, spot.valid_from), min(unit.valid_to, spot.valid_to)), ground
        )
        for parent, spot in above
        if unit.valid_from < spot.valid_to and spot.valid_from < unit.valid_to
    ]
    if not found:
        what = _("đơn vị cấp trên mang mã %(code)s không có trong thời hạn của đơn vị này.") % {"code": row.parent}
        ground.problems.append(Problem(row.where, what, _("Mời kiểm tra lại mã và ngày.")))
    return found


def _placement(unit: Unit, parent: Unit | None, above: str, span: tuple[date, date], ground: _Ground) -> Placement:
    basis = unit.legal_from if span[0] == unit.valid_from else ""
    return Placement(
        unit=unit, parent=parent, path=f"{above}{unit.pk}/", valid_from=span[0], valid_to=span[1],
        legal_basis=basis, recorded_at=ground.recorded_at,
    )  # fmt: skip


def _succeed(source: Source, ground: _Ground) -> list[Succession]:
    """Successions that are missing. A unit that stays the same version (it absorbed its neighbour) has none into itself,
    nor has one that a later decision ended before the day of the change."""
    dated = _Dated(source.units, ground)
    known: set[tuple[int, int | None, date]] = set(
        Succession.objects.values_list("from_unit_id", "to_unit_id", "effective_on")
    )
    made: list[Succession] = []
    for row in source.changes:
        before = dated.on(row.from_code, row.effective_on - timedelta(days=1))
        after = dated.on(row.to_code, row.effective_on) if row.to_code else None
        if before is None or (row.to_code and after is None):
            code = row.from_code if before is None else row.to_code
            what = _("không có đơn vị mang mã %(code)s vào ngày thay đổi.") % {"code": code}
            ground.problems.append(Problem(row.where, what, _("Mời kiểm tra lại mã và ngày.")))
            continue
        key = (before.pk, after.pk if after else None, row.effective_on)
        if before != after and key not in known and before.valid_to >= row.effective_on:
            known.add(key)
            made.append(_succession(row, before, after, ground))
    return Succession.objects.bulk_create(made, batch_size=500)


class _Dated:
    """The stored units by the dates that the pack gives them."""

    def __init__(self, rows: Iterable[UnitRow], ground: _Ground) -> None:
        stored = {_identity(unit): unit for units in ground.versions.values() for unit in units}
        self._spans: dict[str, list[tuple[date, date, Unit]]] = defaultdict(list)
        for row in rows:
            self._spans[row.code].append((row.valid_from, row.valid_to, stored[row.identity]))

    def on(self, code: str, day: date) -> Unit | None:
        """The unit that bears the code on the day, as the pack says."""
        return next((unit for start, end, unit in self._spans[code] if start <= day < end), None)


def _succession(row: ChangeRow, before: Unit, after: Unit | None, ground: _Ground) -> Succession:
    return Succession(
        from_unit=before, to_unit=after, manner=row.manner, effective_on=row.effective_on, share=row.share,
        legal_basis=row.legal_basis, note=row.note, recorded_at=ground.recorded_at,
    )  # fmt: skip
