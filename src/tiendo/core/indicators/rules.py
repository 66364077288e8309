"""Who may build a measure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

_FOLLOW_PLANS = frozenset(
    {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR}
)


def may_define(post: Post) -> Verdict:
    """Those who draft and follow plans in the department and the districts build measures; everybody reads them."""
    if post.role in _FOLLOW_PLANS:
        return ALLOWED
    return refused(_("Chỉ tiêu tự dựng do Sở hoặc phòng LĐTBXH huyện lập; mời nhờ nơi theo dõi kế hoạch."))
