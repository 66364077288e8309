"""What the log says of files."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.files.models import Attachment

VERBS = {
    "file.added": gettext_lazy("Gửi tệp kèm hồ sơ"),
    "file.removed": gettext_lazy("Gỡ tệp khỏi hồ sơ"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("files.Attachment", attachments, field_word=lambda name: _("tệp"))


def attachments(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each file by its name; what it was sent with has a page of its own."""
    return {str(row.pk): words.Described(_("Tệp “%s”") % row) for row in Attachment.objects.filter(pk__in=ids)}
