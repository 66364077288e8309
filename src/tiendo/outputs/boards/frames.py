"""What every board needs around its content: the plan, the period shown and those that can be chosen."""

from __future__ import annotations

from typing import Any

from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


def plan_unit() -> Unit:
    """The unit whose plan this installation carries, as it is today."""
    return places.by_code(packs.current().plan.unit_code, clock.today())


def choices() -> list[Period]:
    """The periods of the plan's year that have begun and ended, newest first: months, quarters, half, nine months, the year."""
    pack, today = packs.current(), clock.today()
    year = pack.plan.year
    kinds = [periods.parse(f"{year}{suffix}") for suffix in ("-Q1", "-Q2", "-H1", "-Q3", "-9M", "-Q4", "")]
    wanted = [*periods.year(year).months(), *kinds]
    return sorted((period for period in wanted if period.end < today), reverse=True)


def frame(period: Period) -> dict[str, Any]:
    """Template names shared by the boards."""
    pack = packs.current()
    plan = Plan.objects.filter(pack_code=pack.code).order_by("-year").first()
    return {
        "period": period,
        "periods": choices(),
        "plan_title": pack.title,
        "plan_code": plan.code if plan else pack.code,
    }
