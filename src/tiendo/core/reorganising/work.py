"""What re-organisations put on a home page: one that waits to be applied by a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.work import Task, urgency_of


def tasks(post: Post, on: date) -> Iterator[Task]:
    """For the department's director, whose page this is; administrators have the list. One query, none for other roles."""
    if post.role != Role.DEPARTMENT_DIRECTOR:
        return
    for row in Reorganisation.objects.filter(state=State.READY).only("pk", "on", "number", "title"):
        title = _("Xem và áp dụng sắp xếp đơn vị theo %(number)s") % {"number": row.number}
        url = reverse("reorganising:reorganisation", args=[row.pk])
        yield Task(title, row.title, _("Mở bản xem trước"), url, row.on, urgency_of(row.on, on))
