"""What every board needs around its content: the plan, its unit, its targets, the period shown and those that can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tiendo.core.plans import carried
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock, once
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef, Pack, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.outputs.boards import asking
from tiendo.outputs.boards.asking import Asked


@dataclass(frozen=True, slots=True)
class Frame:
    """One read for the whole page: the plan (None before any was imported), the unit whose plan it is, and what was asked.

    `others`: every plan that can be chosen, this one among them; `targets`: those of the plan, by code, in its order.
    """

    plan: Plan | None
    unit: Unit
    asked: Asked
    others: tuple[Plan, ...] = ()

    @property
    def pack(self) -> Pack:
        """The pack with which the plan is carried out."""
        return carried.pack_of(self.plan) if self.plan else packs.current()

    @property
    def targets(self) -> Mapping[str, TargetDef]:
        """The plan's targets by code, in its order."""
        return carried.targets_of(self.plan, self.pack)

    @property
    def year(self) -> int:
        """The year the plan is for."""
        return self.plan.year if self.plan else self.pack.plan.year

    def target_of(self, code: str) -> TargetDef | None:
        """The target of that code, or the first one that indicator measures; None when it speaks for no target."""
        known = self.targets
        return known.get(code) or next((target for target in known.values() if target.measure == code), None)

    def names(self) -> dict[str, Any]:
        """Template names shared by the boards."""
        return {
            "period": self.asked.period,
            "as_of": self.asked.as_of,
            "periods": asking.choices(self.asked.on, self.year),
            "plan_title": self.pack.title,
            "plan_code": self.plan.code if self.plan else self.pack.code,
            "plans_to_choose": self.others if len(self.others) > 1 else (),
        }


def of(asked: Asked, unit: Unit | None = None) -> Frame:
    """The frame of a board of somebody at a unit: that of the plan asked for among those the unit works by, else of the first.

    Without a unit: the plan of the latest year. One query once a plan is there, a second one when plans of several units are.
    """
    known = carried.by(unit, asked.on) if unit else once.read(plans.plans)[:1]
    named = next((plan for plan in known if plan.code == asked.plan), None)
    plan = named or next(iter(known), None)
    if plan is None:
        return Frame(None, places.by_code(packs.current().plan.unit_code, clock.today()), asked)
    if named is None:
        asked = replace(asked, plan="")
    elif plan.year != asked.period.year:
        last = periods.of(asked.on, "month").previous()
        asked = replace(asked, period=periods.month(plan.year, 12) if plan.year < last.year else last)
    return Frame(plan, plan.unit, asked, tuple(known))


def reporting_form(month: Period) -> FormDef | None:
    """The form that the communes fill every month; None in a pack without one."""
    forms = packs.current().forms.values()
    return next((form for form in forms if form.leaf_kind == "commune" and form.base_period == month.kind), None)
