"""Obstacles of the simulated year: raised where work got stuck, answered, asked about or left to rise by themselves."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tiendo.core.plans.models import Clause, Plan
from tiendo.demo.acting import moment, officer
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation import daily
from tiendo.registers.obstacles import actions
from tiendo.registers.obstacles.actions import Raised
from tiendo.registers.obstacles.models import Obstacle


class Obstacles:
    """Puts every obstacle of the scenario on the calendar, and the daily work of the weeks in which they are open."""

    def __init__(self, calendar: Calendar, story: Story, plan: Plan) -> None:
        self.calendar, self.story, self.plan = calendar, story, plan

    def arrange(self) -> None:
        """Each entry of `obstacles`; then a tick each night from the first one's day on, unless the story has other days before it."""
        told = self.story.said["obstacles"]
        for number, said in enumerate(told):
            at = moment(date.fromisoformat(said["raised"]), 10)
            self.calendar.plan(at, lambda now, one=said, n=number: self._raise(one, n, now))  # type: ignore[misc]
        if not self.story.has_nights:
            return
        day = min(date.fromisoformat(said["raised"]) for said in told)
        while day < self.story.ends.date():
            self.calendar.plan(moment(day, 23), lambda now: daily.run(now.date()))
            day += timedelta(days=1)

    def _raise(self, said: dict[str, Any], number: int, now: datetime) -> None:
        by = officer(said["unit"], now)
        raised = Raised(
            kind=said["kind"],
            text=said["text"],
            clause=Clause.objects.get(plan=self.plan, ref=said["clause"]),
            request=uuid.uuid5(uuid.NAMESPACE_OID, f"{self.story.seed}/obstacle/{number}"),
        )
        obstacle = actions.raise_obstacle(raised, by=by)
        for act, words in (("ask", "asked"), ("answer", "answered")):
            if words in said:
                self._later(obstacle, act, said[words])

    def _later(self, obstacle: Obstacle, act: str, told: dict[str, str]) -> None:
        """The level that holds it speaks on its day."""
        verb = {"ask": actions.ask, "answer": actions.answer}[act]
        at = moment(date.fromisoformat(told["on"]), 14)
        self.calendar.plan(at, lambda now: verb(_again(obstacle), told["text"], by=officer(told["by"], now)))


def _again(obstacle: Obstacle) -> Obstacle:
    return Obstacle.objects.get(pk=obstacle.pk)
