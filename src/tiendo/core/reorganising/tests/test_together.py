"""Two people at the same moment, and an approval while the map changes."""

from tiendo.core.reorganising import actions
from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.core.reorganising.tests.conftest import administrator, merge, ready
from tiendo.core.reporting import actions as reports
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.tests.factories import submitted
from tiendo.core.reporting.tests.test_together import at_once
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused

MERGER = merge("18800", "18801", into="18800", name="Đồng Hải", kind_vi="phường")


def test_of_two_who_apply_one_wins(busy_world):
    row = ready(busy_world, MERGER)
    one, two = busy_world.department_director(), busy_world.post(Role.ADMINISTRATOR, busy_world.province, 2)
    results = at_once(*(lambda by=by: actions.apply(row, version=row.version, by=by) for by in (one, two)))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Unit.objects.filter(code="18800").count() == 2
    assert Entry.objects.filter(verb="reorganisation.applied").count() == 1


def test_a_double_click_applies_once(busy_world):
    row, by = ready(busy_world, MERGER), busy_world.department_director()
    results = at_once(*[lambda: actions.apply(row, version=row.version, by=by)] * 2)
    assert all(isinstance(result, Reorganisation) for result in results)
    assert Entry.objects.filter(verb="reorganisation.applied").count() == 1


def test_an_approval_meanwhile_is_in_the_sums_once(busy_world):
    waiting, judge = submitted(busy_world), busy_world.district_officer()
    row, by = ready(busy_world, MERGER), busy_world.department_director()
    at_once(lambda: actions.apply(row, version=row.version, by=by), lambda: reports.approve(waiting, by=judge))
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert row.state == State.APPLIED
    assert waiting.counts
    assert rollup.check(reporting.leaf_values()) == []


def test_two_sets_at_once_that_touch_the_same_unit_do_not_both_apply(busy_world):
    first, second = ready(busy_world, merge("18800", into="18801")), ready(busy_world, merge("18800", into="18802"))
    by = busy_world.department_director()
    results = at_once(*(lambda row=row: _tried(row, by) for row in (first, second)))
    assert sum(isinstance(result, Reorganisation) for result in results) == 1
    assert administrator(busy_world).pk in Reorganisation.objects.first().editors


def _tried(row, by):
    try:
        return actions.apply(row, version=row.version, by=by)
    except BadInput as error:
        return error
