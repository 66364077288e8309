"""A post's due days in a calendar application: by a secret address, revocable, without figures or persons."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.tests.conftest import at, office  # noqa: F401 — fixtures
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.kernel.verdicts import Refused
from tiendo.outputs.feeds import actions
from tiendo.outputs.feeds.models import FeedKey


@pytest.fixture
def officer(office) -> Post:  # noqa: F811
    return office.post(Role.DISTRICT_OFFICER, "450")


def read(secret: str) -> tuple[int, list[tuple[str, date]]]:
    answer = Client().get(reverse("feeds:calendar", args=[secret]))
    if answer.status_code != 200:
        return answer.status_code, []
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return 200, [(str(event["summary"]), event["dtstart"].dt) for event in events]


def test_tasks_stand_on_their_due_day_without_signing_in(office, officer: Post) -> None:  # noqa: F811
    assignments.give(office.order("450", due_on=date(2017, 11, 20)), by=office.giver)
    status, events = read(actions.make(by=officer))
    assert status == 200
    assert ("NV-1: Rà soát chương trình lồng ghép", date(2017, 11, 20)) in events


def test_a_new_address_ends_the_one_before_and_a_revoked_one_is_not_found(officer: Post) -> None:
    first = actions.make(by=officer)
    second = actions.make(by=officer)
    assert (read(first)[0], read(second)[0]) == (404, 200)
    actions.revoke(by=officer)
    actions.revoke(by=officer)
    assert read(second)[0] == 404
    assert Entry.objects.filter(verb="feed.revoked").count() == 1


def test_the_secret_is_kept_nowhere(officer: Post) -> None:
    secret = actions.make(by=officer)
    assert secret.encode() not in bytes(FeedKey.objects.get().digest)


def test_the_calendar_ends_with_the_post(officer: Post) -> None:
    secret = actions.make(by=officer)
    Post.objects.filter(pk=officer.pk).update(ends=date(2017, 3, 10))
    assert read(secret)[0] == 404


def test_a_guess_and_nonsense_are_not_found(officer: Post) -> None:
    actions.make(by=officer)
    assert read("x" * 43)[0] == 404
    assert read("ả")[0] == 404


def test_who_has_no_due_days_has_no_calendar(office) -> None:  # noqa: F811
    with pytest.raises(Refused):
        actions.make(by=office.post(Role.AUDITOR, "44"))


def test_the_page_shows_the_address_once(officer: Post) -> None:
    client = Client()
    client.force_login(officer.user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("feeds:feed")
    assert "Chưa có địa chỉ nào" in client.get(page).content.decode()
    assert ".ics" in client.post(page).content.decode()
    again = client.get(page).content.decode()
    assert ".ics" not in again
    assert "Đang có một địa chỉ" in again
    assert "Đã thu hồi" in client.post(reverse("feeds:revoke"), follow=True).content.decode()
