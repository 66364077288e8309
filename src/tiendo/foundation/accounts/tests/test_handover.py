"""An ending post names its open work and gives it to somebody in the same seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tiendo.foundation import clock
from tiendo.foundation.accounts import actions, handover
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import Refused

TODAY = "05/10/2017"


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
    assert client.post(f"/posts/{officer.pk}/end", {"ends": TODAY, "to_post": ""}).status_code == 200
    assert drafts.held == {officer.pk: 3}
    assert client.post(f"/posts/{officer.pk}/end", {"ends": TODAY, "to_post": successor.pk}).status_code == 302
    assert drafts.held == {successor.pk: 3}


def test_without_a_colleague_the_page_says_to_add_one_first(administrator: Post, officer: Post, drafts: Drafts) -> None:
    shown = signed_in(administrator).get(f"/posts/{officer.pk}/end").content.decode()
    assert "Mời thêm người thay trước" in shown
    assert 'name="to_post"' not in shown


def test_without_open_work_and_with_a_colleague_one_press_ends_the_post(
    administrator: Post, officer: Post, successor: Post
) -> None:
    assert signed_in(administrator).post(f"/posts/{officer.pk}/end", {"ends": TODAY}).status_code == 302
    assert Post.objects.get(pk=officer.pk).ends == clock.today()


def test_a_seat_that_would_stand_empty_is_named_and_asked_about_for_that_day(
    administrator: Post, officer: Post
) -> None:
    client, address = signed_in(administrator), f"/posts/{officer.pk}/end"
    asked = client.post(address, {"ends": "01/11/2017"}).content.decode()
    assert "Từ ngày 01/11/2017 không còn ai giữ vai trò “cán bộ LĐ-XH xã” ở xã Võ Ninh." in asked
    assert Post.objects.get(pk=officer.pk).ends is None
    other_day = client.post(address, {"ends": "15/11/2017", "empty_from": "01/11/2017"})
    assert other_day.status_code == 200
    assert Post.objects.get(pk=officer.pk).ends is None
    assert client.post(address, {"ends": "15/11/2017", "empty_from": "15/11/2017"}).status_code == 302
    assert Post.objects.get(pk=officer.pk).ends == date(2017, 11, 15)


def test_somebody_who_begins_that_day_keeps_the_seat_and_may_take_the_work(
    administrator: Post, officer: Post, drafts: Drafts, commune: Unit
) -> None:
    newcomer = make_post(Role.COMMUNE_OFFICER, commune, "canbo.sau", starts=date(2017, 11, 1))
    client, address = signed_in(administrator), f"/posts/{officer.pk}/end"
    assert "từ ngày 01/11/2017" in client.get(address).content.decode()
    early = client.post(address, {"ends": "31/10/2017", "to_post": newcomer.pk})
    assert "vào ngày 31/10/2017" in early.content.decode()
    assert client.post(address, {"ends": "01/11/2017", "to_post": newcomer.pk}).status_code == 302
    assert drafts.held == {newcomer.pk: 3}
    assert Post.objects.get(pk=officer.pk).in_force(date(2017, 10, 31))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("04/10/2017", "sớm nhất là 05/10/2017"),
        ("05/10/2071", "xa hơn một năm"),
        ("", "bắt buộc"),
        ("32/10/2017", "ngày"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_the_day(administrator: Post, officer: Post, day: str, said: str) -> None:
    page = signed_in(administrator).post(f"/posts/{officer.pk}/end", {"ends": day})
    assert page.status_code == 200
    assert said in page.content.decode().split('class="field-error"')[1].split("</div>")[0]
    assert Post.objects.get(pk=officer.pk).ends is None


def test_a_settled_end_can_only_come_earlier(officer: Post) -> None:
    actions.end_post(officer, by=None, ends=date(2017, 12, 1))
    assert officer.last_day == date(2017, 11, 30)
    with pytest.raises(Refused, match="đã định thôi giữ"):
        actions.end_post(officer, by=None, ends=date(2017, 12, 2))
    actions.end_post(officer, by=None, ends=date(2017, 11, 1))
    actions.end_post(officer, by=None)
    assert not officer.in_force(clock.today())


def test_a_post_not_yet_begun_ends_no_earlier_than_it_begins(commune: Unit) -> None:
    later = make_post(Role.COMMUNE_OFFICER, commune, starts=date(2017, 12, 1))
    with pytest.raises(Refused, match="sớm nhất là 01/12/2017"):
        actions.end_post(later, by=None, ends=date(2017, 11, 1))
    actions.end_post(later, by=None, ends=date(2018, 1, 1))
    assert later.in_force(date(2017, 12, 31))


def test_the_last_administrator_of_that_day_stays(administrator: Post, department: Unit) -> None:
    second = make_post(Role.ADMINISTRATOR, department, "quantri.hai")
    actions.end_post(second, by=None, ends=date(2017, 11, 1))
    with pytest.raises(Refused, match="cuối cùng"):
        actions.end_post(administrator, by=None, ends=date(2017, 11, 1))
    actions.end_post(administrator, by=None, ends=date(2017, 10, 31))
