"""Typing cells, reasons, evidence and whole sheets."""

import pytest

from tiendo.core.reporting import actions, answers
from tiendo.core.reporting.actions import CellConflict
from tiendo.core.reporting.models import Entrant
from tiendo.core.reporting.tests.factories import SEPTEMBER, draft, presented, returned, submitted, whole_form
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.kernel.verdicts import BadInput, Refused


@pytest.fixture
def report(world):
    return actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())


def test_a_cell_is_kept_as_a_whole_number(world, report):
    saved = actions.save_cell(report, "OUT-02", "1.042", by=world.officer(), version=1)
    saved.refresh_from_db()
    assert saved.values == {"OUT-02": 1042}
    assert saved.version == 2
    assert Entrant.objects.get(report=report).post == world.officer()
    assert audit.of(report) == []


def test_blank_text_empties_a_cell_and_zero_does_not(world, report):
    saved = actions.save_cell(report, "OUT-01", "0", by=world.officer(), version=1)
    assert saved.values == {"OUT-01": 0}
    saved = actions.save_cell(saved, "OUT-01", " ", by=world.officer(), version=saved.version)
    assert saved.values == {}


@pytest.mark.parametrize("typed", ["1,234", "-1", "hai", "2,5", "99999999999999999"])
def test_what_is_not_a_whole_number_is_refused_with_a_remedy(world, report, typed):
    with pytest.raises(BadInput) as refusal:
        actions.save_cell(report, "OUT-01", typed, by=world.officer(), version=1)
    assert refusal.value.problems[0].where == "OUT-01"
    assert refusal.value.problems[0].remedy


def test_the_same_value_again_writes_nothing(world, report):
    first = actions.save_cell(report, "OUT-01", "2", by=world.officer(), version=1)
    again = actions.save_cell(report, "OUT-01", "2", by=world.officer(), version=1)
    assert again.version == first.version


def test_two_people_in_different_cells_do_not_disturb_each_other(world, report):
    colleague = world.post(Role.COMMUNE_OFFICER, world.commune, 2)
    actions.save_cell(report, "OUT-01", "2", by=world.officer(), version=1)
    saved = actions.save_cell(report, "OUT-02", "40", by=colleague, version=1)
    assert saved.values == {"OUT-01": 2, "OUT-02": 40}


def test_two_people_in_one_cell_are_told_of_each_other(world, report):
    colleague = world.post(Role.COMMUNE_OFFICER, world.commune, 2)
    actions.save_cell(report, "OUT-01", "2", by=colleague, version=1)
    with pytest.raises(CellConflict, match="08:45") as conflict:
        actions.save_cell(report, "OUT-01", "3", by=world.officer(), version=1)
    assert (conflict.value.theirs, conflict.value.mine) == (2, 3)
    report.refresh_from_db()
    assert report.values == {"OUT-01": 2}


def test_a_chair_or_another_commune_cannot_type(world, report):
    for post in (world.chair(), world.officer(world.communes[1]), world.district_officer(), world.auditor()):
        with pytest.raises(Refused):
            actions.save_cell(report, "OUT-01", "1", by=post, version=1)


def test_a_sent_report_is_closed_to_typing(world):
    sent = submitted(world)
    with pytest.raises(Refused, match="rút báo cáo"):
        actions.save_cell(sent, "OUT-01", "1", by=world.officer(), version=sent.version)


def test_of_a_returned_report_only_the_cells_asked_about_and_those_tied_to_them_open(world):
    back = returned(world, cells=("OUT-01",))
    saved = actions.save_cell(back, "OUT-01", "2", by=world.officer(), version=back.version)
    saved = actions.save_cell(saved, "OUT-02", "31", by=world.officer(), version=saved.version)
    with pytest.raises(Refused, match="đã được nhận"):
        actions.save_cell(saved, "OUT-04", "5", by=world.officer(), version=saved.version)


def test_a_change_takes_the_draft_off_the_heads_list(world):
    ready = presented(world)
    saved = actions.save_cell(ready, "OUT-04", "12", by=world.officer(), version=ready.version)
    saved.refresh_from_db()
    assert saved.prepared_at is None
    assert saved.prepared_by is None


def test_a_cell_of_another_form_is_not_taken(world, report):
    with pytest.raises(Refused):
        actions.save_cell(report, "SCO-07", "1", by=world.officer(), version=1)


