"""The story of a unit: what it came from, what it became, and each change in one sentence with its legal basis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.foundation.places.models import Manner, Placement, Succession, Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One day's change: units before, the unit after (None when it ended without a receiver), as a sentence."""

    on: date
    sentence: str
    origins: tuple[Unit, ...]
    result: Unit | None
    legal_basis: str
    note: str


@dataclass(frozen=True, slots=True)
class History:
    """All that led to the unit and all that followed, oldest first; `predecessors` and `successors` are the nearest ones."""

    unit: Unit
    steps: tuple[Step, ...]
    predecessors: tuple[Unit, ...]
    successors: tuple[Unit, ...]


def history(unit: Unit) -> History:
    """Follow the unit back to its origins and on to what stands today. Two queries for each generation."""
    back = _followed(unit, "to_unit", "from_unit")
    forward = _followed(unit, "from_unit", "to_unit")
    told = {one.pk: one for one in (*back, *forward, *_companions(forward))}
    family = {unit.pk: unit} | {u.pk: u for one in told.values() for u in (one.from_unit, one.to_unit) if u}
    changes = sorted(_grouped(told.values()) + _moves(family), key=lambda step: step.on)
    return History(
        unit,
        tuple(changes),
        tuple(dict.fromkeys(one.from_unit for one in back if one.to_unit_id == unit.pk)),
        tuple(dict.fromkeys(one.to_unit for one in forward if one.from_unit_id == unit.pk and one.to_unit)),
    )


def _followed(unit: Unit, end: str, other_end: str) -> list[Succession]:
    """Successions reached from the unit in one direction; those a later decision forestalled are left out."""
    found: dict[int, Succession] = {}
    frontier, seen = {unit.pk}, {unit.pk}
    while frontier:
        links = _real().filter(**{f"{end}_id__in": frontier})
        fresh = [link for link in links if link.pk not in found]
        found |= {link.pk: link for link in fresh}
        reached = {getattr(link, f"{other_end}_id") for link in fresh} - {None}
        frontier, seen = reached - seen, seen | reached
    return list(found.values())


def _companions(forward: Sequence[Succession]) -> list[Succession]:
    """What else went, on the same day, into the units that the unit went into."""
    wanted = Q()
    for link in forward:
        if link.to_unit_id:
            wanted |= Q(to_unit_id=link.to_unit_id, effective_on=link.effective_on)
    return list(_real().filter(wanted)) if wanted else []


def _real() -> QuerySet[Succession]:
    lasting = Q(effective_on__lte=F("from_unit__valid_to"))
    return Succession.objects.filter(lasting).select_related("from_unit", "to_unit").order_by("from_unit__name_sort")


def _grouped(links: Iterable[Succession]) -> list[Step]:
    def event(link: Succession) -> tuple[date, int, str]:
        ended_alone = -link.from_unit_id if link.to_unit_id is None else link.to_unit_id
        return link.effective_on, ended_alone, link.manner

    in_order = sorted(links, key=lambda link: (event(link), bytes(link.from_unit.name_sort)))
    return [_step(list(group)) for _key, group in groupby(in_order, key=event)]


def _step(links: Sequence[Succession]) -> Step:
    first = links[0]
    bases = dict.fromkeys(link.legal_basis for link in links if link.legal_basis)
    notes = dict.fromkeys(link.note for link in links if link.note)
    origins = tuple(link.from_unit for link in links)
    if first.to_unit and first.manner == Manner.MERGE and first.to_unit.valid_from < first.effective_on:
        sentence = _("%(origins)s nhập vào %(result)s.")
    else:
        sentence = _sentences()[Manner(first.manner)]
    said = sentence % {"origins": _listed(origins), "result": first.to_unit or ""}
    return Step(first.effective_on, _capital(said), origins, first.to_unit, "; ".join(bases), " ".join(notes))


def _sentences() -> dict[Manner, str]:
    return {
        Manner.MERGE: _("%(origins)s nhập thành %(result)s."),
        Manner.SPLIT: _("một phần %(origins)s chia về %(result)s."),
        Manner.RENAME: _("%(origins)s đổi thành %(result)s."),
        Manner.MOVE: _("%(origins)s giữ nguyên địa giới, về trực thuộc đơn vị cấp trên mới."),
        Manner.CREATE: _("%(origins)s kết thúc hoạt động, lập %(result)s."),
        Manner.ABOLISH: _("%(origins)s kết thúc hoạt động."),
    }


def _moves(family: dict[int, Unit]) -> list[Step]:
    """Moves under another parent inside the life of one of the family."""
    steps: list[Step] = []
    rows = Placement.objects.filter(unit_id__in=family).select_related("parent").order_by("unit_id", "valid_from")
    for unit_id, spots in groupby(rows, key=lambda row: row.unit_id):
        before: Placement | None = None
        for spot in spots:
            if before and spot.parent and before.parent_id != spot.parent_id:
                said = _("%(unit)s chuyển về trực thuộc %(parent)s.") % {"unit": family[unit_id], "parent": spot.parent}
                moved = family[unit_id]
                steps.append(Step(spot.valid_from, _capital(said), (moved,), moved, spot.legal_basis, ""))
            before = spot
    return steps


def _listed(units: Sequence[Unit]) -> str:
    names = [str(unit) for unit in units]
    if len(names) == 1:
        return names[0]
    return _("%(several)s và %(last)s") % {"several": ", ".join(names[:-1]), "last": names[-1]}


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
