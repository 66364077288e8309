"""The vice chair reminds whoever answers, gives a day, leaves it: one notice a matter, in the log, on the home of the post."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from tiendo.core.reporting import queries as reporting
from tiendo.foundation import clock, work
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.notices.models import Notice
from tiendo.foundation.places import queries as places
from tiendo.outputs.boards.tests.conftest import DISTRICT, NEAR, SEPTEMBER

LATE = f"reports:F1:{SEPTEMBER.key}:{DISTRICT}"
REMINDED = "Phó Chủ tịch nhắc: "


@pytest.fixture
def chair(stage, on_the_tenth):
    """The district's chair; nobody below has sent September, due on the third."""
    return stage.post(Role.DISTRICT_CHAIR, DISTRICT)


@pytest.fixture
def vice(stage):
    return stage.browser(Role.VICE_CHAIR, "44")


def reminders(post) -> list[str]:
    return [task.title for task in work.tasks_of(post, clock.today()) if task.title.startswith("Phó Chủ tịch")]


def press(browser, name: str, **given: str):
    return browser.post(reverse(f"boards:{name}"), {"matter": LATE, "period": SEPTEMBER.key, **given}, follow=True)


def test_a_reminder_stands_on_the_home_of_whoever_answers(chair, vice):
    said = press(vice, "remind")
    assert "Đã nhắc thành phố Đồng Hới." in said.content.decode()
    (title,) = reminders(chair)
    assert title.startswith(f"{REMINDED}thành phố Đồng Hới: ")


def test_pressed_twice_it_is_one_reminder_and_one_entry(chair, vice):
    press(vice, "remind")
    press(vice, "remind")
    assert Notice.objects.count() == Entry.objects.filter(verb="notice.sent").count() == 1


def test_a_day_is_given_shown_and_kept_by_later_reminders(chair, vice):
    press(vice, "set-day", due_on="20/10/2017")
    with clock.set_to(datetime(2017, 10, 12, 9, 0)):
        press(vice, "remind")
        (task,) = (task for task in work.tasks_of(chair, clock.today()) if task.title.startswith(REMINDED))
        assert task.due_on == date(2017, 10, 20)
    assert Notice.objects.filter(closed_at=None).count() == 1


def test_a_day_that_is_not_ahead_is_refused_with_the_reason(chair, vice):
    said = press(vice, "set-day", due_on="10/10/2017")
    assert said.status_code == 422
    assert "phải sau hôm nay" in said.content.decode()
    assert not Notice.objects.exists()


def test_left_alone_it_goes_and_can_be_taken_up_again(chair, vice):
    press(vice, "remind")
    press(vice, "leave")
    assert reminders(chair) == []
    press(vice, "remind")
    assert len(reminders(chair)) == 1


def test_when_the_reports_are_in_the_reminder_is_gone(chair, vice, stage):
    press(vice, "remind")
    units = places.under(places.by_code(DISTRICT, SEPTEMBER.end), "commune", SEPTEMBER.end)
    for unit in units:
        stage.accepted(unit.code)
    assert reporting.coverage("F1", SEPTEMBER, places.by_code(DISTRICT, SEPTEMBER.end))
    assert reminders(chair) == []


def test_a_target_that_places_answer_for_reminds_the_districts_that_miss_it(chair, vice, stage):
    for month in (3, 6):
        stage.accepted(NEAR, type(SEPTEMBER)("month", 2017, month), OUT_01=0, OUT_02=0)
    stage.accepted(NEAR, OUT_01=0, OUT_02=0)
    said = press(vice, "remind", matter="target:TGT-1A")
    assert said.status_code == 200
    told = Notice.objects.filter(about__startswith="target:TGT-1A")
    assert {notice.to_role for notice in told} == {Role.DISTRICT_CHAIR}
    assert DISTRICT in {notice.to_unit.code for notice in told}


@pytest.mark.parametrize("matter", ["", "target:NO", "reports:F1:2017-09", "reports:F9:2017-09:450", "clause:I.1"])
def test_what_is_no_matter_is_refused(chair, vice, matter):
    assert press(vice, "remind", matter=matter).status_code == 422
    assert not Notice.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR])
def test_only_the_vice_chair_decides(chair, stage, role):
    browser = stage.browser(role, "DOLISA")
    assert press(browser, "remind").status_code == 403
    assert "boards/overview" not in browser.get(reverse("boards:overview")).content.decode()
    assert reverse("boards:remind") not in browser.get(reverse("boards:overview")).content.decode()
