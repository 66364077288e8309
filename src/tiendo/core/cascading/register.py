"""What derived plans say in figures: districts that issued their plan of the year, and those whose plan carries every programme named.

Both are stocks at a base period's end: a plan counts from the day printed on it, a link from the day it holds. Nothing here depends on
the present day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from tiendo.core.arrangements.models import Integration
from tiendo.core.arrangements.register import FORM, in_force
from tiendo.core.cascading import rules
from tiendo.core.cascading.models import Derivation
from tiendo.core.reporting.sources import Record
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel.periods import Period

__all__ = ["FORM", "DerivedPlans"]
ISSUED, INTEGRATED = "district_plans_issued", "district_plans_integrated"


class DerivedPlans:
    """The derived plans' part of the register form of plans."""

    form = FORM
    counts = frozenset({ISSUED, INTEGRATED})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """Two queries, however many units: 1 or 0 for each."""
        ids = list(unit_ids)
        issued = set(_issued(period.end).filter(unit_id__in=ids).values_list("unit_id", flat=True))
        linked, required = _linked(issued, period.end), _required()
        whole = {pk for pk in issued if required <= linked.get(pk, set())}
        return {pk: {ISSUED: int(pk in issued), INTEGRATED: int(pk in whole)} for pk in ids}

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The plan; with it the contents that carry out the programmes where those are counted."""
        unit = Unit.objects.get(pk=unit_id)
        if not rules.may_see(post, unit):
            return []
        found = [
            Record(str(row.draft.plan), row.draft.plan.number, _page(row), row.draft.plan.issued_on)
            for row in _issued(period.end).filter(unit_id=unit_id).select_related("draft__plan")
            if row.draft.plan is not None
        ]
        if counts == INTEGRATED and found:
            url = reverse("arrangements:unit", args=[unit.code])
            rows = in_force(Integration, period.end).filter(unit_id=unit_id, programme__in=_required())
            found += [Record(str(row), row.document, url, row.starts) for row in rows.order_by("-starts", "-pk")]
        return found


def _issued(day: date) -> QuerySet[Derivation]:
    """Plans districts drew up after the one above, of the day's year, issued by that day."""
    return Derivation.objects.filter(
        unit__kind=Kind.DISTRICT, draft__plan__year=day.year, draft__plan__issued_on__lte=day
    )


def _required() -> set[str]:
    return {one.code for one in packs.current().programmes if one.required}


def _linked(unit_ids: Collection[int], day: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    if not unit_ids:
        return found
    rows = in_force(Integration, day).filter(unit_id__in=list(unit_ids))
    for unit_id, programme in rows.values_list("unit_id", "programme"):
        found.setdefault(unit_id, set()).add(programme)
    return found


def _page(row: Derivation) -> str:
    assert row.draft.plan is not None, "only issued plans are counted"
    return reverse("standing:plan", args=[row.draft.plan.code])
