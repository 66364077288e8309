"""One simulated month is lived by the real actions: totals, log and states are those of a real office."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings

from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.rollup import actions as rollup
from tiendo.demo import people
from tiendo.demo.calendar import Calendar
from tiendo.demo.simulate import Year
from tiendo.demo.story import FILE, Story
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import User
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places


def _short_story() -> Story:
    story = Story.read(FILE)
    said = {**story.said, "starts_at": "2017-02-10T08:00:00+07:00", "last_month": "2017-01", "open_month": "2017-01"}
    said["higher_forms"] = [{**group, "open": {}} for group in said["higher_forms"]]
    return Story(said)


@pytest.fixture
def lived(db):
    """January 2017, with everything that happened until 10 February."""
    story = _short_story()
    with clock.set_to(datetime(2017, 1, 2, 8, 0)):
        pack_actions.install(settings.TIENDO_PACK_DIR, by=None)
        pack = packs.current()
        on = story.months[0].start
        province, standing = places.by_code(pack.plan.unit_code, on), places.by_code(pack.standing_agency, on)
        printed = people.appoint_everyone(
            province=province, standing=standing, shown=story.said["shown_commune"], on=on
        )
    Year(pack=pack, province=province, story=story).live(lambda _done, _planned: None)
    return story, printed


def test_a_simulated_month_holds_no_impossible_state(lived):
    story, printed = lived
    with clock.set_to(story.ends):
        assert rollup.check(reporting.leaf_values()) == []
        assert audit.verify().ok
    states = {state: Report.objects.filter(form=story.form, state=state).count() for state in ReportState.values}
    assert states[ReportState.SUBMITTED] >= 1, "some wait"
    assert states[ReportState.APPROVED] >= 130
    assert Report.objects.filter(form=story.form, approved_by__isnull=False, prepared_by__isnull=True).count() == 0
    assert len({line.role for line in printed}) == len(printed) == 11
    with_password = [user for user in User.objects.all() if user.has_usable_password()]
    assert len(with_password) == len(printed), "only the printed sign-ins have a password"


def test_acts_happen_in_the_order_of_time_and_none_after_the_end():
    ends = datetime(2017, 1, 10, tzinfo=clock.VIETNAM)
    calendar, seen = Calendar(ends), []

    def act(at: datetime) -> None:
        seen.append((at.day, clock.now().day))
        if at.day == 3:
            calendar.plan(datetime(2017, 1, 5, tzinfo=clock.VIETNAM), act)

    for day in (8, 3, 10, 12):
        calendar.plan(datetime(2017, 1, day, tzinfo=clock.VIETNAM), act)
    calendar.play(lambda _done, _planned: None)
    assert seen == [(3, 3), (5, 5), (8, 8)]
