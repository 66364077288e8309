"""Roles: who signs for whom, and where each can be held."""

from __future__ import annotations

import pytest
from django.utils import translation

from tiendo.foundation.accounts import rules
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import FITS, OFFICERS, SIGNERS, Role, opposites, role_named
from tiendo.foundation.places.models import Kind, Unit

with translation.override(None):
    NAMES = [str(role.label) for role in Role]


def test_every_role_can_be_held_somewhere_and_only_there() -> None:
    kinds = {kind.value for kind in Kind}
    assert set(FITS) == set(Role)
    for role in Role:
        fits = {kind for kind in kinds if rules.role_fits(role, Unit(kind=kind, name="X", kind_vi="xã"))}
        assert fits == FITS[role]
        assert fits


def test_nobody_both_enters_and_signs() -> None:
    assert not OFFICERS & SIGNERS
    for officer in OFFICERS:
        (signer,) = opposites(officer)
        assert officer in opposites(signer)


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.COMMUNE_CHAIR, "commune"),
        (Role.DISTRICT_OFFICER, "district"),
        (Role.DEPARTMENT_DIRECTOR, "province"),
        (Role.AGENCY_OFFICER, "province"),
        (Role.VICE_CHAIR, "province"),
    ],
)
def test_a_post_works_at_one_level(role: Role, level: str) -> None:
    assert Post(role=role).level == level


def test_a_role_is_found_by_code_or_vietnamese_name() -> None:
    assert role_named(" Commune_Officer ") == Role.COMMUNE_OFFICER
    assert role_named("Lãnh đạo Sở") == Role.DEPARTMENT_DIRECTOR
    assert role_named("trưởng thôn") is None
    assert role_named("") is None


@pytest.mark.parametrize(
    "typed", ["CÁN BỘ LĐ-XH XÃ", "can bo ld xh xa", " Cán bộ  LĐ – XH xã", "ca\u0301n bộ LĐ-XH xã"]
)
def test_a_name_is_found_however_a_spreadsheet_spells_it(typed: str) -> None:
    assert role_named(typed) == Role.COMMUNE_OFFICER


def test_no_two_roles_share_a_spelling_and_each_is_found_in_either_language() -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            assert [role_named(role.value) for role in Role] == list(Role)
            assert [role_named(name) for name in NAMES] == list(Role)
