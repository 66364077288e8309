"""Who has notices: whoever has work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APART
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def may_read(post: Post, **_where: Any) -> Verdict:
    """Everybody but the administrator and the auditor, whom nobody tells anything about the work."""
    if post.role in APART:
        return refused(_("Chức vụ này không nhận thông báo về công việc."))
    return ALLOWED
