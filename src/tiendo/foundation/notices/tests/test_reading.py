"""What came in: told as part of an act, counted as unread for each post by itself, read, and gone when the matter is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tiendo.foundation import clock, work
from tiendo.foundation.accounts import queries as accounts
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.notices import actions, queries, wording
from tiendo.foundation.notices.addresses import Message, OnePost, Seat
from tiendo.foundation.notices.models import Notice

NOW = datetime(2017, 10, 5, 9, 0)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A code that only tells."""
    monkeypatch.setitem(wording._kinds, "told", wording.Kind("Việc số %(n)s", "chi tiết", "Xem", asks=False))
    with clock.set_to(NOW):
        yield


@pytest.fixture
def chair(db: None) -> Post:
    return make_post(Role.DISTRICT_CHAIR, make_unit("450", "district"), "chutich")


def tell(post: Post, number: int, *, matter: str = "") -> None:
    message = Message(f"k{number}", matter or f"matter:{number}", "/figures", "told", {"n": str(number)})
    with transaction.atomic():
        actions.tell([(message, [Seat(post.unit, Role(post.role))])], by=None)


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_each_holder_of_the_seat_reads_by_themselves(chair):
    other = make_post(Role.DISTRICT_CHAIR, chair.unit, "kenhiem")
    tell(chair, 1)
    assert (queries.unread(chair), queries.unread(other)) == (1, 1)
    assert actions.read(by=chair) == 1
    assert actions.read(by=chair) == 0
    assert (queries.unread(chair), queries.unread(other)) == (0, 1)


def test_what_only_tells_is_not_among_the_work_and_leaves_no_entry_of_its_own(chair):
    tell(chair, 1)
    assert work.tasks_of(chair, NOW.date()) == []
    assert not Entry.objects.filter(verb="notice.sent").exists()


def test_told_twice_is_told_once_and_a_newer_word_takes_the_place_of_the_former(chair):
    tell(chair, 1)
    tell(chair, 1)
    tell(chair, 2, matter="matter:1")
    assert queries.unread(chair) == 1
    assert [line.title for line in queries.notices_of(chair, only_unread=True).lines] == ["Việc số 2"]
    assert [(line.title, line.over) for line in queries.notices_of(chair).lines] == [
        ("Việc số 2", False), ("Việc số 1", True),
    ]  # fmt: skip


def test_when_the_matter_is_settled_nothing_is_left_to_read(chair):
    tell(chair, 1)
    actions.settle("matter:1")
    assert queries.unread(chair) == 0


def test_the_number_is_read_along_with_the_posts_of_whoever_signs_in(chair, django_assert_num_queries):
    tell(chair, 1)
    tell(chair, 2)
    agency = make_post(Role.AGENCY_HEAD, make_unit("POLICE", "agency"), "chutich")
    with django_assert_num_queries(1):
        person = accounts.person_with_posts(chair.user_id, NOW.date())
        assert person is not None
        found = {post.pk: queries.unread(post) for post in person.posts_read[1]}
    assert found == {chair.pk: 2, agency.pk: 0}
    actions.read(by=chair)
    assert accounts.person_with_posts(chair.user_id, NOW.date()).posts_read[1][0].unread_notices == 0


def test_a_long_list_is_paged_and_costs_the_same(chair, django_assert_num_queries):
    for number in range(queries.NOTICES_PER_PAGE + 5):
        with clock.set_to(NOW + timedelta(minutes=number)):
            tell(chair, number)
    with django_assert_num_queries(3):
        first = queries.notices_of(chair)
    assert (len(first.lines), first.pages, first.unread) == (30, 2, 35)
    assert first.lines[0].title == "Việc số 34"
    assert len(queries.notices_of(chair, page=2).lines) == 5


def test_opening_one_marks_it_and_leads_to_its_matter(chair):
    tell(chair, 1)
    notice = Notice.objects.get()
    client = browser(chair)
    page = client.get(reverse("notices:notices")).content.decode()
    assert "1 thông báo chưa đọc" in page
    assert "Việc số 1" in page
    answer = client.post(reverse("notices:open", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/figures")
    assert "Đã đọc hết thông báo" in client.get(reverse("notices:notices"), {"page": "x"}).content.decode()
    assert "Không còn thông báo chưa đọc" in client.get(reverse("notices:notices"), {"view": "unread"}).content.decode()


def test_all_are_marked_by_one_button(chair):
    tell(chair, 1)
    tell(chair, 2)
    browser(chair).post(reverse("notices:read-all"))
    assert queries.unread(chair) == 0


def test_somebody_elses_notice_cannot_be_opened(chair):
    tell(chair, 1)
    stranger = make_post(Role.DISTRICT_OFFICER, chair.unit, "canbo")
    notice = Notice.objects.get()
    assert browser(stranger).post(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert actions.read([notice.pk], by=stranger) == 0
    assert queries.unread(chair) == 1


def test_the_administrator_has_none(db):
    administrator = make_post(Role.ADMINISTRATOR, make_unit("44", "province"), "quantri")
    assert browser(administrator).get(reverse("notices:notices")).status_code == 403


def test_a_message_to_one_post_is_its_own(chair):
    other = make_post(Role.DISTRICT_CHAIR, chair.unit, "kenhiem")
    with transaction.atomic():
        actions.tell([(Message("k", "matter:9", "/", "told", {"n": "9"}), [OnePost(other)])], by=None)
    assert (queries.unread(chair), queries.unread(other)) == (0, 1)
