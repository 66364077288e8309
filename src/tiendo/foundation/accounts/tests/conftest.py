"""A small Quảng Bình: the province, its standing agency, one district, two communes; and one administrator."""

from __future__ import annotations

import pytest
from django.test import Client

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.places.models import Unit


@pytest.fixture
def province(db: None) -> Unit:
    return make_unit("44", "province", name="Quảng Bình")


@pytest.fixture
def department(province: Unit) -> Unit:
    return make_unit("DOLISA", "agency", name="Sở Lao động – Thương binh và Xã hội", parent=province)


@pytest.fixture
def district(province: Unit) -> Unit:
    return make_unit("456", "district", name="Quảng Ninh", parent=province)


@pytest.fixture
def commune(district: Unit) -> Unit:
    return make_unit("19252", "commune", name="Võ Ninh", parent=district)


@pytest.fixture
def other_commune(district: Unit) -> Unit:
    return make_unit("19255", "commune", name="Hải Ninh", parent=district)


@pytest.fixture
def administrator(department: Unit) -> Post:
    return make_post(Role.ADMINISTRATOR, department, "quantri")


@pytest.fixture
def officer(commune: Unit) -> Post:
    return make_post(Role.COMMUNE_OFFICER, commune, "canbo.voninh")


@pytest.fixture
def auditor(province: Unit) -> Post:
    return make_post(Role.AUDITOR, province, "kiemtra")


def signed_in(post: Post) -> Client:
    """A browser in which the holder of `post` has signed in."""
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
