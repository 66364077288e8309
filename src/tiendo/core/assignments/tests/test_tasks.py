"""A clause's task reaches an office, is taken up, done with evidence, and moves figures and the clause in the same moment."""

from __future__ import annotations

from datetime import date

import pytest

from tiendo.core.assignments import actions, queries
from tiendo.core.assignments.models import Repeats, Task, TaskState, Word
from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.places import queries as places
from tiendo.foundation.work import Task as Line
from tiendo.foundation.work import tasks_of
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale

MARCH = periods.month(2017, 3)


def given(office, *units: str, **changes: object) -> Task:
    return actions.give(office.order(*(units or ("450",)), **changes), by=office.giver)[0]


def in_time(office) -> tuple[int | None, int | None]:
    figure = indicators.values(["PLN-16"], unit=office.plan.unit, period=MARCH)["PLN-16"]
    return figure.numerator, figure.denominator


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_a_task_counts_as_due_for_its_unit_and_as_done_only_with_evidence(office) -> None:
    task = given(office)
    assert in_time(office) == (0, 1)
    officer = office.post(Role.DISTRICT_OFFICER, "450")
    actions.accept(task, by=officer)
    actions.finish(task, "Báo cáo số 12/BC-UBND ngày 09/3/2017", by=officer)
    assert in_time(office) == (1, 1)
    district = indicators.values(["PLN-15"], unit=office.unit("450"), period=MARCH)["PLN-15"]
    assert (district.value, district.live) == (1, True)
    assert proved()


def test_without_evidence_it_is_not_done(office) -> None:
    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    with pytest.raises(BadInput, match="chưa có nội dung"):
        actions.finish(task, "   ", by=officer)
    task.refresh_from_db()
    assert task.state == TaskState.GIVEN
    assert in_time(office) == (0, 1)


def test_done_after_its_day_is_done_but_not_in_time(office, at) -> None:
    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    with at(4, 2):
        actions.finish(task, "Báo cáo số 20/BC-UBND", by=officer)
        assert in_time(office) == (0, 1)
        assert queries.task_page(task.pk, office.giver).line.words == "Xong, muộn 2 ngày"
        assert proved()


def test_done_on_its_last_day_is_in_time(office, at) -> None:
    task = given(office)
    with at(3, 31):
        actions.finish(task, "Báo cáo số 20/BC-UBND", by=office.post(Role.DISTRICT_OFFICER, "450"))
    assert in_time(office) == (1, 1)


def test_sent_back_it_is_open_again_and_its_figure_is_taken_back(office) -> None:
    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    actions.finish(task, "Báo cáo số 12/BC-UBND", by=officer)
    actions.send_back(task, "Báo cáo chưa nêu đủ năm chương trình", by=office.giver)
    assert in_time(office) == (0, 1)
    page = queries.task_page(task.pk, office.giver)
    assert (page.line.state, page.task.evidence) == (TaskState.ACCEPTED, "")
    assert [one.kind for one in page.said] == [Word.Kind.DONE, Word.Kind.SENT_BACK]
    assert proved()


def test_another_due_day_moves_both_months(office) -> None:
    task = given(office)
    actions.move(task, date(2017, 5, 15), "Chờ hướng dẫn của Bộ", by=office.giver)
    may = indicators.values(["PLN-14"], unit=office.plan.unit, period=periods.month(2017, 5))["PLN-14"]
    assert (in_time(office)[1], may.value) == (None, 1)
    assert "Từ 31/03/2017 sang 15/05/2017" in queries.task_page(task.pk, office.giver).said[0].text
    assert proved()


def test_a_cancelled_task_is_in_no_figure(office) -> None:
    task = given(office)
    actions.cancel(task, "Gộp vào nhiệm vụ khác", by=office.giver)
    actions.cancel(task, "Gộp vào nhiệm vụ khác", by=office.giver)
    assert indicators.values(["PLN-14"], unit=office.plan.unit, period=MARCH)["PLN-14"].value == 0
    assert Entry.objects.filter(verb="task.cancelled").count() == 1
    assert proved()


def test_a_request_sent_twice_gives_one_task(office) -> None:
    order = office.order("450", "452")
    first, again = actions.give(order, by=office.giver), actions.give(order, by=office.giver)
    assert [task.pk for task in first] == [task.pk for task in again]
    assert Task.objects.count() == 2
    assert Entry.objects.filter(verb="task.given").count() == 2


def test_pressing_twice_changes_nothing(office) -> None:
    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    for _press in range(2):
        actions.accept(task, by=officer)
    for _press in range(2):
        actions.finish(task, "Báo cáo số 12", by=officer)
    verbs = Entry.objects.filter(subject_type="assignments.Task").values_list("verb", flat=True)
    assert sorted(verbs) == ["task.accepted", "task.done", "task.given"]


def test_whoever_comes_second_is_told(office) -> None:
    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    seen = task.version
    actions.say(task, "Đã gửi phiếu rà soát cho các phòng", kind=Word.Kind.PROGRESS, by=officer)
    with pytest.raises(Stale):
        actions.finish(task, "Báo cáo số 12", by=office.post(Role.DISTRICT_CHAIR, "450"), version=seen)


def test_a_monthly_task_comes_on_the_last_day_of_each_shorter_month(office) -> None:
    order = office.order("450", due_on=date(2017, 3, 31), repeats=Repeats.MONTH)
    days = [task.due_on for task in actions.give(order, by=office.giver)]
    assert days[:3] == [date(2017, 3, 31), date(2017, 4, 30), date(2017, 5, 31)]
    assert len(days) == 10
    assert len({task.series for task in Task.objects.all()}) == 1


