"""How the simulated places arranged the work in the first weeks of the year: heads, committees, resolutions, programmes."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tiendo.core.arrangements import actions
from tiendo.core.arrangements.models import Member
from tiendo.demo.acting import moment, officer
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit


class Arrangements:
    """Puts what each district and commune wrote down on the calendar."""

    def __init__(self, calendar: Calendar, story: Story, province: Unit, on: date) -> None:
        self.calendar, self.story, self.on = calendar, story, on
        self.said: dict[str, Any] = story.said["arrangements"]
        self.province = province

    def arrange(self) -> None:
        """Districts first, their communes in the weeks after; communes alone where no district is left."""
        for district in places.under(self.province, "district", self.on):
            self._plan_district(district)
        for commune in places.under(self.province, "commune", self.on):
            self._plan_commune(commune)

    def _plan_district(self, district: Unit) -> None:
        dice = self.story.dice("arrangements", district.code)
        at = moment(self.on + timedelta(days=dice.randint(20, 50)), dice.randint(8, 16))
        self.calendar.plan(at, lambda now: self._head(district, self.said["district_head"], now))
        self.calendar.plan(at + timedelta(hours=1), lambda now: self._committee(district, now))
        self.calendar.plan(at + timedelta(days=2), lambda now: self._programmes(district, now))
        if district.code not in self.said["without_resolution"]:
            self.calendar.plan(at + timedelta(days=1), lambda now: self._resolution(district, now))

    def _plan_commune(self, commune: Unit) -> None:
        dice = self.story.dice("arrangements", commune.code)
        at = moment(self.on + timedelta(days=dice.randint(25, 80)), dice.randint(8, 16))
        if dice.random() < self.said["communes_written_down"]:
            self.calendar.plan(at, lambda now: self._head(commune, self.said["commune_head"], now))
            self.calendar.plan(at + timedelta(hours=2), lambda now: self._resolution(commune, now))

    def _head(self, unit: Unit, office: str, now: datetime) -> None:
        actions.name_head(unit, office, now.date(), request=self._key(unit, "head"), by=officer(unit.code, now))

    def _committee(self, district: Unit, now: datetime) -> None:
        by, areas = officer(district.code, now), places.under(district, "commune", self.on)
        left = self.said["unassigned"].get(district.code, 0)
        members = self.said["members"]
        for number, (seat, office, task) in enumerate(members):
            key = self._key(district, f"member{number}")
            member = actions.seat_member(district, seat, office, now.date(), request=key, by=by)
            if number >= len(members) - left:
                continue
            self._assign(member, task, areas[number :: len(members)], number, now, by)

    def _assign(self, member: Member, task: str, areas: list[Unit], number: int, now: datetime, by: Post) -> None:
        unit = member.unit
        actions.give_task(member, task, now.date(), request=self._key(unit, f"task{number}"), by=by)
        actions.give_areas(member, areas, now.date(), request=self._key(unit, f"areas{number}"), by=by)

    def _programmes(self, district: Unit, now: datetime) -> None:
        by = officer(district.code, now)
        for place, programme in enumerate(packs.current().programmes):
            if not programme.required or programme.code in self.said["without_programme"].get(district.code, ()):
                continue
            content = self.said["content"] % {"programme": programme.name}
            document, key = self.said["document"], self._key(district, programme.code)
            passage = f"mục {place + 1}"
            actions.integrate(district, programme.code, content, document, passage=passage, request=key, by=by)

    def _resolution(self, unit: Unit, now: datetime) -> None:
        number, passage = self.said["resolution"], self.said["passage"]
        dated = now.date() - timedelta(days=7)
        actions.add_resolution(
            unit, number, dated, passage, request=self._key(unit, "resolution"), by=officer(unit.code, now)
        )

    def _key(self, unit: Unit, what: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.story.seed}/{unit.code}/{what}")
