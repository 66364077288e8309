"""How the simulated districts and some communes drew up their plans after the one above, and how the province shared its targets out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tiendo.core.cascading import actions, overview
from tiendo.core.cascading.actions import Given
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting import editing, queries
from tiendo.core.drafting.document import Document
from tiendo.core.drafting.models import Draft
from tiendo.core.plans.models import Plan
from tiendo.demo.acting import head, moment, officer
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit


class Cascading:
    """Puts on the calendar what the standing agency shared out and what each district and commune drew up."""

    def __init__(self, calendar: Calendar, story: Story, plan: Plan) -> None:
        self.calendar, self.story, self.plan = calendar, story, plan
        self.said: dict[str, Any] = story.said["cascade"]
        self.on = story.months[0].start

    def arrange(self) -> None:
        """The shares first; districts by the end of March; the communes of the district named after it has issued."""
        self.calendar.plan(moment(date.fromisoformat(self.said["shared_on"]), 10), self._share_among_districts)
        for district in places.under(self.plan.unit, "district", self.on):
            days = self.story.dice("cascade", district.code).randint(*self.said["district_days"])
            self._draw_up(district, moment(self.on + timedelta(days=days), 9, 30), self.plan.code)

    def _share_among_districts(self, now: datetime) -> None:
        self._share_out(self.plan, officer(self.story.said["standing_agency"], now))

    def _share_out(self, plan: Plan, by: Post) -> None:
        """What the scenario says of each target; 0 for every unit it does not name."""
        cells = [
            Given(
                target.target_id, cell.unit.pk, None, self.said["shares"].get(target.label, {}).get(cell.unit.code, 0)
            )
            for target in overview.shared(plan)
            for cell in target.cells
        ]
        actions.share_out(plan, cells, by=by)

    def _draw_up(self, unit: Unit, at: datetime, above: str, *, only_begun: bool = False) -> None:
        self.calendar.plan(_on_a_working_day(at), lambda now: self._begin(unit, above, now))
        if not only_begun:
            signed = _on_a_working_day(at + timedelta(days=self.said["days_to_sign"]))
            self.calendar.plan(signed, lambda now: self._issue(unit, now))

    def _begin(self, unit: Unit, above: str, now: datetime) -> None:
        parent, by = Plan.objects.select_related("unit").get(code=above), officer(unit.code, now)
        derivation = actions.begin(unit, parent, by=by)
        draft = derivation.draft
        if any(question.at for question in queries.review(draft).questions):
            drafting.step(draft, self._answered, kind="excuse-below", version=draft.version, by=by)

    def _answered(self, document: Document) -> Document:
        for part in document.parts:
            document = editing.excuse_below(document, part.key, reason=self.said["no_measure"])
        return document

    def _issue(self, unit: Unit, now: datetime) -> None:
        draft = Draft.objects.select_related("unit", "plan").get(derivation__unit=unit)
        dice = self.story.dice("cascade", unit.code, "number")
        number = self.said["number"] % dice.randint(*self.said["numbers"])
        titled = replace(queries.document_of(draft).head, number=number, issued_on=now.date().isoformat())
        plan = drafting.issue(draft, titled, version=draft.version, by=head(unit.code, now))
        if unit.code == self.said["communes_of"]:
            self._share_out(plan, officer(unit.code, now))
            self._communes(unit, plan, now)

    def _communes(self, district: Unit, plan: Plan, now: datetime) -> None:
        """Some issue within weeks, some have only begun, the rest have not."""
        for place, commune in enumerate(places.under(district, "commune", self.on)):
            if place % self.said["communes_skipped_every"] == 0:
                continue
            days = self.story.dice("cascade", commune.code).randint(*self.said["commune_days"])
            at = moment(now.date() + timedelta(days=days), 14)
            self._draw_up(commune, at, plan.code, only_begun=commune.code in self.said["only_begun"])


def _on_a_working_day(at: datetime) -> datetime:
    """The same hour of the Monday after, when it falls on a week's end."""
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)
