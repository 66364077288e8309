"""Who sees a report and its cells."""

from datetime import datetime

import pytest

from tiendo.core.reporting import queries, rules
from tiendo.core.reporting.duties import duty_of
from tiendo.core.reporting.tests.factories import SEPTEMBER, approved, submitted, whole_form
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import Refused


@pytest.fixture
def report(world):
    return submitted(world, values=whole_form(world.commune, INS_32=2, SIT_07=1))


def line_of(world):
    return [
        world.officer(),
        world.chair(),
        world.district_officer(),
        world.district_chair(),
        world.department_officer(),
        world.department_director(),
        world.post(Role.VICE_CHAIR, world.province),
        world.auditor(),
    ]


def outside(world):
    return [
        world.officer(world.communes[1]),
        world.district_officer(district=world.districts[1]),
        world.post(Role.AGENCY_OFFICER, world.agencies["POLICE"]),
        world.post(Role.ADMINISTRATOR, world.province),
    ]


def test_the_reporting_line_sees_a_report_and_nobody_else(world, report):
    assert all(rules.may_see_report(post, report) for post in line_of(world))
    assert not any(rules.may_see_report(post, report) for post in outside(world))


def test_cells_about_people_and_hot_spots_stay_in_the_line(world, report):
    duty = duty_of(report)
    guarded = [cell for cell in duty.cells if cell.restricted or cell.counts_people]
    assert {"SIT-07", "INS-32"} <= {cell.code for cell in guarded}
    for cell in guarded:
        assert all(rules.may_see_cell(post, cell, duty) for post in line_of(world))
        assert not any(rules.may_see_cell(post, cell, duty) for post in outside(world))


def test_the_auditor_reads_everything_and_writes_nothing(world, report):
    page = queries.report_page(report.pk, world.auditor())
    assert page.cell_by_code["INS-32"].value == 2
    assert not any(getattr(page.may, verb) for verb in page.may.__slots__)


def test_a_stranger_gets_no_page(world, report):
    for post in outside(world):
        with pytest.raises(Refused):
            queries.report_page(report.pk, post)


def test_a_cells_story_is_told_to_the_line_and_hidden_from_others(world):
    report = approved(world, values=whole_form(world.commune, OUT_01=2, OUT_02=30))
    story = queries.cell(world.commune, "F1", SEPTEMBER, "OUT-01", post=world.department_officer())
    assert (story.value, story.state, story.revision) == (2, "approved", 1)
    assert [one.number for one in story.revisions] == [1]
    assert [line.verb for line in story.log] == ["report.presented", "report.submitted", "report.approved"]
    hidden = queries.cell(world.commune, "F1", SEPTEMBER, "OUT-01", post=world.officer(world.communes[1]))
    assert hidden.hidden
    assert hidden.value is None
    assert story.report_id == report.pk


def test_a_cell_nobody_reported_has_an_empty_story(world):
    story = queries.cell(world.commune, "F1", SEPTEMBER, "OUT-01", post=world.department_officer())
    assert (story.report_id, story.value, story.state) == (None, None, "")


def test_every_refusal_says_why(world, report):
    with clock.set_to(datetime(2017, 10, 5, 9)):
        page = queries.report_page(report.pk, world.officer())
    verdicts = [page.may.enter, page.may.present, page.may.submit, page.may.approve, page.may.withdraw]
    assert all(verdict.reason for verdict in verdicts)
