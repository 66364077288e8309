"""Who may see units and who may change the tree; asked by pages and by the actions that change it. What the tree bears is in `board`."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


class Holder(Protocol):
    """What a rule needs of a post."""

    @property
    def role(self) -> str: ...


def may_see(post: Holder, **where: object) -> Verdict:
    """Places are public: whoever holds a post sees every unit and its history."""
    return ALLOWED


def may_change_tree(post: Holder) -> Verdict:
    """The administrator records what a resolution has decided; nobody else moves or merges units."""
    if post.role == "administrator":
        return ALLOWED
    return refused(_("Chỉ quản trị viên ghi thay đổi đơn vị, theo nghị quyết đã ban hành."))
