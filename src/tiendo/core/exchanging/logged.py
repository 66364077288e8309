"""What the log says of workbooks."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {"workbooks.taken": gettext_lazy("Nhập báo cáo từ Excel")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("exchanging.Delivery", deliveries)


def deliveries(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each delivery by its number; it has no page for the log's readers, and is forgotten after a week."""
    return {pk: words.Described(_("Các tệp gửi lần %(n)s") % {"n": pk}) for pk in ids}
