"""Who may set an address, choose a rhythm, look after the outbox."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import APART, Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def may_see_settings(post: Post, **_where: Any) -> Verdict:
    """Every post has settings."""
    return ALLOWED


def may_choose(post: Post, **_where: Any) -> Verdict:
    """Whoever has work with due days is written to; the administrator and the auditor have none."""
    if post.role in APART:
        return refused(_("Chức vụ này không có việc theo hạn nên không nhận thư nhắc việc."))
    return ALLOWED


def may_set_mailbox(by: Post | None, user: User) -> Verdict:
    """One's own, or anybody's by an administrator; None is the installation itself."""
    if by is None or by.user_id == user.pk or by.role == Role.ADMINISTRATOR:
        return ALLOWED
    return refused(_("Địa chỉ e-mail do chính người ấy hoặc quản trị viên đặt."))


def may_set_mailboxes(by: Post | None, **_where: Any) -> Verdict:
    """An administrator sets the address of any account."""
    if by is None or (by.role == Role.ADMINISTRATOR and by.in_force(clock.today())):
        return ALLOWED
    return refused(_("Địa chỉ e-mail của người khác do quản trị viên đặt. Mời liên hệ quản trị viên của cơ quan."))


def may_read_outbox(by: Post, **_where: Any) -> Verdict:
    """The administrator looks after the outbox; the auditor reads it."""
    if by.role in APART:
        return ALLOWED
    return refused(_("Thư đã gửi do quản trị viên theo dõi."))


def may_retry(by: Post | None, **_where: Any) -> Verdict:
    """An administrator sends again; None is the installation itself (command line)."""
    if by is None or by.role == Role.ADMINISTRATOR:
        return ALLOWED
    return refused(_("Gửi lại thư là việc của quản trị viên."))
