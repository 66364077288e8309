"""The plan's pages: read like the document, filter, search, hide what is restricted, refuse what is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tiendo.core.plans.models import Plan
from tiendo.core.standing.tests.conftest import Report
from tiendo.foundation.accounts.roles import Role

SignIn = Callable[[Role, str], Client]
COMMUNE = "18859"


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in(Role.DEPARTMENT_OFFICER, "DOLISA")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_names_every_plan_in_few_queries(officer: Client, plan: Plan) -> None:
    with CaptureQueriesContext(connection) as made:
        shown = page_of(officer, "/plans/")
    assert plan.title in shown
    assert f'href="/plans/{plan.code}"' in shown
    assert len(made) <= 8


def test_the_plan_reads_like_the_document_with_its_targets_marked(officer: Client, plan: Plan) -> None:
    shown = page_of(officer, f"/plans/{plan.code}")
    assert "27 đề mục, 64 điều khoản, 7 chỉ tiêu, 6 văn bản viện dẫn" in shown
    assert "<mark>75% xã, phường, thị trấn</mark>" in shown
    assert shown.count('<article class="clause') == 64
    assert shown.index("I. MỤC ĐÍCH, YÊU CẦU") < shown.index("II. NHIỆM VỤ") < shown.index("Trên đây là Kế hoạch")
    assert "ban hành ngày 07/03/2016" in shown


def test_the_plan_page_takes_a_bounded_number_of_queries(officer: Client, plan: Plan, report: Report) -> None:
    with CaptureQueriesContext(connection) as made:
        page_of(officer, f"/plans/{plan.code}")
    assert len(made) <= 40


def test_a_state_filters_the_document_and_keeps_the_headings_above(officer: Client, plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-09", {"OUT_13": 4})
    shown = page_of(officer, f"/plans/{plan.code}?state=doing")
    assert "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị xã hội" in shown
    assert "I. MỤC ĐÍCH, YÊU CẦU</h2>" not in shown
    assert "II. NHIỆM VỤ VÀ GIẢI PHÁP</h2>" in shown


def test_words_without_marks_find_their_clauses(officer: Client, plan: Plan) -> None:
    shown = page_of(officer, f"/plans/{plan.code}?q=duong+day+nong")
    assert shown.count('<article class="clause') == 1
    assert "hộp thư tiếp nhận tin" in shown
    assert "Không có điều nào khớp" in page_of(officer, f"/plans/{plan.code}?q=xyz")


def test_a_clause_page_says_who_answers_from_what_and_that_nobody_types_the_state(officer: Client, plan: Plan) -> None:
    shown = page_of(officer, f"/plans/{plan.code}/clauses/I.2.-4")
    assert "Công an tỉnh" in shown
    assert "chưa có biểu F3 (Công an tỉnh) nào được duyệt" in shown
    assert "Trạng thái do hệ thống tính, không ai nhập tay" in shown


def test_a_value_on_a_clause_page_opens_its_lineage(officer: Client, plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-09", {"OUT_13": 4})
    shown = page_of(officer, f"/plans/{plan.code}/clauses/II.1.-3")
    assert 'href="/figures/OUT-13?unit=44&amp;period=2017-9M"' in shown


def test_a_plus_in_an_id_is_an_address(officer: Client, plan: Plan) -> None:
    assert "Điều IV.11.-4.+2" in page_of(officer, f"/plans/{plan.code}/clauses/IV.11.-4.+2")


def test_a_restricted_figure_is_seen_by_its_reporting_line_only(sign_in: SignIn, plan: Plan, report: Report) -> None:
    report(COMMUNE, "F1", "2017-09", {"SIT_07": 317, "SIT_08": 317, "SIT_09": 0, "SIT_11": 0})
    address = f"/plans/{plan.code}/clauses/II.2.b.-2"
    for role, unit in ((Role.AGENCY_OFFICER, "POLICE"), (Role.VICE_CHAIR, "44"), (Role.DEPARTMENT_OFFICER, "DOLISA")):
        assert "317" in page_of(sign_in(role, unit), address)
    for role, unit in ((Role.COMMUNE_OFFICER, COMMUNE), (Role.AGENCY_OFFICER, "DIC")):
        shown = page_of(sign_in(role, unit), address)
        assert "317" not in shown
        assert "Chỉ tuyến báo cáo" in shown


def test_what_is_not_in_the_plan_is_not_found(officer: Client, plan: Plan) -> None:
    assert officer.get("/plans/khong-co").status_code == 404
    assert officer.get(f"/plans/{plan.code}/clauses/V.1").status_code == 404
    assert officer.get(f"/plans/{plan.code}/clauses/I").status_code == 404


def test_nonsense_in_the_address_shows_the_plan_as_it_is(officer: Client, plan: Plan) -> None:
    shown = page_of(officer, f"/plans/{plan.code}?period=abc&state=xyz&as_of=hôm-qua")
    assert shown.count('<article class="clause') == 64


def test_a_past_day_is_said_on_the_page(officer: Client, plan: Plan) -> None:
    shown = page_of(officer, f"/plans/{plan.code}?as_of=2017-07-15")
    assert "Đang xem số liệu như biết ngày 15/07/2017" in shown
    assert "Đến hết tháng 6/2017" in shown


def test_the_original_text_can_be_kept(officer: Client, plan: Plan) -> None:
    answer = officer.get(f"/plans/{plan.code}/text")
    assert answer.content.decode() == plan.text
    assert answer["Content-Disposition"].startswith("attachment")


def test_somebody_not_signed_in_is_sent_to_sign_in(client: Client, plan: Plan) -> None:
    for address in ("/plans/", f"/plans/{plan.code}", f"/plans/{plan.code}/clauses/end", f"/plans/{plan.code}/text"):
        assert client.get(address).status_code == 302


def test_pages_only_read(officer: Client, plan: Plan) -> None:
    for address in ("/plans/", f"/plans/{plan.code}", f"/plans/{plan.code}/clauses/end", f"/plans/{plan.code}/text"):
        assert officer.post(address).status_code == 405
