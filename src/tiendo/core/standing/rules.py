"""Who may read a plan and its figures. The plan is public; a few figures are for their reporting line only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import IndicatorDef
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS_RESTRICTED = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR})
"""The provincial end of every reporting line: who consolidates, who decides, who inspects."""


def may_read(post: Post, **_where: Any) -> Verdict:
    """An issued plan and the states of its clauses are open to everyone who holds a post."""
    return ALLOWED


def may_see_figure(post: Post, indicator: IndicatorDef) -> Verdict:
    """Whether the province's figure of an indicator is shown to the post; the clause's state is shown in any case."""
    if indicator.counts_people:
        return refused(_("Số đếm người không hiển thị ở đây."))
    if indicator.privacy == "open" or post.role in READS_RESTRICTED or post.unit.code == indicator.owner:
        return ALLOWED
    return refused(_("Chỉ tuyến báo cáo của số liệu này được xem."))
