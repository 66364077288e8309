"""A change of places and what follows from it for figures: the tree first, then the same figures along today's paths, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tiendo.core.reporting import rules
from tiendo.core.reporting.leaves import nothing_of_live
from tiendo.core.reporting.models import LiveSheet, Report
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.places import actions as places
from tiendo.foundation.places.changes import Key, Newborn
from tiendo.foundation.places.drawing import Drawing
from tiendo.foundation.places.models import Placement, Unit
from tiendo.foundation.transactions import durable
from tiendo.kernel import periods


@durable
def apply_move(unit: Unit, to: Unit, on: date, *, legal_basis: str, by: Post) -> None:
    """From `on` the unit, with all below it, hangs under `to`; figures of periods that end then or later follow. Raises Refused."""
    rules.may_change_tree(by).or_refuse()
    moving = _hold([unit], on)
    moved, above = _as_they_stand([unit, to])
    places.move_unit(moved, above, on, legal_basis=legal_basis)
    rollup.repost_paths(moving, on, at=clock.now())
    record("unit.moved", moved, by=by, fields=("parent",))


@durable
def apply_merge(units: Sequence[Unit], into: Unit | Newborn, on: date, *, legal_basis: str, by: Post) -> Unit:
    """From `on` the units are one. Periods that ended before keep the old units' figures where they were. Raises Refused."""
    rules.may_change_tree(by).or_refuse()
    moving = _hold([*units, into] if isinstance(into, Unit) else units, on)
    merging = _as_they_stand(units)
    receiver = places.merge_units(
        merging, _as_they_stand([into])[0] if isinstance(into, Unit) else into, on, legal_basis=legal_basis
    )
    rollup.repost_paths(moving, on, at=clock.now())
    record("unit.merged", receiver, by=by, fields=("origins",))
    for ended in dict.fromkeys(unit for unit in merging if unit != receiver):
        record("unit.ended", ended, by=by, fields=("valid_to", "legal_to"))
    return receiver


def hold(drawing: Drawing) -> None:
    """Lock everything from which the figures of the units drawn anew could change meanwhile; the tree is held already."""
    _hold_figures(list(drawing.touched), drawing.on)


def redraw(drawing: Drawing, *, legal_basis: str) -> dict[Key, Unit]:
    """The tree as drawn, and the figures along it: periods that ended before its day keep the way they went. Gives the newborn units.

    Inside the transaction of whoever asked the rule, holds the tree and records what was done. What registers said of an ending unit
    for periods it does not see the end of is taken out: its heir's sheets say it from now on.
    """
    _end_sheets([unit.pk for unit in drawing.ended], drawing.on)
    stored = places.redraw(drawing, legal_basis=legal_basis)
    rollup.repost_paths(drawing.touched, drawing.on, at=clock.now())
    return stored


def _end_sheets(unit_ids: list[int], on: date) -> None:
    rows = LiveSheet.objects.filter(unit_id__in=unit_ids, period__gte=str(on.year)).order_by(
        "form", "unit_id", "period"
    )
    ending = [row for row in rows if periods.parse(row.period).end >= on]
    if ending:
        rollup.post([nothing_of_live(row) for row in ending], at=clock.now())
        LiveSheet.objects.filter(pk__in=[row.pk for row in ending]).delete()


def _hold(units: Sequence[Unit], on: date) -> list[int]:
    """Ids of the units and all below them, with everything locked from which their figures could change meanwhile.

    The tree, their reports by id, then the units themselves, so that no further report of theirs is begun; those begun in between are
    locked as well.
    """
    places.hold_tree()
    moving = _at_or_below(units, on)
    _hold_figures(moving, on)
    return moving


def _hold_figures(unit_ids: list[int], on: date) -> None:
    _lock_reports(unit_ids, on)
    places.hold_units(unit_ids)
    _lock_reports(unit_ids, on)


def _as_they_stand(units: Sequence[Unit]) -> list[Unit]:
    """The units as the database has them now, in the order given."""
    found = Unit.objects.in_bulk([unit.pk for unit in units])
    return [found[unit.pk] for unit in units]


def _at_or_below(units: Sequence[Unit], on: date) -> list[int]:
    """Ids of the units and everything that hangs below them on the day or later."""
    ids: set[int] = set()
    for placement in Placement.objects.filter(unit__in=units, valid_to__gt=on):
        below = Placement.objects.filter(path__startswith=placement.path, valid_to__gt=on)
        ids.update(below.values_list("unit_id", flat=True))
    return sorted(ids)


def _lock_reports(unit_ids: list[int], on: date) -> None:
    """Every report and live sheet of that year and later: a year's results are worked out from all its months, so that nothing posted
    meanwhile races the change.
    """
    rows = Report.objects.select_for_update().filter(unit_id__in=unit_ids, period_end__gte=date(on.year, 1, 1))
    list(rows.order_by("pk").values_list("pk", flat=True))
    sheets = LiveSheet.objects.select_for_update().filter(unit_id__in=unit_ids, period__gte=str(on.year))
    list(sheets.order_by("unit_id", "period").values_list("pk", flat=True))
