"""Correcting an accepted report, and giving more time."""

from datetime import date, datetime

import pytest

from tiendo.core.reporting import actions, queries, tasks
from tiendo.core.reporting.models import DueExtension, Report, ReportState
from tiendo.core.reporting.tests.factories import SEPTEMBER, approved, submitted, whole_form
from tiendo.core.reporting.tests.test_approving import sessions
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit
from tiendo.kernel.verdicts import BadInput, Refused


@pytest.fixture
def accepted(world):
    return approved(world, values=whole_form(world.commune, OUT_01=3, OUT_02=60))


def finish(world, fix):
    fix = actions.present(fix, by=world.officer())
    return actions.submit(fix, by=world.chair())


def test_a_correction_begins_from_the_accepted_values_and_the_old_report_counts_meanwhile(world, accepted):
    fix = actions.correct(accepted, reason="Sót một buổi ở tổ 3", by=world.district_officer())
    accepted.refresh_from_db()
    assert fix.state == ReportState.DRAFT
    assert fix.values == accepted.values
    assert (fix.current, accepted.current, accepted.counts) == (True, False, True)
    assert sessions(world.district) == 3
    assert [line.verb for line in audit.of(fix)] == ["report.correction_opened"]


def test_the_correction_replaces_it_once_accepted(world, accepted):
    fix = actions.correct(accepted, reason="Sót một buổi", by=world.district_officer())
    fix = actions.save_cell(fix, "OUT-01", "4", by=world.officer(), version=fix.version)
    fix = finish(world, fix)
    assert fix.revision == 2
    assert sessions(world.district) == 3
    fix = actions.approve(fix, by=world.district_officer())
    accepted.refresh_from_db()
    assert sessions(world.district) == 4
    assert (accepted.state, accepted.counts, fix.counts) == (ReportState.APPROVED, False, True)
    assert rollup.check(queries.leaf_values()) == []


def test_taking_its_acceptance_back_restores_the_old_figures(world, accepted):
    fix = actions.correct(accepted, reason="Sót một buổi", by=world.district_officer())
    fix = actions.save_cell(fix, "OUT-01", "4", by=world.officer(), version=fix.version)
    fix = actions.approve(finish(world, fix), by=world.district_officer())
    actions.withdraw_approval(fix, by=world.district_officer())
    accepted.refresh_from_db()
    assert sessions(world.district) == 3
    assert accepted.counts
    assert rollup.check(queries.leaf_values()) == []


def test_only_the_level_above_opens_a_correction_and_with_a_reason(world, accepted):
    for post in (world.officer(), world.chair(), world.district_officer(district=world.districts[1])):
        with pytest.raises(Refused):
            actions.correct(accepted, reason="Nhầm", by=post)
    with pytest.raises(BadInput):
        actions.correct(accepted, reason="", by=world.district_officer())


def test_a_waiting_report_is_returned_not_corrected(world):
    with pytest.raises(Refused):
        actions.correct(submitted(world), reason="Nhầm", by=world.district_officer())


def test_opening_a_correction_twice_gives_the_same_draft(world, accepted):
    fix = actions.correct(accepted, reason="Nhầm", by=world.district_officer())
    assert actions.correct(accepted, reason="Nhầm", by=world.district_officer()) == fix
    with pytest.raises(Refused, match="đính chính"):
        actions.correct(accepted, reason="Nhầm", by=world.district_officer(2))
    assert Report.objects.count() == 2


def test_after_the_district_has_sent_its_period_a_correction_is_the_only_way(world, accepted):
    submitted(world, world.district, form="F2", values={"INS-04": 0, "INS-05": 0})
    assert actions.correct(accepted, reason="Nhầm", by=world.district_officer()).supersedes == accepted


def test_a_correction_is_never_late_for_the_due_day_its_original_kept(world, accepted):
    with clock.set_to(datetime(2017, 11, 20, 8)):
        fix = actions.correct(accepted, reason="Sót một buổi", by=world.district_officer())
        assert queries.report_page(fix.pk, world.officer()).late_days == 0
        assert fix.pk not in {line.report_id for line in queries.my_reports(world.officer(), clock.today()).late}
        correcting = next(task for task in tasks.tasks(world.officer(), clock.today()) if "đính chính" in task.title)
        assert (correcting.urgency, correcting.due_on) == ("returned", None)
        fix = actions.approve(finish(world, fix), by=world.district_officer())
        assert queries.report_page(fix.pk, world.officer()).late_days == 0


def test_a_first_report_sent_after_its_day_is_late(world):
    with clock.set_to(datetime(2017, 10, 9, 8)):
        report = submitted(world)
    with clock.set_to(datetime(2017, 11, 20, 8)):
        assert queries.report_page(report.pk, world.officer()).late_days == 6


def test_the_department_gives_one_district_more_time(world):
    extension = actions.extend_due(
        "F1", SEPTEMBER, due_on=date(2017, 10, 10), reason="Lũ lụt", by=world.department_officer(), unit=world.district
    )
    again = actions.extend_due(
        "F1", SEPTEMBER, due_on=date(2017, 10, 10), reason="Lũ lụt", by=world.department_officer(), unit=world.district
    )
    assert extension == again
    late = {one.unit_id: one.late_days for one in queries.missing_units("F1", SEPTEMBER, world.province)}
    assert late[world.commune.pk] == 0
    assert late[world.communes[-1].pk] == 2
    assert audit.of(extension)[0].verb == "report.due_extended"


def test_more_time_needs_the_department_a_later_day_and_a_reason(world):
    with pytest.raises(Refused):
        actions.extend_due("F1", SEPTEMBER, due_on=date(2017, 10, 10), reason="Lũ", by=world.district_officer())
    with pytest.raises(BadInput):
        actions.extend_due("F1", SEPTEMBER, due_on=date(2017, 10, 3), reason="Lũ", by=world.department_officer())
    with pytest.raises(BadInput):
        actions.extend_due("F1", SEPTEMBER, due_on=date(2017, 10, 9), reason=" ", by=world.department_officer())
    assert not DueExtension.objects.exists()
