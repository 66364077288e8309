"""The frame of every page: sections by role, the pages of what went wrong, the gallery that only developers see."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.web import context, errors
from tiendo.web.gallery import gallery


def signed_in(role: Role, code: str, kind: str) -> Client:
    post = make_post(role, make_unit(code, kind, name="Bảo Ninh"), "nguoi-giu-chuc")
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def labels(role: Role) -> list[str]:
    return [str(context._SECTIONS[key][1]) for key in context._BY_ROLE.get(role, context._OFFICE)]


def test_a_commune_sees_its_work_its_reports_and_the_plan():
    assert labels(Role.COMMUNE_OFFICER) == ["Việc của tôi", "Sổ công tác", "Báo cáo", "Kế hoạch"]


def test_the_department_sees_every_section():
    assert labels(Role.DEPARTMENT_OFFICER) == [
        "Việc của tôi",
        "Kế hoạch",
        "Sổ công tác",
        "Số liệu",
        "Báo cáo",
        "Văn bản",
    ]


def test_the_books_stand_under_the_bar_on_their_own_pages_only(monkeypatch):
    monkeypatch.setattr(context, "_first", lambda *names: f"/{names[0].partition(':')[0]}/")
    post = type("Post", (), {"role": Role.AGENCY_OFFICER})()
    shown = context._books(RequestFactory().get("/budgets/450"), post)
    assert [(link.label, link.current) for link in shown] == [
        ("Nhiệm vụ", False), ("Vướng mắc", False), ("Kinh phí", True),
    ]  # fmt: skip
    assert context._books(RequestFactory().get("/reports/"), post) == []
    assert context._section_of(RequestFactory().get("/budgets/450")) == context.BOOKS


def test_a_section_without_an_address_is_left_out(monkeypatch):
    monkeypatch.setattr(context, "_first", lambda *names: None)
    request = RequestFactory().get("/")
    post = type("Post", (), {"role": Role.COMMUNE_OFFICER})()
    assert context._sections(request, post) == []


@pytest.mark.django_db
def test_the_section_of_the_page_is_marked_and_the_post_stands_over_its_unit():
    page = signed_in(Role.COMMUNE_OFFICER, "18829", "commune").get("/reports/").content.decode()
    assert 'href="/reports/" aria-current="page">Báo cáo' in page
    assert "xã Bảo Ninh" in page


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_and_leads_home():
    response = signed_in(Role.COMMUNE_OFFICER, "18829", "commune").get("/khong-co")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.django_db
def test_the_chosen_appearance_is_on_the_page_and_nothing_else_is_taken_from_the_cookie():
    client = signed_in(Role.COMMUNE_OFFICER, "18829", "commune")
    client.cookies["tiendo_theme"] = "dark"
    assert '<html lang="vi" data-theme="dark">' in client.get("/reports/").content.decode()
    client.cookies["tiendo_theme"] = '"><script>'
    assert "<script>" not in client.get("/reports/").content.decode()


def test_a_fault_shows_a_code_that_also_stands_in_the_log(caplog):
    response = errors.broken(RequestFactory().get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Số liệu đã nhập không mất" in page
    code = page.split('class="figures">')[1].split("<")[0]
    assert code in caplog.text


def test_the_gallery_is_not_found_in_production(settings, client, db):
    settings.DEBUG = False
    assert client.get("/components").status_code == 404


@pytest.mark.django_db
def test_the_gallery_draws_every_part(monkeypatch):
    monkeypatch.setenv("TIENDO_GALLERY", "1")
    response = signed_in(Role.COMMUNE_OFFICER, "18829", "commune").get("/components")
    assert gallery is not None
    assert response.status_code == 200
    assert "Không đạt" in response.content.decode()
