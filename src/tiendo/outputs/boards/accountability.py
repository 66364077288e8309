"""What a unit and its head answer for: whose office it is, who signs for it now, and every open matter of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.arrangements import queries as arrangements
from tiendo.core.arrangements.models import Head
from tiendo.foundation import clock, matters
from tiendo.foundation.accounts import queries as accounts
from tiendo.foundation.accounts.models import Delegation, Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.matters import Group
from tiendo.foundation.places.links import UnitLink
from tiendo.foundation.places.models import TERRITORIES, Kind, Unit
from tiendo.outputs.boards import rules


@dataclass(frozen=True, slots=True)
class Accountability:
    """One unit on a day. `head` is written down for a place; `offices` are the heads' posts held in this software. Offices, never names."""

    unit: Unit
    head: Head | None
    offices: tuple[str, ...]
    delegations: tuple[Delegation, ...]
    groups: tuple[Group, ...]
    is_place: bool

    @property
    def total(self) -> int:
        """Open matters of every kind."""
        return sum(group.total for group in self.groups)

    @property
    def late(self) -> int:
        """Those past their day."""
        return sum(group.late for group in self.groups)


def of(unit: Unit, post: Post, on: date) -> Accountability:
    """What the post may see of it. Queries do not follow the number of matters."""
    heads, _others = accounts.delegable(unit, on)
    is_place = unit.kind in TERRITORIES
    offices = [held.title for held in heads] or _province(unit, on)
    return Accountability(
        unit=unit,
        head=arrangements.head_of(unit, on) if is_place else None,
        offices=tuple(dict.fromkeys(offices)),
        delegations=tuple(accounts.delegations_in_force(unit, on)),
        groups=matters.of(unit, post, on),
        is_place=is_place,
    )


def link(unit: Unit, post: Post) -> UnitLink | None:
    """The way from the unit's page, for a post that may go it."""
    if not unit.in_force(clock.today()) or not rules.may_see_accountability_of(post, unit):
        return None
    return UnitLink(_("Trách nhiệm người đứng đầu"), reverse("boards:accountability", args=[unit.code]))


def _province(unit: Unit, on: date) -> list[str]:
    """The province's committee has no signer of reports here; its vice chair answers in this software."""
    if unit.kind != Kind.PROVINCE:
        return []
    return [held.title for held in accounts.holders(Role.VICE_CHAIR, unit, on)]
