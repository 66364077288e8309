"""Money of the simulated year: what some offices were allotted, received and spent, entered on its day; one quarter closed."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from tiendo.core.plans.models import Clause, Plan
from tiendo.demo.acting import moment, officer
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.places import queries as places
from tiendo.registers.budgets import actions
from tiendo.registers.budgets.actions import Entry, NewLine
from tiendo.registers.budgets.models import Kind, Line


class Budgets:
    """Puts every line of the scenario's `budgets` on the calendar, then what was spent of it."""

    def __init__(self, calendar: Calendar, story: Story, plan: Plan) -> None:
        self.calendar, self.story, self.plan = calendar, story, plan

    def arrange(self) -> None:
        """A line on its first entry's day; every further entry on its own."""
        for number, said in enumerate(self.story.said["budgets"]):
            first, *rest = said["entries"]
            at = moment(date.fromisoformat(first["on"]), 15)
            self.calendar.plan(at, lambda now, one=said, n=number: self._open(one, n, now))  # type: ignore[misc]
            for place, entry in enumerate(rest, start=1):
                at = moment(date.fromisoformat(entry["on"]), 15)
                self.calendar.plan(
                    at,
                    lambda now, one=said, told=entry, n=number, p=place: self._enter(one, told, n, p, now),  # type: ignore[misc]
                )

    def _open(self, said: dict[str, Any], number: int, now: datetime) -> None:
        clause = Clause.objects.get(plan=self.plan, ref=said["clause"]) if "clause" in said else None
        new = NewLine(source=said["source"], title=said["title"], clause=clause, purpose=said.get("purpose", ""))
        unit, entry = places.by_code(said["unit"], now.date()), self._entry(said["entries"][0], number, 0)
        actions.open_line(unit, new, entry, by=officer(said["unit"], now))

    def _enter(self, said: dict[str, Any], told: dict[str, Any], number: int, place: int, now: datetime) -> None:
        line = Line.objects.get(book__unit__code=said["unit"], title=said["title"])
        actions.enter(line, self._entry(told, number, place), by=officer(said["unit"], now))

    def _entry(self, told: dict[str, Any], number: int, place: int) -> Entry:
        on = date.fromisoformat(told["on"])
        return Entry(
            kind=Kind(told["kind"]),
            amount=told["amount"],
            on=on,
            document=told.get("document", ""),
            document_on=on if "document" in told else None,
            request=uuid.uuid5(uuid.NAMESPACE_OID, f"{self.story.seed}/money/{number}/{place}"),
        )
