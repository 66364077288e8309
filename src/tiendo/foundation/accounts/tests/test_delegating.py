"""A head's signing is given to another post of the unit for a while, shown wherever it signs, taken back, and never twice at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tiendo.foundation.accounts import actions, delegating, queries, signatures
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.models import Delegation, Post
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.accounts.tests.test_at_once import at_once, real_locks  # noqa: F401
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.clock import today
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused

WEEK = timedelta(days=7)


@pytest.fixture
def chair(commune: Unit) -> Post:
    return make_post(Role.COMMUNE_CHAIR, commune, "chutich.voninh", title="Chủ tịch UBND xã")


@pytest.fixture
def deputy(commune: Unit) -> Post:
    return make_post(Role.COMMUNE_CHAIR, commune, "pct.voninh", title="Phó Chủ tịch UBND xã")


def terms(**changes: object) -> Terms:
    said: dict[str, object] = {
        "manner": Manner.KT, "powers": [Power.REPORTS], "starts": today(), "ends": today() + WEEK, "number": "12/QĐ-UBND",
        "dated": today(), "request": uuid.uuid4(),
    }  # fmt: skip
    return Terms(**(said | changes))  # type: ignore[arg-type]


def test_the_deputy_has_a_post_that_says_for_whom_it_signs(chair: Post, deputy: Post) -> None:
    made = delegating.delegate(chair, deputy, terms(), by=chair)
    acting = made.post
    assert (acting.user_id, acting.role, acting.unit_id) == (deputy.user_id, chair.role, chair.unit_id)
    assert acting.title == "KT. Chủ tịch UBND xã, Phó Chủ tịch UBND xã"
    assert signatures.lines_of(acting) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signatures.lines_of(deputy) is None
    assert queries.posts_of(deputy.user, today()) == [deputy, acting]
    assert queries.posts_of(deputy.user, today() + WEEK) == [deputy]
    assert [acting.signs(power) for power in Power] == [True, False, False]
    assert all(chair.signs(power) for power in Power)


def test_an_officer_may_act_for_the_head(chair: Post, officer: Post) -> None:
    acting = delegating.delegate(chair, officer, terms(manner=Manner.TUQ), by=chair).post
    assert acting.title.startswith("TUQ. Chủ tịch")
    with pytest.raises(Refused, match="Người nhập không được là người ký"):
        actions.give_post(officer.user, Role.COMMUNE_CHAIR, officer.unit, title="x", starts=today(), by=None)


def test_only_a_deputy_signs_kt(chair: Post, officer: Post) -> None:
    with pytest.raises(BadInput, match="cấp phó"):
        delegating.delegate(chair, officer, terms(), by=chair)
    officer.title = "Phó Chủ tịch UBND xã"
    officer.save()
    assert delegating.delegate(chair, officer, terms(), by=chair).manner == Manner.KT


def test_the_same_request_gives_one(chair: Post, deputy: Post) -> None:
    said = terms()
    assert delegating.delegate(chair, deputy, said, by=chair) == delegating.delegate(chair, deputy, said, by=chair)
    assert Entry.objects.filter(verb="delegation.given").count() == 1


@pytest.mark.parametrize("shift", [-3, 0, 3])
def test_one_at_a_time_for_each_head(chair: Post, deputy: Post, officer: Post, shift: int) -> None:
    first = terms(starts=today() + WEEK, ends=today() + 2 * WEEK)
    delegating.delegate(chair, deputy, first, by=chair)
    moved = timedelta(days=shift)
    with pytest.raises(Refused, match="đã ủy quyền ký trong thời gian ấy"):
        delegating.delegate(
            chair, officer, terms(manner=Manner.TUQ, starts=first.starts + moved, ends=first.ends + moved), by=chair
        )
    delegating.delegate(chair, officer, terms(manner=Manner.TUQ, starts=first.ends, ends=first.ends + WEEK), by=chair)
    assert Delegation.objects.count() == 2
    assert Post.objects.filter(acts_for=chair).count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts": date(2017, 10, 4)}, "sớm nhất hôm nay"),
        ({"ends": date(2017, 10, 5)}, "kiểm tra hai ngày"),
        ({"ends": date(2018, 12, 1)}, "một năm"),
    ],
)
def test_days_are_checked(chair: Post, deputy: Post, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        delegating.delegate(chair, deputy, terms(**changes), by=chair)


def test_without_power_or_paper_nothing_is_given(chair: Post, deputy: Post) -> None:
    for changes in ({"powers": []}, {"number": " "}, {"dated": today() + WEEK}, {"number": "số 0912 345 678"}):
        with pytest.raises(BadInput):
            delegating.delegate(chair, deputy, terms(**changes), by=chair)
    assert not Post.objects.filter(acts_for__isnull=False).exists()


def test_who_may_give_what_to_whom(
    chair: Post, deputy: Post, officer: Post, administrator: Post, auditor: Post, other_commune: Unit
) -> None:
    elsewhere = make_post(Role.COMMUNE_OFFICER, other_commune, "canbo.khac")
    for from_post, to_post, by in (
        (chair, deputy, officer), (chair, deputy, deputy), (officer, deputy, administrator), (chair, elsewhere, chair),
        (chair, chair, chair), (chair, auditor, administrator),
    ):  # fmt: skip
        with pytest.raises(Refused):
            delegating.delegate(from_post, to_post, terms(), by=by)
    acting = delegating.delegate(chair, deputy, terms(), by=administrator).post
    with pytest.raises(Refused, match="không ủy quyền tiếp"):
        delegating.delegate(acting, officer, terms(), by=acting)


def test_taken_back_it_ends_today_and_what_never_began_never_begins(
    chair: Post, deputy: Post, administrator: Post
) -> None:
    made = delegating.delegate(chair, deputy, terms(), by=chair)
    for _twice in range(2):
        delegating.revoke(made, by=administrator)
    made.refresh_from_db()
    made.post.refresh_from_db()
    assert (made.ends, made.post.ends) == (today(), today())
    assert not made.post.in_force(today())
    assert Entry.objects.filter(verb="delegation.ended").count() == 1
    later = delegating.delegate(chair, deputy, terms(starts=today() + WEEK, ends=today() + 2 * WEEK), by=chair)
    delegating.revoke(later, by=chair)
    later.refresh_from_db()
    assert later.ends == later.starts
    assert delegating.delegate(chair, deputy, terms(starts=today() + WEEK, ends=today() + 2 * WEEK), by=chair)


def test_it_ends_with_either_post(chair: Post, deputy: Post, officer: Post) -> None:
    made = delegating.delegate(chair, deputy, terms(), by=chair)
    actions.end_post(deputy, by=None)
    made.refresh_from_db()
    assert made.ends == today()
    made = delegating.delegate(chair, officer, terms(manner=Manner.TUQ), by=chair)
    actions.end_post(chair, by=None, ends=today() + timedelta(days=2))
    made.refresh_from_db()
    assert made.ends == today() + timedelta(days=2)


def test_an_acting_post_is_taken_back_on_its_own_page_only_and_holds_no_seat(
    chair: Post, deputy: Post, officer: Post
) -> None:
    acting = delegating.delegate(chair, officer, terms(manner=Manner.TUQ), by=chair).post
    with pytest.raises(Refused, match="trang Ủy quyền ký"):
        actions.end_post(acting, by=None)
    assert acting not in queries.holders(Role.COMMUNE_CHAIR, chair.unit, today())
    assert acting not in queries.successors(chair, today())


def test_the_database_refuses_two_at_once_and_an_acting_post_without_end(chair: Post, deputy: Post) -> None:
    made = delegating.delegate(chair, deputy, terms(), by=chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=made.post_id).update(ends=None)
    other = Post.objects.create(
        user=deputy.user, role=chair.role, unit=chair.unit, title="x", starts=made.ends, ends=made.ends + WEEK,
        acts_for=chair, powers="reports",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="one_delegation_at_a_time"), transaction.atomic():
        Delegation.objects.create(
            from_post=chair, to_post=deputy, post=other, manner="KT.", number="1", dated=today(), starts=made.starts,
            ends=made.ends, request=uuid.uuid4(), given_at=made.given_at,
        )  # fmt: skip


def test_two_hands_at_once_give_one(real_locks: None, chair: Post, deputy: Post, officer: Post) -> None:  # noqa: F811
    def give(to: Post) -> Callable[[], object]:
        return lambda: delegating.delegate(chair, to, terms(manner=Manner.TUQ), by=chair)

    results = at_once(give(deputy), give(officer))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


class TestPages:
    def typed(self, chair: Post, deputy: Post, **changes: str) -> dict[str, object]:
        said = {
            "from_post": chair.pk, "to_post": deputy.pk, "manner": "KT.", "powers": ["reports", "documents"],
            "starts": "05/10/2017", "last_day": "20/10/2017", "number": "12/QĐ-UBND", "dated": "04/10/2017",
            "request": str(uuid.uuid4()),
        }  # fmt: skip
        return said | changes

    def test_a_head_gives_it_and_takes_it_back(self, chair: Post, deputy: Post, officer: Post) -> None:
        client = signed_in(chair)
        assert "Chưa có ủy quyền ký nào" in client.get("/delegations/").content.decode()
        answer = client.post("/delegations/new", self.typed(chair, deputy), follow=True)
        page = answer.content.decode()
        assert "KT. Chủ tịch UBND xã" in page
        assert "Ký và gửi báo cáo; ký ban hành văn bản" in page
        assert "20/10/2017" in page
        made = Delegation.objects.get()
        seen = signed_in(officer).get("/delegations/").content.decode()
        assert "KT. Chủ tịch UBND xã" in seen
        assert "Thu hồi" not in seen
        assert signed_in(officer).post(f"/delegations/{made.pk}/revoke").status_code == 403
        assert "Đã thu hồi" in client.post(f"/delegations/{made.pk}/revoke", follow=True).content.decode()

    def test_what_is_wrong_is_said_in_the_form(self, chair: Post, deputy: Post) -> None:
        answer = signed_in(chair).post("/delegations/new", self.typed(chair, deputy, last_day="01/10/2017"))
        assert answer.status_code == 422
        assert "Mời kiểm tra hai ngày" in answer.content.decode()

    def test_an_administrator_names_the_unit_first(self, chair: Post, deputy: Post, administrator: Post) -> None:
        client = signed_in(administrator)
        assert "Không tìm thấy đơn vị" in client.get("/delegations/new?unit=xu+la").content.decode()
        assert "Phó Chủ tịch" in client.get("/delegations/new?unit=19252").content.decode()
        client.post("/delegations/new?unit=19252", self.typed(chair, deputy))
        assert "Võ Ninh" in client.get("/delegations/?q=vo+ninh").content.decode()
        assert "Không tìm thấy" in client.get("/delegations/?q=khong+co").content.decode()

    def test_another_unit_does_not_see_it(self, chair: Post, deputy: Post, other_commune: Unit) -> None:
        delegating.delegate(chair, deputy, terms(), by=chair)
        other = make_post(Role.COMMUNE_OFFICER, other_commune, "canbo.khac")
        assert "Chưa có ủy quyền ký nào" in signed_in(other).get("/delegations/").content.decode()

    def test_the_list_asks_the_same_however_long(self, chair: Post, officer: Post, django_assert_num_queries) -> None:
        for week in range(4):
            said = terms(manner=Manner.TUQ, starts=today() + week * WEEK, ends=today() + (week + 1) * WEEK)
            delegating.delegate(chair, officer, said, by=chair)
        with django_assert_num_queries(2):
            assert len(queries.delegations(chair, "", day=today()).lines) == 4
