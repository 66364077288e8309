"""What the arrangements say in figures: members of the committees, those with a task and an area, resolutions, integrations, heads.

All are stocks at a base period's end: what holds on its last day, as far as it is known today. What passes by itself is no act, so
nothing here depends on the present day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.arrangements import rules
from tiendo.core.arrangements.models import Head, Held, Integration, Member, MemberArea, MemberTask, Resolution
from tiendo.core.reporting.sources import Record
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel.periods import Period

FORM = "R_plans"
MEMBERS, ASSIGNED, HEADS, LINKS = "members", "members_assigned", "heads", "integrations"
IN_COMMUNES, IN_DISTRICTS = "commune_resolutions", "district_resolutions"

H = TypeVar("H", bound=Held)


class Arrangements:
    """The arrangements' part of the register form of plans."""

    form = FORM
    counts = frozenset({MEMBERS, ASSIGNED, HEADS, LINKS, IN_COMMUNES, IN_DISTRICTS})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """A query for each kind of arrangement, however many units."""
        day, ids = period.end, list(unit_ids)
        numbers = {
            MEMBERS: _by_unit(in_force(Member, day), ids),
            ASSIGNED: _by_unit(_assigned(day), ids),
            HEADS: _by_unit(in_force(Head, day), ids),
            LINKS: _by_unit(in_force(Integration, day), ids),
        }
        said = _by_unit(_of_year(day), ids)
        kinds = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "kind"))
        numbers[IN_COMMUNES] = {pk: min(n, 1) for pk, n in said.items() if kinds.get(pk) == Kind.COMMUNE}
        numbers[IN_DISTRICTS] = {pk: min(n, 1) for pk, n in said.items() if kinds.get(pk) == Kind.DISTRICT}
        return {pk: {name: found.get(pk, 0) for name, found in numbers.items()} for pk in ids}

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The seats, resolutions or contents counted."""
        unit, day = Unit.objects.get(pk=unit_id), period.end
        if not rules.may_see(post, unit):
            return []
        rows: dict[str, QuerySet[Any]] = {
            MEMBERS: in_force(Member, day), ASSIGNED: _assigned(day), HEADS: in_force(Head, day),
            LINKS: in_force(Integration, day), IN_COMMUNES: _of_year(day), IN_DISTRICTS: _of_year(day),
        }  # fmt: skip
        url = reverse("arrangements:unit", args=[unit.code])
        found = rows[counts].filter(unit_id=unit_id).order_by("-starts", "-pk")
        return [Record(str(row), _("Sổ tổ chức thực hiện"), url, row.starts) for row in found]


def in_force(model: type[H], day: date) -> QuerySet[H]:
    """The rows of one kind that hold on a day."""
    return model._default_manager.filter(Q(ends__isnull=True) | Q(ends__gt=day), starts__lte=day)


def _assigned(day: date) -> QuerySet[Any]:
    """Members with a task and an area."""
    mine = {"member": OuterRef("pk")}
    return in_force(Member, day).filter(
        Exists(in_force(MemberTask, day).filter(**mine)), Exists(in_force(MemberArea, day).filter(**mine))
    )


def _of_year(day: date) -> QuerySet[Any]:
    """Resolutions are made for a year: those of the year count, of the days up to this one."""
    return in_force(Resolution, day).filter(dated__year=day.year)


def _by_unit(rows: QuerySet[Any], ids: list[int]) -> dict[int, int]:
    counted = rows.filter(unit_id__in=ids).order_by().values("unit_id").annotate(number=Count("pk"))
    return {row["unit_id"]: row["number"] for row in counted}
