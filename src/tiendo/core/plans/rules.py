"""Who records the value of a target that nothing measures, who keeps a plan's signed copy, and who ties the clauses of two years."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.plans.models import Plan, Target
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

COUNTS_FOR_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
COUNTS_OWN = frozenset({Role.AGENCY_OFFICER, Role.AGENCY_HEAD, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR})
ISSUES_OWN = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR})


def may_tie(post: Post, **_where: Any) -> Verdict:
    """The standing agency says which clauses of two years are the same work."""
    if post.role in COUNTS_FOR_ALL:
        return ALLOWED
    return refused(_("Chỉ chuyên viên, lãnh đạo Sở nối được điều khoản của các năm."))


def may_count(post: Post, target: Target) -> Verdict:
    """The bodies that answer for the target, and the standing agency for all of them."""
    if not target.by_hand:
        return refused(_("Chỉ tiêu này được đo bằng số liệu, không ghi tay."))
    if post.role in COUNTS_FOR_ALL or (post.role in COUNTS_OWN and post.unit.code in target.who):
        return ALLOWED
    return refused(_("Chỉ cơ quan trả lời cho chỉ tiêu và cơ quan thường trực ghi được giá trị."))


def may_keep_copy(post: Post, plan: Plan) -> Verdict:
    """The signed copy is sent by the office that issued the plan, or by the standing agency for the province."""
    if post.role in COUNTS_FOR_ALL or (post.role in ISSUES_OWN and post.unit_id == plan.unit_id):
        return ALLOWED
    return refused(_("Chỉ nơi ban hành và cơ quan thường trực gửi bản ký của kế hoạch."))
