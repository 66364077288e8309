"""A notice reaches a seat, is one however often it is sent, and goes when its matter does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import IntegrityError

from tiendo.foundation import clock, work
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.notices import actions, queries, wording
from tiendo.foundation.notices.addresses import Message, OnePost, Seat
from tiendo.foundation.notices.models import Notice

ON = date(2017, 10, 5)
MESSAGE = Message("k1", "matter:1", "/figures", "test-code", {"what": "T1a"})


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A code of the tests' own."""
    monkeypatch.setitem(wording._kinds, "test-code", wording.Kind("Nhắc: %(what)s", "", "Xem"))
    with clock.set_to(datetime(2017, 10, 5, 9, 0)):
        yield


@pytest.fixture
def chair(db: None) -> Post:
    return make_post(Role.DISTRICT_CHAIR, make_unit("450", "district"), "chutich")


def seat(post: Post) -> Seat:
    return Seat(post.unit, Role(post.role))


def titles(post: Post) -> list[str]:
    return [task.title for task in work.tasks_of(post, ON) if task.url == "/figures"]


def test_whoever_holds_the_seat_finds_it_among_the_work(chair):
    actions.send(MESSAGE, to=[seat(chair)], by=None)
    assert titles(chair) == ["Nhắc: T1a"]
    successor = make_post(Role.DISTRICT_CHAIR, chair.unit, "kenhiem")
    officer = make_post(Role.DISTRICT_OFFICER, chair.unit, "canbo")
    assert titles(successor) == ["Nhắc: T1a"]
    assert titles(officer) == []


def test_a_notice_to_one_post_reaches_nobody_else(chair):
    other = make_post(Role.DISTRICT_CHAIR, chair.unit, "kenhiem")
    actions.send(MESSAGE, to=[OnePost(chair)], by=None)
    assert (titles(chair), titles(other)) == (["Nhắc: T1a"], [])


def test_the_same_key_twice_is_one_notice_and_one_entry_in_the_log(chair):
    first = actions.send(MESSAGE, to=[seat(chair)], by=chair)
    assert actions.send(MESSAGE, to=[seat(chair)], by=chair) == first
    assert Notice.objects.count() == Entry.objects.filter(verb="notice.sent").count() == 1


def test_a_new_message_about_the_matter_takes_the_place_of_the_former(chair):
    actions.send(MESSAGE, to=[seat(chair)], by=None)
    later = Message("k2", "matter:1", "/figures", "test-code", {"what": "T1a, lần 2"}, due_on=date(2017, 10, 20))
    actions.send(later, to=[seat(chair)], by=None)
    (task,) = (task for task in work.tasks_of(chair, ON) if task.url == "/figures")
    assert (task.title, task.due_on, task.urgency) == ("Nhắc: T1a, lần 2", date(2017, 10, 20), "later")
    (told,) = queries.open_about(["matter:1"])["matter:1"]
    assert told.due_on == date(2017, 10, 20)


def test_closing_the_matter_takes_it_from_every_home_once(chair):
    other = make_post(Role.DISTRICT_CHAIR, make_unit("457", "district"), "chutich2")
    actions.send(MESSAGE, to=[seat(chair), seat(other)], by=None)
    assert actions.close("matter:1", by=chair) == 2
    assert titles(chair) == titles(other) == []
    assert actions.close("matter:1", by=chair) == 0
    assert Entry.objects.filter(verb="notice.closed").count() == 2


def test_a_matter_that_is_over_leaves_the_home_without_anybody(chair, monkeypatch):
    kind = wording.Kind("Nhắc: %(what)s", "", "Xem", over=lambda notices: {notice.about for notice in notices})
    actions.send(MESSAGE, to=[seat(chair)], by=None)
    monkeypatch.setitem(wording._kinds, "test-code", kind)
    assert titles(chair) == []


def test_a_code_no_app_knows_shows_nothing(chair, monkeypatch):
    actions.send(MESSAGE, to=[seat(chair)], by=None)
    monkeypatch.delitem(wording._kinds, "test-code")
    assert titles(chair) == []


def test_a_notice_without_an_address_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError):
        Notice.objects.create(key="x", about="matter:1", url="/", code="test-code", sent_at=clock.now())
