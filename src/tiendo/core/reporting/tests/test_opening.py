"""Beginning a report, and the level above standing in for a unit that cannot."""

from datetime import datetime

import pytest

from tiendo.core.reporting import actions
from tiendo.core.reporting.duties import duty
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, submitted, whole_form
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused


def test_the_communes_officer_begins_its_report(world):
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    assert report.state == ReportState.DRAFT
    assert report.current
    assert report.values == {}
    assert not report.entered_for
    assert audit.of(report) == []


def test_opening_twice_gives_the_same_report(world):
    first = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    assert actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer()) == first
    assert Report.objects.count() == 1


def test_a_carried_flag_keeps_the_papers_it_stands_on(world):
    cell = next(cell for cell in duty(world.commune, "F1", AUGUST).asked if cell.evidence)
    papers = {part.key: "12/KH-UBND" for part in cell.evidence}
    report = actions.open_report(world.commune, "F1", AUGUST, by=world.officer())
    whole = whole_form(world.commune, period=AUGUST) | {cell.code: 1}
    report = actions.save_all(report, whole, by=world.officer(), evidence={cell.code: papers})
    report = actions.present(report, by=world.officer())
    actions.submit(report, by=world.chair())
    later = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    assert later.values[cell.code] == 1
    assert later.evidence[cell.code] == papers


def test_stocks_start_at_their_last_known_value_and_flows_blank(world):
    approved(world, period=AUGUST, values=whole_form(world.commune, period=AUGUST, INS_01=41, OUT_01=3, OUT_02=60))
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    assert report.values["INS-01"] == 41
    assert "OUT-01" not in report.values
    assert report.edits["INS-01"]["how"] == "prefill"


def test_a_report_of_a_month_to_come_cannot_be_begun(world):
    with pytest.raises(Refused, match="chưa bắt đầu"):
        actions.open_report(world.commune, "F1", periods.month(2017, 11), by=world.officer())


def test_another_communes_officer_cannot_begin_it(world):
    with pytest.raises(Refused):
        actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer(world.communes[1]))


def test_a_chair_does_not_begin_a_report(world):
    with pytest.raises(Refused):
        actions.open_report(world.commune, "F1", SEPTEMBER, by=world.chair())


def test_a_unit_that_owes_nothing_has_no_such_report(world):
    with pytest.raises(BadInput):
        actions.open_report(world.agencies["POLICE"], "F1", SEPTEMBER, by=world.officer())
    with pytest.raises(BadInput):
        actions.open_report(world.commune, "F1", periods.quarter(2017, 3), by=world.officer())


def test_the_district_begins_it_for_a_commune_that_cannot_and_it_is_marked(world):
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.district_officer())
    assert report.entered_for
    assert [line.verb for line in audit.of(report)] == ["report.entered_for"]


def test_the_district_takes_over_a_draft_once(world):
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    district = world.district_officer()
    with pytest.raises(Refused):
        actions.save_cell(report, "OUT-01", "2", by=district, version=1)
    report = actions.enter_for(report, by=district)
    actions.enter_for(report, by=district)
    report = actions.save_cell(report, "OUT-01", "2", by=district, version=report.version)
    assert report.entered_for
    assert [line.verb for line in audit.of(report)] == ["report.entered_for"]


def test_another_district_cannot_take_over(world):
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    with pytest.raises(Refused):
        actions.enter_for(report, by=world.district_officer(district=world.districts[1]))


def test_a_sent_report_cannot_be_taken_over(world):
    with pytest.raises(Refused):
        actions.enter_for(submitted(world), by=world.district_officer())


def test_a_post_that_has_ended_begins_nothing(world):
    officer = world.officer()
    with clock.set_to(datetime(2016, 12, 1)), pytest.raises(Refused, match="hiệu lực"):
        actions.open_report(world.commune, "F1", periods.month(2017, 1), by=officer)
