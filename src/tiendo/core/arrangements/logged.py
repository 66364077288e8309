"""What the log says of arrangements."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.arrangements.models import Head, Held, Integration, Member, MemberArea, MemberTask, Resolution
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "arrangement.head_named": gettext_lazy("Ghi người đứng đầu chịu trách nhiệm"),
    "arrangement.member_seated": gettext_lazy("Thêm thành viên Ban Chỉ đạo"),
    "arrangement.task_given": gettext_lazy("Phân nhiệm vụ cho thành viên"),
    "arrangement.area_given": gettext_lazy("Phân địa bàn cho thành viên"),
    "arrangement.resolution_added": gettext_lazy("Ghi nghị quyết nêu nhiệm vụ"),
    "arrangement.integrated": gettext_lazy("Ghi nội dung lồng ghép"),
    "arrangement.ended": gettext_lazy("Kết thúc một dòng trong sổ tổ chức"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    for model in (Head, Member, MemberTask, MemberArea, Resolution, Integration):
        words.register_objects(model._meta.label, _described(model), field_word=lambda name: _("ngày kết thúc"))


def _described(model: type[Held]) -> Callable[[Collection[str], Holder], dict[str, words.Described]]:
    def rows(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
        """Each by its words and place; of the log's readers the auditor may open the place's page."""
        found = model._default_manager.filter(pk__in=ids).select_related("unit")
        opens = reader.role == Role.AUDITOR
        return {
            str(row.pk): words.Described(
                f"{row}, {row.unit}", reverse("arrangements:unit", args=[row.unit.code]) if opens else ""
            )
            for row in found
        }

    return rows
