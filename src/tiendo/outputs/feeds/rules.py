"""Who has a calendar: whoever has work with due days."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def may_have(post: Post, **_where: Any) -> Verdict:
    """Everybody but the administrator and the auditor, who have no due days."""
    if post.role in (Role.ADMINISTRATOR, Role.AUDITOR):
        return refused(_("Chức vụ này không có việc theo hạn."))
    return ALLOWED
