"""Day by day: what nobody answers goes up by itself, the top level stays overdue, the map changes, answers come to stand."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from tiendo.foundation import daily
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.clock import today
from tiendo.foundation.places.models import OPEN_END, Placement, Unit
from tiendo.foundation.work import tasks_of
from tiendo.kernel import periods
from tiendo.kernel.verdicts import Refused
from tiendo.registers.obstacles import actions, queries, register, ticking
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn, Word
from tiendo.registers.obstacles.tests.conftest import DISTRICT, turns
from tiendo.registers.obstacles.tests.test_obstacles import figures, proved

APRIL = periods.month(2017, 4)


def test_on_its_day_nothing_happens_and_the_day_after_it_goes_up(office, at) -> None:
    obstacle = office.raised()
    with at(3, 17):
        assert ticking.tick(today()) == 0
    with at(3, 18):
        assert ticking.tick(today()) == 1
        assert [(turn.unit.code, turn.ending, turn.late) for turn in turns(obstacle)] == [
            ("450", "expired", True), ("DOLISA", "", False),
        ]  # fmt: skip
        assert turns(obstacle)[1].due_on == date(2017, 3, 28)
        assert figures(office, unit=DISTRICT) == (1, 0, 0)
        assert figures(office) == (2, 0, 0)
        assert "chưa trả lời đến hết 17/03/2017" in Word.objects.get().text
        assert proved()


def test_the_same_day_twice_changes_nothing(office, at) -> None:
    office.raised()
    with at(3, 20):
        assert daily.run(today())["obstacles"] == 1
        entries, words = Entry.objects.count(), Word.objects.count()
        assert daily.run(today())["obstacles"] == 0
        assert (Entry.objects.count(), Word.objects.count()) == (entries, words)


def test_two_processes_that_chose_the_same_obstacle_escalate_it_once(office, at) -> None:
    obstacle = office.raised()
    with at(3, 20):
        assert [ticking._expire(obstacle.pk, today()) for _process in range(2)] == [1, 0]
        assert len(turns(obstacle)) == 2


def test_answered_while_the_job_was_choosing_it_stays_answered(office, at) -> None:
    obstacle = office.raised()
    with at(3, 20):
        actions.answer(obstacle, "Đã bố trí", by=office.district)
        assert ticking._expire(obstacle.pk, today()) == 0
        assert Obstacle.objects.get().state == ObstacleState.ANSWERED


def test_at_the_top_it_stays_overdue_month_after_month_until_answered(office, at) -> None:
    obstacle = office.raised(office.department)
    with at(3, 27):
        assert ticking.tick(today()) == 1
        assert ticking.tick(today()) == 0
        assert figures(office) == (1, 0, 1)
    with at(4, 3):
        ticking.tick(today())
        assert figures(office, APRIL) == (0, 0, 1)
        assert ticking.tick(today()) == 0
        assert proved()
    with at(4, 5):
        actions.answer(obstacle, "Đã quyết định", by=office.vice_chair)
        assert figures(office, APRIL) == (0, 0, 0)
        assert figures(office) == (1, 0, 1)  # at the end of March it was
        assert proved()


def test_a_day_that_was_missed_is_made_up_for(office, at) -> None:
    obstacle = office.raised()
    with at(5, 15):
        assert ticking.tick(today()) == 1
        assert turns(obstacle)[1].due_on == date(2017, 5, 24)


def test_escalated_over_a_holiday_the_next_level_gets_its_working_days(office, at) -> None:
    with at(4, 19):
        obstacle = office.raised()
        assert turns(obstacle)[0].due_on == date(2017, 4, 26)
    with at(4, 27):
        ticking.tick(today())
        assert turns(obstacle)[1].due_on == date(2017, 5, 10)


def test_an_answer_nobody_contradicts_stands_after_its_days(office, at) -> None:
    obstacle = office.raised()
    actions.answer(obstacle, "Đã bố trí", by=office.district)
    with at(3, 24):
        assert ticking.tick(today()) == 0
    with at(3, 27):
        assert ticking.tick(today()) == 1
        assert Obstacle.objects.get().state == ObstacleState.CLOSED
        with pytest.raises(Refused):
            actions.reopen(obstacle, "Chưa được", by=office.commune)


def test_when_districts_end_what_they_hold_goes_to_the_department(office, at) -> None:
    with at(6, 27, 2025):
        standing = _standing_agency_of_today(office)
        obstacle = office.raised()
        assert turns(obstacle)[0].unit.code == DISTRICT
    with at(7, 1, 2025):
        new = _standing_agency_of_today(office)
        assert new.pk != standing.pk
        assert ticking.tick(today()) == 1
        taken = turns(obstacle)
        assert [(turn.unit_id, turn.ending) for turn in taken][1:] == [(new.pk, "")]
        assert (taken[0].ending, taken[0].late) == ("abolished", False)
        assert proved()


def test_without_districts_a_commune_is_answered_by_the_department(office, at) -> None:
    with at(7, 7, 2025):
        agency = _standing_agency_of_today(office)
        province = office.unit("44")
        commune = Unit.objects.filter(
            kind="commune", valid_from=date(2025, 7, 1), placements__parent=province
        ).order_by("code").first()  # fmt: skip
        from tiendo.foundation.accounts.roles import Role

        obstacle = office.raised(office.post(Role.COMMUNE_OFFICER, commune.code))
        assert [(turn.unit_id, turn.level) for turn in turns(obstacle)] == [(agency.pk, "department")]
        with at(7, 21, 2025):
            ticking.tick(today())
        assert turns(obstacle)[-1].unit_id == province.pk


def test_a_unit_that_took_over_the_raiser_speaks_for_it(office, at) -> None:
    from tiendo.foundation.accounts.roles import Role
    from tiendo.foundation.places.models import Succession

    with at(6, 27, 2025):
        _standing_agency_of_today(office)
        obstacle = office.raised()
    with at(7, 2, 2025):
        _standing_agency_of_today(office)
        heir = Succession.objects.get(from_unit=obstacle.unit, effective_on=date(2025, 7, 1)).to_unit
        post = office.post(Role.COMMUNE_OFFICER, heir.code)
        ticking.tick(today())
        assert queries.obstacle_list(post, view="mine").total == 1
        actions.withdraw(obstacle, "Xã mới đã tự thu xếp", by=post)


def test_the_home_page_says_who_must_do_what(office, at) -> None:
    obstacle = office.raised()

    def said(post) -> list[str]:
        return [task.action for task in tasks_of(post, today()) if "/obstacles/" in task.url]

    assert (said(office.district), said(office.commune), said(office.department)) == (["Trả lời"], [], [])
    actions.ask(obstacle, "Cần bao nhiêu?", by=office.district)
    assert (said(office.district), said(office.commune)) == ([], ["Bổ sung"])
    actions.reply(obstacle, "500 tờ", by=office.commune)
    actions.answer(obstacle, "Đã bố trí", by=office.district)
    assert (said(office.district), said(office.commune)) == ([], ["Xem và xác nhận"])
    actions.confirm(obstacle, by=office.commune)
    assert said(office.commune) == []


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_what_a_plain_count_over_the_story_gives(office, at, seed: int) -> None:
    """Random acts over ten weeks; the counts are worked out anew from the turns, one by one, in plain Python."""
    chance = Random(seed)
    raised: list[Obstacle] = []
    for number in range(0, 70, 3):
        day = date(2017, 3, 1) + timedelta(days=number)
        with at(day.month, day.day):
            ticking.tick(day)
            if chance.random() < 0.6:
                raised.append(office.raised(chance.choice([office.commune, office.district, office.department])))
            for obstacle in chance.sample(raised, min(2, len(raised))):
                _act(office, obstacle, chance)
    with at(5, 12):
        for month in (3, 4, 5):
            period = periods.month(2017, month)
            for code in ("450", "DOLISA", "44"):
                unit = office.unit(code)
                counted = register.Obstacles().count([unit.pk], period)[unit.pk]
                assert tuple(counted[name] for name in (register.DUE, register.IN_TIME, register.OVERDUE)) == _plain(
                    unit, period
                )
        assert Turn.objects.count() > 10
        assert proved()


def _act(office, obstacle: Obstacle, chance: Random) -> None:
    holder = {"district": office.district, "department": office.department, "province": office.vice_chair}
    obstacle = Obstacle.objects.select_related("unit", "raised_by").get(pk=obstacle.pk)
    by, raiser = holder[turns(obstacle)[-1].level], obstacle.raised_by
    act = chance.choice(
        [
            lambda: actions.answer(obstacle, "Đã bố trí", by=by),
            lambda: actions.forward(obstacle, "Vượt thẩm quyền", by=by),
            lambda: actions.ask(obstacle, "Cần bao nhiêu?", by=by),
            lambda: actions.reply(obstacle, "Thêm", by=raiser),
            lambda: actions.reopen(obstacle, "Chưa đủ", by=raiser),
            lambda: actions.confirm(obstacle, by=raiser),
            lambda: actions.withdraw(obstacle, "Tự thu xếp", by=raiser),
        ]
    )
    try:
        act()
    except Refused:
        return


def _plain(unit: Unit, period: periods.Period) -> tuple[int, int, int]:
    due = in_time = overdue = 0
    for turn in Turn.objects.filter(unit=unit):
        if turn.due_on is None:
            continue
        ended_on = turn.ended_at.date() if turn.ended_at else None
        passed_on = turn.ending in ("forwarded", "escalated", "withdrawn", "abolished") and ended_on <= turn.due_on
        if period.contains(turn.due_on) and not passed_on:
            due += 1
            in_time += turn.ending == "answered" and ended_on <= turn.due_on
        unanswered = (ended_on is None and turn.due_on < today()) or (ended_on is not None and ended_on > period.end)
        really_late = ended_on is None or ended_on > turn.due_on
        overdue += turn.due_on <= period.end and unanswered and really_late
    return due, in_time, overdue


def _standing_agency_of_today(office) -> Unit:
    """The pack's standing agency ended on 1 March 2025; here another one of that code follows it, under today's province."""
    found = Unit.objects.filter(code="DOLISA", valid_from__lte=today(), valid_to__gt=today()).first()
    if found is not None:
        return found
    province = office.unit("44")
    before = Unit.objects.filter(code="DOLISA").order_by("valid_from").last()
    starts = max(province.valid_from, before.valid_to)
    recorded = before.recorded_at
    unit = Unit(
        code="DOLISA", name="Sở Nội vụ", short_name="Sở Nội vụ", kind="agency", kind_vi="sở", valid_from=starts,
        valid_to=min(province.valid_to, OPEN_END), recorded_at=recorded,
    ).derive()  # fmt: skip
    unit.save()
    path = Placement.objects.get(unit=province).path
    Placement.objects.create(
        unit=unit,
        parent=province,
        path=f"{path}{unit.pk}/",
        valid_from=starts,
        valid_to=unit.valid_to,
        recorded_at=recorded,
    )
    return unit
