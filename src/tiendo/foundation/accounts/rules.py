"""Who may read and change accounts and posts, and which posts one person may hold together.

`by` is the administrator's post; None is the installation itself (command line, first administrator, simulation).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import APART, FITS, SIGNERS, Role, opposites
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

FARTHEST_END = timedelta(days=366)
"""How far ahead the end of a post may be settled."""


def may_administer(by: Post | None, **_where: Any) -> Verdict:
    """Only an administrator opens accounts, gives posts and resets passwords."""
    if by is None or (by.role == Role.ADMINISTRATOR and by.in_force(clock.today())):
        return ALLOWED
    return refused(_("Phần người dùng do quản trị viên cập nhật. Mời liên hệ quản trị viên của cơ quan."))


def may_read_people(by: Post | None, **_where: Any) -> Verdict:
    """Administrators, and auditors who read everything, may see who holds which post."""
    if by is not None and by.role == Role.AUDITOR and by.in_force(clock.today()):
        return ALLOWED
    return may_administer(by)


def role_fits(role: Role, unit: Unit) -> Verdict:
    """A commune's roles are held at a commune, a district's at a district, and so on."""
    if unit.kind in FITS[role]:
        return ALLOWED
    return refused(
        _("Vai trò “%(role)s” không có ở %(unit)s. Mời chọn đơn vị khác hoặc vai trò khác.")
        % {"role": role.label, "unit": unit}
    )


def may_hold(user: User, role: Role, unit: Unit, *, starts: date, ends: date | None) -> Verdict:
    """Whether the person's other posts leave room for this one: no double, never both entering and signing at one unit,
    and neither administrator nor auditor beside other work."""
    if not user.is_active:
        return refused(_("Tài khoản %(name)s đã khóa. Mời mở lại tài khoản trước.") % {"name": user.username})
    held = Post.objects.overlapping(starts, ends).filter(user=user, acts_for__isnull=True)
    for other in held.select_related("unit"):
        verdict = may_stand_beside(Role(other.role), other.unit, role=role, unit=unit)
        if not verdict:
            return verdict
    return ALLOWED


def may_stand_beside(held: Role, at: Unit, *, role: Role, unit: Unit) -> Verdict:
    """Whether one person may hold `role` at `unit` while holding `held` at `at`."""
    if held == role and at == unit:
        return refused(_("Người này đang giữ đúng chức vụ ấy trong thời gian ấy. Không cần thêm lần nữa."))
    if at == unit and held in opposites(role):
        return refused(
            _(
                "Người nhập không được là người ký: người này đang là “%(held)s” ở %(unit)s. Mời kết thúc chức vụ đó trước."
            )
            % {"held": held.label, "unit": unit}
        )
    if held != role and (held in APART or role in APART):
        return refused(
            _(
                "Quản trị và kiểm tra viên không giữ thêm việc khác: người này đang là “%(held)s”. Mời dùng tài khoản khác."
            )
            % {"held": held.label}
        )
    return ALLOWED


def may_give_post(
    by: Post | None, user: User, role: Role, unit: Unit, *, starts: date, ends: date | None = None
) -> Verdict:
    """An administrator may give somebody else a post that fits the unit and the person's other posts."""
    if not (verdict := may_administer(by)):
        return verdict
    if by is not None and by.user_id == user.pk:
        return refused(_("Không tự trao chức vụ cho mình. Mời một quản trị viên khác làm việc này."))
    if ends is not None and ends <= starts:
        return refused(_("Ngày thôi giữ phải sau ngày bắt đầu. Mời kiểm tra lại hai ngày."))
    if not unit.valid_from <= starts < unit.valid_to:
        return refused(
            _("%(unit)s không tồn tại vào ngày %(day)s. Mời chọn ngày khác hoặc đơn vị thay thế.")
            % {"unit": unit, "day": starts.strftime("%d/%m/%Y")}
        )
    return role_fits(role, unit) and may_hold(user, role, unit, starts=starts, ends=ends)


