"""What is still required for a target: how much is left, in how many months, how much a month; and its next milestone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tiendo.core.plans.models import Plan
from tiendo.core.standing import pace
from tiendo.core.standing.judging import HandFigure, TargetStanding, against
from tiendo.foundation.packs.schema import Milestone, Pack, TargetDef, TargetRule


def target(pack: Pack, rule: str, **said: object) -> TargetDef:
    first = next(iter(pack.targets.values()))
    read = TargetRule.read(rule)
    assert read is not None
    return first.model_copy(update={"rule": read, "unit_word": "xã", "judged": "year", **said})


def said(
    pack: Pack, rule: str, numerator: int | None, denominator: int | None = None, *, month: int = 9, **more: object
) -> str:
    figure = None if numerator is None else HandFigure(numerator, numerator, denominator)
    return str(pace.required(TargetStanding(target(pack, rule, **more), figure, None, None), month) or "")


@pytest.mark.parametrize(
    ("rule", "numerator", "denominator", "told"),
    [
        ("share 75", 78, 159, "Còn 42 xã trong 3 tháng: 14 xã/tháng"),
        ("share 75", 120, 159, ""),
        ("at_least 1042", 42, None, "Còn 1.000 xã trong 3 tháng: 334 xã/tháng"),
        ("range 1..2", 0, None, "Còn 1 xã trong 3 tháng: 1 xã/tháng"),
        ("exactly 5", 6, None, ""),
        ("at_most 7", 5, None, "Đến cuối năm còn được phép thêm 2 xã"),
        ("at_most 7", 8, None, ""),
        ("share_at_most 10", 10, 159, "Đến cuối năm còn được phép thêm 5 xã"),
        ("keep SCO_08", 5, None, ""),
        ("at_least 3", None, None, ""),
    ],
)
def test_the_pace_says_how_much_is_left_and_how_much_a_month(
    pack: Pack, db: None, rule: str, numerator: int | None, denominator: int | None, told: str
) -> None:
    assert said(pack, rule, numerator, denominator) == told


def test_after_the_last_month_it_says_what_is_missing(pack: Pack, db: None) -> None:
    assert said(pack, "at_least 10", 8, month=12) == "Còn thiếu 2 xã"


def test_a_share_of_what_grows_with_the_work_has_no_pace(pack: Pack, db: None) -> None:
    assert said(pack, "share 100", 3, 9, judged="month") == ""
    handled = next(one for one in pack.targets.values() if one.who == ("POLICE",))
    assert str(pace.required(TargetStanding(handled, HandFigure(20, 20, 26), None, None), 9) or "") == ""


@pytest.mark.parametrize(
    ("month", "told"),
    [(2, "Mốc quý 1: 10 xã, đã đạt"), (4, "Mốc quý 3: 30 xã, còn 10 xã"), (12, "Mốc quý 3: 30 xã, còn 10 xã")],
)
def test_the_next_milestone_is_named_with_what_is_left_to_it(pack: Pack, month: int, told: str) -> None:
    steps = (Milestone(quarter=1, low=10), Milestone(quarter=3, low=30))
    standing = TargetStanding(target(pack, "at_least 40", milestones=steps), HandFigure(20, 20, None), None, None)
    assert pace.milestone(standing, month) == told
    assert pace.milestone(replace(standing, figure=None), month) == told.partition(",")[0]
    assert pace.milestone(replace(standing, target=target(pack, "at_least 40")), month) == ""


def test_a_denominator_of_a_day_takes_the_place_of_todays() -> None:
    now, then = HandFigure(50, 80, 160), HandFigure(0, 0, 159)
    found = against(now, then)
    assert (found.numerator, found.denominator) == (80, 159)
    assert against(now, None) is None
    assert against(now, HandFigure(None, 0, 0)).status == "not_applicable"


def test_ceilings_are_read_written_and_judged() -> None:
    from tiendo.core.indicators import queries as indicators

    for text in ("at_most 5", "share_at_most 10"):
        assert str(TargetRule.read(text)) == text
    assert indicators.holds(TargetRule.read("at_most 5"), 5, None, None) is True
    assert indicators.holds(TargetRule.read("at_most 5"), 6, None, None) is False
    assert indicators.holds(TargetRule.read("share_at_most 10"), 16, 159, None) is False
    assert indicators.holds(TargetRule.read("share_at_most 10"), 15, 159, None) is True
    assert indicators.holds(TargetRule.read("share_at_most 10"), 0, None, None) is None


def test_a_target_is_held_against_the_whole_of_its_day(plan: Plan, report) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    from tiendo.core.plans import queries
    from tiendo.core.plans.models import Target
    from tiendo.core.standing import queries as standing
    from tiendo.foundation.packs import queries as packs
    from tiendo.kernel import periods

    row = Target.objects.get(clause__plan=plan, rule="share 75")
    Target.objects.filter(pk=row.pk).update(whole_on=date(2017, 3, 31), rule="share 1")
    Plan.objects.filter(pk=plan.pk).update(terms="held against March")
    plan.refresh_from_db()
    for month in range(1, 10):
        for commune in ("18859", "18889"):
            report(commune, "F1", f"2017-{month:02d}", {"OUT_01": 2})
    assert queries.terms(plan, pack=packs.current()).targets[row.code].whole_on == date(2017, 3, 31)
    states = standing.states(plan, periods.month(2017, 9))
    found = next(one for one in states[row.clause.ref].targets if one.target.code == row.code)
    assert (found.figure.numerator, found.figure.denominator, found.met) == (2, 159, True)


def test_the_plan_page_shows_the_pace(plan: Plan, report, sign_in) -> None:  # type: ignore[no-untyped-def]
    from tiendo.foundation.accounts.roles import Role

    for month in range(1, 10):
        report("18859", "F1", f"2017-{month:02d}", {"OUT_01": 2})
    shown = sign_in(Role.DEPARTMENT_OFFICER, "DOLISA").get(f"/plans/{plan.code}").content.decode()
    assert "Còn 119 xã trong 3 tháng: 40 xã/tháng" in shown
