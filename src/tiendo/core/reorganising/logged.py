"""What the log says of re-organisations and of the units they change."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tiendo.core.reorganising.models import Reorganisation
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "reorganisation.begun": gettext_lazy("Bắt đầu chuẩn bị sắp xếp đơn vị"),
    "reorganisation.written": gettext_lazy("Sửa bản chuẩn bị sắp xếp đơn vị"),
    "reorganisation.presented": gettext_lazy("Trình áp dụng sắp xếp đơn vị"),
    "reorganisation.taken_back": gettext_lazy("Lấy lại bản sắp xếp đơn vị để sửa"),
    "reorganisation.dropped": gettext_lazy("Bỏ bản chuẩn bị sắp xếp đơn vị"),
    "reorganisation.applied": gettext_lazy("Áp dụng sắp xếp đơn vị"),
    "unit.born": gettext_lazy("Lập đơn vị theo sắp xếp"),
}
_FIELDS = {
    "on": gettext_lazy("ngày hiệu lực"),
    "number": gettext_lazy("số nghị quyết"),
    "lines": gettext_lazy("các dòng thay đổi"),
    "posts_end": gettext_lazy("chức vụ kết thúc cùng đơn vị"),
    "state": gettext_lazy("trạng thái"),
    "outcome": gettext_lazy("kết quả và chứng minh tổng số"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("reorganising.Reorganisation", rows, field_word=lambda name: str(_FIELDS.get(name, name)))


def rows(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each by its resolution and day; the log's readers may open it."""
    found = Reorganisation.objects.filter(pk__in=ids).only("pk", "number", "on")
    return {
        str(row.pk): words.Described(str(row), reverse("reorganising:reorganisation", args=[row.pk])) for row in found
    }
