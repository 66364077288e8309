"""Tasks of the simulated year: given from clauses by the standing agency, taken up and done by their units, some late, some not yet."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from tiendo.core.assignments import actions
from tiendo.core.assignments.actions import Order
from tiendo.core.assignments.models import OPEN_STATES, Task, Word
from tiendo.core.plans.models import Clause, Plan
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.clock import VIETNAM
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit

OFFICERS = (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER, Role.AGENCY_OFFICER)


class Tasks:
    """Puts every task of the scenario on the calendar."""

    def __init__(self, calendar: Calendar, story: Story, plan: Plan) -> None:
        self.calendar, self.story, self.plan = calendar, story, plan

    def arrange(self) -> None:
        """Each entry of `tasks`: given on its day, then lived through unit by unit."""
        for number, said in enumerate(self.story.said["tasks"]):
            at = datetime.combine(date.fromisoformat(said["given"]), time(9, 15), tzinfo=VIETNAM)
            self.calendar.plan(at, lambda now, one=said, n=number: self._give(one, n, now))  # type: ignore[misc]

    def _give(self, said: dict[str, Any], number: int, now: datetime) -> None:
        giver = Post.on(now.date()).filter(role=Role.DEPARTMENT_OFFICER).order_by("pk")[0]
        order = Order(
            plan=self.plan,
            clause=Clause.objects.get(plan=self.plan, ref=said["clause"]),
            title=said["title"],
            expected=said["expected"],
            units=self._units(said["to"], now.date()),
            due_on=date.fromisoformat(said["due"]),
            repeats=said.get("repeats", ""),
            request=uuid.uuid5(uuid.NAMESPACE_OID, f"{self.story.seed}/{number}"),
        )
        for task in actions.give(order, by=giver):
            self._live(task, said)

    def _units(self, to: object, on: date) -> list[Unit]:
        if to == "districts":
            return places.under(self.plan.unit, "district", on)
        assert isinstance(to, list)
        return [places.by_code(code, on) for code in to]

    def _live(self, task: Task, said: dict[str, Any]) -> None:
        """Taken up within days; done before its day, or after it, or not yet."""
        code, dice = task.unit.code, self.story.dice("task", task.number)
        if code in said.get("untouched", ()):
            return
        taken = _moment(task.given_at.date() + timedelta(days=dice.randint(1, 5)), dice.randint(8, 16))
        self._at(taken, lambda now: actions.accept(task, by=_officer(task, now)))
        if code in said.get("asks", ()):
            asked = said["question"]
            kind = Word.Kind.QUESTION
            self._at(
                taken + timedelta(hours=3), lambda now: actions.say(task, asked, kind=kind, by=_officer(task, now))
            )
        if code in said.get("open", ()):
            return
        days = dice.randint(3, 12) if code in said.get("late", ()) else -dice.randint(0, 6)
        done = max(_moment(task.due_on + timedelta(days=days), 15), taken + timedelta(days=1))
        self.calendar.plan(done, lambda now: self._finish(task, said, now))

    def _at(self, at: datetime, act: Callable[[datetime], object]) -> None:
        def happen(now: datetime) -> None:
            act(now)

        self.calendar.plan(at, happen)

    def _finish(self, task: Task, said: dict[str, Any], now: datetime) -> None:
        fresh = Task.objects.get(pk=task.pk)
        if fresh.state in OPEN_STATES:
            actions.finish(fresh, said["evidence"] % {"day": f"{now:%d/%m/%Y}"}, by=_officer(task, now))


def _officer(task: Task, now: datetime) -> Post:
    return Post.on(now.date()).filter(unit=task.unit_id, role__in=OFFICERS).order_by("pk")[0]


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), tzinfo=VIETNAM)
