"""A change of places and what follows from it for figures: the tree first, then the same figures along today's paths, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from tiendo.core.reporting import rules
from tiendo.core.reporting.models import Report
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places import actions as places
from tiendo.foundation.places.actions import Newborn
from tiendo.foundation.places.models import Placement, Unit


@transaction.atomic(durable=True)
def apply_move(unit: Unit, to: Unit, on: date, *, legal_basis: str, by: Post) -> None:
    """From `on` the unit, with all below it, hangs under `to`; figures of periods that end then or later follow. Raises Refused."""
    rules.may_change_tree(by).or_refuse()
    moving = _at_or_below([unit], on)
    _lock_reports(moving, on)
    places.move_unit(unit, to, on, legal_basis=legal_basis, by=by)
    rollup.repost_paths(moving, on, at=clock.now())


@transaction.atomic(durable=True)
def apply_merge(units: Sequence[Unit], into: Unit | Newborn, on: date, *, legal_basis: str, by: Post) -> Unit:
    """From `on` the units are one. Periods that ended before keep the old units' figures where they were. Raises Refused."""
    rules.may_change_tree(by).or_refuse()
    concerned = [*units, into] if isinstance(into, Unit) else list(units)
    moving = _at_or_below(concerned, on)
    _lock_reports(moving, on)
    receiver = places.merge_units(units, into, on, legal_basis=legal_basis, by=by)
    rollup.repost_paths(moving, on, at=clock.now())
    return receiver


def _at_or_below(units: Sequence[Unit], on: date) -> list[int]:
    """Ids of the units and everything that hangs below them on the day or later."""
    ids: set[int] = set()
    for placement in Placement.objects.filter(unit__in=units, valid_to__gt=on):
        below = Placement.objects.filter(path__startswith=placement.path, valid_to__gt=on)
        ids.update(below.values_list("unit_id", flat=True))
    return sorted(ids)


def _lock_reports(unit_ids: list[int], on: date) -> None:
    """The reports whose figures will move, locked by id before anything else, so that no approval races the change."""
    rows = Report.objects.select_for_update().filter(unit_id__in=unit_ids, period_end__gte=on)
    list(rows.order_by("pk").values_list("pk", flat=True))
