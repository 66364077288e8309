"""Each verb of accounts: done, done by the wrong person, in the wrong state, twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tiendo.foundation import clock
from tiendo.foundation.accounts import actions, passwords, queries
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_user
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused, Stale

START = date(2017, 9, 1)
GOOD = "mot cau rat de nho 17"


def give(user: User, role: Role, unit: Unit, by: Post | None, starts: date = START) -> Post:
    return actions.give_post(user, role, unit, title=str(role.label), starts=starts, by=by)


class TestAddPerson:
    def test_an_administrator_adds_a_person_who_cannot_sign_in_yet(self, administrator: Post) -> None:
        user = actions.add_person(" CanBo.BaoNinh ", shown_name="Cán bộ xã Bảo Ninh", by=administrator)
        assert user.username == "canbo.baoninh"
        assert not user.has_usable_password()

    def test_nobody_else_adds_people(self, officer: Post) -> None:
        with pytest.raises(Refused):
            actions.add_person("moi", shown_name="Người mới", by=officer)
        assert queries.person("moi") is None

    def test_an_administrator_whose_post_has_ended_adds_nobody(self, administrator: Post, department: Unit) -> None:
        make_post(Role.ADMINISTRATOR, department, "quantri2")
        actions.end_post(administrator, by=None)
        with pytest.raises(Refused):
            actions.add_person("moi", shown_name="Người mới", by=administrator)

    def test_a_name_is_taken_once_whatever_its_case(self, administrator: Post) -> None:
        make_user("canbo1")
        with pytest.raises(BadInput):
            actions.add_person("CanBo1", shown_name="Người khác", by=administrator)

    @pytest.mark.parametrize("name", ["ab", "có dấu", "hai từ", "_gach", "x" * 41, ""])
    def test_a_malformed_name_is_refused(self, administrator: Post, name: str) -> None:
        with pytest.raises(BadInput):
            actions.add_person(name, shown_name="Người mới", by=administrator)

    def test_a_telephone_number_is_no_part_of_a_shown_name(self, administrator: Post) -> None:
        with pytest.raises(BadInput):
            actions.add_person("moi", shown_name="Cán bộ 0912 345 678", by=administrator)


class TestGivePost:
    def test_a_post_counts_from_its_first_day(self, administrator: Post, commune: Unit) -> None:
        post = give(make_user(), Role.COMMUNE_OFFICER, commune, administrator)
        assert not post.in_force(date(2017, 8, 31))
        assert post.in_force(START)
        assert queries.holders(Role.COMMUNE_OFFICER, commune, START) == [post]

    def test_nobody_else_gives_posts(self, officer: Post, commune: Unit) -> None:
        with pytest.raises(Refused):
            give(make_user(), Role.COMMUNE_CHAIR, commune, officer)

    def test_an_administrator_gives_themselves_nothing(self, administrator: Post, department: Unit) -> None:
        with pytest.raises(Refused, match="Không tự trao"):
            give(administrator.user, Role.DEPARTMENT_OFFICER, department, administrator)

    def test_the_same_post_is_not_given_twice_at_one_time(self, officer: Post, commune: Unit) -> None:
        with pytest.raises(Refused, match="đúng chức vụ ấy"):
            give(officer.user, Role.COMMUNE_OFFICER, commune, None)

    def test_it_may_be_given_again_after_its_end(self, officer: Post, commune: Unit) -> None:
        actions.end_post(officer, by=None)
        again = give(officer.user, Role.COMMUNE_OFFICER, commune, None, starts=clock.today())
        assert queries.posts_of(officer.user, clock.today()) == [again]

    def test_who_enters_is_never_who_signs_at_one_commune(self, officer: Post, commune: Unit) -> None:
        with pytest.raises(Refused, match="Người nhập không được là người ký"):
            give(officer.user, Role.COMMUNE_CHAIR, commune, None)

    def test_who_signs_is_never_who_enters_either(self, commune: Unit) -> None:
        chair = make_post(Role.COMMUNE_CHAIR, commune)
        with pytest.raises(Refused, match="Người nhập không được là người ký"):
            give(chair.user, Role.COMMUNE_OFFICER, commune, None)

    def test_one_person_may_enter_for_two_communes(self, officer: Post, other_commune: Unit) -> None:
        give(officer.user, Role.COMMUNE_OFFICER, other_commune, None)
        assert len(queries.posts_of(officer.user, clock.today())) == 2

    def test_an_auditor_holds_no_other_post(self, auditor: Post, commune: Unit) -> None:
        with pytest.raises(Refused, match="không giữ thêm việc khác"):
            give(auditor.user, Role.COMMUNE_CHAIR, commune, None)

    def test_a_commune_role_does_not_fit_a_district(self, district: Unit) -> None:
        with pytest.raises(Refused, match="không có ở"):
            give(make_user(), Role.COMMUNE_OFFICER, district, None)

    def test_a_unit_that_does_not_exist_that_day_has_no_posts(self, commune: Unit) -> None:
        Unit.objects.filter(pk=commune.pk).update(valid_to=date(2017, 7, 1))
        commune.refresh_from_db()
        with pytest.raises(Refused, match="không tồn tại"):
            give(make_user(), Role.COMMUNE_OFFICER, commune, None)

    def test_a_post_cannot_end_before_it_begins(self, commune: Unit) -> None:
        with pytest.raises(Refused):
            actions.give_post(
                make_user(), Role.COMMUNE_OFFICER, commune, title="Cán bộ", starts=START, ends=START, by=None
            )

    def test_a_post_has_a_title(self, commune: Unit) -> None:
        with pytest.raises(BadInput):
            actions.give_post(make_user(), Role.COMMUNE_OFFICER, commune, title=" ", starts=START, by=None)


class TestEndPost:
    def test_the_right_ends_that_day(self, administrator: Post, officer: Post) -> None:
        actions.end_post(officer, by=administrator)
        assert not officer.in_force(clock.today())
        assert officer.last_day == clock.today() - timedelta(days=1)

    def test_a_post_not_yet_begun_never_begins(self, administrator: Post, commune: Unit) -> None:
        later = give(make_user(), Role.COMMUNE_OFFICER, commune, administrator, starts=date(2017, 12, 1))
        actions.end_post(later, by=administrator)
        assert not later.in_force(date(2017, 12, 1))

    def test_nobody_else_ends_posts(self, officer: Post) -> None:
        with pytest.raises(Refused):
            actions.end_post(officer, by=officer)

    def test_it_ends_once(self, administrator: Post, officer: Post) -> None:
        actions.end_post(officer, by=administrator)
        with pytest.raises(Refused, match="đã kết thúc"):
            actions.end_post(officer, by=administrator)

    def test_of_two_administrators_with_the_same_page_open_one_is_told_it_is_stale(
        self, administrator: Post, officer: Post
    ) -> None:
        seen_earlier = Post.objects.get(pk=officer.pk)
        actions.end_post(officer, by=administrator)
        with pytest.raises(Stale):
            actions.end_post(seen_earlier, by=administrator)

    def test_the_last_administrator_stays(self, administrator: Post) -> None:
        with pytest.raises(Refused, match="cuối cùng"):
            actions.end_post(administrator, by=administrator)


class TestPasswords:
    def test_a_reset_gives_a_password_for_one_use_within_a_week(self, administrator: Post, officer: Post) -> None:
        password = actions.reset_password(officer.user, by=administrator)
        officer.user.refresh_from_db()
        assert officer.user.check_password(password)
        assert officer.user.must_change_password
        assert not passwords.has_expired(officer.user)
        with clock.set_to(datetime(2017, 10, 12, 8, 45)):
            assert passwords.has_expired(officer.user)

    def test_nobody_else_resets(self, officer: Post, administrator: Post) -> None:
        with pytest.raises(Refused):
            actions.reset_password(administrator.user, by=officer)

    def test_an_administrator_does_not_reset_their_own(self, administrator: Post) -> None:
        with pytest.raises(Refused):
            actions.reset_password(administrator.user, by=administrator)

    def test_the_chosen_password_spends_the_one_time_one(self, officer: Post) -> None:
        once = actions.reset_password(officer.user, by=None)
        actions.choose_password(officer.user, GOOD, by=officer)
        officer.user.refresh_from_db()
        assert officer.user.check_password(GOOD)
        assert not officer.user.check_password(once)
        assert not officer.user.must_change_password
        assert officer.user.one_time_expires is None

    @pytest.mark.parametrize("bad", ["ngan", "password12345", "canbo.voninh1", "123456789012"])
    def test_a_short_common_or_telling_password_is_refused(self, officer: Post, bad: str) -> None:
        with pytest.raises(BadInput):
            actions.choose_password(officer.user, bad, by=officer)

    def test_the_one_time_password_is_not_kept_as_ones_own(self, officer: Post) -> None:
        once = actions.reset_password(officer.user, by=None)
        with pytest.raises(BadInput, match="Trùng"):
            actions.choose_password(officer.user, once, by=officer)

    def test_one_time_passwords_differ_and_read_well(self) -> None:
        made = {passwords.one_time_password() for _ in range(200)}
        assert len(made) == 200
        assert not set("".join(made)) & set("il1o0")


class TestClosingAccounts:
    def test_a_person_with_a_post_is_not_closed(self, administrator: Post, officer: Post) -> None:
        with pytest.raises(Refused, match="còn giữ chức vụ"):
            actions.close_account(officer.user, by=administrator)

    def test_closed_once_reopened_without_a_password(self, administrator: Post, officer: Post) -> None:
        actions.end_post(officer, by=administrator)
        actions.close_account(officer.user, by=administrator)
        with pytest.raises(Refused):
            actions.close_account(officer.user, by=administrator)
        with pytest.raises(Refused):
            actions.reset_password(officer.user, by=administrator)
        actions.reopen_account(officer.user, by=administrator)
        officer.user.refresh_from_db()
        assert officer.user.is_active
        assert not officer.user.has_usable_password()
        with pytest.raises(Refused):
            actions.reopen_account(officer.user, by=administrator)

    def test_nobody_else_closes_or_reopens(self, officer: Post) -> None:
        idle = make_user()
        with pytest.raises(Refused):
            actions.close_account(idle, by=officer)
        with pytest.raises(Refused):
            actions.reopen_account(idle, by=officer)


def test_every_verb_writes_one_audit_entry_without_values(administrator: Post, commune: Unit) -> None:
    user = actions.add_person("canbo9", shown_name="Cán bộ", by=administrator)
    post = give(user, Role.COMMUNE_OFFICER, commune, administrator)
    actions.reset_password(user, by=administrator)
    actions.choose_password(user, GOOD, by=post)
    actions.end_post(post, by=administrator)
    actions.close_account(user, by=administrator)
    actions.reopen_account(user, by=administrator)
    written = list(Entry.objects.order_by("seq").values_list("verb", flat=True))[-7:]
    assert written == [
        "person.added",
        "post.given",
        "password.reset",
        "password.chosen",
        "post.ended",
        "account.closed",
        "account.reopened",
    ]


def test_a_refused_verb_writes_nothing(officer: Post) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused):
        actions.add_person("moi", shown_name="Người mới", by=officer)
    assert Entry.objects.count() == before
