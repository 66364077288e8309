"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_user
from tiendo.foundation.places.models import Unit


def insert(user: User, unit: Unit, starts: date, ends: date | None, role: str = "commune_officer") -> Post:
    with transaction.atomic():
        return Post.objects.create(user=user, unit=unit, role=role, title="Cán bộ", starts=starts, ends=ends)


@pytest.fixture
def user(commune: Unit) -> User:
    user = make_user()
    insert(user, commune, date(2017, 3, 1), date(2017, 6, 1))
    return user


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2017, 1, 1), None),
        (date(2017, 1, 1), date(2017, 3, 2)),
        (date(2017, 4, 1), date(2017, 4, 2)),
        (date(2017, 5, 31), None),
    ],
)
def test_equal_posts_never_overlap(user: User, commune: Unit, starts: date, ends: date | None) -> None:
    with pytest.raises(IntegrityError, match="equal_posts_never_overlap"):
        insert(user, commune, starts, ends)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2017, 1, 1), date(2017, 3, 1)),
        (date(2017, 6, 1), None),
        (date(2017, 4, 1), date(2017, 4, 1)),
    ],
)
def test_equal_posts_may_touch(user: User, commune: Unit, starts: date, ends: date | None) -> None:
    assert insert(user, commune, starts, ends).pk


def test_a_post_cannot_be_stretched_over_another(user: User, commune: Unit) -> None:
    later = insert(user, commune, date(2017, 6, 1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=later.pk).update(starts=date(2017, 5, 1))


def test_another_role_unit_or_person_does_not_overlap(user: User, commune: Unit, other_commune: Unit) -> None:
    assert insert(user, other_commune, date(2017, 3, 1), None).pk
    assert insert(make_user(), commune, date(2017, 3, 1), None).pk
    assert insert(user, commune, date(2017, 3, 1), None, role=Role.AGENCY_HEAD).pk


def test_an_unknown_role_or_an_end_before_the_start_is_refused(user: User, commune: Unit) -> None:
    with pytest.raises(IntegrityError):
        insert(user, commune, date(2018, 1, 1), None, role="mayor")
    with pytest.raises(IntegrityError):
        insert(user, commune, date(2018, 1, 1), date(2017, 12, 31))
