"""What of reports an ending post leaves to its successor."""

import pytest

from tiendo.core.reporting import actions
from tiendo.core.reporting.tests.factories import AUGUST, approved, draft, presented, returned, submitted
from tiendo.foundation.accounts import actions as accounts
from tiendo.foundation.accounts import handover
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import Refused


def open_work(post: Post) -> dict[str, int]:
    return {line.label.split(" (")[0]: line.count for line in handover.open_work(post)}


@pytest.mark.parametrize("make", [draft, presented, returned])
def test_what_the_unit_has_begun_and_not_sent_is_open_work(world, make):
    make(world)
    assert open_work(world.officer()) == {"báo cáo đang làm dở": 1}
    assert open_work(world.chair()) == {"báo cáo đang làm dở": 1}
    assert open_work(world.officer(world.communes[1])) == {}


def test_what_waits_for_a_seats_judgement_is_its_open_work(world):
    submitted(world)
    submitted(world, world.communes[1])
    submitted(world, world.communes[-1])
    assert open_work(world.district_officer()) == {"báo cáo chờ duyệt": 2}
    assert open_work(world.department_officer()) == {}
    assert open_work(world.auditor()) == {}


def test_accepted_reports_and_those_that_wait_elsewhere_leave_nothing_open(world):
    approved(world, period=AUGUST)
    submitted(world)
    assert open_work(world.officer()) == {}


def test_an_officer_with_an_open_report_goes_only_when_a_colleague_takes_over_and_goes_on(world):
    report, successor = draft(world), world.post(Role.COMMUNE_OFFICER, world.commune, 2)
    with pytest.raises(Refused, match="Còn việc đang mở"):
        accounts.end_post(world.officer(), by=None)
    accounts.end_post(world.officer(), by=None, to_post=successor)
    assert actions.present(report, by=successor).prepared_by == successor
