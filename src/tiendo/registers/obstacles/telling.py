"""Whom an act on an obstacle tells something: the level that holds it, whoever raised it. Notices, as part of the act."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.notices import actions as notices
from tiendo.foundation.notices.addresses import Address, Message, Seat
from tiendo.foundation.notices.wording import Kind, register
from tiendo.foundation.places.models import Succession, Unit
from tiendo.registers.obstacles import rules
from tiendo.registers.obstacles.models import Obstacle, Turn

CAME, PASSED_UP, LOST = "obstacle-came", "obstacle-up", "obstacle-lost"
ASKED, REPLIED, ANSWERED = "obstacle-asked", "obstacle-replied", "obstacle-answered"
REOPENED, WITHDRAWN = "obstacle-reopened", "obstacle-withdrawn"
KINDS = {
    CAME: _("Vướng mắc %(number)s của %(raiser)s chờ trả lời"),
    PASSED_UP: _("Vướng mắc %(number)s đã chuyển lên %(holder)s"),
    LOST: _("Vướng mắc %(number)s của %(raiser)s quá hạn trả lời, đã tự chuyển lên %(holder)s"),
    ASKED: _("Vướng mắc %(number)s cần bổ sung"),
    REPLIED: _("%(raiser)s đã bổ sung vướng mắc %(number)s"),
    ANSWERED: _("Vướng mắc %(number)s đã được trả lời"),
    REOPENED: _("%(raiser)s nêu lại vướng mắc %(number)s"),
    WITHDRAWN: _("%(raiser)s rút vướng mắc %(number)s"),
}


def register_kinds() -> None:
    """Tell the words; called once from `apps.py`."""
    for code, title in KINDS.items():
        register(code, Kind(title, "", _("Xem vướng mắc"), asks=False))


def holder(code: str, row: Obstacle, turn: Turn, *, by: Post | None) -> None:
    """Tell the level that holds it, or held it last."""
    to: list[Address] = [Seat(turn.unit, Role(role)) for role in sorted(rules.ANSWERS[turn.level])]
    _tell(code, row, turn, to, by)


def raiser(code: str, row: Obstacle, turn: Turn, *, by: Post | None) -> None:
    """Tell the seat it was raised from, where its unit has passed into another one: there."""
    _tell(code, row, turn, [Seat(_unit_of(row), Role(row.raised_by.role))], by)


def passed_up(row: Obstacle, left: Turn, taken: Turn, *, by: Post | None) -> None:
    """The next level hears that it came, the raiser where it is; of what went up by itself also the level that had let it lie."""
    holder(CAME, row, taken, by=by)
    raiser(PASSED_UP, row, taken, by=by)
    if left.ending == Turn.Ending.EXPIRED:
        to: list[Address] = [Seat(left.unit, Role(role)) for role in sorted(rules.ANSWERS[left.level])]
        _tell(LOST, row, taken, to, by)


def settle(row: Obstacle) -> None:
    """Nothing more is to be read about it."""
    notices.settle(_about(row))


def _tell(code: str, row: Obstacle, turn: Turn, to: Sequence[Address], by: Post | None) -> None:
    own = Seat(by.unit, Role(by.role)).key if by else ""
    others = [address for address in to if address.key != own]
    said = {"number": str(row), "raiser": _named(row.unit), "holder": _named(turn.unit)}
    due_on = turn.due_on if code in (CAME, REPLIED, REOPENED) else None
    key = f"{code}|{row.pk}|{turn.pk}|{clock.now().isoformat()}"
    url = reverse("obstacles:obstacle", args=[row.pk])
    notices.tell([(Message(key, _about(row), url, code, said, due_on), others)], by=by)


def _unit_of(row: Obstacle) -> Unit:
    today = clock.today()
    if row.unit.valid_to > today:
        return row.unit
    passed = Succession.objects.filter(from_unit=row.unit_id, effective_on__lte=today).select_related("to_unit")
    heir = passed.order_by("-effective_on", "pk").first()
    return heir.to_unit if heir and heir.to_unit else row.unit


def _named(unit: Unit) -> str:
    return unit.short_name or str(unit)


def _about(row: Obstacle) -> str:
    return f"obstacle:{row.pk}"
