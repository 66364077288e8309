"""What a plan above puts on a place's home page: its own plan after it, until that is issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.cascading.queries import answers
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.rules import FOLLOWS
from tiendo.core.plans.models import Answerable, Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNERS
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.work import Task


def tasks(post: Post, on: date) -> Iterator[Task]:
    """The plans of the year of the unit above that ask something of the place and that it has not followed yet. One query."""
    if post.role not in FOLLOWS:
        return
    asked = Answerable.objects.filter(answers(post.unit, packs.current()), clause__plan=OuterRef("pk"))
    over = Q(
        unit__child_placements__unit=post.unit_id,
        unit__child_placements__valid_from__lte=on,
        unit__child_placements__valid_to__gt=on,
    )
    rows = Plan.objects.filter(over, Exists(asked), year=on.year)
    kept = Draft.objects.filter(derivation__parent=OuterRef("pk"), unit=post.unit_id)
    rows = rows.exclude(Exists(kept.filter(state=Draft.State.ISSUED)))
    open_one = Exists(kept.filter(state=Draft.State.OPEN))
    for plan in rows.annotate(has_draft=open_one).defer("text").order_by("code"):
        yield _line(plan, post)


def _line(plan: Plan, post: Post) -> Task:
    url = reverse("cascading:unit", args=[post.unit.code])
    begun = plan.has_draft  # type: ignore[attr-defined]
    detail = _("Theo “%s”") % plan.title
    if post.role in SIGNERS:
        state = _("đang soạn") if begun else _("chưa soạn")
        title = _("Ban hành kế hoạch của đơn vị (%s)") % state
        return Task(title, detail, _("Xem kế hoạch"), url, None, "worth_seeing")
    title = _("Soạn tiếp kế hoạch của đơn vị") if begun else _("Soạn kế hoạch của đơn vị")
    return Task(title, detail, _("Soạn tiếp") if begun else _("Bắt đầu soạn"), url, None, "worth_seeing")