def may_end_post(by: Post | None, post: Post, *, ends: date | None = None) -> Verdict:
    """An administrator may end a post that has not ended, except the last administrator's.

    `ends` is the first day without the post: today (the default; the first day of one not yet begun) or a later one.
    """
    if not (verdict := may_administer(by)):
        return verdict
    earliest = max(clock.today(), post.starts)
    if post.ends is not None and post.ends <= earliest:
        return refused(_("Chức vụ này đã kết thúc từ trước."))
    if post.acts_for_id is not None:
        return refused(_("Đây là chức vụ ký thay. Mời thu hồi ở trang Ủy quyền ký."))
    if not (verdict := _may_end_on(post, ends or earliest, earliest)):
        return verdict
    if post.role == Role.ADMINISTRATOR and not _other_administrators(post.user, ends or earliest):
        return refused(_("Đây là quản trị viên cuối cùng. Mời thêm một quản trị viên khác trước."))
    return ALLOWED


def _may_end_on(post: Post, ends: date, earliest: date) -> Verdict:
    """Not before what was already done, not later than already settled, not by a slip of the year."""
    if ends < earliest:
        return refused(
            _("Ngày thôi giữ sớm nhất là %(day)s: việc đã làm đến nay vẫn đứng tên chức vụ này. Mời chọn lại ngày.")
            % {"day": earliest.strftime("%d/%m/%Y")}
        )
    if post.ends is not None and ends >= post.ends:
        return refused(
            _("Chức vụ này đã định thôi giữ từ ngày %(day)s. Mời chọn ngày sớm hơn, hoặc trao lại chức vụ.")
            % {"day": post.ends.strftime("%d/%m/%Y")}
        )
    if ends > earliest + FARTHEST_END:
        return refused(_("Ngày thôi giữ xa hơn một năm. Mời kiểm tra lại năm."))
    return ALLOWED


def may_take_over(post: Post, to_post: Post | None, *, ends: date) -> Verdict:
    """Open work goes to somebody else who holds the same role at the same unit on the day the post `ends`."""
    if to_post is None:
        return refused(_("Còn việc đang mở. Mời chọn người nhận trước khi kết thúc chức vụ."))
    same_seat = (to_post.role, to_post.unit_id, to_post.acts_for_id) == (post.role, post.unit_id, None)
    if same_seat and to_post.user_id != post.user_id and to_post.in_force(ends) and to_post.user.is_active:
        return ALLOWED
    return refused(
        _("Người nhận phải là người khác giữ cùng vai trò ở cùng đơn vị vào ngày %(day)s. Mời chọn lại.")
        % {"day": ends.strftime("%d/%m/%Y")}
    )


def may_reset_password(by: Post | None, user: User) -> Verdict:
    """An administrator may give anybody else a one-time password; one's own is changed on one's own page."""
    if not (verdict := may_administer(by)):
        return verdict
    if by is not None and by.user_id == user.pk:
        return refused(_("Mật khẩu của chính mình đổi ở trang Đổi mật khẩu."))
    if not user.is_active:
        return refused(_("Tài khoản %(name)s đã khóa. Mời mở lại tài khoản trước.") % {"name": user.username})
    return ALLOWED


def may_close_account(by: Post | None, user: User) -> Verdict:
    """An account is closed by an administrator once its holder has no post in force or to come."""
    if not (verdict := may_administer(by)):
        return verdict
    if not user.is_active:
        return refused(_("Tài khoản này đã khóa từ trước."))
    if by is not None and by.user_id == user.pk:
        return refused(_("Không tự khóa tài khoản của mình. Mời một quản trị viên khác làm việc này."))
    if Post.objects.overlapping(clock.today(), None).filter(user=user).exists():
        return refused(_("Người này còn giữ chức vụ. Mời kết thúc chức vụ và bàn giao việc đang mở trước."))
    return ALLOWED


