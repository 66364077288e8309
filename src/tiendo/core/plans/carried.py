"""Which plan a unit works by on a day, with which pack it is carried out, and what its targets are.

Several plans live side by side: those of other years, of other places, of the levels above. A unit works by the plans of the units
above it and by its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tiendo.core.plans import queries
from tiendo.core.plans.models import Plan
from tiendo.core.plans.terms import of_pack
from tiendo.foundation import once
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit


def by(unit: Unit, on: date) -> list[Plan]:
    """The plans a unit works by on a day, the latest year first, then that of the highest unit; without their texts.

    Plans of years to come only where there is no other. One query a page, a second one when plans of several units are there,
    two more for a district or commune.
    """
    path = _path(unit, on) if unit.kind in (Kind.DISTRICT, Kind.COMMUNE) else ()
    there = [*once.read(queries.plans), *(queries.of_places(path) if path else ())]
    begun = [plan for plan in there if plan.year <= on.year] or there
    if not path and len({plan.unit_id for plan in begun}) < 2:
        return list(begun)
    path = path or _path(unit, on)
    reaching = [plan for plan in begun if plan.unit_id in path]
    return sorted(reaching, key=lambda plan: (-plan.year, path.index(plan.unit_id), plan.code))


def _path(unit: Unit, on: date) -> tuple[int, ...]:
    return places.paths([unit.pk], on).get(unit.pk, (unit.pk,))


def known(on: date) -> list[Plan]:
    """Every plan but those of districts and communes, for a year that has begun or comes next, the newest first. One query."""
    return [plan for plan in once.read(queries.plans) if plan.year <= on.year + 1]


def present(on: date) -> Plan | None:
    """The plan of the latest year that has begun by a day, whatever its unit; a coming one where there is no other. One query."""
    found = known(on)
    return next(iter([*(plan for plan in found if plan.year <= on.year), *found]), None)


def first_by(unit: Unit, on: date) -> Plan | None:
    """The plan a unit works by first on a day; None where no plan reaches it."""
    return next(iter(by(unit, on)), None)


def pack_of(plan: Plan) -> Pack:
    """The pack with whose forms, calendar and bodies the plan is carried out. No query."""
    return packs.of_code(plan.pack_code)


def targets_of(plan: Plan | None, pack: Pack) -> Mapping[str, TargetDef]:
    """The plan's targets by code, in its order; those of the pack before any plan was imported.

    No query for the pack's own plan as it was imported, nor for one that was read before.
    """
    if plan is None or plan.terms == _digest(pack):
        return pack.targets
    return queries.terms(plan, pack=pack).targets


def clauses_showing(plan: Plan | None, pack: Pack, code: str) -> tuple[str, ...]:
    """The clauses of the plan that an indicator shows, in its order. Queries as in `targets_of`."""
    clauses = (
        of_pack(pack).clauses if plan is None or plan.terms == _digest(pack) else queries.terms(plan, pack=pack).clauses
    )
    return tuple(ref for ref, clause in clauses.items() if code in clause.indicators)


def _digest(pack: Pack) -> str:
    """The digest of the terms of the pack's own plan, worked out once for each content."""
    if pack.digest not in _DIGESTS:
        _DIGESTS[pack.digest] = of_pack(pack).digest
    return _DIGESTS[pack.digest]


_DIGESTS: dict[str, str] = {}
"""By the digest of the pack: another content is another key."""
