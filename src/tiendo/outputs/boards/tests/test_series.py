"""A figure over time across a merger: on today's map or on that day's, and an honest word where it does not compare."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tiendo.core.reporting import actions as reporting
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import actions as places_actions
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.changes import Newborn, Part, Split
from tiendo.foundation.places.drawing import draw
from tiendo.kernel import periods
from tiendo.outputs.boards import series
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.tests.conftest import DISTRICT, NEAR, SEPTEMBER

OTHER, ON = "18853", date(2017, 10, 1)
ADDS_UP, COUNTS = "OUT-02", "TGT-1A"
OCTOBER = periods.month(2017, 10)


@pytest.fixture
def merged(stage):
    for unit, people in ((NEAR, 60), (OTHER, 40)):
        report = stage.sent(unit, OUT_01=1, OUT_02=people)
        reporting.approve(report, by=stage.post(Role.DISTRICT_OFFICER, DISTRICT))
    near, other = (places.by_code(code, SEPTEMBER.end) for code in (NEAR, OTHER))
    by = stage.post(Role.ADMINISTRATOR, "44")
    born = Newborn(NEAR, "Mới", "commune", "xã")
    reporting.apply_merge([near, other], born, ON, legal_basis="1/NQ", by=by)
    with clock.set_to(datetime(2017, 11, 6, 8)):
        yield stage


def shown(code, which):
    view = series.of(code, places.by_code(DISTRICT, OCTOBER.end), Asked(OCTOBER), which)
    place = view.columns.index(SEPTEMBER)
    return {row.name: row.cells[place] for row in view.rows}, view


def test_on_todays_map_the_past_is_the_sum_of_what_made_it_up(merged):
    cells, view = shown(ADDS_UP, "today")
    assert cells["xã Mới"].text == "100"
    assert cells["xã Mới"].summed
    assert "phường Hải Thành" not in cells
    assert view.changed


def test_on_that_days_map_each_unit_stands_as_it_was(merged):
    cells, view = shown(ADDS_UP, "then")
    ended = {row.name for row in view.rows if row.ended}
    assert cells["phường Hải Thành"].text == "40"
    assert cells["xã Mới"].text == ""
    assert "phường Hải Thành" in ended


def test_what_counts_units_is_not_added(merged):
    cells, view = shown(COUNTS, "today")
    assert cells["xã Mới"].reason == 1
    assert "không cộng được" in view.reasons[0]


def test_a_part_of_a_split_unit_has_no_past_of_its_own(stage):
    near = places.by_code(NEAR, SEPTEMBER.end)
    parts = [Newborn(code, code, "commune", "xã") for code in ("18890A", "18890B")]
    drawing = draw([Split(near, tuple(Part(to, Decimal("0.5")) for to in parts))], ON)
    places_actions.redraw(drawing, legal_basis="1/NQ")
    with clock.set_to(datetime(2017, 11, 6, 8)):
        cells, view = shown(ADDS_UP, "today")
    assert cells["xã 18890A"].reason == 1
    assert "một phần" in view.reasons[0]


def test_the_page_offers_both_maps(merged):
    browser = merged.browser(Role.DEPARTMENT_OFFICER, "DOLISA")
    page = browser.get(f"/figures/{ADDS_UP}/series?unit={DISTRICT}&period=2017-10").content.decode()
    assert "Trên bản đồ hôm nay" in page
    assert "<em>100</em>" in page
    then = browser.get(f"/figures/{ADDS_UP}/series?unit={DISTRICT}&period=2017-10&map=then").content.decode()
    assert "đã kết thúc" in then
    assert browser.get("/figures/KHONG-CO/series").status_code == 404
