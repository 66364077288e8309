"""What every board needs around its content: the plan, its unit, the period shown and those that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock, once
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period
from tiendo.outputs.boards import asking
from tiendo.outputs.boards.asking import Asked


@dataclass(frozen=True, slots=True)
class Frame:
    """One read for the whole page: the plan (None before any was imported), the unit whose plan it is, and what was asked."""

    plan: Plan | None
    unit: Unit
    asked: Asked

    def names(self) -> dict[str, Any]:
        """Template names shared by the boards."""
        pack = packs.current()
        return {
            "period": self.asked.period,
            "as_of": self.asked.as_of,
            "periods": asking.choices(self.asked.on),
            "plan_title": pack.title,
            "plan_code": self.plan.code if self.plan else pack.code,
        }


def of(asked: Asked) -> Frame:
    """The frame of a board: one query once a plan is there."""
    plan = once.read(plans.latest)
    unit = plan.unit if plan else places.by_code(packs.current().plan.unit_code, clock.today())
    return Frame(plan, unit, asked)


def reporting_form(month: Period) -> FormDef | None:
    """The form that the communes fill every month; None in a pack without one."""
    forms = packs.current().forms.values()
    return next((form for form in forms if form.leaf_kind == "commune" and form.base_period == month.kind), None)
