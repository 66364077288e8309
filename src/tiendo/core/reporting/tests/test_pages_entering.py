"""The form page: each cell is saved when left, and says beside itself what is wrong with it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tiendo.core.reporting import actions
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.tests.factories import (
    AUGUST,
    SEPTEMBER,
    World,
    approved,
    draft,
    presented,
    returned,
    submitted,
    whole_form,
)
from tiendo.core.reporting.tests.pages import Desk, text_of
from tiendo.foundation import clock


@pytest.fixture(autouse=True)
def fifth_of_october(at_desk_time: None) -> None:
    """Every page of these tests is opened on 05/10/2017."""


def blank(world: World) -> Report:
    return actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())


def test_the_officer_begins_a_report_and_lands_on_its_form(world: World):
    response = Desk(world.officer()).send("open", world.commune.code, "F1", "2017-09")
    report = Report.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("reporting:report", args=[report.pk])


def test_a_period_nobody_can_read_is_not_found(world: World):
    assert Desk(world.officer()).send("open", world.commune.code, "F1", "thang-9").status_code == 404


def test_a_blank_cell_is_drawn_blank_and_never_as_zero(world: World):
    page = text_of(Desk(world.officer()).open("report", blank(world).pk))
    assert 'name="OUT-01" value="" placeholder="chưa nhập"' in page
    assert "Đến ô tiếp theo" in page


def test_leaving_a_cell_saves_it_and_answers_with_the_newest_version(world: World):
    report = blank(world)
    response = Desk(world.officer()).send(
        "save-cell", report.pk, "OUT-01", htmx=True, **{"OUT-01": "1.042", "version": report.version}
    )
    assert response.status_code == 200
    report.refresh_from_db()
    assert report.values["OUT-01"] == 1042
    assert f'id="version" value="{report.version}"' in text_of(response)
    assert response["X-Saved-At"] == "08:45"


def test_a_number_that_can_be_read_two_ways_is_refused_beside_its_cell(world: World):
    report = blank(world)
    response = Desk(world.officer()).send(
        "save-cell", report.pk, "OUT-01", htmx=True, **{"OUT-01": "1,234", "version": report.version}
    )
    assert response.status_code == 422
    assert "có thể hiểu hai cách" in text_of(response)
    report.refresh_from_db()
    assert "OUT-01" not in report.values


def test_two_people_in_one_cell_are_shown_both_numbers(world: World):
    report = blank(world)
    seen = report.version
    desk = Desk(world.officer())
    desk.send("save-cell", report.pk, "OUT-01", **{"OUT-01": "4", "version": seen})
    response = desk.send("save-cell", report.pk, "OUT-01", **{"OUT-01": "9", "version": seen})
    page = text_of(response)
    assert response.status_code == 409
    assert 'data-value="4"' in page
    assert 'data-value="9"' in page
    report.refresh_from_db()
    assert report.values["OUT-01"] == 4


def test_two_people_in_two_cells_do_not_disturb_each_other(world: World):
    report = blank(world)
    seen = report.version
    desk = Desk(world.officer())
    desk.send("save-cell", report.pk, "OUT-01", **{"OUT-01": "4", "version": seen})
    assert desk.send("save-cell", report.pk, "OUT-02", **{"OUT-02": "90", "version": seen}).status_code == 200


def test_a_cell_of_a_sent_report_is_not_saved_and_the_banner_says_why(world: World):
    report = submitted(world)
    response = Desk(world.officer()).send(
        "save-cell", report.pk, "OUT-01", **{"OUT-01": "4", "version": report.version}
    )
    assert response.status_code == 409
    assert "đang chờ" in text_of(response)


def test_an_unusual_figure_takes_a_usual_reason_in_one_press(world: World):
    report = draft(world)
    Desk(world.officer()).send("save-note", report.pk, "OUT-01", **{"kind-OUT-01": "campaign", "text-OUT-01": ""})
    report.refresh_from_db()
    assert report.notes["OUT-01"]["text"] == "Đợt cao điểm"


def test_a_changed_figure_keeps_what_was_said_of_the_former(world: World):
    same = {"OUT_01": 2, "OUT_02": 48}
    approved(world, period=AUGUST, values=whole_form(world.commune, period=AUGUST, **same))
    report, desk = draft(world, values=whole_form(world.commune, **same)), Desk(world.officer())
    desk.send("save-note", report.pk, "OUT-02", **{"text-OUT-02": "Đúng như sổ"})
    answer = desk.send("save-cell", report.pk, "OUT-02", **{"OUT-02": "9000", "version": "99"})
    assert "Đã nói khi số là 48: “Đúng như sổ”" in text_of(answer)


def test_a_reason_that_names_a_telephone_is_refused_beside_its_cell(world: World):
    report = draft(world)
    response = Desk(world.officer()).send("save-note", report.pk, "OUT-01", **{"text-OUT-01": "Gọi 0912345678 để hỏi"})
    assert response.status_code == 422
    report.refresh_from_db()
    assert "OUT-01" not in report.notes


def test_what_stands_behind_a_cell_is_saved_part_by_part(world: World):
    report = draft(world)
    Desk(world.officer()).send(
        "save-evidence", report.pk, "PLN-01", "so_van_ban", **{"evidence-PLN-01-so_van_ban": "12/KH-UBND"}
    )
    report.refresh_from_db()
    assert report.evidence["PLN-01"]["so_van_ban"] == "12/KH-UBND"


def test_nothing_to_report_fills_the_blanks_of_a_block_and_can_be_undone(world: World):
    report = blank(world)
    desk = Desk(world.officer())
    assert desk.send("nil-return", report.pk, "B").url.endswith("#block-B")
    report.refresh_from_db()
    assert report.values["OUT-01"] == 0
    assert "Hoàn tác" in text_of(desk.open("report", report.pk))
    desk.send("undo-nil", report.pk, "B")
    report.refresh_from_db()
    assert "OUT-01" not in report.values


def test_without_a_script_the_whole_form_is_saved_and_the_wrong_cells_are_asked_again(world: World):
    report = blank(world)
    response = Desk(world.officer()).send(
        "save", report.pk, **{"OUT-01": "3", "OUT-02": "chín", "version": report.version}
    )
    assert response.status_code == 422
    assert "OUT-02" in text_of(response)
    report.refresh_from_db()
    assert report.values["OUT-01"] == 3


def test_of_a_returned_report_only_the_cells_asked_about_open(world: World):
    report = returned(world, cells=("OUT-05",))
    page = text_of(Desk(world.officer()).open("report", report.pk))
    assert "Đề nghị kiểm tra lại số này." in page
    assert 'id="cell-OUT-05" name="OUT-05"' in page
    assert 'id="cell-OUT-06" value="0" placeholder="chưa nhập" readonly' in page


@pytest.mark.parametrize("verb", ["save-cell", "save-note"])
def test_nobody_of_another_commune_types(world: World, verb: str):
    report = blank(world)
    response = Desk(world.officer(world.communes[1])).send(verb, report.pk, "OUT-01", **{"OUT-01": "4", "version": 1})
    assert response.status_code == 403


def test_the_chair_of_the_commune_reads_but_does_not_type(world: World):
    report = blank(world)
    desk = Desk(world.chair())
    assert desk.open("report", report.pk).status_code == 200
    assert desk.send("save-cell", report.pk, "OUT-01", **{"OUT-01": "4", "version": 1}).status_code == 403


def test_an_auditor_reads_and_writes_nothing(world: World):
    report = blank(world)
    desk = Desk(world.auditor())
    assert desk.open("report", report.pk).status_code == 200
    assert desk.send("nil-return", report.pk, "B").status_code == 403


@pytest.mark.parametrize("name", ["present", "submit", "withdraw", "approve", "return", "save", "enter-for", "correct"])
def test_a_verb_is_never_a_link(world: World, name: str):
    assert Desk(world.officer()).open(name, blank(world).pk).status_code == 405


def test_a_report_that_does_not_exist_is_not_found(world: World):
    assert Desk(world.officer()).open("report", 999).status_code == 404


def test_the_form_page_takes_the_same_queries_however_much_is_filled(world: World, django_assert_max_num_queries):
    report = draft(world, values=whole_form(world.commune, OUT_01=3))
    desk = Desk(world.officer())
    desk.open("report", report.pk)
    with django_assert_max_num_queries(20):
        desk.open("report", report.pk)


def test_the_last_button_of_the_officer_presents_and_that_of_the_head_signs(world: World):
    report = draft(world)
    officer, chair = Desk(world.officer()), Desk(world.chair())
    assert "Trình lãnh đạo ký" in text_of(officer.open("review", report.pk))
    officer.send("present", report.pk, version=report.version)
    report.refresh_from_db()
    assert report.prepared_at is not None
    assert "Ký và gửi" in text_of(chair.open("report", report.pk))
    response = chair.send("submit", report.pk, version=report.version)
    assert response.url == reverse("reporting:receipt", args=[report.pk])
    receipt = text_of(chair.open("receipt", report.pk))
    assert "Đã gửi lúc 08:45, 05/10/2017" in receipt
    assert "gửi muộn 2 ngày" in receipt


def test_an_unfinished_report_is_not_presented(world: World):
    report = blank(world)
    assert Desk(world.officer()).send("present", report.pk, version=report.version).status_code == 422


def test_a_report_changed_since_the_page_was_opened_is_not_signed(world: World):
    report = presented(world)
    assert Desk(world.chair()).send("submit", report.pk, version=report.version - 1).status_code == 409
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_the_officer_never_signs_what_they_entered(world: World):
    report = presented(world)
    assert Desk(world.officer()).send("submit", report.pk, version=report.version).status_code == 403


def test_the_signer_takes_a_report_back_while_nobody_has_judged_it(world: World):
    report = submitted(world)
    desk = Desk(world.chair())
    assert "Rút báo cáo về" in text_of(desk.open("report", report.pk))
    desk.send("withdraw", report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_the_printed_sheet_has_the_official_heading_and_says_when_it_is_only_a_draft(world: World):
    page = text_of(Desk(world.officer()).open("print", draft(world).pk))
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in page
    assert "Độc lập - Tự do - Hạnh phúc" in page
    assert "Bản nháp" in page


def test_the_history_names_each_signature_and_what_it_changed(world: World):
    report = returned(world)
    page = text_of(Desk(world.officer()).open("history", report.pk))
    assert "Bản 1" in page
    assert "Trả lại" in page


def test_the_clock_of_these_tests_is_the_one_of_the_pages():
    assert f"{clock.today():%d/%m/%Y}" == "05/10/2017"
