"""What the log says of tasks."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tiendo.core.assignments.models import Directive, Task
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "task.given": gettext_lazy("Giao nhiệm vụ"),
    "task.accepted": gettext_lazy("Nhận nhiệm vụ"),
    "task.handed_on": gettext_lazy("Giao tiếp nhiệm vụ trong đơn vị"),
    "task.spoken_of": gettext_lazy("Trao đổi về nhiệm vụ"),
    "task.done": gettext_lazy("Báo xong nhiệm vụ"),
    "task.sent_back": gettext_lazy("Trả lại nhiệm vụ chưa xong"),
    "task.moved": gettext_lazy("Đổi hạn nhiệm vụ"),
    "task.passed_on": gettext_lazy("Chuyển nhiệm vụ sang đơn vị mới"),
    "task.cancelled": gettext_lazy("Hủy nhiệm vụ"),
    "task.rehung": gettext_lazy("Chuyển nhiệm vụ sang điều khác"),
    "directive.entered": gettext_lazy("Ghi văn bản chỉ đạo"),
}
FIELDS = {
    "state": gettext_lazy("trạng thái"),
    "post": gettext_lazy("người thực hiện"),
    "unit": gettext_lazy("đơn vị"),
    "due_on": gettext_lazy("hạn"),
    "clause": gettext_lazy("điều của kế hoạch"),
    "evidence": gettext_lazy("bằng chứng"),
    "question": gettext_lazy("câu hỏi"),
    "answer": gettext_lazy("câu trả lời"),
    "progress": gettext_lazy("tiến độ"),
    "conclusions": gettext_lazy("nội dung giao việc"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("assignments.Directive", directives, field_word=lambda name: str(FIELDS.get(name, name)))
    words.register_objects("assignments.Task", tasks, field_word=lambda name: str(FIELDS.get(name, name)))


def tasks(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each task by its number; of the log's readers the auditor may open it."""
    opens = reader.role == Role.AUDITOR
    return {
        str(task.pk): words.Described(str(task), reverse("assignments:task", args=[task.pk]) if opens else "")
        for task in Task.objects.filter(pk__in=ids)
    }


def directives(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each written order by its number."""
    opens = reader.role == Role.AUDITOR
    return {
        str(row.pk): words.Described(str(row), reverse("assignments:directive", args=[row.pk]) if opens else "")
        for row in Directive.objects.filter(pk__in=ids)
    }
