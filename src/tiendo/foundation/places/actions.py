"""Changes of the dated tree: laying a pack's places down, moving a unit, merging units.

Redrawing is a primitive: reporting calls it inside its transaction, re-posts the figures already counted and records last, since the
log's end is the last thing to be locked. What a set of changes makes of the tree is worked out in `drawing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from tiendo.foundation import clock
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.places import planting, source
from tiendo.foundation.places.changes import Change, Key, Merge, Move, Newborn
from tiendo.foundation.places.drawing import Drawing, draw, end_of
from tiendo.foundation.places.models import KNOWN_FROM_THE_START, Placement, Succession, Unit
from tiendo.foundation.places.planting import Planted
from tiendo.foundation.places.source import PlacesPack
from tiendo.kernel.verdicts import BadInput, Refused


@transaction.atomic
def load_places(pack: PlacesPack, *, by: audit.Actor | None = None) -> Planted:
    """Lay down the pack's units, placements and successions that are not there yet; twice changes nothing. Raises BadInput.

    An empty database knows the tree from the start; what a later pack adds is known from now on.
    """
    rows = source.read(pack)
    known_from = clock.now() if Unit.objects.exists() else KNOWN_FROM_THE_START
    planted = planting.plant(rows, recorded_at=known_from)
    if planted:
        root = Unit.objects.filter(placements__parent__isnull=True).order_by("valid_from", "code")[0]
        audit.record("places.loaded", root, by=by, fields=("units", "placements", "successions"))
    return planted


def hold_tree() -> None:
    """Let no other change of the tree run beside this one, until commit. Called first of all, before any other lock.

    Two changes at once could each miss the units that the other one brings under what it moves.
    """
    roots = Placement.objects.select_for_update().filter(parent__isnull=True)
    list(roots.order_by("pk").values_list("pk", flat=True))


def hold_units(unit_ids: Collection[int]) -> None:
    """Let nothing new refer to these units until commit: whoever begins a report of theirs waits (PostgreSQL)."""
    units = Unit.objects.select_for_update().filter(pk__in=unit_ids)
    list(units.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def move_unit(unit: Unit, to_parent: Unit, on: date, *, legal_basis: str) -> None:
    """From `on` the unit, with all below it, hangs under `to_parent`. The caller records it. Raises Refused when it cannot."""
    redraw(_drawn(Move((unit,), to_parent), on), legal_basis=legal_basis)


@transaction.atomic
def merge_units(units: Sequence[Unit], into: Unit | Newborn, on: date, *, legal_basis: str) -> Unit:
    """From `on` the units are one: `into`, which may be one of them, a neighbour, or a newborn. Returns it. Raises Refused.

    The caller records it. Communes of a merged district pass to the receiver; agencies, committees and teams end with the unit they serve.
    """
    stored = redraw(_drawn(Merge(tuple(dict.fromkeys(units)), into), on), legal_basis=legal_basis)
    for unit in units:
        unit.refresh_from_db()
    return into if isinstance(into, Unit) else stored[into.code]


def _drawn(change: Change, on: date) -> Drawing:
    """One change alone; its faults as one sentence after the other."""
    try:
        return draw([change], on)
    except BadInput as error:
        said = [f"{problem.what} {problem.remedy}".strip() for problem in error.problems]
        raise Refused(" ".join(one[:1].upper() + one[1:] for one in said)) from error


@transaction.atomic
def redraw(drawing: Drawing, *, legal_basis: str) -> dict[Key, Unit]:
    """Write the tree as drawn; gives the units brought forth, by code. The caller holds the tree and records it.

    A statement or two for each kind of row, however many units move.
    """
    at = clock.now()
    stored = _bring_forth(drawing, legal_basis, at)
    ending, moved = [unit.pk for unit in drawing.ended], [unit.pk for unit in drawing.moved]
    standing = Placement.objects.filter(
        unit_id__in=[*ending, *moved], valid_from__lt=drawing.on, valid_to__gt=drawing.on
    )
    until = dict(standing.values_list("unit_id", "valid_to"))
    standing.update(valid_to=drawing.on, end_recorded_at=at)
    Unit.objects.filter(pk__in=ending).update(valid_to=drawing.on, legal_to=legal_basis, end_recorded_at=at)
    keys: list[Key] = [*stored, *moved]
    Placement.objects.bulk_create(
        [_placed(drawing, key, stored, until, legal_basis, at) for key in keys], batch_size=500
    )
    Succession.objects.bulk_create(
        [
            Succession(
                from_unit=link.unit, to_unit_id=None if link.to is None else _id(link.to, stored), manner=link.manner, effective_on=drawing.on,
                share=link.share, legal_basis=legal_basis, recorded_at=at,
            )
            for link in drawing.links
        ]
    )  # fmt: skip
    return stored


def _bring_forth(drawing: Drawing, legal_basis: str, at: datetime) -> dict[Key, Unit]:
    """Store the newborn units, each to the end of what it hangs under."""
    stored: dict[Key, Unit] = {}
    for code, newborn in drawing.born.items():
        stored[code] = Unit.objects.create(
            code=code, name=newborn.name, short_name=newborn.short_name, kind=newborn.kind, kind_vi=newborn.kind_vi,
            valid_from=drawing.on, valid_to=end_of(drawing, drawing.parents[code]), legal_from=legal_basis, recorded_at=at,
        )  # fmt: skip
    return stored


def _placed(
    drawing: Drawing, key: Key, stored: Mapping[Key, Unit], until: Mapping[int, date], legal_basis: str, at: datetime
) -> Placement:
    """Where a unit hangs from now on: never longer than it did, nor past the end of anything above it."""
    above, pk = drawing.parents[key], _id(key, stored)
    ends = end_of(drawing, above)
    steps = "/".join(str(_id(step, stored)) for step in drawing.path(key))
    return Placement(
        unit_id=pk, parent_id=None if above is None else _id(above, stored), path=f"/{steps}/", valid_from=drawing.on,
        valid_to=min(ends, until[key]) if isinstance(key, int) else ends, legal_basis=legal_basis, recorded_at=at,
    )  # fmt: skip


def _id(key: Key, stored: Mapping[Key, Unit]) -> int:
    return stored[key].pk if isinstance(key, str) else key
