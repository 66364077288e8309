"""What pages read: one report, the list of the level above, progress, a post's own work, what is in the totals."""

from datetime import date, datetime

import pytest

from tiendo.core.reporting import actions, queries, tasks
from tiendo.core.reporting.tests.factories import (
    AUGUST,
    SEPTEMBER,
    approved,
    draft,
    make_world,
    presented,
    returned,
    submitted,
    whole_form,
)
from tiendo.foundation import clock
from tiendo.foundation.accounts.tests.factories import make_unit
from tiendo.kernel import periods

TODAY = date(2017, 10, 5)


def test_a_page_shows_what_stands_beside_each_cell(world):
    july = periods.month(2017, 7)
    approved(world, period=july, values=whole_form(world.commune, period=july, OUT_01=5, OUT_02=100, INS_01=40))
    approved(world, period=AUGUST, values=whole_form(world.commune, period=AUGUST, OUT_01=3, OUT_02=60, INS_01=41))
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    report = actions.save_cell(report, "OUT-01", "2", by=world.officer(), version=1)
    page = queries.report_page(report.pk, world.officer())
    sessions, audience, listed = (page.cell_by_code[code] for code in ("OUT-01", "OUT-02", "INS-01"))
    assert (sessions.value, sessions.previous, sessions.year_to_date, sessions.change) == (2, 3, 10, -1)
    assert (audience.value, audience.year_to_date, audience.missing) == (None, 160, True)
    assert (listed.value, listed.how, listed.year_to_date) == (41, "prefill", None)
    assert sessions.unit_word == "buổi"
    assert sessions.hint
    assert page.late_days == 2
    assert page.first_blank == "OUT-02"
    assert not page.is_complete


def test_a_page_counts_what_is_left_to_do(world):
    report = draft(world, values=whole_form(world.commune, OUT_01=1, OUT_02=9, OUT_12=2, INS_32=None))
    page = queries.report_page(report.pk, world.officer())
    assert (page.blank, page.errors, page.reasons) == (1, 1, 0)
    assert (page.first_error, page.first_blank) == ("OUT-12", "INS-32")
    assert page.filled == page.asked - 1
    block = next(block for block in page.blocks if block.key == "D")
    assert block.may_be_nil
    assert page.may.enter


def test_what_the_head_asks_is_shown_at_the_unit_and_is_work_of_the_officer(world):
    report = presented(world)
    assert queries.report_page(report.pk, world.chair()).may_send_back
    assert not queries.report_page(report.pk, world.officer()).may_send_back
    actions.send_back(report, reason="Số buổi chưa khớp sổ.", by=world.chair())
    assert queries.report_page(report.pk, world.officer()).head_note == "Số buổi chưa khớp sổ."
    assert queries.report_page(report.pk, world.district_officer()).head_note == ""
    asked = [task for task in tasks.tasks(world.officer(), TODAY) if task.detail == "Số buổi chưa khớp sổ."]
    assert [task.title for task in asked] == ["Sửa báo cáo tháng 9/2017 lãnh đạo chuyển lại"]


def test_who_does_not_enter_is_told_who_makes_the_report_and_who_fills_the_cell(world):
    page = queries.report_page(draft(world).pk, world.chair())
    assert "Báo cáo này do cán bộ LĐ-XH xã" in str(page.may.enter.reason)
    assert "Ô này do cán bộ LĐ-XH xã" in str(page.cells[0].editable.reason)


def test_a_returned_page_opens_only_what_is_asked_again(world):
    report = returned(world, cells=("OUT-04",))
    page = queries.report_page(report.pk, world.officer())
    assert [cell.code for cell in page.cells if cell.editable] == ["OUT-04"]
    assert page.return_reason
    assert [comment.cell for comment in page.open_comments] == ["OUT-04"]


