"""Who hears what of a task: the unit that does it, or the post it was handed to, and whoever gave it."""

from __future__ import annotations

from datetime import date

from tiendo.core.assignments import actions, telling
from tiendo.core.assignments.models import Repeats, Task, Word
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.notices import queries
from tiendo.foundation.notices.models import Notice


def heard(post: Post) -> list[str]:
    return [line.title for line in queries.notices_of(post, only_unread=True).lines]


def given(office, *units: str, **changes: object) -> Task:
    return actions.give(office.order(*(units or ("450",)), **changes), by=office.giver)[0]


def test_given_is_heard_by_the_unit_and_done_by_the_giver(office) -> None:
    officer, head = office.post(Role.DISTRICT_OFFICER, "450"), office.post(Role.DISTRICT_CHAIR, "450")
    task = given(office)
    assert heard(officer) == heard(head) == [f"Nhiệm vụ {task} được giao"]
    actions.finish(task, "Báo cáo số 12/BC-UBND", by=officer)
    assert heard(officer) == heard(head) == []
    assert "báo xong" in heard(office.giver)[0]
    actions.send_back(task, "Chưa có danh sách", by=office.giver)
    assert heard(officer) == [f"Nhiệm vụ {task} bị trả lại, cần làm tiếp"]


def test_a_task_of_every_month_is_told_once(office) -> None:
    officer = office.post(Role.DISTRICT_OFFICER, "450")
    task = given(office, repeats=Repeats.MONTH, due_on=date(2017, 10, 31))
    assert heard(officer) == [f"Nhiệm vụ {task} và 2 lần sau được giao"]


def test_a_question_is_heard_by_the_giver_and_its_answer_by_the_unit(office) -> None:
    officer, task = office.post(Role.DISTRICT_OFFICER, "450"), given(office)
    actions.say(task, "Gửi cho ai", kind=Word.Kind.QUESTION, by=officer)
    assert "hỏi về nhiệm vụ" in heard(office.giver)[0]
    actions.say(task, "Gửi Sở", kind=Word.Kind.ANSWER, by=office.giver)
    assert heard(officer) == [f"Câu hỏi về nhiệm vụ {task} đã được trả lời"]


def test_handed_on_it_is_heard_by_that_post_alone(office) -> None:
    officer, second = office.post(Role.DISTRICT_OFFICER, "450"), office.post(Role.DISTRICT_OFFICER, "450", 2)
    task = given(office)
    actions.hand_on(task, second, by=officer)
    assert (heard(officer), heard(second)) == ([], [f"Nhiệm vụ {task} được chuyển trong đơn vị"])
    actions.move(task, date(2017, 4, 15), "Chờ văn bản", by=office.giver)
    assert (heard(officer), heard(second)) == ([], [f"Nhiệm vụ {task} đổi hạn"])
    actions.cancel(task, "Không cần nữa", by=office.giver)
    assert heard(second) == [f"Nhiệm vụ {task} đã hủy"]


def test_nobody_is_told_of_what_they_gave_themselves(office) -> None:
    task = given(office, "DOLISA")
    assert heard(office.giver) == []
    assert heard(office.post(Role.DEPARTMENT_DIRECTOR, "DOLISA")) == [f"Nhiệm vụ {task} được giao"]


def test_an_order_to_many_units_costs_the_same(office, django_assert_max_num_queries) -> None:
    tasks = actions.give(office.order("450", "18889", "18904", "18862"), by=office.giver)
    Notice.objects.all().delete()
    with django_assert_max_num_queries(4):
        telling.given(tasks, by=office.giver)
    assert Notice.objects.count() == 8
