"""The gate: who passes `@page`, what a refusal looks like, and the choice of post."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tiendo.foundation.accounts import actions, pages
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import anyone, anyone_signed_in, may_enter, open_page, own_page, page
from tiendo.foundation.accounts.refusals import Refusals
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.accounts.tests.factories import kind_for, make_post, make_unit, make_user
from tiendo.foundation.accounts.urls import urlpatterns
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, BadInput, Problem, Refused, Stale, Verdict

HTMX = {"HX-Request": "true"}


def everybody(post: Post, **where: object) -> Verdict:
    return ALLOWED


def test_every_address_of_accounts_carries_its_rule() -> None:
    for address in urlpatterns:
        assert callable(address.callback.page_rule), address.name
        assert address.callback.page_methods, address.name


def test_a_view_shows_its_rule_and_methods() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert page(everybody)(view).page_rule is everybody
    assert page(everybody, methods=("POST",))(view).page_methods == ("POST",)
    assert own_page()(view).page_rule is anyone_signed_in
    assert open_page(view).page_rule is anyone
    assert open_page(methods=("GET", "POST"))(view).page_methods == ("GET", "POST")


def test_the_rule_hears_what_the_address_says(officer: Post, commune: Unit) -> None:
    heard: dict[str, object] = {}

    def rule(post: Post, **where: object) -> Verdict:
        heard.update(where, unit=post.unit)
        return ALLOWED

    request = RequestFactory().get("/")
    request.user, request.post = officer.user, officer
    page(rule)(lambda request, report_id: HttpResponse(report_id))(request, report_id=7)
    assert heard == {"report_id": 7, "unit": commune}


def test_nobody_is_sent_to_sign_in_and_back(db: None) -> None:
    assert Client().get("/people/?q=an")["Location"] == "/sign-in?next=%2Fpeople%2F%3Fq%3Dan"
    partial = Client().get("/people/", headers={**HTMX, "HX-Current-URL": "http://testserver/people/?page=2"})
    assert partial.status_code == 401
    assert partial["HX-Redirect"] == "/sign-in?next=%2Fpeople%2F%3Fpage%3D2"


def test_a_refusal_is_a_page_with_the_reason(officer: Post) -> None:
    refused = signed_in(officer).get("/people/")
    assert refused.status_code == 403
    assert "do quản trị viên cập nhật" in refused.content.decode()


def test_a_refusal_of_a_partial_is_a_banner(officer: Post) -> None:
    refused = signed_in(officer).get("/people/", headers=HTMX).content.decode()
    assert "<html" not in refused
    assert "do quản trị viên cập nhật" in refused


def test_a_page_to_read_refuses_to_be_written_to(administrator: Post) -> None:
    client = signed_in(administrator)
    for method in (client.post, client.put, client.delete):
        assert method("/people/").status_code == 405
    assert client.head("/people/").status_code == 200


def test_a_verb_refuses_to_be_read(administrator: Post, officer: Post) -> None:
    assert signed_in(administrator).get(f"/people/{officer.user_id}/reset-password").status_code == 405


def test_an_auditor_reads_people_but_no_page_that_writes(auditor: Post, administrator: Post) -> None:
    client = signed_in(auditor)
    assert client.get("/people/").status_code == 200
    assert client.get(f"/people/{administrator.user_id}/").status_code == 200
    assert "kiểm tra viên chỉ xem" in client.get("/people/new").content.decode().lower()
    assert client.post(f"/people/{administrator.user_id}/reset-password").status_code == 403


@pytest.mark.parametrize("methods", [("POST",), ("GET", "POST"), ("DELETE",)])
def test_no_rule_lets_an_auditor_write(auditor: Post, methods: tuple[str, ...]) -> None:
    assert not may_enter(auditor, everybody, methods=methods)
    assert may_enter(auditor, everybody, methods=("GET",))


def test_without_a_post_in_force_no_page_opens_but_ones_own(administrator: Post) -> None:
    idle = make_user("khong.chuc.vu")
    client = Client()
    client.force_login(idle, backend="django.contrib.auth.backends.ModelBackend")
    refused = client.get("/people/")
    assert refused.status_code == 403
    assert "không giữ chức vụ nào" in refused.content.decode()
    assert client.get("/password").status_code == 200


READ_BY = {Role.ADMINISTRATOR, Role.AUDITOR}
FREE = {"sign-in", "sign-out", "change-password", "switch-post"}
OF_HEADS = {"delegations", "delegate", "revoke-delegation"}
"""Who may do what there is in `test_delegating`."""


@pytest.mark.parametrize("role", list(Role))
def test_every_role_at_every_address_of_accounts(role: Role, administrator: Post, officer: Post) -> None:
    """Reading people: administrator and auditor; every other page: the administrator alone; one's own pages: everybody."""
    kind = kind_for(role)
    unit = officer.unit if kind == "commune" else make_unit(f"X-{kind}", kind)
    client = signed_in(make_post(role, unit))
    for address in urlpatterns:
        if address.name in FREE | OF_HEADS:
            continue
        where = {name: officer.pk if name == "post_id" else officer.user_id for name in address.pattern.converters}
        path = reverse(f"accounts:{address.name}", kwargs=where)
        allowed = READ_BY if address.name in ("people", "person") else {Role.ADMINISTRATOR}
        method = client.get if "GET" in address.callback.page_methods else client.post
        assert (method(path).status_code != 403) == (role in allowed), path


