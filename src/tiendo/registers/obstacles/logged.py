"""What the log says of obstacles."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.registers.obstacles.models import Obstacle

VERBS = {
    "obstacle.raised": gettext_lazy("Nêu vướng mắc"),
    "obstacle.answered": gettext_lazy("Trả lời giải quyết vướng mắc"),
    "obstacle.forwarded": gettext_lazy("Chuyển vướng mắc lên cấp trên"),
    "obstacle.asked": gettext_lazy("Trả lại vướng mắc để hỏi thêm"),
    "obstacle.replied": gettext_lazy("Bổ sung vướng mắc"),
    "obstacle.escalated": gettext_lazy("Đề nghị đưa vướng mắc lên cấp trên"),
    "obstacle.confirmed": gettext_lazy("Xác nhận vướng mắc đã giải quyết"),
    "obstacle.reopened": gettext_lazy("Nêu lại vướng mắc"),
    "obstacle.withdrawn": gettext_lazy("Rút vướng mắc"),
    "obstacle.expired": gettext_lazy("Vướng mắc quá hạn trả lời"),
    "obstacle.moved": gettext_lazy("Vướng mắc chuyển theo sắp xếp đơn vị"),
    "obstacle.settled": gettext_lazy("Vướng mắc tự kết thúc"),
}
FIELDS = {
    "state": gettext_lazy("trạng thái"),
    "text": gettext_lazy("nội dung"),
    "level": gettext_lazy("cấp trả lời"),
    "due_on": gettext_lazy("hạn"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("obstacles.Obstacle", obstacles, field_word=lambda name: str(FIELDS.get(name, name)))


def obstacles(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each obstacle by its number; of the log's readers the auditor may open it."""
    opens = reader.role == Role.AUDITOR
    return {
        str(row.pk): words.Described(str(row), reverse("obstacles:obstacle", args=[row.pk]) if opens else "")
        for row in Obstacle.objects.filter(pk__in=ids)
    }
