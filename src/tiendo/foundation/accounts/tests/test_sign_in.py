"""Sign-in, the limits of a session, one-time passwords and the lock-out, as a person meets them."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.test import Client

from tiendo.foundation import clock
from tiendo.foundation.accounts import actions
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.places.models import Unit

PASSWORD = "mot cau rat de nho 17"
NOON = datetime.fromisoformat("2026-03-02T12:00:00+07:00")


@pytest.fixture
def person(officer: Post) -> Post:
    actions.choose_password(officer.user, PASSWORD, by=officer)
    return officer


def sign_in(client: Client, name: str, password: str, **more: str) -> object:
    return client.post("/sign-in", {"username": name, "password": password, **more})


def test_signing_in_leads_home_under_a_new_session_key(person: Post) -> None:
    client = Client()
    client.get("/sign-in")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["tiendo"] = session.session_key
    response = sign_in(client, "  CanBo.VoNinh ", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session.session_key != session.session_key


def test_one_goes_back_to_the_page_asked_for_but_never_to_another_site(person: Post) -> None:
    assert sign_in(Client(), "canbo.voninh", PASSWORD, next="/people/")["Location"] == "/people/"
    assert sign_in(Client(), "canbo.voninh", PASSWORD, next="https://example.org/")["Location"] == "/"
    assert sign_in(Client(), "canbo.voninh", PASSWORD, next="//example.org/")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(person: Post) -> None:
    wrong = sign_in(Client(), "canbo.voninh", "sai").content.decode()
    unknown = sign_in(Client(), "khong.co", "sai").content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng"
    assert sentence in wrong
    assert sentence in unknown


def test_the_page_names_neither_plan_nor_subject(db: None) -> None:
    shown = Client().get("/sign-in").content.decode().lower()
    assert "mại dâm" not in shown
    assert "kế hoạch" not in shown


def test_a_closed_account_does_not_open(person: Post) -> None:
    actions.end_post(person, by=None)
    actions.close_account(person.user, by=None)
    assert sign_in(Client(), "canbo.voninh", PASSWORD).status_code == 200


class TestOneTimePassword:
    def test_leads_only_to_the_page_that_replaces_it(self, officer: Post, administrator: Post) -> None:
        once = actions.reset_password(officer.user, by=administrator)
        client = Client()
        sign_in(client, "canbo.voninh", once)
        assert client.get("/people/")["Location"] == "/password"
        partial = client.get("/people/", headers={"HX-Request": "true"})
        assert (partial.status_code, partial["HX-Redirect"]) == (401, "/password")
        assert "present" not in client.get("/password").content.decode()
        done = client.post("/password", {"new": PASSWORD, "again": PASSWORD})
        assert done.status_code == 302
        assert client.get("/people/").status_code == 403
        assert sign_in(Client(), "canbo.voninh", once).status_code == 200

    def test_stops_working_after_a_week(self, officer: Post, administrator: Post) -> None:
        once = actions.reset_password(officer.user, by=administrator)
        with clock.set_to(datetime(2017, 10, 12, 9, 0)):
            refused = sign_in(Client(), "canbo.voninh", once)
        assert "đã hết hạn" in refused.content.decode()

    def test_is_stored_afresh_with_the_first_hasher_once_used(self, officer: Post) -> None:
        once = actions.reset_password(officer.user, by=None)
        assert officer.user.password.startswith("argon2_once$")
        sign_in(Client(), "canbo.voninh", once)
        officer.user.refresh_from_db()
        assert not officer.user.password.startswith("argon2_once$")
        assert officer.user.must_change_password


class TestOwnPassword:
    def test_asks_for_the_present_one_and_twice_for_the_new(self, person: Post) -> None:
        client = signed_in(person)
        new = "mot cau khac cung de nho"
        for wrong in (
            {"present": "sai", "new": new, "again": new},
            {"present": PASSWORD, "new": new, "again": new + "x"},
            {"present": PASSWORD, "new": "ngan", "again": "ngan"},
            {"present": PASSWORD, "new": PASSWORD, "again": PASSWORD},
        ):
            assert client.post("/password", wrong).status_code == 200
        assert client.post("/password", {"present": PASSWORD, "new": new, "again": new}).status_code == 302

    def test_ends_the_other_sessions_and_keeps_this_one(self, person: Post) -> None:
        here, elsewhere = signed_in(person), signed_in(person)
        new = "mot cau khac cung de nho"
        here.post("/password", {"present": PASSWORD, "new": new, "again": new})
        assert here.get("/password").status_code == 200
        assert elsewhere.get("/password")["Location"].startswith("/sign-in")

    def test_a_reset_ends_every_session(self, person: Post, administrator: Post) -> None:
        client = signed_in(person)
        actions.reset_password(person.user, by=administrator)
        assert client.get("/password")["Location"].startswith("/sign-in")


class TestSessionLimits:
    def test_an_hour_without_a_request_ends_the_session(self, administrator: Post) -> None:
        with time_machine.travel(NOON, tick=False) as now:
            client = signed_in(administrator)
            assert client.get("/people/").status_code == 200
            now.shift(59 * 60)
            assert client.get("/people/").status_code == 200
            now.shift(60 * 60)
            assert client.get("/people/")["Location"] == "/sign-in?next=%2Fpeople%2F&ended=1"

    def test_twelve_hours_end_it_however_busy(self, administrator: Post) -> None:
        with time_machine.travel(NOON, tick=False) as now:
            client = signed_in(administrator)
            client.get("/people/")
            for _half_hour in range(23):
                now.shift(30 * 60)
                assert client.get("/people/").status_code == 200
            now.shift(30 * 60)
            assert client.get("/people/").status_code == 302

    def test_a_simulated_day_does_not_keep_it_alive(self, administrator: Post) -> None:
        with time_machine.travel(NOON, tick=False) as now, clock.set_to(datetime(2017, 10, 5)):
            client = signed_in(administrator)
            client.get("/people/")
            now.shift(61 * 60)
            assert client.get("/people/").status_code == 302


class TestLeaving:
    def test_signing_out_ends_the_session_and_empties_the_cache(self, person: Post) -> None:
        client = signed_in(person)
        left = client.post("/sign-out")
        assert "cache" in left["Clear-Site-Data"]
        assert client.get("/password")["Location"].startswith("/sign-in")

    def test_a_link_cannot_sign_anybody_out(self, person: Post) -> None:
        assert signed_in(person).get("/sign-out").status_code == 405


class TestLockOut:
    @pytest.fixture(autouse=True)
    def _counting(self, settings: object) -> None:
        settings.AXES_ENABLED = True
        settings.AXES_FAILURE_LIMIT = 3

    def fail(self, times: int, address: str = "10.0.0.7", name: str = "canbo.voninh") -> object:
        for _time in range(times):
            response = Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Thiết bị").post(
                "/sign-in", {"username": name, "password": "sai"}
            )
        return response

    def test_too_many_failures_pause_sign_in_with_a_sentence(self, person: Post) -> None:
        assert self.fail(2).status_code == 200
        paused = self.fail(1)
        assert paused.status_code == 429
        assert "15 phút" in paused.content.decode()
        again = Client(REMOTE_ADDR="10.0.0.7").post("/sign-in", {"username": "canbo.voninh", "password": PASSWORD})
        assert again.status_code == 429

    def test_another_case_of_the_name_counts_as_the_same_name(self, person: Post) -> None:
        self.fail(2)
        assert self.fail(1, name="CANBO.VoNinh").status_code == 429

    def test_a_neighbour_on_the_same_network_is_counted_together_but_not_one_elsewhere(self, person: Post) -> None:
        self.fail(3)
        assert self.fail(1, address="10.0.0.99").status_code == 429
        elsewhere = Client(REMOTE_ADDR="10.9.0.1").post("/sign-in", {"username": "canbo.voninh", "password": PASSWORD})
        assert elsewhere.status_code == 302

    def test_a_colleague_at_the_same_office_still_gets_in(self, person: Post, other_commune: Unit) -> None:
        colleague = make_post(Role.COMMUNE_OFFICER, other_commune, "dongnghiep")
        actions.choose_password(colleague.user, PASSWORD, by=colleague)
        self.fail(3)
        got_in = Client(REMOTE_ADDR="10.0.0.7").post("/sign-in", {"username": "dongnghiep", "password": PASSWORD})
        assert got_in.status_code == 302

    def test_neither_full_address_nor_device_is_kept(self, person: Post) -> None:
        from axes.models import AccessAttempt

        self.fail(1)
        (attempt,) = AccessAttempt.objects.all()
        assert attempt.ip_address == "10.0.0.0"
        assert attempt.user_agent == ""
        assert "sai" not in attempt.post_data
