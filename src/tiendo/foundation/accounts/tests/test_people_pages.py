"""The administrator's pages: list, person, new person, posts, passwords."""

from __future__ import annotations

import re

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tiendo.foundation.accounts import queries
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import make_post, make_user
from tiendo.foundation.clock import today
from tiendo.foundation.places.models import Unit

NEW = {
    "username": "canbo.haininh",
    "shown_name": "Cán bộ xã Hải Ninh",
    "role": "commune_officer",
    "unit": "hai ninh",
    "title": "Cán bộ LĐ-XH",
    "starts": "01/09/2017",
}


def text(response: object) -> str:
    return response.content.decode()


class TestList:
    def test_people_are_found_without_marks_by_name_and_unit(self, administrator: Post, officer: Post) -> None:
        client = signed_in(administrator)
        make_user("hoa", shown_name="Đặng Hòa")
        assert "Đặng Hòa" in text(client.get("/people/?q=dang hoa"))
        found = text(client.get("/people/?q=vo ninh"))
        assert "canbo.voninh" in found
        assert "Đặng Hòa" not in found
        assert "Không có ai khớp" in text(client.get("/people/?q=khongcoai"))

    def test_people_stand_in_vietnamese_order(self, administrator: Post) -> None:
        for number, name in enumerate(("Đoàn", "Dung", "Ánh", "An")):
            make_user(f"nguoi.thu{number}", shown_name=name)
        lines = queries.people("nguoi.thu", day=today()).lines
        assert [line.shown_name for line in lines] == ["An", "Ánh", "Dung", "Đoàn"]

    def test_a_long_list_comes_in_pages_at_a_fixed_number_of_queries(
        self, administrator: Post, commune: Unit, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _number in range(queries.PEOPLE_PER_PAGE + 3):
            make_post(Role.COMMUNE_OFFICER, commune)
        with django_assert_num_queries(3):
            first = queries.people("", day=today())
        assert (len(first.lines), first.pages, first.next, first.previous) == (queries.PEOPLE_PER_PAGE, 2, 2, None)
        client = signed_in(administrator)
        assert 'rel="next"' in text(client.get("/people/"))
        assert 'rel="prev"' in text(client.get("/people/?page=2"))
        assert client.get("/people/?page=99").status_code == 200
        assert client.get("/people/?page=x").status_code == 200

    def test_an_auditor_sees_no_buttons(self, auditor: Post) -> None:
        assert "/people/new" not in text(signed_in(auditor).get("/people/"))


class TestNewPerson:
    def test_added_with_a_post_and_a_password_shown_once(self, administrator: Post, other_commune: Unit) -> None:
        sheet = signed_in(administrator).post("/people/new", NEW)
        assert "no-store" in sheet["Cache-Control"]
        (password,) = re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", text(sheet))
        user = queries.person("canbo.haininh")
        assert user.check_password(password)
        (post,) = queries.posts_of(user, today())
        assert (post.role, post.unit) == ("commune_officer", other_commune)
        assert password not in text(signed_in(administrator).get(f"/people/{user.pk}/"))

    def test_sent_twice_it_is_once(self, administrator: Post, other_commune: Unit) -> None:
        client = signed_in(administrator)
        client.post("/people/new", NEW)
        again = client.post("/people/new", NEW)
        assert "Đã có người dùng tên này" in text(again)
        assert Post.objects.filter(user__username="canbo.haininh").count() == 1

    def test_faults_stand_at_their_fields(self, administrator: Post, commune: Unit, other_commune: Unit) -> None:
        client = signed_in(administrator)
        for field, value, sentence in (
            ("username", "Có Dấu", "Tên đăng nhập dài"),
            ("unit", "ninh", "Có nhiều đơn vị khớp"),
            ("unit", "hue", "Không tìm thấy đơn vị"),
            ("role", "district_chair", "không có ở"),
            ("starts", "31/02/2017", "id_starts_error"),
            ("title", "gọi 0912345678", "số điện thoại"),
        ):
            page = client.post("/people/new", NEW | {field: value})
            assert sentence in text(page), (field, value)
        assert queries.person("canbo.haininh") is None

    def test_unknown_fields_are_ignored(self, administrator: Post, other_commune: Unit) -> None:
        signed_in(administrator).post("/people/new", NEW | {"is_active": "", "must_change_password": "", "id": "1"})
        assert queries.person("canbo.haininh").must_change_password


class TestPerson:
    def test_a_second_post_is_given(self, administrator: Post, officer: Post, other_commune: Unit) -> None:
        client = signed_in(administrator)
        address = f"/people/{officer.user_id}/posts/new"
        assert client.get(address).status_code == 200
        said = {"role": "commune_officer", "unit": "19255", "title": "Cán bộ", "starts": "01/10/2017"}
        assert client.post(address, said).status_code == 302
        assert "đúng chức vụ ấy" in text(client.post(address, said))
        assert len(queries.posts_of(officer.user, today())) == 2

    def test_the_form_says_that_who_enters_never_signs(self, administrator: Post, officer: Post) -> None:
        said = {"role": "commune_chair", "unit": "vo ninh", "title": "Chủ tịch", "starts": "01/10/2017"}
        page = signed_in(administrator).post(f"/people/{officer.user_id}/posts/new", said)
        assert "Người nhập không được là người ký" in text(page)

    def test_a_reset_prints_a_password(self, administrator: Post, officer: Post) -> None:
        sheet = signed_in(administrator).post(f"/people/{officer.user_id}/reset-password")
        assert "canbo.voninh" in text(sheet)
        assert "no-store" in sheet["Cache-Control"]

    def test_closing_and_reopening(self, administrator: Post) -> None:
        client, idle = signed_in(administrator), make_user("nghi")
        assert client.post(f"/people/{idle.pk}/close").status_code == 302
        assert "Đã khóa" in text(client.get(f"/people/{idle.pk}/"))
        assert client.post(f"/people/{idle.pk}/close").status_code == 409
        assert client.post(f"/people/{idle.pk}/reopen").status_code == 302
        assert "Chưa có mật khẩu" in text(client.get(f"/people/{idle.pk}/"))

    def test_somebody_who_is_not_there_is_not_found(self, administrator: Post) -> None:
        client: Client = signed_in(administrator)
        for address in ("/people/999999/", "/people/999999/posts/new", "/posts/999999/end"):
            assert client.get(address).status_code == 404
