"""What an ending post leaves unfinished of reports. Reports belong to the unit: the successor's post finds them by its seat."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.core.reporting.models import OPEN_STATES, Report, ReportState
from tiendo.core.reporting.queries.work import my_reports
from tiendo.foundation import clock
from tiendo.foundation.accounts import handover
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APPROVERS, OFFICERS, SIGNERS


class _OfTheUnit:
    """Work found by seat and unit, never by person: nothing has to be moved."""

    def hand_over(self, post: Post, to_post: Post) -> None:
        """Nothing to write: reports belong to the unit, and `to_post` sits where `post` sat."""


class OpenReports(_OfTheUnit):
    """Drafts, presented and returned reports of the post's unit."""

    @property
    def label(self) -> str:
        return _("báo cáo đang làm dở (của đơn vị, người nhận làm tiếp)")

    def count(self, post: Post) -> int:
        """How many the unit has begun and not sent. One query, or none."""
        if post.role not in OFFICERS | SIGNERS:
            return 0
        return Report.objects.filter(unit=post.unit_id, current=True, state__in=OPEN_STATES).count()


class WaitingReports(_OfTheUnit):
    """Signed reports that the post's seat judges."""

    @property
    def label(self) -> str:
        return _("báo cáo chờ duyệt (của đơn vị, người nhận duyệt tiếp)")

    def count(self, post: Post) -> int:
        """How many wait for the seat. No more than one query when nothing waits anywhere."""
        waiting = Report.objects.filter(state=ReportState.SUBMITTED, current=True)
        if post.role not in APPROVERS or not waiting.exists():
            return 0
        return sum(group.waiting for group in my_reports(post, clock.today()).to_approve)


def register() -> None:
    """Tell accounts; called once from `apps.py`."""
    handover.register(OpenReports())
    handover.register(WaitingReports())
