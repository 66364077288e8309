"""Settings, an account's address and the outbox, used as their people use them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.letters import actions, queries
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, LetterState, Mailbox, Rhythm, Trouble


@pytest.fixture
def officer(db: None) -> Post:
    return make_post(Role.DISTRICT_OFFICER, make_unit("450", "district"), "canbo")


@pytest.fixture
def administrator(db: None) -> Post:
    return make_post(Role.ADMINISTRATOR, make_unit("44", "province"), "quantri")


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_officer_sets_the_address_and_the_rhythm(officer):
    client = browser(officer)
    assert "Chưa có địa chỉ e-mail" in client.get(reverse("letters:settings")).content.decode()
    client.post(reverse("letters:own-address"), {"email": "Phong@DonVi.gov.vn"})
    client.post(reverse("letters:rhythm"), {"rhythm": "late"})
    assert Mailbox.objects.get(user=officer.user).email == "Phong@donvi.gov.vn"
    assert queries.rhythm_of(officer) == Rhythm.LATE
    client.post(reverse("letters:own-address"), {"email": ""})
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize("typed", ["khong-phai", "a@b", "x" * 130 + "@donvi.gov.vn", "a@donvi.gov.vn\nBcc: b@c.vn"])
def test_a_wrong_address_is_said_and_not_kept(officer, typed):
    answer = browser(officer).post(reverse("letters:own-address"), {"email": typed})
    assert answer.status_code == 422
    assert not Mailbox.objects.exists()


def test_a_rhythm_nobody_knows_is_said(officer):
    assert browser(officer).post(reverse("letters:rhythm"), {"rhythm": "hourly"}).status_code == 422


def test_an_auditor_sees_settings_without_letters(db):
    auditor = make_post(Role.AUDITOR, make_unit("44", "province"), "kiemtra")
    page = browser(auditor).get(reverse("letters:settings")).content.decode()
    assert "không nhận thư" in page
    assert "Lưu nhịp gửi" not in page


def test_an_administrator_sets_an_address_and_sees_it_on_the_persons_page(officer, administrator):
    client = browser(administrator)
    address = reverse("letters:address", args=[officer.user_id])
    assert client.post(address, {"email": "sai"}).status_code == 422
    client.post(address, {"email": "phong@donvi.gov.vn"})
    assert "phong@donvi.gov.vn" in client.get(reverse("accounts:person", args=[officer.user_id])).content.decode()
    assert browser(officer).get(address).status_code == 403


def test_an_administrator_sees_what_did_not_arrive_and_sends_it_again(officer, administrator):
    actions.write(officer, date(2017, 10, 5), [Line("today", "Việc", "/tasks/1", None)])
    Letter.objects.update(state=LetterState.FAILED, trouble=Trouble.REFUSED)
    client = browser(administrator)
    page = client.get(reverse("letters:outbox")).content.decode()
    assert "1 thư chưa tới được" in page
    assert "từ chối địa chỉ nhận" in page
    client.post(reverse("letters:retry"), {"letter": Letter.objects.get().pk})
    assert Letter.objects.get().state == LetterState.WAITING
    assert "Không có thư nào cần xử lý" in client.get(reverse("letters:outbox")).content.decode()
    assert "Chờ gửi" in client.get(reverse("letters:outbox"), {"view": "waiting", "page": "x"}).content.decode()
