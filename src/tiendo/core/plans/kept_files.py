"""Which records of this app carry files: a plan (its signed copy), and a value counted by hand (the document that shows it)."""

from __future__ import annotations

from django.urls import reverse

from tiendo.core.plans import rules
from tiendo.core.plans.models import HandCount, Plan
from tiendo.foundation.files import owners
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import ALLOWED

PLAN = Owner(
    code="plans.plan",
    cls="P0",
    rows=lambda: Plan.objects.select_related("unit"),
    page=lambda plan: reverse("standing:plan", args=[plan.code]),
    may_read=lambda post, plan: ALLOWED,
    may_add=rules.may_keep_copy,
    may_remove=rules.may_keep_copy,
)
COUNT = Owner(
    code="plans.count",
    cls="P1",
    rows=lambda: HandCount.objects.select_related("target__clause__plan"),
    page=lambda count: reverse("standing:count", args=[count.target.clause.plan.code, count.target.code]),
    may_read=lambda post, count: rules.may_count(post, count.target),
    may_add=owners.never,
    may_remove=owners.never,
)


def register() -> None:
    """Tell the files app; called once from `apps.py`."""
    for owner in (PLAN, COUNT):
        owners.register(owner)
