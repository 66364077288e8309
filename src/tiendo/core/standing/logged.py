"""What the log says of plans: they are imported by `core.plans`, and their pages are here."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.core.plans.models import Plan
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {"plan.imported": _("Nạp kế hoạch")}
_FIELDS = {"text": _("toàn văn"), "clauses": _("điều khoản"), "targets": _("chỉ tiêu")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("plans.Plan", plans, field_word=lambda name: str(_FIELDS.get(name, name)))


def plans(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each plan by its number, leading to its page."""
    found = Plan.objects.filter(pk__in=ids).only("pk", "code", "number", "title")
    return {
        str(plan.pk): words.Described(plan.number or plan.title, reverse("standing:plan", args=[plan.code]))
        for plan in found
    }
