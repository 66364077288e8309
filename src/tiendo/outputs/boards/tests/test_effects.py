"""What the desk foresees of an acceptance is what the acceptance then does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import actions
from tiendo.core.rollup import queries as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.outputs.boards import effects
from tiendo.outputs.boards.tests.conftest import DISTRICT, NEAR, SEPTEMBER

KEPT = {"OUT_01": 1, "OUT_02": 20}


@pytest.fixture
def above(stage):
    """The district and the province."""
    return [places.by_code(code, SEPTEMBER.end) for code in (DISTRICT, "44")]


def shown(units) -> dict[tuple[str, str], str]:
    """Label and unit → every target's figure as the desk words it."""
    found = indicators.together([indicators.Ask(list(packs.current().targets), units, [SEPTEMBER])])
    return {
        (f"{target.label} của {unit}"): effects._said(found.figure(code, unit, SEPTEMBER), target.unit_word)
        for code, target in packs.current().targets.items()
        for unit in units
    }


def foreseen(report, units) -> dict[str, tuple[str, str]]:
    return {one.what: (one.before, one.after) for one in effects.of_report(report, units)}


@pytest.mark.parametrize("values", [KEPT, {}], ids=["with sessions", "without"])
@pytest.mark.parametrize("earlier", [False, True], ids=["the first months", "after two quarters"])
def test_what_is_foreseen_happens(stage, above, values, earlier):
    if earlier:
        for number in (3, 6):
            stage.accepted(NEAR, periods.month(2017, number), **KEPT)
    report = stage.sent(NEAR, **values)
    said, before = foreseen(report, above), shown(above)
    actions.approve(report, by=stage.post(Role.DISTRICT_OFFICER, DISTRICT), note="Đã kiểm tra")
    after = shown(above)
    assert said == {what: (before[what], after[what]) for what in before if before[what] != after[what]}


def test_it_moves_the_first_target_of_district_and_province(stage, above):
    for number in (3, 6):
        stage.accepted(NEAR, periods.month(2017, number), **KEPT)
    said = foreseen(stage.sent(NEAR, **KEPT), above)
    assert {what for what in said if what.startswith("T1a")} == {f"T1a của {unit}" for unit in above}


def test_a_correction_is_foreseen_by_its_difference(stage, above):
    report = stage.kept_up()
    correction = actions.correct(report, reason="Sót", by=stage.post(Role.DISTRICT_OFFICER, DISTRICT))
    officer, chair = stage.post(Role.COMMUNE_OFFICER, NEAR), stage.post(Role.COMMUNE_CHAIR, NEAR)
    correction = actions.save_all(correction, {"OUT-01": 0, "OUT-02": 0}, {}, by=officer)
    correction = actions.submit(actions.present(correction, by=officer), by=chair)
    said, before = foreseen(correction, above), shown(above)
    actions.approve(correction, by=stage.post(Role.DISTRICT_OFFICER, DISTRICT), note="Đã kiểm tra")
    after = shown(above)
    assert said
    assert said == {what: (before[what], after[what]) for what in before if before[what] != after[what]}


def test_looking_posts_nothing_and_the_desk_shows_it(stage, above):
    for number in (3, 6):
        stage.accepted(NEAR, periods.month(2017, number), **KEPT)
    report, before = stage.sent(NEAR, **KEPT), rollup.latest_seq(clock.now())
    browser = stage.browser(Role.DISTRICT_OFFICER, DISTRICT)
    page = browser.get(
        reverse("reporting:inbox"), {"form": "F1", "period": SEPTEMBER.key, "report": report.pk}
    ).content.decode()
    assert "T1a của thành phố Đồng Hới" in page
    assert rollup.latest_seq(clock.now()) == before
