"""An obstacle is raised, answered, passed on, and confirmed; figures of who had to answer follow in the same moment."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale
from tiendo.registers.obstacles import actions, queries, register
from tiendo.registers.obstacles.models import NEXT_STATES, Obstacle, ObstacleState, Turn, Word
from tiendo.registers.obstacles.tests.conftest import DISTRICT, turns

MARCH = periods.month(2017, 3)


def figures(office, period=MARCH, unit: str = "44") -> tuple[int | None, int | None, int | None]:
    """Due, in time, overdue."""
    found = indicators.values(["OBS-05", "OBS-02", "OBS-04"], unit=office.unit(unit), period=period)
    return found["OBS-05"].value, found["OBS-02"].value, found["OBS-04"].value


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_a_communes_obstacle_waits_for_its_district_and_counts_there(office) -> None:
    obstacle = office.raised()
    turn = turns(obstacle)[0]
    assert (turn.unit.code, turn.level, turn.due_on) == (DISTRICT, "district", date(2017, 3, 17))
    assert (obstacle.unit.code, obstacle.clause.ref, obstacle.period) == ("18889", "II.2.a.-5", "2017-03")
    assert figures(office) == (1, 0, 0)
    assert figures(office, unit=DISTRICT) == (1, 0, 0)
    assert indicators.values(["OBS-05"], unit=office.unit(DISTRICT), period=MARCH)["OBS-05"].live
    assert proved()


@pytest.mark.parametrize(
    ("role", "unit", "to", "due_on"),
    [
        (Role.COMMUNE_CHAIR, "18889", "450", date(2017, 3, 17)),
        (Role.DISTRICT_OFFICER, "450", "DOLISA", date(2017, 3, 21)),
        (Role.AGENCY_HEAD, "POLICE", "DOLISA", date(2017, 3, 21)),
        (Role.DEPARTMENT_OFFICER, "DOLISA", "44", date(2017, 3, 24)),
    ],
)
def test_each_level_is_answered_by_the_one_above(office, role: Role, unit: str, to: str, due_on: date) -> None:
    turn = turns(office.raised(office.post(role, unit)))[0]
    assert (turn.unit.code, turn.due_on) == (to, due_on)


def test_answered_in_time_it_counts_at_once_and_the_raiser_confirms(office) -> None:
    obstacle = office.raised()
    actions.answer(obstacle, "Bố trí 5 triệu đồng từ nguồn huyện", by=office.district)
    assert figures(office) == (1, 1, 0)
    assert Obstacle.objects.get().state == ObstacleState.ANSWERED
    actions.confirm(obstacle, by=office.commune)
    assert Obstacle.objects.get().state == ObstacleState.CLOSED
    verbs = Entry.objects.filter(subject_type="obstacles.Obstacle").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["obstacle.raised", "obstacle.answered", "obstacle.confirmed"]
    assert proved()


def test_answered_on_its_last_day_is_in_time_and_a_day_later_is_not(office, at) -> None:
    first, second = office.raised(), office.raised(text="Chưa có người phụ trách mảng tuyên truyền")
    with at(3, 17):
        actions.answer(first, "Đã cử người phụ trách", by=office.district)
    with at(3, 20):
        actions.answer(second, "Đã cử người phụ trách", by=office.district)
        assert figures(office) == (2, 1, 0)
        assert proved()
    assert turns(second)[0].late


def test_passed_on_before_its_day_it_counts_only_for_the_level_that_must_answer(office) -> None:
    obstacle = office.raised()
    actions.forward(obstacle, "Vượt thẩm quyền của thành phố", by=office.district)
    assert [(turn.unit.code, turn.ending) for turn in turns(obstacle)] == [("450", "forwarded"), ("DOLISA", "")]
    assert figures(office, unit=DISTRICT) == (0, 0, 0)
    assert figures(office) == (1, 0, 0)
    actions.forward(obstacle, "Cần UBND tỉnh quyết định", by=office.department)
    with pytest.raises(Refused, match="Không còn cấp nào ở trên"):
        actions.forward(obstacle, "Chuyển tiếp", by=office.vice_chair)
    assert turns(obstacle)[-1].unit.code == "44"
    assert proved()


def test_asked_for_more_the_days_stand_still_and_run_on_with_the_reply(office, at) -> None:
    obstacle = office.raised()
    with at(3, 14):
        actions.ask(obstacle, "Cần bao nhiêu tài liệu?", by=office.district)
        assert figures(office) == (0, 0, 0)
        assert turns(obstacle)[0].days_left == 3
    with at(4, 3):
        actions.reply(obstacle, "Cần 500 tờ rơi", by=office.commune)
        assert turns(obstacle)[0].due_on == date(2017, 4, 7)
        assert figures(office, periods.month(2017, 4)) == (1, 0, 0)
        assert figures(office) == (0, 0, 0)
        assert proved()


def test_days_over_a_holiday_are_not_counted(office, at) -> None:
    with at(4, 27):
        turn = turns(office.raised())[0]
        assert turn.due_on == date(2017, 5, 8)  # Saturday, Sunday, 1 and 2 May off


def test_past_its_day_it_cannot_be_asked_about(office, at) -> None:
    obstacle = office.raised()
    with at(3, 20), pytest.raises(Refused, match="Đã quá hạn trả lời"):
        actions.ask(obstacle, "Cần bao nhiêu?", by=office.district)


def test_raised_anew_after_an_answer_in_time_the_remaining_days_run_on(office, at) -> None:
    obstacle = office.raised()
    with at(3, 15):
        actions.answer(obstacle, "Tự cân đối trong kinh phí của phường", by=office.district)
    with at(3, 30):
        actions.reopen(obstacle, "Phường không có nguồn nào", by=office.commune)
        assert [(turn.due_on, turn.ending) for turn in turns(obstacle)] == [(date(2017, 4, 3), "")]
        assert figures(office) == (0, 0, 0)
        assert figures(office, periods.month(2017, 4)) == (1, 0, 0)
        assert proved()


def test_raised_anew_after_a_late_answer_the_late_one_stays_counted(office, at) -> None:
    obstacle = office.raised()
    with at(3, 22):
        actions.answer(obstacle, "Tự cân đối", by=office.district)
        actions.reopen(obstacle, "Phường không có nguồn nào", by=office.commune)
        assert [(turn.due_on, turn.late) for turn in turns(obstacle)] == [
            (date(2017, 3, 17), True), (date(2017, 3, 29), False),
        ]  # fmt: skip
        assert figures(office) == (2, 0, 0)
        assert proved()


def test_the_raiser_takes_it_higher_with_a_reason(office) -> None:
    obstacle = office.raised()
    with pytest.raises(BadInput, match="chưa có nội dung"):
        actions.escalate(obstacle, "  ", by=office.commune)
    actions.escalate(obstacle, "Cần trước ngày phát động", by=office.commune)
    assert turns(obstacle)[-1].unit.code == "DOLISA"
    assert [one.label for one in queries.obstacle_page(obstacle.pk, office.commune).said] == ["Đề nghị lên cấp trên"]


def test_withdrawn_before_its_day_it_is_in_no_figure(office) -> None:
    obstacle = office.raised()
    actions.withdraw(obstacle, "Đã tự thu xếp", by=office.commune)
    assert figures(office) == (0, 0, 0)
    assert Obstacle.objects.get().state == ObstacleState.WITHDRAWN
    assert proved()


def test_a_request_sent_twice_raises_one(office) -> None:
    said = office.said()
    first, again = (actions.raise_obstacle(said, by=office.commune) for _press in range(2))
    assert first.pk == again.pk
    assert Entry.objects.filter(verb="obstacle.raised").count() == 1


def test_pressing_twice_changes_nothing(office) -> None:
    obstacle, seen = office.raised(), Obstacle.objects.get().version
    for _press in range(2):
        actions.answer(obstacle, "Đã bố trí", by=office.district, version=seen)
    seen = Obstacle.objects.get().version
    for _press in range(2):
        actions.reopen(obstacle, "Chưa đủ", by=office.commune, version=seen)
    for _press in range(2):
        actions.forward(obstacle, "Vượt thẩm quyền", by=office.district)
    assert Word.objects.count() == 3
    assert len(turns(obstacle)) == 2


def test_whoever_comes_second_is_told(office) -> None:
    obstacle, seen = office.raised(), Obstacle.objects.get().version
    actions.forward(obstacle, "Vượt thẩm quyền", by=office.district, version=seen)
    with pytest.raises(Stale):
        actions.escalate(obstacle, "Gấp", by=office.commune, version=seen)
    assert len(turns(obstacle)) == 2


def test_only_the_level_that_holds_it_answers_and_only_the_raiser_judges(office) -> None:
    obstacle = office.raised()
    other = office.post(Role.DISTRICT_OFFICER, "452")
    for act in (
        lambda: actions.answer(obstacle, "Đã bố trí", by=other),
        lambda: actions.answer(obstacle, "Đã bố trí", by=office.commune),
        lambda: actions.answer(obstacle, "Đã bố trí", by=office.department),
        lambda: actions.escalate(obstacle, "Gấp", by=office.district),
        lambda: actions.withdraw(obstacle, "Thôi", by=office.district),
        lambda: actions.confirm(obstacle, by=office.commune),
        lambda: actions.reply(obstacle, "Thêm", by=office.commune),
    ):
        with pytest.raises(Refused):
            act()
    assert Obstacle.objects.get().version == 1


@pytest.mark.parametrize(("role", "unit"), [(Role.VICE_CHAIR, "44"), (Role.AUDITOR, "44"), (Role.ADMINISTRATOR, "44")])
def test_who_does_none_of_the_work_raises_nothing(office, role: Role, unit: str) -> None:
    with pytest.raises(Refused):
        office.raised(office.post(role, unit))
    assert not Obstacle.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Gọi 0912 345 678 để hỏi"}, "thông tin riêng"),
        ({"text": " "}, "chưa có nội dung"),
        ({"text": "a" * 1001}, "tối đa 1000"),
        ({"kind": "xu-la"}, "chưa chọn loại"),
        ({"clause": None}, "chưa gắn với điều"),
    ],
)
def test_what_may_not_be_written_is_refused_and_nothing_is_raised(office, changes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        office.raised(**changes)
    assert not Obstacle.objects.exists()
    assert not Turn.objects.exists()


def test_the_database_keeps_one_open_turn_and_knows_each_state(office) -> None:
    obstacle = office.raised()
    turn = turns(obstacle)[0]
    for broken in (
        lambda: Turn.objects.create(
            obstacle=obstacle, unit=turn.unit, level="district", began_at=turn.began_at, due_on=turn.due_on
        ),
        lambda: Turn.objects.filter(pk=turn.pk).update(due_on=None),
        lambda: Turn.objects.filter(pk=turn.pk).update(ending="answered"),
        lambda: Obstacle.objects.filter(pk=obstacle.pk).update(state=ObstacleState.ANSWERED),
        lambda: Obstacle.objects.filter(pk=obstacle.pk).update(clause=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_every_state_has_its_row_in_the_table_of_moves() -> None:
    assert set(NEXT_STATES) == set(ObstacleState.values)


def test_the_records_behind_a_figure_are_the_obstacles_the_post_may_see(office) -> None:
    obstacle = office.raised()
    source, unit = register.Obstacles(), office.unit(DISTRICT)
    found = source.records(unit.pk, MARCH, register.DUE, office.district)
    assert [(record.url, record.on) for record in found] == [(f"/obstacles/{obstacle.pk}", date(2017, 3, 17))]
    assert source.records(unit.pk, MARCH, register.IN_TIME, office.district) == []
    assert source.records(unit.pk, MARCH, register.DUE, office.post(Role.COMMUNE_OFFICER, "18904")) == []


def test_the_list_shows_only_what_the_post_may_see(office) -> None:
    office.raised()
    office.raised(office.post(Role.AGENCY_OFFICER, "POLICE"))
    for role, unit, expected in (
        (Role.DEPARTMENT_OFFICER, "DOLISA", 2),
        (Role.DISTRICT_CHAIR, "450", 1),
        (Role.DISTRICT_OFFICER, "452", 0),
        (Role.COMMUNE_CHAIR, "18889", 1),
        (Role.AGENCY_HEAD, "POLICE", 1),
        (Role.AUDITOR, "44", 2),
        (Role.VICE_CHAIR, "44", 2),
    ):
        assert queries.obstacle_list(office.post(role, unit), view="all").total == expected, role
    assert queries.obstacle_list(office.department, view="answer").total == 1
    assert queries.obstacle_list(office.department, view="all", text="in tai lieu").total == 2
    assert (
        queries.obstacle_list(office.department, view="all", text=f"VM-{Obstacle.objects.latest('pk').pk}").total == 1
    )


def test_a_page_of_the_list_asks_the_same_however_many_there_are(office, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office.raised()
    reader = office.department
    with CaptureQueriesContext(connection) as few:
        queries.obstacle_list(reader, view="all")
    for _one in range(5):
        office.raised()
    with django_assert_num_queries(len(few)):
        assert queries.obstacle_list(reader, view="all").total == 6