def test_every_commune_at_once_is_a_bounded_number_of_statements(office, django_assert_max_num_queries) -> None:
    communes = places.under(office.plan.unit, "commune", date(2017, 3, 10))
    order = office.order(units=communes)
    office.giver  # noqa: B018 — made before counting
    with django_assert_max_num_queries(5 * len(communes)):
        made = actions.give(order, by=office.giver)
    assert len(made) == 159
    assert in_time(office) == (0, 159)
    assert proved()


@pytest.mark.parametrize(
    ("role", "unit", "to", "allowed"),
    [
        (Role.DEPARTMENT_OFFICER, "DOLISA", "18862", True),
        (Role.VICE_CHAIR, "44", "POLICE", True),
        (Role.DISTRICT_OFFICER, "450", "450", True),
        (Role.DISTRICT_OFFICER, "450", "452", False),
        (Role.COMMUNE_OFFICER, "18862", "450", False),
        (Role.AGENCY_HEAD, "POLICE", "450", False),
        (Role.AUDITOR, "44", "450", False),
        (Role.ADMINISTRATOR, "44", "450", False),
    ],
)
def test_tasks_are_given_downwards(office, role: Role, unit: str, to: str, allowed: bool) -> None:
    by = office.post(role, unit)
    if allowed:
        assert actions.give(office.order(to), by=by)
        return
    with pytest.raises(Refused):
        actions.give(office.order(to), by=by)
    assert not Task.objects.exists()


def test_only_the_unit_works_and_only_the_giver_judges(office) -> None:
    task = given(office)
    stranger, officer = office.post(Role.DISTRICT_OFFICER, "452"), office.post(Role.DISTRICT_OFFICER, "450")
    for act in (
        lambda: actions.accept(task, by=stranger),
        lambda: actions.finish(task, "x y", by=office.giver),
        lambda: actions.cancel(task, "x y", by=officer),
        lambda: actions.move(task, date(2017, 4, 1), "x y", by=officer),
        lambda: actions.send_back(task, "x y", by=office.giver),
        lambda: actions.hand_on(task, stranger, by=officer),
    ):
        with pytest.raises(Refused):
            act()
    assert Task.objects.get().state == TaskState.GIVEN


def test_a_question_waits_for_the_giver_until_answered(office) -> None:
    def home_tasks(post: Post, on: date) -> list[Line]:
        return [line for line in tasks_of(post, on) if "/tasks/" in line.url]

    task, officer = given(office), office.post(Role.DISTRICT_OFFICER, "450")
    actions.say(task, "Có tính cả chương trình nông thôn mới không?", kind=Word.Kind.QUESTION, by=officer)
    assert [line.action for line in home_tasks(office.giver, date(2017, 3, 10))] == ["Trả lời"]
    actions.say(task, "Có.", kind=Word.Kind.ANSWER, by=office.giver)
    assert list(home_tasks(office.giver, date(2017, 3, 10))) == []


def test_a_day_outside_the_plans_year_is_refused_with_what_to_do(office) -> None:
    with pytest.raises(BadInput, match="Mời chọn ngày trong năm 2017"):
        given(office, due_on=date(2018, 1, 5))


def test_a_persons_details_are_refused_and_nothing_is_given(office) -> None:
    with pytest.raises(BadInput, match="thông tin riêng"):
        given(office, title="Làm việc với người có số điện thoại 0912 345 678")
    assert not Task.objects.exists()


def test_what_ends_with_a_post_goes_to_its_successor(office) -> None:
    from tiendo.core.assignments.handing_over import OpenTasks

    task, chair = given(office), office.post(Role.DISTRICT_CHAIR, "450")
    officer, successor = office.post(Role.DISTRICT_OFFICER, "450"), office.post(Role.DISTRICT_OFFICER, "450", 2)
    actions.hand_on(task, officer, by=chair)
    assert OpenTasks().count(officer) == 1
    OpenTasks().hand_over(officer, successor)
    assert Task.objects.get().post == successor


def test_the_list_shows_only_what_the_post_may_see(office) -> None:
    actions.give(office.order("450", "452", "POLICE"), by=office.giver)
    for role, unit, expected in (
        (Role.DEPARTMENT_OFFICER, "DOLISA", 3),
        (Role.DISTRICT_OFFICER, "450", 1),
        (Role.AGENCY_OFFICER, "POLICE", 1),
        (Role.COMMUNE_OFFICER, "18862", 0),
        (Role.AUDITOR, "44", 3),
    ):
        assert queries.task_list(office.post(role, unit), view="all").total == expected


def test_a_page_of_the_list_asks_the_same_however_many_there_are(office, django_assert_num_queries) -> None:
    actions.give(office.order("450"), by=office.giver)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.task_list(office.giver, view="all")
    actions.give(office.order(units=places.under(office.plan.unit, "commune", date(2017, 3, 10))), by=office.giver)
    with django_assert_num_queries(len(few)):
        found = queries.task_list(office.giver, view="all", page=2)
    assert (found.total, found.pages, len(found.lines)) == (160, 4, 50)
    assert queries.task_list(office.giver, view="all", text="bao ninh").total == 1
    assert queries.task_list(office.giver, view="all", text="NV-1").total == 1
