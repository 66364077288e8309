"""What the log says of notices."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.notices import wording
from tiendo.foundation.notices.models import Notice

VERBS = {
    "notice.sent": _("Gửi lời nhắc"),
    "notice.closed": _("Khép lời nhắc"),
}
_FIELDS = {"due_on": _("hạn"), "closed_at": _("lúc khép")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("notices.Notice", notices, field_word=lambda name: str(_FIELDS.get(name, name)))


def notices(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each notice by what it says; it has no page of its own."""
    return {str(one.pk): words.Described(_said(one)) for one in Notice.objects.filter(pk__in=ids)}


def _said(notice: Notice) -> str:
    kind = wording.kind(notice.code)
    return str(kind.title) % notice.params if kind else notice.about
