"""What a unit's head answers for: the office, who signs for it, open tasks, late reports, obstacles waiting; seen along the line only."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from tiendo.core.arrangements import actions as arrangements
from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.tests.conftest import office  # noqa: F401
from tiendo.core.assignments.tests.test_pages import browser
from tiendo.foundation import clock
from tiendo.foundation.accounts import delegating
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.outputs.boards import accountability
from tiendo.registers.obstacles import actions as obstacles
from tiendo.registers.obstacles.actions import Raised

TODAY = date(2017, 3, 10)


def page(office, post, unit: str = "450"):  # noqa: F811
    return browser(post).get(reverse("boards:accountability", args=[unit]))


@pytest.fixture
def full(office):  # noqa: F811
    """The district's head is written down; it has a task past its day, one to come, and an obstacle of a commune."""
    chair, officer = office.post(Role.DISTRICT_CHAIR, "450"), office.post(Role.DISTRICT_OFFICER, "450")
    arrangements.name_head(
        office.unit("450"), "Chủ tịch UBND thành phố", date(2017, 1, 5), request=uuid.uuid4(), by=officer
    )
    terms = Terms(
        manner=Manner.TUQ, powers=[Power.REPORTS], starts=TODAY, ends=TODAY + timedelta(days=9), number="3/QĐ", dated=TODAY,
        request=uuid.uuid4(),
    )  # fmt: skip
    delegating.delegate(chair, office.post(Role.DISTRICT_OFFICER, "450", 2), terms, by=chair)
    for day in (date(2017, 3, 1), date(2017, 3, 31)):
        assignments.give(office.order("450", due_on=day), by=office.giver)
    commune = office.post(Role.COMMUNE_OFFICER, "18889")
    said = Raised(kind="kinh-phi", text="Chưa có kinh phí", clause=office.clause("II.2.a.-5"), request=uuid.uuid4())
    obstacles.raise_obstacle(said, by=commune)
    return office


def test_everything_the_head_answers_for_is_on_one_page(full) -> None:
    shown = page(full, full.post(Role.VICE_CHAIR, "44")).content.decode()
    for words in (
        "Chủ tịch UBND thành phố", "từ 05/01/2017", "TUQ. lãnh đạo UBND huyện", "đến hết ngày 18/03/2017", "Quá hạn 9 ngày",
        "Chưa có kinh phí", "Báo cáo quá hạn", "Nhiệm vụ đang mở",
    ):  # fmt: skip
        assert words in shown
    view = accountability.of(full.unit("450"), full.post(Role.VICE_CHAIR, "44"), TODAY)
    by_title = {group.title: (group.total, group.late) for group in view.groups}
    assert by_title["Nhiệm vụ đang mở"] == (2, 1)
    assert by_title["Vướng mắc chờ trả lời"] == (1, 0)
    assert by_title["Báo cáo quá hạn"][0] == by_title["Báo cáo quá hạn"][1] > 0


def test_it_is_seen_along_the_line_only(full) -> None:
    for role, unit, status in (
        (Role.DISTRICT_OFFICER, "450", 200), (Role.DEPARTMENT_DIRECTOR, "DOLISA", 200), (Role.AUDITOR, "44", 200),
        (Role.DISTRICT_OFFICER, "452", 403), (Role.COMMUNE_CHAIR, "18889", 403), (Role.AGENCY_HEAD, "POLICE", 403),
        (Role.ADMINISTRATOR, "DOLISA", 403),
    ):  # fmt: skip
        assert page(full, full.post(role, unit)).status_code == status, role
    assert page(full, full.post(Role.AGENCY_HEAD, "POLICE"), "POLICE").status_code == 200
    assert page(full, full.post(Role.VICE_CHAIR, "44"), "xyz").status_code == 404


def test_the_unit_s_own_page_leads_there_for_whoever_may_go(full) -> None:
    address = reverse("boards:accountability", args=["450"])
    unit = reverse("places:unit", args=["450"])
    assert address in browser(full.post(Role.DISTRICT_CHAIR, "450")).get(unit).content.decode()
    assert address not in browser(full.post(Role.DISTRICT_CHAIR, "452")).get(unit).content.decode()


def test_a_unit_with_nothing_open_says_so(office) -> None:  # noqa: F811
    with clock.set_to(datetime(2017, 1, 2, 9)):
        shown = page(office, office.post(Role.VICE_CHAIR, "44"), "18862").content.decode()
    for words in ("Chưa ghi chức danh", "Không có nhiệm vụ nào đang mở", "Không có vướng mắc nào", "Không có việc tồn"):
        assert words in shown


def test_queries_do_not_follow_the_number_of_matters(full, django_assert_max_num_queries) -> None:
    reader, unit = full.post(Role.VICE_CHAIR, "44"), full.unit("450")
    for _more in range(25):
        assignments.give(full.order("450", due_on=date(2017, 3, 20)), by=full.giver)
    with django_assert_max_num_queries(14):
        view = accountability.of(unit, reader, TODAY)
    tasks = next(group for group in view.groups if group.title == "Nhiệm vụ đang mở")
    assert (tasks.total, len(tasks.matters)) == (27, 20)