def test_a_whole_sheet_is_all_or_nothing(world, report):
    with pytest.raises(BadInput) as refusal:
        actions.save_all(report, {"OUT-01": 2, "OUT-02": -1, "XXX-01": 1, "OUT-04": 10**14}, by=world.officer())
    assert {problem.where for problem in refusal.value.problems} == {"OUT-02", "XXX-01", "OUT-04"}
    report.refresh_from_db()
    assert report.values == {}


def test_a_whole_sheet_sent_twice_writes_once(world, report):
    sheet = whole_form(world.commune, OUT_01=2, OUT_02=50)
    first = actions.save_all(report, sheet, {"OUT-01": "Đợt cao điểm"}, by=world.officer())
    again = actions.save_all(first, sheet, {"OUT-01": "Đợt cao điểm"}, by=world.officer())
    assert again.version == first.version == 2
    assert again.notes["OUT-01"]["text"] == "Đợt cao điểm"


def test_no_incidence_fills_blank_flows_of_a_block_and_can_be_undone(world, report):
    report = actions.save_cell(report, "INS-07", "4", by=world.officer(), version=1)
    report = actions.nil_return(report, "D", by=world.officer())
    assert report.values["INS-07"] == 4
    assert report.values["INS-12"] == 0
    assert "INS-01" not in report.values
    report = actions.save_cell(report, "INS-20", "1", by=world.officer(), version=report.version)
    report = actions.undo_nil(report, "D", by=world.officer())
    assert report.values == {"INS-07": 4, "INS-20": 1}


def test_no_incidence_twice_is_once(world, report):
    first = actions.nil_return(report, "B", by=world.officer())
    assert actions.nil_return(first, "B", by=world.officer()).version == first.version


def test_no_incidence_by_a_stranger_is_refused(world, report):
    with pytest.raises(Refused):
        actions.nil_return(report, "B", by=world.officer(world.communes[1]))
    with pytest.raises(BadInput):
        actions.nil_return(report, "Z", by=world.officer())


def test_a_reason_is_kept_without_personal_details_and_stays_with_its_figure(world, report):
    report = actions.save_note(report, "OUT-01", "Tháng cao điểm theo kế hoạch", by=world.officer())
    assert report.notes["OUT-01"]["text"] == "Tháng cao điểm theo kế hoạch"
    with pytest.raises(BadInput):
        actions.save_note(report, "OUT-02", "Liên hệ 0912 345 678", by=world.officer())
    report = actions.save_cell(report, "OUT-01", "3", by=world.officer(), version=report.version)
    assert answers.said(report.notes, "OUT-01") == ""
    assert answers.said_before(report.notes, "OUT-01") == (None, "Tháng cao điểm theo kế hoạch")


def test_what_was_said_counts_again_when_its_figure_is_back(world, report):
    for typed in ("2", "3", "4"):
        report = actions.save_cell(report, "OUT-01", typed, by=world.officer(), version=report.version)
        if typed == "2":
            report = actions.save_note(report, "OUT-01", "Đợt cao điểm", by=world.officer())
    assert answers.said_before(report.notes, "OUT-01") == (2, "Đợt cao điểm")
    report = actions.save_cell(report, "OUT-01", "2", by=world.officer(), version=report.version)
    assert answers.said(report.notes, "OUT-01") == "Đợt cao điểm"
    assert answers.said_before(report.notes, "OUT-01") is None


def test_what_is_said_anew_takes_the_place_of_what_was_said_before(world, report):
    report = actions.save_note(report, "OUT-01", "Chưa tổ chức", by=world.officer())
    report = actions.save_cell(report, "OUT-01", "3", by=world.officer(), version=report.version)
    report = actions.save_note(report, "OUT-01", "Đã tổ chức 3 buổi", by=world.officer())
    assert answers.said(report.notes, "OUT-01") == "Đã tổ chức 3 buổi"
    assert answers.said_before(report.notes, "OUT-01") is None


def test_evidence_is_given_part_by_part(world):
    report = draft(world)
    report = actions.save_evidence(report, "PLN-01", "so_van_ban", "12/KH-UBND", by=world.officer())
    assert report.evidence == {"PLN-01": {"so_van_ban": "12/KH-UBND"}}
    report = actions.save_evidence(report, "PLN-01", "so_van_ban", "", by=world.officer())
    assert report.evidence == {"PLN-01": {}}
    with pytest.raises(BadInput):
        actions.save_evidence(report, "PLN-01", "nguoi_ky", "x", by=world.officer())
