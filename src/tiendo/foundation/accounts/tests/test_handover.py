"""An ending post names its open work and gives it to somebody in the same seat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tiendo.foundation.accounts import actions, handover
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import Refused


class Drafts:
    """Open work as a higher app would register it: here a count per post."""

    label = "báo cáo đang nháp"

    def __init__(self) -> None:
        self.held: dict[int, int] = {}

    def count(self, post: Post) -> int:
        return self.held.get(post.pk, 0)

    def hand_over(self, post: Post, to_post: Post) -> None:
        self.held[to_post.pk] = self.held.pop(post.pk)


@pytest.fixture
def drafts(officer: Post) -> Iterator[Drafts]:
    source = Drafts()
    source.held[officer.pk] = 3
    handover.register(source)
    yield source
    handover.unregister(source)


@pytest.fixture
def successor(commune: Unit) -> Post:
    return make_post(Role.COMMUNE_OFFICER, commune, "canbo.moi")


def test_a_post_with_open_work_does_not_end_without_a_receiver(officer: Post, drafts: Drafts) -> None:
    with pytest.raises(Refused, match="Còn việc đang mở"):
        actions.end_post(officer, by=None)
    assert Post.objects.get(pk=officer.pk).ends is None


def test_the_work_goes_to_the_colleague(officer: Post, drafts: Drafts, successor: Post) -> None:
    actions.end_post(officer, by=None, to_post=successor)
    assert drafts.held == {successor.pk: 3}


def test_it_does_not_go_to_the_signer_or_another_commune(
    officer: Post, drafts: Drafts, commune: Unit, other_commune: Unit
) -> None:
    for stranger in (make_post(Role.COMMUNE_CHAIR, commune), make_post(Role.COMMUNE_OFFICER, other_commune)):
        with pytest.raises(Refused, match="Người nhận"):
            actions.end_post(officer, by=None, to_post=stranger)
    assert drafts.held == {officer.pk: 3}


def test_it_does_not_go_to_a_colleague_whose_post_has_ended(officer: Post, drafts: Drafts, successor: Post) -> None:
    actions.end_post(successor, by=None)
    with pytest.raises(Refused, match="Người nhận"):
        actions.end_post(officer, by=None, to_post=successor)


def test_the_page_names_what_is_open_and_who_can_take_it(
    administrator: Post, officer: Post, drafts: Drafts, successor: Post
) -> None:
    client = signed_in(administrator)
    shown = client.get(f"/posts/{officer.pk}/end").content.decode()
    assert "3 báo cáo đang nháp" in shown
    assert successor.title in shown
    assert client.post(f"/posts/{officer.pk}/end", {"to_post": ""}).status_code == 200
    assert drafts.held == {officer.pk: 3}
    assert client.post(f"/posts/{officer.pk}/end", {"to_post": successor.pk}).status_code == 302
    assert drafts.held == {successor.pk: 3}


def test_without_a_colleague_the_page_says_to_add_one_first(administrator: Post, officer: Post, drafts: Drafts) -> None:
    shown = signed_in(administrator).get(f"/posts/{officer.pk}/end").content.decode()
    assert "Mời thêm người thay trước" in shown
    assert 'name="to_post"' not in shown


def test_without_open_work_one_press_ends_the_post(administrator: Post, officer: Post) -> None:
    assert signed_in(administrator).post(f"/posts/{officer.pk}/end").status_code == 302
    assert Post.objects.get(pk=officer.pk).ends is not None
