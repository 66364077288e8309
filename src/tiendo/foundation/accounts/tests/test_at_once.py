"""Two administrators at the same moment: exactly one wins. Needs real locks, so PostgreSQL; one SQLite file has one writer anyway."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tiendo.foundation.accounts import actions
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_user
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused


@pytest.fixture
def real_locks(transactional_db: None) -> None:
    """A database in which several connections write at once."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all started together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_nobody_becomes_officer_and_signer_by_two_hands_at_once(real_locks: None, commune: Unit) -> None:
    user = make_user()

    def give(role: Role) -> Callable[[], object]:
        return lambda: actions.give_post(user, role, commune, title="Cán bộ", starts=date(2017, 9, 1), by=None)

    results = at_once(give(Role.COMMUNE_OFFICER), give(Role.COMMUNE_CHAIR))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert Post.objects.filter(user=user).count() == 1


def test_a_name_is_taken_by_one_of_two(real_locks: None) -> None:
    results = at_once(*[lambda: _add("canbo.moi")] * 2)
    assert [type(result).__name__ for result in results].count("User") == 1


def test_a_post_is_ended_by_one_of_two(real_locks: None, officer: Post) -> None:
    seen = [Post.objects.get(pk=officer.pk) for _administrator in range(2)]
    results = at_once(*[lambda post=post: actions.end_post(post, by=None) for post in seen])
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


def _add(username: str) -> object:
    try:
        return actions.add_person(username, shown_name="Cán bộ", by=None)
    except BadInput as bad:
        return bad
