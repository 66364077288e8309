"""Tasks of the simulated year: given from clauses by the standing agency, taken up and done by their units, some late, some not yet."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tiendo.core.assignments import actions
from tiendo.core.assignments.actions import Order
from tiendo.core.assignments.models import OPEN_STATES, Task, Word
from tiendo.core.plans.models import Clause, Plan
from tiendo.demo.acting import moment, officer
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit


class Tasks:
    """Puts every task of the scenario on the calendar."""

    def __init__(self, calendar: Calendar, story: Story, plan: Plan) -> None:
        self.calendar, self.story, self.plan = calendar, story, plan

    def arrange(self) -> None:
        """Each entry of `tasks`: given on its day, then lived through unit by unit."""
        for number, said in enumerate(self.story.said["tasks"]):
            at = moment(date.fromisoformat(said["given"]), 9, 15)
            self.calendar.plan(at, lambda now, one=said, n=number: self._give(one, n, now))  # type: ignore[misc]

    def _give(self, said: dict[str, Any], number: int, now: datetime) -> None:
        giver = officer(self.story.said["standing_agency"], now)
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
        taken = moment(task.given_at.date() + timedelta(days=dice.randint(1, 5)), dice.randint(8, 16))
        self.calendar.plan(taken, lambda now: actions.accept(task, by=officer(task.unit.code, now)))
        if code in said.get("asks", ()):
            asked = said["question"]
            kind = Word.Kind.QUESTION
            self.calendar.plan(
                taken + timedelta(hours=3),
                lambda now: actions.say(task, asked, kind=kind, by=officer(task.unit.code, now)),
            )
        if code in said.get("open", ()):
            return
        days = dice.randint(3, 12) if code in said.get("late", ()) else -dice.randint(0, 6)
        done = max(moment(task.due_on + timedelta(days=days), 15), taken + timedelta(days=1))
        self.calendar.plan(done, lambda now: self._finish(task, said, now))

    def _finish(self, task: Task, said: dict[str, Any], now: datetime) -> None:
        fresh = Task.objects.get(pk=task.pk)
        if fresh.state in OPEN_STATES:
            actions.finish(fresh, said["evidence"] % {"day": f"{now:%d/%m/%Y}"}, by=officer(task.unit.code, now))
