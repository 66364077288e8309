"""What an ending post leaves of tasks: those handed to it by name go to the successor; the rest belong to the unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import OPEN_STATES, Task
from tiendo.foundation.accounts import handover
from tiendo.foundation.accounts.models import Post


class OpenTasks:
    """Open tasks handed to the post itself."""

    @property
    def label(self) -> str:
        return _("nhiệm vụ đang làm")

    def count(self, post: Post) -> int:
        """How many it holds. One query."""
        return Task.objects.filter(post=post, state__in=OPEN_STATES).count()

    def hand_over(self, post: Post, to_post: Post) -> None:
        """They become the successor's."""
        Task.objects.filter(post=post, state__in=OPEN_STATES).update(post=to_post)


def register() -> None:
    """Tell accounts; called once from `apps.py`."""
    handover.register(OpenTasks())
