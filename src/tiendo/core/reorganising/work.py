"""What re-organisations put on a home page: a notice to the department's director, as long as one waits to be applied."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.notices import wording
from tiendo.foundation.notices.addresses import Message, Seat
from tiendo.foundation.notices.models import Notice
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places

CODE = "reorganisation"


def message(row: Reorganisation) -> Message:
    """What is said of one that was presented; presented again it is said anew."""
    return Message(
        key=f"{CODE}:{row.pk}:{row.version}", about=f"{CODE}:{row.pk}", code=CODE, due_on=row.on,
        url=reverse("reorganising:reorganisation", args=[row.pk]), params={"number": row.number, "title": row.title[:200]},
    )  # fmt: skip


def seats() -> list[Seat]:
    """The director of the standing agency; administrators have the list."""
    found = places.in_force([packs.current().standing_agency], clock.today())
    return [Seat(unit, Role.DEPARTMENT_DIRECTOR) for unit in found]


def over(notices: Collection[Notice]) -> set[str]:
    """Matters that wait no more. One query."""
    waiting = Reorganisation.objects.filter(state=State.READY).values_list("pk", flat=True)
    return {one.about for one in notices} - {f"{CODE}:{pk}" for pk in waiting}


def register() -> None:
    """Tell notices; called once from `apps.py`."""
    title = _("Xem và áp dụng sắp xếp đơn vị theo %(number)s")
    wording.register(CODE, wording.Kind(title, _("%(title)s"), _("Mở bản xem trước"), over=over))