def test_a_locked_page_says_why_and_who_lifts_it(world):
    report = approved(world)
    submitted(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    page = queries.report_page(report.pk, world.officer())
    assert page.lock
    assert "đính chính" in page.lock.lifted_by


def test_the_list_puts_odd_reports_first_and_every_leaf_in_one_place(world):
    copied = {"OUT_01": 2, "OUT_02": 48}
    approved(world, period=AUGUST, values=whole_form(world.commune, period=AUGUST, **copied))
    submitted(world, values=whole_form(world.commune, **copied), notes={"OUT-01": "Đúng hai buổi"})
    submitted(world, world.communes[1], values=whole_form(world.communes[1], OUT_01=3, OUT_02=131))
    returned(world, world.communes[2])
    found = queries.inbox(world.district_officer(), "F1", SEPTEMBER)
    assert [line.unit_id for line in found.odd] == [world.commune.pk]
    assert found.odd[0].reasons == ("Đúng hai buổi",)
    assert found.odd[0].may_approve
    assert "tháng 8/2017" in found.odd[0].why
    plain = found.plain[0]
    assert [headline.text for headline in plain.headlines] == ["3 buổi", "131 lượt người"]
    assert len(found.returned) == 1
    assert found.expected == 3
    assert found.not_sent == ()


def test_the_list_of_the_department_holds_districts(world):
    submitted(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    found = queries.inbox(world.department_officer(), "F2", SEPTEMBER)
    assert [line.unit_id for line in found.plain] == [world.district.pk]
    assert [line.unit_id for line in found.not_sent] == [world.districts[1].pk]


def test_the_list_takes_as_many_queries_for_many_communes_as_for_few(db, django_assert_max_num_queries):
    big = make_world(communes=12)
    for commune in big.communes[:10]:
        submitted(big, commune)
    officer = big.district_officer()
    with django_assert_max_num_queries(7):
        assert len(queries.inbox(officer, "F1", SEPTEMBER).plain) == 10


def test_a_page_and_a_home_take_few_queries(world, django_assert_max_num_queries, django_assert_num_queries):
    report, officer, judge = submitted(world), world.officer(), world.district_officer()
    world.department_officer()
    with django_assert_max_num_queries(12):
        queries.report_page(report.pk, judge)
    for post in (officer, judge, world.department_officer()):
        with django_assert_num_queries(3):
            queries.my_reports(post, TODAY)


def test_progress_by_district_names_who_is_missing(world):
    approved(world)
    submitted(world, world.communes[1])
    draft(world, world.communes[2])
    progress = queries.period_progress("F1", SEPTEMBER, world.province)
    assert (progress.counts.expected, progress.counts.approved, progress.counts.submitted) == (4, 1, 1)
    first = next(child for child in progress.children if child.unit_id == world.district.pk)
    assert (first.counts.begun, first.counts.nothing) == (1, 0)
    assert {one.unit_id for one in progress.missing} == {unit.pk for unit in world.communes[1:]}
    assert progress.worst_first[0].unit_id == world.districts[1].pk
    assert progress.counts.late == 4
    assert [unit.unit for unit in queries.missing_units("F1", SEPTEMBER, world.districts[1])] == ["xã Xã Xa"]


def test_a_late_report_completes_the_figure_by_itself(world):
    with clock.set_to(datetime(2017, 10, 20, 9)):
        approved(world)
        assert queries.period_progress("F1", SEPTEMBER, world.district).counts.approved == 1


def test_an_open_correction_does_not_open_a_gap(world):
    report = approved(world)
    actions.correct(report, reason="Sót một buổi", by=world.district_officer())
    progress = queries.period_progress("F1", SEPTEMBER, world.district)
    assert progress.counts.approved == 1
    assert world.commune.pk not in {one.unit_id for one in progress.missing}


@pytest.mark.parametrize("place", ["province", "district"])
def test_coverage_agrees_with_progress(world, place, django_assert_num_queries):
    approved(world)
    approved(world, world.communes[-1])
    under = getattr(world, place)
    with django_assert_num_queries(3):
        counted = [(one.unit.pk, one.approved, one.expected) for one in queries.coverage("F1", SEPTEMBER, under)]
    progress = queries.period_progress("F1", SEPTEMBER, under)
    assert counted == [(one.unit_id, one.counts.approved, one.counts.expected) for one in progress.children]


def test_coverage_of_forms_filled_higher_up(world):
    approved(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    found = {one.unit.code: (one.approved, one.expected) for one in queries.coverage("F2", SEPTEMBER, world.province)}
    assert found == {"450": (1, 1), "457": (0, 1)}
    agencies = {one.unit.code: one.expected for one in queries.coverage("F5", SEPTEMBER, world.province)}
    assert agencies == {"DIC": 1, "DOLISA": 1}


def test_how_far_units_are_covered(world, django_assert_num_queries):
    approved(world)
    units = [world.commune, world.district, world.province]
    with django_assert_num_queries(4):
        found = queries.covered("F1", SEPTEMBER, units)
    assert [found[unit.pk] for unit in units] == [(1, 1), (1, 3), (1, 4)]


def test_who_is_overdue_is_listed_worst_first(world):
    approved(world)
    late = queries.overdue(TODAY, world.province, periods_back=1)
    communes = [one for one in late if one.unit_id in {unit.pk for unit in world.communes}]
    assert {one.unit_id for one in communes} == {unit.pk for unit in world.communes[1:]}
    assert late == sorted(late, key=lambda one: -one.late_days)


def test_my_work_follows_the_report_from_hand_to_hand(world):
    officer, chair, judge = world.officer(), world.chair(), world.district_officer()
    assert SEPTEMBER in {line.period for line in queries.my_reports(officer, TODAY).to_enter}
    report = presented(world)
    assert SEPTEMBER not in {line.period for line in queries.my_reports(officer, TODAY).to_enter}
    assert [line.period for line in queries.my_reports(chair, TODAY).to_sign] == [SEPTEMBER]
    actions.submit(report, by=chair)
    assert queries.my_reports(chair, TODAY).to_sign == ()
    waiting = queries.my_reports(judge, TODAY).to_approve
    assert [(group.form, group.period, group.report_ids) for group in waiting] == [("F1", SEPTEMBER, (report.pk,))]
    assert queries.my_reports(world.district_officer(district=world.districts[1]), TODAY).to_approve == ()
    actions.return_for_changes(report, "Xem lại", {"OUT-01": "Kiểm tra"}, by=judge)
    assert [line.period for line in queries.my_reports(officer, TODAY).returned] == [SEPTEMBER]


def test_a_report_entered_for_a_commune_is_on_the_districts_list(world):
    judge, chair = world.district_officer(), world.district_chair()
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=judge)
    mine = [line for line in queries.my_reports(judge, TODAY).to_enter if line.unit_id == world.commune.pk]
    assert [line.report_id for line in mine] == [report.pk]
    report = actions.save_all(report, whole_form(world.commune), by=judge)
    actions.present(report, by=judge)
    assert report.pk in [line.report_id for line in queries.my_reports(chair, TODAY).to_sign]


def test_a_commune_without_a_district_waits_for_the_department(world):
    orphan = make_unit("19999", "commune", name="Xã Lẻ", parent=world.province)
    report = submitted(world, orphan)
    waiting = queries.my_reports(world.department_officer(), TODAY).to_approve
    assert [(group.form, group.report_ids) for group in waiting] == [("F1", (report.pk,))]
    assert queries.my_reports(world.district_officer(), TODAY).to_approve == ()


def test_a_month_that_has_not_ended_asks_for_nothing_yet(world):
    october = periods.month(2017, 10)
    assert october not in {line.period for line in queries.my_reports(world.officer(), TODAY).to_enter}


def test_my_work_is_put_on_the_home_page(world):
    returned(world)
    presented(world, world.communes[1])
    submitted(world, world.communes[2])
    titles = [task.title for task in tasks.tasks(world.officer(), TODAY)]
    assert "Sửa báo cáo tháng 9/2017 được trả lại" in titles
    assert [task.action for task in tasks.tasks(world.chair(world.communes[1]), TODAY)] == ["Xem và ký"]
    judging = list(tasks.tasks(world.district_officer(), TODAY))
    assert "Duyệt 1 báo cáo tháng 9/2017" in [task.title for task in judging]


def test_a_units_own_reports_of_the_year(world):
    presented(world)
    own = queries.own_reports(world.officer(), year=2017, on=TODAY)
    assert [line.period.key for line in own][:2] == ["2017-09", "2017-08"]
    assert (own[0].state, own[1].state) == ("presented", "not_opened")
    assert own[0].url
    assert queries.own_reports(world.auditor(), year=2017, on=TODAY) == []


def test_what_is_in_the_totals_leaves_out_people(world):
    approved(world, values=whole_form(world.commune, OUT_01=2, OUT_02=30, INS_32=4))
    submitted(world, world.communes[1])
    rows = list(queries.leaves_csv())
    assert ("F1", world.commune.code, "2017-09", 1, "OUT-01", 2) in rows
    assert {row[1] for row in rows} == {world.commune.code}
    assert "INS-32" not in {row[4] for row in rows}
    assert [leaf.values["INS_32"] for leaf in queries.leaf_values()] == [4]
