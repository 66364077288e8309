"""Boards show the targets of the plan that the reader's unit carries: the pack's own, or one read from a document, or another level's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tiendo.core.plans import actions as plans
from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan, Target
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.outputs.boards import asking, frames, targets
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.targets import TargetLine

from .conftest import DISTRICT, NEAR, Stage

SEPTEMBER = periods.month(2017, 9)


@pytest.fixture
def read_from_word(stage: Stage) -> Plan:
    """The plan as if it had been read from a document: a target with a measure of another name, one counted by hand."""
    plan = Plan.objects.get()
    Target.objects.filter(code="TGT-1A").update(code="TGT-08", label="T8", indicator="TGT-1A", rule="share 1")
    Target.objects.filter(code="TGT-3").update(code="TGT-09", label="T9", by_hand=True, rule="at_least 2")
    Plan.objects.filter(pk=plan.pk).update(terms="read from a document")
    plan.refresh_from_db()
    return plan


def of_level_below(year: int = 2017) -> Plan:
    """A plan of the district itself."""
    unit = places.by_code(DISTRICT, clock.today())
    return Plan.objects.create(
        code="cua-huyen", issuer="UBND huyện", title="Kế hoạch của huyện", unit=unit, year=year, text="x",
        pack_code=Plan.objects.get(code="phong-chong-mai-dam-2017").pack_code, imported_at=clock.now(), terms="none",
    )  # fmt: skip


def lines(frame: Frame) -> dict[str, TargetLine]:
    return {line.label: line for line in targets.lines(frame, frame.unit)}


def frame_of(plan: Plan) -> Frame:
    return Frame(plan, plan.unit, asking.Asked(SEPTEMBER))


def test_a_measure_of_another_name_is_held_against_the_goal_of_the_plan(
    stage: Stage, read_from_word: Plan, on_the_tenth: None
) -> None:
    stage.kept_up()
    line = lines(frame_of(read_from_word))["T8"]
    assert line.figure.numerator == 1
    assert line.figure.met is False, "one commune of 159 is less than 1 %"
    assert line.goal == "≥ 1 %"
    assert reverse("boards:lineage", args=["TGT-1A"]) in line.url


def test_a_target_counted_by_hand_stands_on_the_board_with_its_value(stage: Stage, read_from_word: Plan) -> None:
    line = lines(frame_of(read_from_word))["T9"]
    assert line.state == "no_data"
    assert reverse("standing:clause", args=[read_from_word.code, "I.2.-3"]) in line.url
    target = Target.objects.get(code="TGT-09")
    plans.count_by_hand(
        target, SEPTEMBER, 2, whole=None, evidence="Báo cáo số 1", by=stage.post(Role.DEPARTMENT_DIRECTOR, "DOLISA")
    )
    line = lines(frame_of(read_from_word))["T9"]
    assert (line.figure.numerator, line.state) == (2, "met")
    day_before = Frame(read_from_word, read_from_word.unit, asking.Asked(SEPTEMBER, clock.today().replace(day=4)))
    assert lines(day_before)["T9"].state == "no_data"


def test_the_home_of_the_department_shows_them(stage: Stage, read_from_word: Plan) -> None:
    shown = stage.browser(Role.DEPARTMENT_DIRECTOR, "DOLISA").get(reverse("boards:home")).content.decode()
    for label in ("T8", "T9"):
        assert f">{label}<" in shown
    way = stage.browser(Role.DEPARTMENT_DIRECTOR, "DOLISA").get(reverse("boards:lineage", args=["TGT-1A"]))
    assert "T8" in way.content.decode()


def test_a_unit_works_by_the_plans_above_it_and_its_own(stage: Stage) -> None:
    below, today = of_level_below(), clock.today()
    far = places.by_code("19252", today)
    assert [plan.code for plan in carried.by(places.by_code(NEAR, today), today)] == [
        "phong-chong-mai-dam-2017",
        below.code,
    ]
    assert [plan.code for plan in carried.by(far, today)] == ["phong-chong-mai-dam-2017"]
    elsewhere = places.under(places.by_code("45", today), "district", today)[0]
    assert carried.by(elsewhere, today) == [], "another province"


def test_a_plan_of_a_year_to_come_waits(stage: Stage) -> None:
    today = clock.today()
    Plan.objects.filter(pk=of_level_below(year=2018).pk).update(unit=places.by_code("44", today))
    assert [plan.year for plan in carried.by(places.by_code(NEAR, today), today)] == [2017]
    assert [plan.year for plan in carried.known(today)] == [2018, 2017]


def test_with_several_plans_the_address_says_which(stage: Stage) -> None:
    of_level_below()
    browser = stage.browser(Role.DISTRICT_OFFICER, DISTRICT)
    shown = browser.get(reverse("boards:home")).content.decode()
    assert '<option value="phong-chong-mai-dam-2017" selected>' in shown
    chosen = browser.get(reverse("boards:home"), {"plan": "cua-huyen"}).content.decode()
    assert '<option value="cua-huyen" selected>' in chosen
    assert "Chỉ tiêu của kế hoạch" not in chosen, "that plan has none"
    again = browser.get(reverse("boards:home")).content.decode()
    assert '<option value="phong-chong-mai-dam-2017" selected>' in again, "nothing remembers it"


def test_a_plan_that_does_not_reach_the_reader_cannot_be_chosen(stage: Stage) -> None:
    of_level_below()
    frame = frames.of(asking.Asked(SEPTEMBER, plan="cua-huyen"), places.by_code("452", clock.today()))
    assert frame.plan is not None
    assert (frame.plan.code, frame.asked.plan) == ("phong-chong-mai-dam-2017", "")
    assert frame.names()["plans_to_choose"] == ()
