"""What the log says of calendars' addresses."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "feed.made": gettext_lazy("Lập địa chỉ lịch công việc"),
    "feed.revoked": gettext_lazy("Thu hồi địa chỉ lịch công việc"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("feeds.FeedKey", keys, field_word=lambda name: _("ngày thu hồi"))


def keys(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """An address is named by nothing but its number."""
    return {key: words.Described(_("Lịch công việc số %s") % key) for key in ids}
