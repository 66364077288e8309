"""Accepting, accepting many at once, sending back, taking an acceptance back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.tests.factories import (
    AUGUST,
    SEPTEMBER,
    approved,
    draft,
    presented,
    returned,
    submitted,
    whole_form,
)
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as totals
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.kernel.verdicts import BadInput, Refused, Stale


def sessions(unit) -> int | None:
    """OUT-01 of September in the totals of a unit; None when no leaf is in them."""
    row = totals.vectors(unit.pk, "F1", [SEPTEMBER.key])[SEPTEMBER.key]
    return row.sum(totals.slot_numbers("F1")["OUT_01"]) if row.reports else None


def test_the_district_accepts_and_the_totals_move_in_the_same_step(world):
    report = submitted(world, values=whole_form(world.commune, OUT_01=3, OUT_02=60))
    assert sessions(world.district) is None
    report = actions.approve(report, by=world.district_officer())
    assert report.state == ReportState.APPROVED
    assert report.counts
    assert sessions(world.district) == sessions(world.province) == 3
    assert audit.of(report)[-1].verb == "report.approved"


def test_accepting_twice_is_once(world):
    report = approved(world, values=whole_form(world.commune, OUT_01=3, OUT_02=60))
    again = actions.approve(report, by=world.district_officer())
    assert again.version == report.version
    assert sessions(world.district) == 3
    assert [line.verb for line in audit.of(report)].count("report.approved") == 1


def test_a_commune_cannot_accept_its_own_report(world):
    report = submitted(world)
    for post in (world.officer(), world.chair(), world.district_officer(district=world.districts[1]), world.auditor()):
        with pytest.raises(Refused):
            actions.approve(report, by=post)


@pytest.mark.parametrize("make", [draft, presented, returned])
def test_only_a_waiting_report_can_be_accepted(world, make):
    with pytest.raises(Refused, match="đang chờ duyệt"):
        actions.approve(make(world), by=world.district_officer())


def test_who_entered_for_a_commune_does_not_accept_it_but_a_colleague_does(world):
    district = world.district_officer()
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=district)
    report = actions.save_all(report, whole_form(world.commune), by=district)
    report = actions.submit(actions.present(report, by=district), by=world.chair())
    with pytest.raises(Refused, match="Người nhập"):
        actions.approve(report, by=district)
    assert actions.approve(report, by=world.district_officer(2)).counts


def test_of_its_own_sheet_the_department_accepts_by_another_officer(world):
    dolisa = world.agencies["DOLISA"]
    report = submitted(world, dolisa, form="F5", values={"SUP-01": 0})
    with pytest.raises(Refused, match="Người nhập"):
        actions.approve(report, by=world.department_officer(1))
    assert actions.approve(report, by=world.department_officer(2)).counts


def test_the_one_who_comes_second_is_told(world):
    report = submitted(world)
    actions.approve(report, by=world.district_officer())
    with pytest.raises(Refused):
        actions.approve(report, by=world.district_officer(2))
    with pytest.raises(Stale):
        actions.approve(submitted(world, world.communes[1]), by=world.district_officer(), version=1)


def test_many_are_accepted_in_one_step_and_none_is_left_out_silently(world):
    ready = [
        submitted(world, commune, values=whole_form(commune, OUT_01=1, OUT_02=10)) for commune in world.communes[:2]
    ]
    waiting = draft(world, world.communes[2])
    elsewhere = submitted(world, world.communes[3])
    outcomes = actions.approve_many(
        [*(one.pk for one in ready), waiting.pk, elsewhere.pk, 10**9], by=world.district_officer()
    )
    assert [one.approved for one in outcomes] == [True, True, False, False, False]
    assert all(one.reason for one in outcomes[2:])
    assert sessions(world.district) == 2
    again = actions.approve_many([one.pk for one in ready], by=world.district_officer())
    assert [one.approved for one in again] == [True, True]
    assert sessions(world.district) == 2


def unusual(world, commune):
    """A report that repeats August to the unit, which its officer explained."""
    same = {"OUT_01": 2, "OUT_02": 48}
    approved(world, commune, period=AUGUST, values=whole_form(commune, period=AUGUST, **same))
    return submitted(
        world, commune, values=whole_form(commune, **same), notes={"OUT-01": "Hai buổi đúng như tháng trước"}
    )


def test_unusual_figures_are_accepted_only_with_a_reason_though_explained(world):
    report = unusual(world, world.commune)
    with pytest.raises(BadInput, match="Mời ghi lý do duyệt dù có điểm lạ"):
        actions.approve(report, by=world.district_officer(), note=" ")
    assert sessions(world.district) is None
    report = actions.approve(report, by=world.district_officer(), note="Đã đối chiếu sổ, đúng.")
    assert (report.counts, report.approval_note) == (True, "Đã đối chiếu sổ, đúng.")
    assert actions.approve(report, by=world.district_officer()).version == report.version


def test_among_many_the_unusual_is_left_to_a_look_of_its_own(world):
    plain, odd = submitted(world), unusual(world, world.communes[1])
    outcomes = actions.approve_many([plain.pk, odd.pk], by=world.district_officer())
    assert [(one.approved, one.odd) for one in outcomes] == [(True, False), (False, True)]
    assert outcomes[1].reason == "có điểm lạ, mời xem và duyệt riêng"
    odd.refresh_from_db()
    assert odd.state == ReportState.SUBMITTED


def test_what_came_before_is_read_once_however_many_are_accepted_together(world):
    ids = [submitted(world, commune).pk for commune in world.communes[:3]]
    with CaptureQueriesContext(connection) as asked:
        assert all(one.approved for one in actions.approve_many(ids, by=world.district_officer()))
    assert len([query for query in asked if "ORDER BY period_end DESC" in query["sql"]]) == 1


def test_sending_back_names_the_cells_and_the_reason(world):
    report = returned(world, cells=("OUT-01", "OUT-02"))
    assert report.state == ReportState.RETURNED
    assert {comment.cell for comment in report.comments.all()} == {"OUT-01", "OUT-02"}
    entry = audit.of(report)[-1]
    assert (entry.verb, entry.fields) == ("report.returned", ("OUT-01", "OUT-02"))


def test_sending_back_without_a_reason_or_a_cell_is_refused(world):
    report, district = submitted(world), world.district_officer()
    with pytest.raises(BadInput):
        actions.return_for_changes(report, " ", {"OUT-01": "Xem lại"}, by=district)
    with pytest.raises(BadInput):
        actions.return_for_changes(report, "Xem lại", {}, by=district)
    with pytest.raises(BadInput):
        actions.return_for_changes(report, "Xem lại", {"SCO-07": "Xem lại"}, by=district)


def test_sending_back_by_another_office_or_an_accepted_report_is_refused(world):
    report = submitted(world)
    with pytest.raises(Refused):
        actions.return_for_changes(report, "Xem lại", {"OUT-01": "Xem lại"}, by=world.chair())
    actions.approve(report, by=world.district_officer())
    with pytest.raises(Refused):
        actions.return_for_changes(report, "Xem lại", {"OUT-01": "Xem lại"}, by=world.district_officer())


def test_sending_back_twice_is_once(world):
    report = returned(world)
    actions.return_for_changes(report, "Lần nữa", {"OUT-01": "Xem lại"}, by=world.district_officer())
    assert report.comments.count() == 1


def test_an_acceptance_taken_back_moves_the_totals_back(world):
    report = approved(world, values=whole_form(world.commune, OUT_01=3, OUT_02=60))
    report = actions.withdraw_approval(report, by=world.district_officer())
    assert report.state == ReportState.SUBMITTED
    assert not report.counts
    assert sessions(world.district) is None
    assert actions.approve(report, by=world.district_officer(2)).counts
    assert sessions(world.district) == 3


def test_an_acceptance_is_not_taken_back_by_another(world):
    report = approved(world)
    with pytest.raises(Refused):
        actions.withdraw_approval(report, by=world.chair())
    actions.withdraw_approval(report, by=world.district_officer())
    with pytest.raises(Refused):
        actions.withdraw_approval(report, by=world.district_officer(2))


def test_a_second_press_of_taking_back_changes_nothing(world):
    report = actions.withdraw_approval(approved(world), by=world.district_officer())
    again = actions.withdraw_approval(report, by=world.district_officer())
    assert (again.state, again.version) == (ReportState.SUBMITTED, report.version)


def test_once_the_district_has_sent_its_period_an_acceptance_stays(world):
    report = approved(world)
    submitted(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    with pytest.raises(Refused, match="đính chính"):
        actions.withdraw_approval(report, by=world.district_officer())


def test_what_counts_is_what_the_totals_hold(world):
    approved(world, values=whole_form(world.commune, OUT_01=3, OUT_02=60))
    submitted(world, world.communes[1])
    assert rollup.check(queries.leaf_values()) == []
    assert Report.objects.filter(counts=True).count() == 1


def test_districts_close_with_gaps_and_the_department_accepts(world):
    approved(world)
    report = submitted(world, world.district, form="F2", values={"INS-04": 1, "INS-05": 0}, evidence=_plan(world))
    assert actions.approve(report, by=world.department_officer()).counts
    assert not report.entered_for
    assert Role(report.submitted_by.role) == Role.DISTRICT_CHAIR


def _plan(world) -> dict[str, dict[str, str]]:
    from tiendo.core.reporting.duties import duty

    cells = duty(world.district, "F2", SEPTEMBER).by_code
    return {code: {part.key: "12/KH-UBND" for part in cell.evidence} for code, cell in cells.items() if cell.evidence}
