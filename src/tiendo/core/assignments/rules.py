"""Who may do what with a task. A task is given downwards; the unit that got it works; its giver judges."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import OPEN_STATES, Task, TaskState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR})
GIVES_TO_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR})
"""The standing agency and the province's leader give tasks to everybody under the province."""

WORKS = frozenset(
    {
        Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR, Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_DIRECTOR, Role.AGENCY_OFFICER, Role.AGENCY_HEAD,
    }
)  # fmt: skip
HEADS = frozenset({Role.COMMUNE_CHAIR, Role.DISTRICT_CHAIR, Role.DEPARTMENT_DIRECTOR, Role.AGENCY_HEAD})


def may_list(post: Post, **_where: Any) -> Verdict:
    """Everybody with work sees the tasks of the own line; the administrator has none."""
    if post.role in READS_ALL or post.role in WORKS:
        return ALLOWED
    return refused(_("Chức vụ này không có nhiệm vụ của kế hoạch."))


def may_give_any(post: Post, **_where: Any) -> Verdict:
    """Whether the post gives tasks at all; to whom is `may_give`."""
    if post.role in WORKS or post.role in GIVES_TO_ALL:
        return ALLOWED
    return refused(_("Chỉ cơ quan thực hiện kế hoạch giao nhiệm vụ."))


def may_give(post: Post, unit: Unit) -> Verdict:
    """To the own unit and those below it; the standing agency and the province's leader to every unit of the province."""
    allowed = may_give_any(post)
    if not allowed:
        return allowed
    top = (
        places.by_code(packs.current().plan.unit_code, clock.today()).pk if post.role in GIVES_TO_ALL else post.unit_id
    )
    if places.is_under(unit.pk, top, clock.today()):
        return ALLOWED
    return refused(_("%(unit)s không thuộc đơn vị được giao việc từ đây.") % {"unit": unit})


def may_enter_directive(post: Post, **_where: Any) -> Verdict:
    """The standing agency and the heads of places and the province write down what was ordered."""
    if post.role in GIVES_TO_ALL or post.role in (Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR):
        return ALLOWED
    return refused(_("Chỉ cơ quan thường trực, lãnh đạo tỉnh và UBND huyện ghi văn bản chỉ đạo."))


def may_see(post: Post, task: Task) -> Verdict:
    """The unit, those that work with it, who gave it, and every office above them."""
    if post.role in READS_ALL or post.pk == task.given_by_id or post.unit_id in _concerned(task):
        return ALLOWED
    if post.role in WORKS and places.is_under(task.unit_id, post.unit_id, clock.today()):
        return ALLOWED
    return refused(_("Nhiệm vụ này thuộc đơn vị khác."))


def is_of_unit(post: Post, task: Task) -> Verdict:
    """Whether the post belongs to the unit that does the task."""
    if post.role in WORKS and post.unit_id == task.unit_id:
        return ALLOWED
    return refused(_("Chỉ người của đơn vị được giao làm việc này."))


def may_work(post: Post, task: Task) -> Verdict:
    """Accept, ask, report progress, report it done: the unit's own people, while it is open."""
    allowed = is_of_unit(post, task)
    if not allowed:
        return allowed
    if task.state not in OPEN_STATES:
        return refused(_("Nhiệm vụ %s.") % str(TaskState(task.state).label).lower())
    return ALLOWED


def may_accept(post: Post, task: Task) -> Verdict:
    """Once, while it is new."""
    allowed = may_work(post, task)
    if allowed and task.state != TaskState.GIVEN:
        return refused(_("Nhiệm vụ đã được nhận."))
    return allowed


def may_hand_on(post: Post, task: Task, to: Post | None = None) -> Verdict:
    """The unit hands it to one of its own people."""
    allowed = may_work(post, task)
    if allowed and to is not None and (to.unit_id != task.unit_id or to.role not in WORKS):
        return refused(_("Chỉ giao tiếp cho người của đơn vị."))
    return allowed


def may_answer(post: Post, task: Task) -> Verdict:
    """Whoever gave it, or anybody of the giver's unit."""
    return is_of_giver(post, task)


def may_move(post: Post, task: Task) -> Verdict:
    """Another due day: the giver's side, while it is open."""
    allowed = is_of_giver(post, task)
    if not allowed:
        return allowed
    if task.state not in OPEN_STATES:
        return refused(_("Nhiệm vụ %s.") % str(TaskState(task.state).label).lower())
    return ALLOWED


def may_cancel(post: Post, task: Task) -> Verdict:
    """The giver's side, while it is open."""
    return may_move(post, task)


def may_send_back(post: Post, task: Task) -> Verdict:
    """The giver's side finds that the evidence does not show it done."""
    allowed = is_of_giver(post, task)
    if allowed and task.state != TaskState.DONE:
        return refused(_("Chỉ trả lại nhiệm vụ đã báo xong."))
    return allowed


def is_of_giver(post: Post, task: Task) -> Verdict:
    """Whether the post belongs to the unit that gave the task, or to the standing agency."""
    if post.role in (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR) or post.unit_id == task.given_by.unit_id:
        return may_give_any(post)
    return refused(_("Chỉ bên giao nhiệm vụ làm được việc này."))


def _concerned(task: Task) -> set[int]:
    return {task.unit_id, task.given_by.unit_id, *(partner.unit_id for partner in task.partners.all())}
