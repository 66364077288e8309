"""Who hears what of an obstacle: the level that holds it, the raiser, and whoever let it lie."""

from __future__ import annotations

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.clock import today
from tiendo.foundation.notices import queries
from tiendo.foundation.notices.models import Notice
from tiendo.registers.obstacles import actions, ticking
from tiendo.registers.obstacles.tests.conftest import DISTRICT


def heard(post: Post) -> list[str]:
    return [line.title for line in queries.notices_of(post, only_unread=True).lines]


def test_raised_is_heard_by_the_level_above_and_answered_by_the_raiser(office) -> None:
    chair, officer = office.post(Role.DISTRICT_CHAIR, DISTRICT), office.district
    obstacle = office.raised()
    for post in (chair, officer):
        assert heard(post) == [f"Vướng mắc {obstacle} của xã Bảo Ninh chờ trả lời"]
    assert heard(office.commune) == []
    actions.answer(obstacle, "Đã bố trí kinh phí", by=officer)
    assert heard(office.commune) == [f"Vướng mắc {obstacle} đã được trả lời"]
    assert heard(chair) == heard(officer) == []
    actions.confirm(obstacle, by=office.commune)
    assert heard(office.commune) == []


def test_what_was_asked_and_replied_goes_to_and_fro(office) -> None:
    obstacle = office.raised()
    actions.ask(obstacle, "Cần bao nhiêu", by=office.district)
    assert heard(office.commune) == [f"Vướng mắc {obstacle} cần bổ sung"]
    actions.reply(obstacle, "Cần 2 triệu đồng", by=office.commune)
    assert (heard(office.commune), heard(office.district)) == ([], [f"xã Bảo Ninh đã bổ sung vướng mắc {obstacle}"])
    actions.answer(obstacle, "Đã bố trí", by=office.district)
    actions.reopen(obstacle, "Chưa nhận được", by=office.commune)
    assert heard(office.district) == [f"xã Bảo Ninh nêu lại vướng mắc {obstacle}"]
    actions.withdraw(obstacle, "Đã tự thu xếp", by=office.commune)
    assert heard(office.district) == [f"xã Bảo Ninh rút vướng mắc {obstacle}"]


def test_passed_on_is_heard_above_and_below(office) -> None:
    obstacle, department = office.raised(), office.department
    actions.forward(obstacle, "Ngoài khả năng của thành phố", by=office.district)
    assert heard(department) == [f"Vướng mắc {obstacle} của xã Bảo Ninh chờ trả lời"]
    assert heard(office.commune)[0].startswith(f"Vướng mắc {obstacle} đã chuyển lên")
    assert heard(office.district) == []


def test_what_goes_up_by_itself_is_heard_by_whoever_let_it_lie_once(office, at) -> None:
    obstacle, department, chair = office.raised(), office.department, office.post(Role.DISTRICT_CHAIR, DISTRICT)
    with at(3, 20):
        for _time in range(2):
            ticking.tick(today())
        assert "quá hạn trả lời, đã tự chuyển lên" in heard(chair)[0]
        assert [len(heard(post)) for post in (chair, department, office.commune)] == [1, 1, 1]
        assert str(obstacle) in heard(office.commune)[0]


def test_a_text_of_the_obstacle_is_in_no_notice(office) -> None:
    office.raised(text="Chưa có kinh phí in tờ rơi tháng ba")
    assert "tờ rơi" not in str(list(Notice.objects.values()))
