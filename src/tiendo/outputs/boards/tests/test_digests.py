"""The day's letter: what the home page asks, to whom, on which days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tiendo.foundation import clock, work
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.letters import actions
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, Rhythm
from tiendo.foundation.work import Task
from tiendo.outputs.boards import digests
from tiendo.outputs.boards.tests.conftest import NEAR

THURSDAY = date(2017, 10, 5)
DAY = timedelta(days=1)


@pytest.fixture
def officer(stage) -> Post:
    """A commune's officer with an address."""
    post = stage.post(Role.COMMUNE_OFFICER, NEAR)
    actions.set_mailbox(post.user, "xa@donvi.gov.vn", by=None)
    return post


@pytest.fixture
def asked(monkeypatch) -> list[Task]:
    """What the home pages ask, and nothing else."""
    tasks: list[Task] = []
    monkeypatch.setattr(work, "_sources", {"only": lambda post, on: list(tasks)})
    monkeypatch.setattr(work, "_rows", {})
    return tasks


def task(urgency: work.Urgency, title: str = "Việc", **more: str) -> Task:
    return Task(title, "chi tiết của việc", "Mở", f"/tasks/{len(title)}", None, urgency, **more)


def write(day: date, hour: int = 8) -> int:
    with clock.set_to(datetime.combine(day, datetime.min.time()).replace(hour=hour)):
        return digests.write(day)


def test_the_letter_has_what_the_home_page_asks(stage, officer):
    with clock.set_to(datetime(2017, 10, 5, 8, 0)):
        home = [(task.title, task.url) for task in work.tasks_of(officer, THURSDAY)]
    assert write(THURSDAY) == 1
    letter = Letter.objects.get(post=officer)
    assert [(line["title"], line["url"]) for line in letter.lines] == home
    assert home


def test_twice_the_same_day_is_one_letter(officer, asked):
    asked.append(task("overdue"))
    assert (write(THURSDAY), write(THURSDAY, 15)) == (1, 0)


def test_nothing_is_written_on_a_saturday_a_sunday_or_a_day_off(officer, asked):
    asked.append(task("overdue"))
    assert [write(THURSDAY + n * DAY) for n in (2, 3)] == [0, 0]
    assert write(date(2017, 9, 4)) == 0, "the day in lieu of the national day"
    assert write(date(2017, 9, 5)) == 1


def test_a_day_that_is_over_gets_no_letter(officer, asked):
    asked.append(task("overdue"))
    assert digests.write(THURSDAY - DAY) == 0


def test_daily_means_when_something_is_new_or_pressing(officer, asked):
    asked.append(task("later"))
    assert write(THURSDAY) == 1
    assert write(THURSDAY + DAY) == 0, "nothing new, nothing due"
    asked.append(task("soon", "Việc khác"))
    assert write(THURSDAY + 4 * DAY) == 1
    assert [(line["title"], line["is_new"]) for line in Letter.objects.first().lines] == [
        ("Việc khác", True),
        ("Việc", False),
    ]
    asked[:] = [task("overdue")]
    assert write(THURSDAY + 5 * DAY) == 1
    assert write(THURSDAY + 6 * DAY) == 1, "overdue still"
    asked.clear()
    assert write(THURSDAY + 7 * DAY) == 0


@pytest.mark.parametrize(
    ("rhythm", "urgency", "days"),
    [
        (Rhythm.WEEKLY, "later", [0, 4]),
        (Rhythm.LATE, "later", []),
        (Rhythm.LATE, "today", []),
        (Rhythm.LATE, "overdue", [0, 1, 4, 5]),
        (Rhythm.NEVER, "overdue", []),
    ],
)
def test_a_post_is_written_to_as_it_chose(officer, asked, rhythm, urgency, days):
    actions.choose(rhythm, by=officer)
    asked.append(task(urgency))
    assert [n for n in range(6) if write(THURSDAY + n * DAY)] == days


def test_a_letter_says_less_than_the_page_where_the_page_says_too_much(officer, asked):
    asked.append(task("reminded", "Phó Chủ tịch nhắc: chỉ tiêu về mại dâm", outside="Phó Chủ tịch nhắc một việc"))
    write(THURSDAY)
    kept = str(Letter.objects.get().lines)
    assert "mại dâm" not in kept
    assert "chi tiết của việc" not in kept
    assert "Phó Chủ tịch nhắc một việc" in kept


def test_what_was_in_the_letter_before_is_not_new_unless_somebody_sent_it_back():
    line = Line("later", "Duyệt 10 báo cáo", "/reports/inbox", THURSDAY)
    assert line.same == Line("overdue", "Duyệt 11 báo cáo", "/reports/inbox", THURSDAY, True).same
    assert line.same != Line("returned", "Sửa báo cáo", "/reports/inbox", THURSDAY).same
    assert not digests.is_due(Rhythm.DAILY, THURSDAY, [line], None)
