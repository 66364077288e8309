"""What the boards show to whom, with nothing reported, with something reported, and as of a past day."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel import periods
from tiendo.outputs.boards.tests.conftest import DISTRICT, FAR, NEAR

HOMES = [
    (Role.COMMUNE_OFFICER, NEAR),
    (Role.COMMUNE_CHAIR, NEAR),
    (Role.DISTRICT_OFFICER, DISTRICT),
    (Role.DISTRICT_CHAIR, DISTRICT),
    (Role.DEPARTMENT_OFFICER, "DOLISA"),
    (Role.DEPARTMENT_DIRECTOR, "DOLISA"),
    (Role.AGENCY_OFFICER, "POLICE"),
    (Role.AGENCY_HEAD, "DIC"),
    (Role.VICE_CHAIR, "44"),
    (Role.AUDITOR, "44"),
]


@pytest.mark.parametrize(("role", "unit"), HOMES)
def test_every_role_has_a_home_before_anything_is_reported(stage, role, unit):
    page = stage.browser(role, unit).get(reverse("boards:home"))
    assert page.status_code == 200
    assert 'class="value">0' not in page.content.decode(), "nobody reported: nothing may be shown as a value"


def test_the_administrator_is_led_to_the_people(stage):
    page = stage.browser(Role.ADMINISTRATOR, "44").get(reverse("boards:home"))
    assert page["Location"] == reverse("accounts:people")


def test_a_commune_is_told_what_is_overdue(stage):
    said = stage.browser(Role.COMMUNE_OFFICER, NEAR).get(reverse("boards:home")).content.decode()
    assert "Quá hạn 2 ngày" in said


def test_an_unmeasured_target_says_so(stage):
    said = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA").get(reverse("boards:home")).content.decode()
    assert said.count("Chưa có số liệu") >= 7


def test_an_accepted_report_moves_the_board_at_once(stage):
    stage.accepted(OUT_01=2, OUT_02=40)
    said = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA").get(reverse("boards:home")).content.decode()
    assert "1/159 đã duyệt" in " ".join(said.split())


def test_a_sent_report_does_not_count_before_it_is_accepted(stage):
    stage.sent(OUT_01=2, OUT_02=40)
    said = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA").get(reverse("boards:home")).content.decode()
    assert "0/159 đã duyệt" in " ".join(said.split())


@pytest.mark.parametrize("name", ["boards:home", "boards:overview", "boards:figures"])
def test_as_of_a_past_day_shows_what_was_known_then(stage, name):
    for month, day in ((3, 3), (6, 3)):
        with clock.set_to(datetime(2017, month + 1, day, 9, 0)):
            stage.accepted(period=periods.month(2017, month), OUT_01=3, OUT_02=50)
    browser = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    before = browser.get(reverse(name), {"as_of": "2017-07-02", "period": "2017-06"}).content.decode()
    after = browser.get(reverse(name), {"as_of": "2017-07-03", "period": "2017-06"}).content.decode()
    assert "Đang xem số liệu như biết ngày 02/07/2017." in before
    assert "1/159" not in before
    assert "1/159" in after


def test_a_day_in_the_future_is_taken_as_today(stage):
    said = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA").get(reverse("boards:home"), {"as_of": "2030-01-01"})
    assert "Đang xem số liệu" not in said.content.decode()


def test_a_figure_opens_down_to_its_cell_and_its_log(stage, on_the_tenth):
    report = stage.kept_up()
    browser = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    address = reverse("boards:lineage", args=["TGT-1A"])
    said = browser.get(address, {"at": f"{DISTRICT},{NEAR}"}).content.decode()
    assert "1/16" in said
    assert "Đạt, 1" in said
    assert "xã Bảo Ninh" in said
    assert reverse("reporting:report", args=[report.pk]) in said
    assert "Duyệt" in said.split("Nhật ký")[1]
    assert "Ký và gửi" in said.split("Nhật ký")[1]


def test_a_commune_sees_its_neighbours_figure_but_not_their_report(stage):
    report = stage.accepted(OUT_01=2, OUT_02=40)
    said = (
        stage.browser(Role.COMMUNE_OFFICER, FAR)
        .get(reverse("boards:lineage", args=["TGT-1A"]), {"at": f"{DISTRICT},{NEAR}"})
        .content.decode()
    )
    assert "Ngoài phạm vi được xem" in said
    assert reverse("reporting:report", args=[report.pk]) not in said


@pytest.mark.parametrize("code", ["INS-32", "SIT-07", "SUP-07", "NO-SUCH"])
def test_figures_about_people_restricted_ones_and_unknown_ones_have_no_page(stage, code):
    browser = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    assert browser.get(reverse("boards:lineage", args=[code])).status_code == 404


def test_figures_that_count_people_are_on_no_list(stage):
    stage.accepted(OUT_01=1, OUT_02=10, INS_32=7)
    browser = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    said = browser.get(reverse("boards:figures")).content.decode()
    assert "INS-32" not in said
    assert "SIT-07" not in said


def test_figures_are_found_without_marks(stage):
    said = stage.browser(Role.AUDITOR, "44").get(reverse("boards:figures"), {"q": "tuyen truyen"}).content.decode()
    assert "OUT-01" in said
    assert "CAS-01" not in said


def test_a_search_that_finds_nothing_says_what_to_try(stage):
    said = stage.browser(Role.AUDITOR, "44").get(reverse("boards:figures"), {"q": "không có gì"}).content.decode()
    assert "Không có số liệu nào khớp" in said


def test_one_search_finds_clauses_units_and_figures(stage):
    browser = stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    said = browser.get(reverse("boards:search"), {"q": "dong hoi"}).content.decode()
    assert "thành phố Đồng Hới" in said
    assert "II.3.-1" in said
    assert "Không tìm thấy gì" in browser.get(reverse("boards:search"), {"q": "zzzz"}).content.decode()


def test_the_overview_names_who_answers_and_since_when(stage):
    with clock.set_to(datetime(2017, 10, 10, 9, 0)):
        stage.accepted(OUT_01=2, OUT_02=40)
        said = stage.browser(Role.VICE_CHAIR, "44").get(reverse("boards:home")).content.decode()
    assert "Đúng hướng" in said
    assert "việc cần lưu ý" in said
    assert "UBND xã" in said
    assert "quá hạn báo cáo tháng 9/2017" in said
