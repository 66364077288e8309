"""Who may read the audit log."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


class Holder(Protocol):
    """What a rule needs of a post."""

    @property
    def role(self) -> str: ...


def may_read(post: Holder, **where: object) -> Verdict:
    """The auditor and the administrator read the log; nobody writes to it (privacy.md, section 6)."""
    if post.role in ("auditor", "administrator"):
        return ALLOWED
    return refused(_("Nhật ký dành cho kiểm tra viên và quản trị viên."))
