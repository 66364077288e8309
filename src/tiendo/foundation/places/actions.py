"""Changes of the dated tree: laying a pack's places down, moving a unit, merging units.

Moving and merging are primitives: reporting calls them inside its transaction, re-posts the figures already counted and records last,
since the log's end is the last thing to be locked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.places import planting, rules, source
from tiendo.foundation.places.models import KNOWN_FROM_THE_START, OPEN_END, Placement, Succession, Unit
from tiendo.foundation.places.planting import Planted
from tiendo.foundation.places.source import PlacesPack
from tiendo.kernel.verdicts import Refused


@dataclass(frozen=True, slots=True)
class Newborn:
    """A unit that a merger brings forth; it hangs under `parent`, by default where the first merged unit hung."""

    code: str
    name: str
    kind: str
    kind_vi: str
    parent: Unit | None = None
    short_name: str = ""


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
    rules.can_hang(unit, to_parent, on).or_refuse()
    _rehang(unit, to_parent, on, legal_basis=legal_basis, at=clock.now())


@transaction.atomic
def merge_units(units: Sequence[Unit], into: Unit | Newborn, on: date, *, legal_basis: str) -> Unit:
    """From `on` the units are one: `into`, which may be one of them, a neighbour, or a newborn. Returns it. Raises Refused.

    The caller records it. Communes of a merged district pass to the receiver; agencies, committees and teams end with the unit they serve.
    """
    at = clock.now()
    ending = [unit for unit in dict.fromkeys(units) if unit != into]
    if not ending:
        raise Refused(_("Mời chọn ít nhất một đơn vị được nhập vào đơn vị khác."))
    for unit in ending:
        rules.can_end(unit, on).or_refuse()
    receiver = into if isinstance(into, Unit) else _bear(into, ending[0], on, legal_basis=legal_basis, at=at)
    if not receiver.in_force(on) or not receiver.is_territory or any(not unit.is_territory for unit in ending):
        raise Refused(_("Chỉ nhập các đơn vị hành chính đang có hiệu lực."))
    for unit in ending:
        _end(unit, on, heir=receiver, legal_basis=legal_basis, at=at)
        Succession.objects.create(
            from_unit=unit, to_unit=receiver, effective_on=on, share=Decimal(1), legal_basis=legal_basis, recorded_at=at
        )
    return receiver


def _bear(newborn: Newborn, elder: Unit, on: date, *, legal_basis: str, at: datetime) -> Unit:
    if Unit.objects.filter(code=newborn.code, valid_from=on).exists():
        raise Refused(_("Mã %(code)s đã dùng cho một đơn vị có hiệu lực từ ngày này.") % {"code": newborn.code})
    parent = newborn.parent or _spot(elder, on).parent
    above = _spot(parent, on) if parent else None
    unit = Unit.objects.create(
        code=newborn.code, name=newborn.name, short_name=newborn.short_name, kind=newborn.kind, kind_vi=newborn.kind_vi,
        valid_from=on, valid_to=above.valid_to if above else OPEN_END, legal_from=legal_basis, recorded_at=at,
    )  # fmt: skip
    if parent:
        rules.can_hang(unit, parent, on).or_refuse()
    Placement.objects.create(
        unit=unit, parent=parent, path=f"{above.path if above else '/'}{unit.pk}/", valid_from=on, valid_to=unit.valid_to,
        legal_basis=legal_basis, recorded_at=at,
    )  # fmt: skip
    return unit


def _end(unit: Unit, on: date, *, heir: Unit, legal_basis: str, at: datetime) -> None:
    """End a unit: its territories pass to the heir, what serves it ends with it."""
    below = Placement.objects.filter(parent=unit, valid_from__lte=on, valid_to__gt=on).select_related("unit")
    for child in [row.unit for row in below]:
        if child.is_territory:
            rules.can_hang(child, heir, on).or_refuse()
            _rehang(child, heir, on, legal_basis=legal_basis, at=at)
    ended = _standing_below(unit, on)
    _cut(ended, on, at=at)
    Unit.objects.filter(pk__in=[row.unit_id for row in ended]).update(
        valid_to=on, legal_to=legal_basis, end_recorded_at=at
    )
    unit.refresh_from_db()


def _rehang(unit: Unit, parent: Unit, on: date, *, legal_basis: str, at: datetime) -> None:
    """Cut the placements of the unit and all below it at `on` and continue them under the parent, never past its own end."""
    moving, above = _standing_below(unit, on), _spot(parent, on)
    if unit.pk in above.ancestors:
        raise Refused(_("Đơn vị không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình."))
    prefix = len(moving[0].path) - len(f"{unit.pk}/")
    _cut([*moving], on, at=at, also_steady=above)
    Placement.objects.bulk_create(
        Placement(
            unit_id=row.unit_id, parent_id=parent.pk if row.unit_id == unit.pk else row.parent_id,
            path=f"{above.path}{row.path[prefix:]}", valid_from=on, valid_to=min(row.valid_to, above.valid_to),
            legal_basis=legal_basis, recorded_at=at,
        )
        for row in moving
    )  # fmt: skip


def _cut(rows: Sequence[Placement], on: date, *, at: datetime, also_steady: Placement | None = None) -> None:
    """End the placements at `on`. Changes are recorded in the order of time: a later one already there refuses this one."""
    touched = [row.unit_id for row in rows] + ([also_steady.unit_id] if also_steady else [])
    begun = any(row.valid_from >= on for row in rows)
    if begun or Placement.objects.filter(unit_id__in=touched, valid_from__gt=on).exists():
        raise Refused(_("Đã có thay đổi đơn vị ghi từ ngày này hoặc sau đó. Mời ghi theo thứ tự thời gian."))
    Placement.objects.filter(pk__in=[row.pk for row in rows]).update(valid_to=on, end_recorded_at=at)


def _spot(unit: Unit, on: date) -> Placement:
    """Where the unit hangs on the day, its row locked. Raises Refused when it hangs nowhere."""
    placements = Placement.objects.select_for_update(of=("self",)).select_related("parent")
    found = placements.filter(unit=unit, valid_from__lte=on, valid_to__gt=on).first()
    if found is None:
        raise Refused(_("%(unit)s không có trong cây đơn vị vào ngày này.") % {"unit": unit})
    return found


def _standing_below(unit: Unit, on: date) -> list[Placement]:
    """Placements of the unit and all below it on the day, the unit's own first, rows locked."""
    path = _spot(unit, on).path
    rows = Placement.objects.select_for_update().filter(path__startswith=path, valid_from__lte=on, valid_to__gt=on)
    return list(rows.order_by("path"))
