"""The approver's desk: odd first, the plain ones together, and nothing judged by the wrong hands."""

from __future__ import annotations

import pytest

from tiendo.core.reporting import actions
from tiendo.core.reporting.models import DueExtension, Report, ReportState
from tiendo.core.reporting.tests.factories import AUGUST, World, approved, draft, returned, submitted, whole_form
from tiendo.core.reporting.tests.pages import Desk, text_of
from tiendo.core.reporting.views.reading import signatures

SEPT = {"form": "F1", "period": "2017-09"}


@pytest.fixture(autouse=True)
def fifth_of_october(at_desk_time: None) -> None:
    """Every page of these tests is opened on 05/10/2017."""


def state(report: Report) -> str:
    report.refresh_from_db()
    return report.state


def odd(world: World) -> Report:
    """A report that repeats the month before to the unit, explained."""
    commune = world.communes[1]
    approved(world, commune, period=AUGUST, values=whole_form(commune, period=AUGUST, OUT_01=4, OUT_02=212))
    values = whole_form(commune, OUT_01=4, OUT_02=212)
    return submitted(world, commune, values=values, notes={"OUT-01": "Đúng thực tế, hai tháng như nhau"})


def test_the_desk_shows_the_odd_ones_apart_and_never_lets_them_join_the_bulk(world: World):
    plain, strange = submitted(world), odd(world)
    page = text_of(Desk(world.district_officer()).open("inbox", **SEPT))
    assert "1 điểm lạ" in page
    assert "Số liệu giống hệt tháng 8/2017." in page
    assert f'name="report" value="{plain.pk}"' in page
    assert f'name="report" value="{strange.pk}"' not in page


def test_who_has_not_sent_is_named(world: World):
    submitted(world)
    page = text_of(Desk(world.district_officer()).open("inbox", **SEPT))
    assert "Chưa gửi" in page
    assert world.communes[2].name in page


def test_the_plain_ones_are_accepted_together_and_taken_back_together(world: World):
    reports = [submitted(world, commune) for commune in world.communes[:2]]
    desk = Desk(world.district_officer())
    desk.send("approve-many", report=[report.pk for report in reports], **SEPT)
    assert [state(report) for report in reports] == [ReportState.APPROVED] * 2
    assert "Hoàn tác" in text_of(desk.open("inbox", **SEPT))
    desk.send("undo-approve-many", **SEPT)
    assert [state(report) for report in reports] == [ReportState.SUBMITTED] * 2


