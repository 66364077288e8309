"""Who may do what with a file: the owner's rules decide, and only who added it takes it away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import Verdict, refused


def may_read(post: Post, owner: Owner, record: Any) -> Verdict:
    """Whoever may open the record's page."""
    return owner.may_read(post, record)


def may_add(post: Post, owner: Owner, record: Any) -> Verdict:
    """Whom the owner lets, among those who may read."""
    return owner.may_read(post, record) and owner.may_add(post, record)


def may_remove(post: Post, owner: Owner, record: Any, attachment: Attachment) -> Verdict:
    """Whoever added it, while the record is open for that."""
    if attachment.added_by_id != post.pk:
        return refused(_("Chỉ người đã gửi tệp gỡ được tệp. Mời báo người gửi: %s.") % attachment.added_by)
    return owner.may_read(post, record) and owner.may_remove(post, record)
