"""Whom an act on a task tells something: the unit that does it, or whoever gave it. Notices, as part of the act; the actions call it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.core.assignments.models import Task
from tiendo.core.assignments.rules import WORKS
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import FITS, Role
from tiendo.foundation.notices import actions as notices
from tiendo.foundation.notices.addresses import Address, Message, OnePost, Seat
from tiendo.foundation.notices.wording import Kind, register
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit

GIVEN, SERIES, HANDED, ASKED = "task-given", "task-series", "task-handed", "task-asked"
ANSWERED, DONE, SENT_BACK, MOVED, CANCELLED = "task-answered", "task-done", "task-back", "task-moved", "task-cancelled"
KINDS = {
    GIVEN: _("Nhiệm vụ %(number)s được giao"),
    SERIES: _("Nhiệm vụ %(number)s và %(more)s lần sau được giao"),
    HANDED: _("Nhiệm vụ %(number)s được chuyển trong đơn vị"),
    ASKED: _("%(unit)s hỏi về nhiệm vụ %(number)s"),
    ANSWERED: _("Câu hỏi về nhiệm vụ %(number)s đã được trả lời"),
    DONE: _("%(unit)s báo xong nhiệm vụ %(number)s"),
    SENT_BACK: _("Nhiệm vụ %(number)s bị trả lại, cần làm tiếp"),
    MOVED: _("Nhiệm vụ %(number)s đổi hạn"),
    CANCELLED: _("Nhiệm vụ %(number)s đã hủy"),
}


def register_kinds() -> None:
    """Tell the words; called once from `apps.py`."""
    for code, title in KINDS.items():
        register(code, Kind(title, "", _("Xem nhiệm vụ"), asks=False))


def seats(unit: Unit) -> list[Address]:
    """Everybody of a unit who does tasks."""
    of_standing = unit.code == packs.current().standing_agency
    department = {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR}
    fitting = [Role(role) for role in sorted(WORKS) if unit.kind in FITS[Role(role)]]
    wanted = [role for role in fitting if (role in department) == of_standing]
    return [Seat(unit, role) for role in wanted]


def given(tasks: Sequence[Task], *, by: Post) -> None:
    """Each unit hears once of what one order gives it, however often it repeats."""
    first: dict[tuple[int, int | None], list[Task]] = {}
    for task in tasks:
        first.setdefault((task.unit_id, task.post_id), []).append(task)
    said = []
    for group in first.values():
        code = GIVEN if len(group) == 1 else SERIES
        message = _message(code, group[0], more=str(len(group) - 1))
        said.append((message, _others(_doers(group[0]), by)))
    notices.tell(said, by=by)


def doers(code: str, task: Task, *, by: Post) -> None:
    """Tell those who do it."""
    notices.tell([(_message(code, task), _others(_doers(task), by))], by=by)


def giver(code: str, task: Task, *, by: Post) -> None:
    """Tell whoever gave it, or sits there now."""
    seat = Seat(task.given_by.unit, Role(task.given_by.role))
    notices.tell([(_message(code, task), _others([seat], by))], by=by)


def settle(task: Task) -> None:
    """Nothing more is to be read about it."""
    notices.settle(_about(task))


def _doers(task: Task) -> list[Address]:
    return [OnePost(task.post)] if task.post is not None else seats(task.unit)


def _others(to: Sequence[Address], by: Post) -> list[Address]:
    """Nobody is told of what they did themselves."""
    own = (OnePost(by).key, Seat(by.unit, Role(by.role)).key)
    return [address for address in to if address.key not in own]


def _message(code: str, task: Task, **params: str) -> Message:
    url = reverse("assignments:task", args=[task.pk])
    said = {"number": str(task), "unit": task.unit.short_name or str(task.unit), **params}
    due_on = None if code in (DONE, CANCELLED, ASKED) else task.due_on
    return Message(f"{code}|{task.pk}|{clock.now().isoformat()}", _about(task), url, code, said, due_on)


def _about(task: Task) -> str:
    return f"task:{task.pk}"
