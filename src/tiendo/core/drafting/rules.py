"""Who may read, review and issue a plan's draft: the department that drew it up; the auditor looks on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.drafting.models import Draft
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Power, Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

WRITES = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
READS = WRITES | {Role.AUDITOR}


def may_see_drafts(post: Post, **_where: Any) -> Verdict:
    """Plans under review are the department's own matter until they are issued."""
    if post.role in READS:
        return ALLOWED
    return refused(_("Bản nháp kế hoạch chỉ cơ quan soạn được xem. Mời chờ kế hoạch ban hành."))


def may_begin(post: Post, **_where: Any) -> Verdict:
    """A department's officer or head brings a plan's text in."""
    if post.role in WRITES:
        return ALLOWED
    return refused(_("Chỉ chuyên viên, lãnh đạo Sở được nhập kế hoạch từ văn bản."))


def may_read(post: Post, draft: Draft) -> Verdict:
    """The unit that reviews it, and the auditor."""
    seen = may_see_drafts(post)
    if not seen or post.role == Role.AUDITOR or post.unit_id == draft.unit_id:
        return seen
    return refused(_("Bản nháp này của cơ quan khác."))


def may_review(post: Post, draft: Draft) -> Verdict:
    """Those of the unit, while it is open."""
    verdict = may_begin(post)
    if not verdict:
        return verdict
    if post.unit_id != draft.unit_id:
        return refused(_("Bản nháp này của cơ quan khác."))
    if draft.state == Draft.State.ISSUED:
        return refused(_("Kế hoạch này đã ban hành; bản nháp giữ nguyên. Mời mở trang kế hoạch."))
    if draft.state == Draft.State.DROPPED:
        return refused(_("Bản nháp này đã bỏ. Mời nhập lại văn bản."))
    return ALLOWED


def may_issue(post: Post, draft: Draft, *, left: int) -> Verdict:
    """Whoever may review it, once every question (`left` of them) is answered."""
    verdict = may_review(post, draft)
    if verdict and not post.signs(Power.PLANS):
        return refused(_("Ủy quyền ký không gồm ban hành kế hoạch. Mời lãnh đạo ban hành, hoặc ủy quyền lại."))
    if verdict and left:
        return refused(_("Còn %d câu phải trả lời trước khi ban hành.") % left)
    return verdict