def test_undoing_is_offered_only_while_the_period_is_open(world: World):
    desk = Desk(world.district_officer())
    assert not desk.open("inbox", **SEPT).context["undo_possible"]
    desk.send("approve-many", report=[submitted(world).pk], **SEPT)
    shown = desk.open("inbox", **SEPT).context
    assert (shown["undo_possible"], shown["locked_reason"]) == (True, "")
    submitted(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    shown = desk.open("inbox", **SEPT).context
    assert not shown["undo_possible"]
    assert "đã khóa" in shown["locked_reason"]


def test_undoing_twice_does_nothing_more(world: World):
    report = submitted(world)
    desk = Desk(world.district_officer())
    desk.send("approve-many", report=[report.pk], **SEPT)
    desk.send("undo-approve-many", **SEPT)
    assert desk.send("undo-approve-many", **SEPT).status_code == 302
    assert state(report) == ReportState.SUBMITTED


def test_a_bulk_that_holds_a_strangers_report_accepts_the_rest_and_says_so(world: World):
    own, foreign = submitted(world), submitted(world, world.communes[-1])
    desk = Desk(world.district_officer())
    desk.send("approve-many", report=[own.pk, foreign.pk], **SEPT)
    assert (state(own), state(foreign)) == (ReportState.APPROVED, ReportState.SUBMITTED)
    assert str(foreign.unit) in text_of(desk.open("inbox", **SEPT))


def test_a_bulk_of_nothing_asks_to_choose(world: World):
    desk = Desk(world.district_officer())
    desk.send("approve-many", **SEPT)
    assert "Chưa chọn báo cáo nào" in text_of(desk.open("inbox", **SEPT))


def test_an_odd_report_is_accepted_with_the_reason(world: World):
    report = odd(world)
    Desk(world.district_officer()).send("approve", report.pk, version=report.version, note="Đã đối chiếu sổ, đúng.")
    assert state(report) == ReportState.APPROVED
    assert report.approval_note == "Đã đối chiếu sổ, đúng."


def test_a_report_is_returned_with_a_reason_and_the_cells_to_look_at(world: World):
    report = submitted(world)
    fields = {
        "version": report.version,
        "reason": "Chưa khớp sổ.",
        "question-OUT-01": "Sổ chỉ có 3 buổi.",
        "question-OUT-02": " ",
    }
    Desk(world.district_officer()).send("return", report.pk, **fields)
    assert state(report) == ReportState.RETURNED
    assert [comment.cell for comment in report.comments.all()] == ["OUT-01"]


def test_a_report_is_not_returned_without_a_question(world: World):
    report = submitted(world)
    response = Desk(world.district_officer()).send("return", report.pk, version=report.version, reason="Chưa khớp.")
    assert response.status_code == 422
    assert state(report) == ReportState.SUBMITTED


def test_of_two_officers_the_second_is_told_who_came_first(world: World):
    report = submitted(world)
    Desk(world.district_officer()).send("approve", report.pk, version=report.version)
    fields = {"version": report.version, "reason": "Chưa khớp sổ.", "question-OUT-01": "Mời xem lại."}
    assert Desk(world.district_officer(2)).send("return", report.pk, **fields).status_code == 409
    assert state(report) == ReportState.APPROVED


def test_pressing_approve_twice_is_approving_once(world: World):
    report = submitted(world)
    desk = Desk(world.district_officer())
    assert desk.send("approve", report.pk, version=report.version).status_code == 302
    assert desk.send("approve", report.pk, version=report.version).status_code == 302


@pytest.mark.parametrize("verb", ["approve", "return", "withdraw-approval", "correct", "enter-for"])
def test_a_commune_never_judges(world: World, verb: str):
    report = submitted(world)
    assert Desk(world.officer()).send(verb, report.pk, version=report.version).status_code == 403
    assert Desk(world.chair()).send(verb, report.pk, version=report.version).status_code == 403


def test_another_district_neither_sees_nor_judges(world: World):
    report = submitted(world)
    desk = Desk(world.district_officer(district=world.districts[1]))
    assert desk.open("report", report.pk).status_code == 403
    assert desk.send("approve", report.pk, version=report.version).status_code == 403


def test_a_commune_has_no_desk(world: World):
    assert Desk(world.officer()).open("inbox").status_code == 403


def test_a_correction_is_opened_with_a_reason_and_the_old_figures_keep_counting(world: World):
    report = approved(world)
    response = Desk(world.district_officer()).send("correct", report.pk, reason="Sổ bổ sung một buổi.")
    newer = Report.objects.get(supersedes=report)
    assert response.url.endswith(str(newer.pk))
    report.refresh_from_db()
    assert report.counts


def test_the_first_signature_of_a_correction_is_compared_with_what_counted(world: World):
    report = approved(world, values=whole_form(world.commune, OUT_01=2, OUT_02=48))
    correction = actions.correct(report, reason="Sổ bổ sung một buổi.", by=world.district_officer())
    correction = actions.save_all(correction, {"OUT-01": 3}, {"OUT-01": "Sổ bổ sung"}, by=world.officer())
    correction = actions.submit(actions.present(correction, by=world.officer()), by=world.chair())
    labels = {"OUT-01": "Buổi", "OUT-02": "Lượt người"}
    (signature,) = signatures(correction, labels)
    assert not signature["first"]
    assert signature["changes"] == [{"code": "OUT-01", "label": "Buổi", "old": 2, "new": 3}]
    assert signatures(report, labels)[-1]["first"]
    assert Desk(world.chair()).open("history", correction.pk).status_code == 200


def test_an_acceptance_is_taken_back_from_the_reports_own_page(world: World):
    report = approved(world)
    desk = Desk(world.district_officer())
    assert "Rút duyệt" in text_of(desk.open("report", report.pk))
    desk.send("withdraw-approval", report.pk)
    assert state(report) == ReportState.SUBMITTED


def test_the_district_stands_in_for_a_commune_and_the_report_says_so(world: World):
    report = draft(world)
    desk = Desk(world.district_officer())
    desk.send("enter-for", report.pk)
    assert "Cấp trên nhập thay" in text_of(desk.open("report", report.pk))


def test_the_department_gives_more_time_with_a_reason(world: World):
    fields = {"due_on": "10/10/2017", "reason": "Bão số 10, nhiều xã mất điện.", "unit": world.district.code}
    Desk(world.department_officer()).send("extend-due", "F1", "2017-09", **fields)
    assert f"{DueExtension.objects.get().due_on:%d/%m/%Y}" == "10/10/2017"


def test_more_time_without_a_reason_is_asked_again(world: World):
    response = Desk(world.department_officer()).send("extend-due", "F1", "2017-09", due_on="10/10/2017")
    assert response.status_code == 422
    assert not DueExtension.objects.exists()


def test_a_district_gives_no_more_time(world: World):
    assert Desk(world.district_officer()).send("extend-due", "F1", "2017-09", due_on="10/10/2017").status_code == 403


def test_the_closing_page_of_a_district_shows_the_sums_and_names_who_is_missing(world: World):
    approved(world, values=whole_form(world.commune, OUT_01=4, OUT_02=90))
    closing = draft(world, world.district, form="F2")
    page = text_of(Desk(world.district_officer()).open("report", closing.pk))
    assert "1/3 xã đã duyệt" in page
    assert world.communes[1].name in page
    assert "Thiếu:" in page


def test_the_list_of_reports_says_what_to_do_first(world: World):
    submitted(world, world.communes[1])
    returned(world)
    assert "1 báo cáo tháng 9/2017" in text_of(Desk(world.district_officer()).open("reports"))
    assert "Được trả lại" in text_of(Desk(world.officer()).open("reports"))


def test_the_desk_takes_no_more_queries_for_more_communes(world: World, django_assert_max_num_queries):
    desk = Desk(world.district_officer())
    submitted(world)
    with django_assert_max_num_queries(45):
        desk.open("inbox", **SEPT)
    for commune in world.communes[1:3]:
        submitted(world, commune)
    with django_assert_max_num_queries(45):
        desk.open("inbox", **SEPT)


def test_the_list_of_reports_takes_few_queries(world: World, django_assert_max_num_queries):
    draft(world)
    desk = Desk(world.officer())
    with django_assert_max_num_queries(12):
        desk.open("reports")
