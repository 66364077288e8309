"""What the log says of plans under review."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.core.drafting.models import Draft
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "draft.begun": _("Nhập kế hoạch từ văn bản"),
    "draft.issued": _("Ban hành kế hoạch từ bản nháp"),
    "draft.dropped": _("Bỏ bản nháp kế hoạch"),
    "draft.passed_on": _("Chuyển bản nháp kế hoạch sang đơn vị mới"),
    "plan.issued": _("Ban hành kế hoạch"),
    "plan.amended": _("Sửa đổi kế hoạch"),
}
_FIELDS = {
    "unit": _("đơn vị"),
    "text": _("toàn văn"),
    "document": _("nội dung rà soát"),
    "state": _("trạng thái"),
    "plan": _("kế hoạch"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("drafting.Draft", drafts, field_word=lambda name: str(_FIELDS.get(name, name)))


def drafts(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each draft by its title; the auditor may open it."""
    found = Draft.objects.filter(pk__in=ids).only("pk", "title", "file_name")
    opens = reader.role == Role.AUDITOR
    return {
        str(one.pk): words.Described(str(one), reverse("drafting:review", args=[one.pk]) if opens else "")
        for one in found
    }