def may_reopen_account(by: Post | None, user: User) -> Verdict:
    """A closed account may be opened again; its holder then needs a one-time password."""
    if not (verdict := may_administer(by)):
        return verdict
    return refused(_("Tài khoản này đang mở.")) if user.is_active else ALLOWED


def may_use_post(user: User, post: Post) -> Verdict:
    """A person may act only in a post of their own that is in force today."""
    if post.user_id == user.pk and post.in_force(clock.today()):
        return ALLOWED
    return refused(_("Chức vụ này không phải của tài khoản đang đăng nhập, hoặc đã kết thúc."))


def _other_administrators(user: User, day: date) -> bool:
    others = Post.objects.on(day).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return others.exclude(user=user).exists()


def may_read_delegations(post: Post, **_where: Any) -> Verdict:
    """Everybody sees who signs for the head of the own unit; administrators and auditors of every unit."""
    return ALLOWED


def may_delegate_any(post: Post, **_where: Any) -> Verdict:
    """A head gives the signing of the own post on; an administrator writes down what a paper says."""
    if post.role == Role.ADMINISTRATOR or (post.role in SIGNERS and post.acts_for_id is None):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị và quản trị viên ghi ủy quyền ký."))


def may_delegate(by: Post | None, from_post: Post, to_post: Post, *, starts: date, ends: date) -> Verdict:
    """From a head's post to somebody else of the unit, for at most a year; both hold their posts on all its days."""
    if not (verdict := _may_write_delegation(by, from_post)):
        return verdict
    if from_post.role not in SIGNERS or from_post.acts_for_id is not None:
        return refused(_("Chỉ ủy quyền từ chức vụ lãnh đạo của đơn vị; người ký thay không ủy quyền tiếp."))
    if not (verdict := _may_act(to_post, from_post)):
        return verdict
    if starts < clock.today() or ends <= starts:
        return refused(
            _("Ủy quyền bắt đầu sớm nhất hôm nay và không kết thúc trước khi bắt đầu. Mời kiểm tra hai ngày.")
        )
    if ends > starts + FARTHEST_END:
        return refused(_("Ủy quyền dài nhất một năm. Mời ghi ngày kết thúc sớm hơn."))
    for held in (from_post, to_post):
        if not held.in_force(starts) or (held.ends is not None and held.ends < ends):
            return refused(_("%s không giữ chức vụ suốt thời gian này. Mời chọn lại ngày.") % held)
    return ALLOWED


def may_revoke(by: Post | None, from_post: Post, *, ends: date) -> Verdict:
    """Whoever could give it takes it back while it holds or is still to come."""
    if not (verdict := _may_write_delegation(by, from_post)):
        return verdict
    if ends <= clock.today():
        return refused(_("Ủy quyền này đã hết từ trước."))
    return ALLOWED


def _may_write_delegation(by: Post | None, from_post: Post) -> Verdict:
    if by is None or by.role == Role.ADMINISTRATOR or by.pk == from_post.pk:
        return ALLOWED if by is None or by.in_force(clock.today()) else refused(_("Chức vụ này không còn hiệu lực."))
    return refused(_("Chỉ người giữ chức vụ lãnh đạo ấy và quản trị viên ghi hoặc thu hồi ủy quyền."))


def _may_act(to_post: Post, from_post: Post) -> Verdict:
    if to_post.unit_id != from_post.unit_id:
        return refused(_("Chỉ ủy quyền cho người của cùng đơn vị. Mời chọn lại."))
    if to_post.user_id == from_post.user_id or to_post.acts_for_id is not None or to_post.role in APART:
        return refused(_("Chỉ ủy quyền cho người khác đang giữ một chức vụ của đơn vị. Mời chọn lại."))
    if not to_post.user.is_active:
        return refused(_("Tài khoản %(name)s đã khóa. Mời mở lại tài khoản trước.") % {"name": to_post.user.username})
    return ALLOWED
