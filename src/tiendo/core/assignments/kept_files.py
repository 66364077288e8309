"""Which records of this app carry files: a task (its evidence), what was said about it, and a written order."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments import rules
from tiendo.core.assignments.models import OPEN_STATES, Directive, Task, Word
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import owners
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def _while_open(post: Post, word: Word) -> Verdict:
    if word.task.state in OPEN_STATES:
        return ALLOWED
    return refused(_("Nhiệm vụ không còn mở, tệp kèm lời trao đổi giữ nguyên."))


def _of_its_office(post: Post, directive: Directive) -> Verdict:
    if post.unit_id == directive.entered_by.unit_id:
        return rules.may_enter_directive(post)
    return refused(_("Chỉ cơ quan đã ghi văn bản gửi kèm bản chụp."))


TASK = Owner(
    code="assignments.task",
    cls="P1",
    rows=lambda: Task.objects.select_related("unit", "plan", "given_by__unit").prefetch_related("partners"),
    page=lambda task: reverse("assignments:task", args=[task.pk]),
    may_read=rules.may_see,
    may_add=rules.may_work,
    may_remove=rules.may_work,
)
WORD = Owner(
    code="assignments.word",
    cls="P1",
    rows=lambda: Word.objects.select_related("task__unit", "task__given_by").prefetch_related("task__partners"),
    page=lambda word: reverse("assignments:task", args=[word.task_id]),
    may_read=lambda post, word: rules.may_see(post, word.task),
    may_add=owners.never,
    may_remove=_while_open,
)
DIRECTIVE = Owner(
    code="assignments.directive",
    cls="P1",
    rows=lambda: Directive.objects.select_related("plan", "entered_by__unit"),
    page=lambda directive: reverse("assignments:directive", args=[directive.pk]),
    may_read=lambda post, directive: rules.may_list(post),
    may_add=_of_its_office,
    may_remove=_of_its_office,
)


def register() -> None:
    """Tell the files app; called once from `apps.py`."""
    for owner in (TASK, WORD, DIRECTIVE):
        owners.register(owner)
