"""What money says beside a clause: what was given for it and how much of that is spent, over the units the post may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.plans.models import Plan
from tiendo.core.standing.beside import Line
from tiendo.foundation.accounts.models import Post
from tiendo.kernel.numbers import show, show_percent
from tiendo.registers.budgets import overviews, queries, rules
from tiendo.registers.budgets.sums import Sums


def lines(plan: Plan, refs: Iterable[str], post: Post) -> Mapping[str, Sequence[Line]]:
    """Ref → its line of money; none for a post that follows no money. Three queries, however many refs."""
    if not rules.may_list(post):
        return {}
    url = f"{reverse('budgets:overview')}?year={plan.year}"
    found = queries.of_clauses(plan, refs, overviews.units_in_sight(post))
    return {ref: [Line(_sentence(total), url)] for ref, total in found.items() if total.allocated or total.received}


def _sentence(total: Sums) -> str:
    if not total.allocated:
        return _("Kinh phí: nhận %(received)s đ, chưa giao") % {"received": show(total.received)}
    shown = {"given": show(total.allocated), "rate": show_percent(total.spent, total.allocated)}
    return _("Kinh phí: giao %(given)s đ, chi %(rate)s") % shown
