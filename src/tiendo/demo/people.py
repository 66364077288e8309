"""Posts of the simulated year. Nobody has a name: a sign-in is called by its post. Only the printed ones get a password."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import APART, Role
from tiendo.foundation.letters import actions as letters
from tiendo.foundation.notices import actions as notices
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.text import fold, sort_key

PASSWORD = "tien-do-mo-phong-2017"
"""The one password of the simulated sign-ins; a simulated installation holds no real data."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One printed sign-in: which role it shows and where."""

    username: str
    role: str
    unit: str


_AT_COMMUNE = ((Role.COMMUNE_OFFICER, "canbo"), (Role.COMMUNE_CHAIR, "lanhdao"))
_AT_DISTRICT = ((Role.DISTRICT_OFFICER, "canbo"), (Role.DISTRICT_CHAIR, "lanhdao"))
_AT_AGENCY = ((Role.AGENCY_OFFICER, "canbo"), (Role.AGENCY_HEAD, "lanhdao"))
_AT_STANDING = (
    (Role.DEPARTMENT_OFFICER, "canbo"),
    (Role.DEPARTMENT_OFFICER, "canbo2"),
    (Role.DEPARTMENT_DIRECTOR, "lanhdao"),
)
_AT_PROVINCE = ((Role.VICE_CHAIR, "phochutich"), (Role.ADMINISTRATOR, "quantri"), (Role.AUDITOR, "kiemtra"))


def appoint_everyone(*, province: Unit, standing: Unit, shown: str, on: date, prefix: str = "") -> list[SignIn]:
    """Create every post of the simulated province; returns the printed sign-ins, `shown` being the commune they are taken from.

    `prefix`: what the names of a second story begin with, since its units have the names of the first.

    Only those few get the demonstration password; all others need the administrator's reset.
    """
    wanted = list(_wanted(province, standing, on))
    users = User.objects.bulk_create(_user(f"{prefix}{username}", role) for username, role, _unit in wanted)
    posts = [
        Post(user=user, role=role, unit=unit, title=str(Role(role).label), starts=on)
        for user, (_, role, unit) in zip(users, wanted, strict=True)
    ]
    Post.objects.bulk_create(posts)
    printed = list(_printed(posts, shown=shown, standing=standing, on=on))
    hashed = make_password(PASSWORD)
    User.objects.filter(username__in=[line.username for line in printed]).update(password=hashed)
    return printed


def give_addresses(sign_ins: Sequence[SignIn]) -> None:
    """A work e-mail for the printed sign-ins that have work: their letters can be read in the installation's folder."""
    for user in User.objects.filter(username__in=[line.username for line in sign_ins]).exclude(posts__role__in=APART):
        letters.set_mailbox(user, f"{user.username}@mophong.example", by=None)


def read_notices(sign_ins: Sequence[SignIn]) -> None:
    """The printed sign-ins look through what came in so far."""
    for post in Post.objects.filter(user__username__in=[line.username for line in sign_ins]).select_related("unit"):
        notices.read(by=post)


def _user(username: str, role: str) -> User:
    shown = str(Role(role).label)
    return User(
        username=username,
        shown_name=shown,
        shown_name_folded=fold(shown),
        shown_name_sort=sort_key(shown),
        password=make_password(None),
    )


def _wanted(province: Unit, standing: Unit, on: date) -> Iterator[tuple[str, str, Unit]]:
    for unit in places.under(province, "commune", on):
        yield from ((f"{_short(unit)}.{unit.code}.{word}", role, unit) for role, word in _AT_COMMUNE)
    for unit in places.under(province, "district", on):
        yield from ((f"{_short(unit)}.{word}", role, unit) for role, word in _AT_DISTRICT)
    for unit in (*places.under(province, "agency", on), *places.under(province, "committee", on)):
        if unit.pk != standing.pk:
            yield from ((f"{unit.code.lower()}.{word}", role, unit) for role, word in _AT_AGENCY)
    yield from ((f"{standing.code.lower()}.{word}", role, standing) for role, word in _AT_STANDING)
    yield from ((f"tinh.{word}", role, province) for role, word in _AT_PROVINCE)


def _printed(posts: list[Post], *, shown: str, standing: Unit, on: date) -> Iterator[SignIn]:
    """One post of each role: those of the shown commune, its district, the standing agency, one other agency and the province."""
    commune = places.by_code(shown, on)
    chain = {*places.paths([commune.pk], on)[commune.pk], standing.pk}
    seen: set[str] = set()
    for post in posts:
        near = post.unit_id in chain or (post.role in (Role.AGENCY_OFFICER, Role.AGENCY_HEAD) and post.role not in seen)
        if near and post.role not in seen:
            seen.add(post.role)
            yield SignIn(post.user.username, str(Role(post.role).label), places.display(post.unit))


def _short(unit: Unit) -> str:
    return fold(unit.name).replace(" ", "")
