"""Whatever gives rows is asked once, in one shape."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F

from tiendo.foundation import work
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.foundation.work import Row, Task

ON = date(2017, 10, 5)


@pytest.fixture
def only_mine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_sources", {})
    monkeypatch.setattr(work, "_rows", {})


def told(found: list[Row], post: Post, on: date) -> list[Task]:
    return [Task(f"{row.kind} {row.title} {row.place}", row.detail, "Mở", "/", row.day, "later") for row in found]


def test_several_sources_are_one_query_and_each_gets_its_own_rows(db, only_mine, django_assert_num_queries):
    post = make_post(Role.DISTRICT_OFFICER, make_unit("450", "district", name="Đồng Hới"), "canbo")
    work.register_rows(
        "posts",
        lambda post, on: [
            work.shaped(
                Post.objects.all(), "posts", kind="post", title=F("title"), place=places.shown("unit"), day=F("starts")
            )
        ],
        told,
    )
    work.register_rows(
        "people", lambda post, on: [work.shaped(User.objects.all(), "people", title=F("username"))], told
    )
    work.register_rows("silent", lambda post, on: [], told)
    with django_assert_num_queries(1):
        found = work.tasks_of(post, ON)
    assert [(task.title, task.due_on) for task in found] == [
        ("post cán bộ phòng LĐTBXH huyện huyện Đồng Hới", date(2017, 1, 1)), (" canbo ", None),
    ]  # fmt: skip


def test_a_row_that_comes_twice_stands_once(db, only_mine):
    unit = make_unit("450", "district")
    post = make_post(Role.DISTRICT_OFFICER, unit, "canbo")
    make_post(Role.DISTRICT_CHAIR, unit, "lanhdao")
    units = lambda post, on: [work.shaped(Unit.objects.filter(posts__isnull=False), "units", title=F("code"))]  # noqa: E731
    work.register_rows("units", units, told)
    assert [task.title for task in work.tasks_of(post, ON)] == [" 450 "]


def test_nothing_to_ask_asks_nothing(db, only_mine, django_assert_num_queries):
    post = make_post(Role.DISTRICT_OFFICER, make_unit("450", "district"), "canbo")
    work.register_rows("silent", lambda post, on: [], told)
    with django_assert_num_queries(0):
        assert work.tasks_of(post, ON) == []


@pytest.mark.parametrize("kind", ["district", "agency"])
def test_a_unit_is_called_in_a_row_as_everywhere(db, kind):
    unit = make_unit("X", kind, name="Lệ Thủy")
    make_post(Role.DISTRICT_OFFICER if kind == "district" else Role.AGENCY_OFFICER, unit, "canbo")
    shown = Post.objects.annotate(said=places.shown("unit")).get().said
    assert shown == str(unit)
