"""What documents give people to do, on 5 October 2017: September has ended, its report is due on the 10th."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from tiendo.core.plans import carried
from tiendo.core.reporting.tests.factories import SEPTEMBER
from tiendo.foundation import clock, once, work
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.outputs.documents import actions
from tiendo.outputs.documents.models import Document
from tiendo.outputs.documents.tasks import tasks
from tiendo.outputs.documents.tests.conftest import KIND, Office


def titles(post: Post) -> list[str]:
    return [task.title for task in tasks(post, clock.today())]


def september(office: Office) -> Document:
    return actions.prepare(KIND, office.plan, SEPTEMBER, by=office.writer)


def test_an_ended_month_without_a_report_is_to_begin_by_the_departments_day(office: Office) -> None:
    (task,) = tasks(office.writer, clock.today())
    assert (task.title, task.due_on, task.urgency) == ("Lập báo cáo tháng 9/2017", date(2017, 10, 10), "later")
    assert task.url == f"{reverse('documents:new')}?kind={KIND}&period=2017-09"
    assert titles(office.director) == []


def test_a_report_not_begun_by_its_day_is_overdue(office: Office) -> None:
    (task,) = tasks(office.writer, date(2017, 10, 11))
    assert task.urgency == "overdue"


def test_a_draft_is_to_write_for_the_officer_and_to_sign_for_the_director(office: Office) -> None:
    document = september(office)
    (writing,), (signing,) = tasks(office.writer, clock.today()), tasks(office.director, clock.today())
    assert writing.title == "Soạn tiếp báo cáo tháng 9/2017"
    assert signing.title == "Ký ban hành báo cáo tháng 9/2017"
    assert writing.url == signing.url == reverse("documents:page", args=[document.pk])
    assert signing.due_on == date(2017, 10, 10)


def test_an_issued_report_leaves_nothing_to_do(office: Office) -> None:
    actions.issue(september(office), 118, by=office.director)
    assert titles(office.writer) == titles(office.director) == []


def test_months_forgotten_since_the_last_report_stay_to_begin(office: Office) -> None:
    office.issued()  # August
    with clock.set_to(datetime(2017, 11, 2, 8, 0)):
        assert titles(office.writer) == ["Lập báo cáo tháng 10/2017", "Lập báo cáo tháng 9/2017"]


def test_a_month_of_another_year_than_the_plan_is_not_asked_for(office: Office) -> None:
    with clock.set_to(datetime(2018, 2, 2, 8, 0)):
        assert titles(office.writer) == []


def test_who_prepared_a_draft_is_not_asked_to_sign_it(office: Office) -> None:
    september(office)
    dolisa = office.world.agencies["DOLISA"]
    promoted = Post.objects.create(
        user=office.writer.user,
        role=Role.DEPARTMENT_DIRECTOR,
        unit=dolisa,
        title="Phó Giám đốc",
        starts=date(2017, 1, 1),
    )
    assert titles(promoted) == []


def test_other_offices_have_no_documents_to_do(office: Office) -> None:
    september(office)
    police = make_post(Role.AGENCY_OFFICER, office.world.agencies["POLICE"], "cong-an")
    for post in (police, office.world.district_officer(), office.world.officer(), office.world.auditor()):
        assert titles(post) == []


def test_one_query_besides_that_of_the_plans_whatever_there_is(office: Office, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        titles(office.writer)
    september(office)
    with django_assert_max_num_queries(2):
        titles(office.writer)
    with once.page(), django_assert_max_num_queries(1 + 1):
        carried.first_by(office.director.unit, clock.today())
        titles(office.director)
    elsewhere = office.world.officer()
    with django_assert_max_num_queries(0):
        titles(elsewhere)


def test_the_home_page_gathers_them(office: Office) -> None:
    september(office)
    assert "Ký ban hành báo cáo tháng 9/2017" in [t.title for t in work.tasks_of(office.director, clock.today())]
