"""The installed pack, posts of every kind, and a plan nobody has seen brought under review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tiendo.core.drafting import actions
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places

ON = date(2017, 10, 5)
Appoint = Callable[..., Post]


@pytest.fixture
def pack(pack_laid: Pack, db: None) -> Pack:
    return pack_laid


@pytest.fixture
def appoint(pack: Pack) -> Appoint:
    """Somebody who holds the role at the unit with that code."""

    def appointed(role: Role, unit: str = "DOLISA", number: int = 1) -> Post:
        name = f"nguoi.{role.value.replace('_', '')}.{unit.lower()}.{number}"
        user, _made = User.objects.get_or_create(username=name, defaults={"shown_name": "Người dùng"})
        held_at = places.by_code(unit, ON)
        post, _made = Post.objects.get_or_create(
            user=user, role=role, unit=held_at, defaults={"title": "Chuyên viên", "starts": date(2017, 1, 1)}
        )
        return post

    return appointed


@pytest.fixture
def officer(appoint: Appoint) -> Post:
    return appoint(Role.DEPARTMENT_OFFICER)


@pytest.fixture
def draft(officer: Post) -> Draft:
    return actions.begin(UNSEEN, file_name="ke-hoach-2018.docx", by=officer)


@pytest.fixture
def signed_in() -> Callable[[Post], Client]:
    """A browser signed in as the post's holder."""

    def opened(post: Post) -> Client:
        client = Client()
        client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return opened
