"""People and posts for tests of every app, made by the real actions: `make_post(Role.COMMUNE_OFFICER, unit)`."""

from __future__ import annotations

from datetime import date
from itertools import count

from tiendo.foundation.accounts import actions, queries
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import FITS, Role
from tiendo.foundation.places.models import KNOWN_FROM_THE_START, OPEN_END, OPEN_START, Placement, Unit

_KIND_VI = {"province": "tỉnh", "district": "huyện", "commune": "xã", "agency": "sở, ngành"}
_numbers = count(1)


def make_user(username: str | None = None, *, shown_name: str = "Người thử") -> User:
    """Somebody with an account and no password; the same one for the same name."""
    name = username or f"nguoi{next(_numbers)}"
    return queries.person(name) or actions.add_person(name, shown_name=shown_name, by=None)


def make_post(
    role: Role | str, unit: Unit, username: str | None = None, *, starts: date = date(2017, 1, 1), title: str = ""
) -> Post:
    """A post given by the installation itself to `username` (a new person when None), in force from `starts`."""
    wanted = Role(role)
    user = make_user(username)
    return actions.give_post(user, wanted, unit, title=title or str(wanted.label), starts=starts, by=None)


def make_unit(code: str, kind: str, *, name: str = "", parent: Unit | None = None) -> Unit:
    """A unit of `kind`, for tests that need no tree; placed under `parent` (as a root when None)."""
    unit = Unit.objects.create(
        code=code,
        name=name or f"Đơn vị {code}",
        kind=kind,
        kind_vi=_KIND_VI.get(kind, kind),
        recorded_at=KNOWN_FROM_THE_START,
    )
    above = Placement.objects.get(unit=parent).path if parent else "/"
    Placement.objects.create(
        unit=unit,
        parent=parent,
        path=f"{above}{unit.pk}/",
        valid_from=OPEN_START,
        valid_to=OPEN_END,
        recorded_at=KNOWN_FROM_THE_START,
    )
    return unit


def kind_for(role: Role) -> str:
    """A kind of unit at which the role can be held."""
    return sorted(FITS[role])[0]
