"""What the log says of plans: they are imported by `core.plans`, and their pages are here."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.core.plans.models import Plan, Target
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "plan.imported": _("Nạp kế hoạch"),
    "plan.tied": _("Nối điều khoản với kế hoạch năm trước"),
    "target.counted": _("Ghi giá trị chỉ tiêu đếm tay"),
}
_FIELDS = {
    "text": _("toàn văn"),
    "clauses": _("điều khoản"),
    "targets": _("chỉ tiêu"),
    "value": _("giá trị"),
    "evidence": _("văn bản chứng minh"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("plans.Target", targets, field_word=lambda name: str(_FIELDS.get(name, name)))
    words.register_objects("plans.Plan", plans, field_word=lambda name: str(_FIELDS.get(name, name)))


def plans(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each plan by its number, leading to its page."""
    found = Plan.objects.filter(pk__in=ids).only("pk", "code", "number", "title")
    return {
        str(plan.pk): words.Described(plan.number or plan.title, reverse("standing:plan", args=[plan.code]))
        for plan in found
    }


def targets(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each target by its label, leading to its clause."""
    found = Target.objects.filter(pk__in=ids).select_related("clause__plan")
    return {
        str(row.pk): words.Described(
            f"{row.label} {row.title}", reverse("standing:clause", args=[row.clause.plan.code, row.clause.ref])
        )
        for row in found
    }