def test_every_unsafe_address_wants_its_token(administrator: Post, officer: Post) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator.user, backend="django.contrib.auth.backends.ModelBackend")
    for address in urlpatterns:
        if "POST" in address.callback.page_methods:
            where = {name: officer.pk if name == "post_id" else officer.user_id for name in address.pattern.converters}
            assert client.post(reverse(f"accounts:{address.name}", kwargs=where)).status_code == 403, address.name


class TestChoiceOfPost:
    @pytest.fixture
    def second(self, officer: Post, other_commune: Unit) -> Post:
        return make_post(Role.COMMUNE_OFFICER, other_commune, officer.user.username)

    def current(self, client: Client) -> Post:
        return client.get("/password").wsgi_request.post

    def test_one_acts_in_the_first_post_until_choosing_another(self, officer: Post, second: Post) -> None:
        client = signed_in(officer)
        assert self.current(client) == officer
        key = client.session.session_key
        assert client.post("/posts/use", {"post": second.pk}).status_code == 302
        assert self.current(client) == second
        assert client.session.session_key != key

    def test_one_cannot_act_in_somebody_elses_post(self, officer: Post, administrator: Post) -> None:
        client = signed_in(officer)
        for wrong in (administrator.pk, "x", ""):
            assert client.post("/posts/use", {"post": wrong}).status_code == 404
        assert self.current(client) == officer

    def test_an_ended_post_is_left_at_once(self, officer: Post, second: Post) -> None:
        client = signed_in(officer)
        client.post("/posts/use", {"post": second.pk})
        actions.end_post(second, by=None)
        assert self.current(client) == officer
        assert client.post("/posts/use", {"post": second.pk}).status_code == 409


class TestRefusals:
    """What an action raised, as the person sees it."""

    def seen(self, error: Exception, **headers: str) -> HttpResponse | None:
        request = RequestFactory().post("/reports/1/approve", headers=headers)
        return Refusals(lambda request: HttpResponse()).process_exception(request, error)

    def test_no_said_by_the_domain_is_a_409_with_its_sentence_and_a_way_back(self) -> None:
        page_ = self.seen(Refused("Báo cáo chưa gửi."), Referer="http://testserver/reports/1/")
        assert page_.status_code == 409
        assert "Báo cáo chưa gửi." in page_.content.decode()
        assert 'href="/reports/1/"' in page_.content.decode()

    def test_a_foreign_page_is_no_way_back(self) -> None:
        assert "example.org" not in self.seen(Refused("Không."), Referer="http://example.org/").content.decode()

    def test_too_late_is_a_banner_for_htmx(self) -> None:
        banner = self.seen(Stale("Người khác vừa sửa."), **HTMX)
        assert banner.status_code == 409
        assert "<html" not in banner.content.decode()
        assert 'role="alert"' in banner.content.decode()

    def test_bad_input_lists_every_problem(self) -> None:
        error = BadInput([Problem("Ô A1", "Âm.", "Mời nhập số từ 0."), Problem("Ô A2", "Thiếu.", "")])
        for headers in ({}, HTMX):
            answer = self.seen(error, **headers)
            assert answer.status_code == 422
            assert "Mời nhập số từ 0." in answer.content.decode()
            assert "Ô A2" in answer.content.decode()

    def test_a_bug_stays_a_bug(self) -> None:
        assert self.seen(KeyError("x")) is None


def test_the_middleware_module_says_who_is_htmx() -> None:
    assert pages.by_htmx(RequestFactory().get("/", headers=HTMX))
    assert not pages.by_htmx(RequestFactory().get("/", headers={**HTMX, "HX-Boosted": "true"}))
