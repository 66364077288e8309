"""Which clauses of one year's plan continue those of the year before: tied by what they say when a plan is written down, corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.core.plans import editions, rules
from tiendo.core.plans.models import Clause, Plan, Tie
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.transactions import durable
from tiendo.kernel import matching
from tiendo.kernel.verdicts import Refused

LEAST = 0.25
"""Share of a plan's clauses that must continue another's for the two to be the same work of two years."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A clause of an earlier plan that a clause continues."""

    code: str
    year: int
    ref: str
    asked: str


def earlier_plans(plan: Plan) -> list[Plan]:
    """The unit's plans of earlier years, the latest first, without their texts. One query."""
    rows = Plan.objects.filter(unit_id=plan.unit_id, year__lt=plan.year).order_by("-year", "code")
    return list(rows.select_related("unit").defer("text"))


def others(plan: Plan) -> list[Plan]:
    """The unit's plans of other years, the nearest first. One query."""
    rows = Plan.objects.filter(unit_id=plan.unit_id).exclude(year=plan.year).select_related("unit").defer("text")
    return sorted(rows, key=lambda one: (abs(one.year - plan.year), one.year > plan.year, one.code))


def predecessors(clause: Clause) -> list[Predecessor]:
    """The clauses it continues, the latest year first. One query."""
    rows = Tie.objects.filter(later=clause).select_related("earlier__plan").order_by("-earlier_plan__year")
    return [
        Predecessor(one.earlier.plan.code, one.earlier.plan.year, one.earlier.ref, one.earlier.asked) for one in rows
    ]


def pairs(earlier: Plan, later: Plan) -> dict[str, str]:
    """Lasting id of a clause → that of the earlier clause it continues: as tied, else by what they say today. Three queries at most."""
    rows = Tie.objects.filter(earlier_plan=earlier, later_plan=later)
    tied = rows.values_list("later__lasting_id", "earlier__lasting_id")
    kept = {str(new): str(old) for new, old in tied}
    return kept or _matched(_clauses(earlier), earlier.text, _clauses(later), later.text)


@transaction.atomic
def tie_back(plan: Plan) -> int:
    """Ties the plan's clauses that are not tied yet to those of the unit's plan before it, where they are the same work; how many.

    In the transaction of the caller, who records what it did to the plan.
    """
    candidates = earlier_plans(plan)
    for year in sorted({one.year for one in candidates}, reverse=True):
        best = max((_untied_pairs(one, plan) for one in candidates if one.year == year), key=len)
        if best:
            return len(Tie.objects.bulk_create(best))
    return 0


@durable
def retie(earlier: Clause | None, later: Clause, *, by: Post) -> None:
    """Says by hand which clause of the earlier plan a clause continues; None: none of it. What continued it before does no more.

    Raises Refused for a clause of the same year or of another unit.
    """
    rules.may_tie(by).or_refuse()
    Plan.objects.select_for_update(of=("self",)).get(pk=later.plan_id)
    if earlier is not None and (earlier.plan.unit_id != later.plan.unit_id or earlier.plan.year >= later.plan.year):
        raise Refused(_("Chỉ nối với điều của kế hoạch năm trước, cùng đơn vị."))
    standing = Tie.objects.filter(later=later)
    if earlier is None:
        standing.delete()
    else:
        standing.filter(earlier_plan=earlier.plan).delete()
        Tie.objects.filter(earlier=earlier, later_plan=later.plan).delete()
        Tie.objects.create(earlier=earlier, later=later, earlier_plan=earlier.plan, later_plan=later.plan)
    audit.record("plan.tied", later.plan, by=by, fields=("clauses",))


def _untied_pairs(earlier: Plan, later: Plan) -> list[Tie]:
    """Ties still to be made; none when too little is common to call the two the same work."""
    old, new = _clauses(earlier), _clauses(later)
    found = _matched(old, earlier.text, new, later.text)
    if len(found) < LEAST * max(len(new), 1):
        return []
    taken_old = set(Tie.objects.filter(later_plan=later).values_list("earlier_id", flat=True))
    taken_new = set(Tie.objects.filter(later_plan=later).values_list("later_id", flat=True))
    by_id = {str(row.lasting_id): row for row in (*old, *new)}
    made = ((by_id[was], by_id[now]) for now, was in found.items())
    return [
        Tie(earlier=was, later=now, earlier_plan=earlier, later_plan=later)
        for was, now in made
        if was.pk not in taken_old and now.pk not in taken_new
    ]


def _matched(old: Sequence[Clause], old_text: str, new: Sequence[Clause], new_text: str) -> dict[str, str]:
    """Lasting ids, later → earlier, of what asks something on both sides."""
    asks = {str(row.lasting_id) for row in _asking(old)} | {str(row.lasting_id) for row in _asking(new)}
    found = matching.match(editions.items(old, old_text), editions.items(new, new_text))
    return {pair.new: pair.old for pair in found.pairs if pair.old in asks and pair.new in asks}


def _asking(rows: Iterable[Clause]) -> list[Clause]:
    return [row for row in rows if row.is_clause]


def _clauses(plan: Plan) -> list[Clause]:
    return list(Clause.objects.filter(plan=plan).order_by("position"))
