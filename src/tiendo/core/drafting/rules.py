"""Who may read, review and issue a plan's draft: the unit that draws it up; the auditor looks on.

A department brings plans in from their texts; districts and communes work on what follows from the plan above them.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.drafting.models import Draft
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNERS, Power, Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

WRITES = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
FOLLOWS = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR, Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR})
"""Who draws up a place's own plan after the one above; its officer drafts, its head issues."""
WORKS = WRITES | FOLLOWS
READS = WORKS | {Role.AUDITOR}


def may_see_drafts(post: Post, **_where: Any) -> Verdict:
    """Plans under review are their unit's own matter until they are issued."""
    if post.role in READS:
        return ALLOWED
    return refused(_("Bản nháp kế hoạch chỉ cơ quan soạn được xem. Mời chờ kế hoạch ban hành."))


def may_begin(post: Post, **_where: Any) -> Verdict:
    """A department's officer or head brings a plan's text in."""
    if post.role in WRITES:
        return ALLOWED
    return refused(_("Chỉ chuyên viên, lãnh đạo Sở được nhập kế hoạch từ văn bản."))


def may_work(post: Post, **_where: Any) -> Verdict:
    """Whoever takes steps on a draft of the own unit."""
    if post.role in WORKS:
        return ALLOWED
    return refused(_("Chỉ đơn vị soạn kế hoạch được sửa bản nháp."))


def may_find_drafts(post: Post) -> bool:
    """Whether the list of plans shows the way to drafts: to those who bring plans in, and the auditor."""
    return post.role in WRITES or post.role == Role.AUDITOR


def may_read(post: Post, draft: Draft) -> Verdict:
    """The unit that reviews it, and the auditor."""
    seen = may_see_drafts(post)
    if not seen or post.role == Role.AUDITOR or post.unit_id == draft.unit_id:
        return seen
    return refused(_("Bản nháp này của cơ quan khác."))


def may_review(post: Post, draft: Draft) -> Verdict:
    """Those of the unit, while it is open."""
    verdict = may_work(post)
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
    """Whoever may review it, once every question (`left` of them) is answered; in a district or commune its head."""
    verdict = may_review(post, draft)
    if verdict and post.role in FOLLOWS and post.role not in SIGNERS:
        return refused(_("Kế hoạch của địa phương do lãnh đạo ban hành. Mời báo lãnh đạo đơn vị khi đã soạn xong."))
    if verdict and not post.signs(Power.PLANS):
        return refused(_("Ủy quyền ký không gồm ban hành kế hoạch. Mời lãnh đạo ban hành, hoặc ủy quyền lại."))
    if verdict and left:
        return refused(_("Còn %d câu phải trả lời trước khi ban hành.") % left)
    return verdict
