"""Who prepares a re-organisation, who applies it, who reads it: two pairs of eyes, never the same person's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS = frozenset(
    {Role.ADMINISTRATOR, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR}
)
APPLIES = frozenset({Role.ADMINISTRATOR, Role.DEPARTMENT_DIRECTOR})


def may_list(post: Post, **_where: Any) -> Verdict:
    """The standing agency, the province's leader, the administrator and the auditor."""
    if post.role in READS:
        return ALLOWED
    return refused(_("Trang sắp xếp đơn vị dành cho quản trị viên, Sở, lãnh đạo tỉnh và kiểm tra viên."))


def may_prepare(post: Post, **_where: Any) -> Verdict:
    """The administrator writes down what a resolution has decided."""
    if post.role == Role.ADMINISTRATOR:
        return ALLOWED
    return refused(_("Chỉ quản trị viên ghi thay đổi đơn vị, theo nghị quyết đã ban hành."))


def may_write(post: Post, row: Reorganisation) -> Verdict:
    """Lines and choices, while it is being prepared."""
    allowed = may_prepare(post)
    if allowed and row.state != State.DRAFT:
        said = {
            State.READY: _("Đang chờ áp dụng; mời lấy lại để sửa."),
            State.APPLIED: _("Đã áp dụng; không sửa được nữa."),
        }
        return refused(said.get(State(row.state), _("Bản chuẩn bị này đã bỏ.")))
    return allowed


def may_take_back(post: Post, row: Reorganisation) -> Verdict:
    """Whoever prepares may go on, and whoever would apply may send it back, while it waits."""
    if post.role not in APPLIES:
        return may_prepare(post)
    return ALLOWED if row.state == State.READY else refused(_("Không ở trạng thái chờ áp dụng."))


def may_apply_any(post: Post, **_where: Any) -> Verdict:
    """Whether the post applies at all; which one is `may_apply`."""
    if post.role in APPLIES:
        return ALLOWED
    return refused(_("Chỉ quản trị viên thứ hai hoặc lãnh đạo Sở áp dụng."))


def may_apply(post: Post, row: Reorganisation) -> Verdict:
    """Another person than those who wrote it, from the day itself on."""
    allowed = may_apply_any(post)
    if not allowed:
        return allowed
    if row.state != State.READY:
        return refused(_("Chỉ áp dụng bản đang chờ áp dụng. Trạng thái: %s.") % str(State(row.state).label).lower())
    if Post.objects.filter(pk__in=row.editors, user=post.user_id).exists():
        return refused(_("Người chuẩn bị không tự áp dụng. Mời quản trị viên khác hoặc lãnh đạo Sở."))
    if row.on > clock.today():
        return refused(
            _("Có hiệu lực từ %s. Mời áp dụng từ ngày đó; bản chuẩn bị được giữ nguyên.") % f"{row.on:%d/%m/%Y}"
        )
    return ALLOWED
