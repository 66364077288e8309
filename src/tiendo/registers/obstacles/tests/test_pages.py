"""Obstacles in the browser's eyes: raised from a clause, task or report, answered, confirmed; what is wrong is said in the form."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.actions import Order
from tiendo.core.reporting import actions as reporting
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.tests.samples import pdf, png, sent
from tiendo.foundation.work import tasks_of
from tiendo.foundation.workbooks import reading
from tiendo.kernel import periods
from tiendo.registers.obstacles import actions
from tiendo.registers.obstacles.models import Obstacle, ObstacleState
from tiendo.registers.obstacles.tests.conftest import COMMUNE


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(**changes: str) -> dict[str, str]:
    said = {
        "kind": "kinh-phi",
        "clause": "II.2.a.-5",
        "text": "Chưa có kinh phí in tài liệu",
        "request": str(uuid.uuid4()),
    }
    return said | changes


def test_a_clause_raises_an_obstacle_and_shows_that_it_is_open(office) -> None:
    client = browser(office.commune)
    clause = reverse("standing:clause", args=[office.plan.code, "II.2.a.-5"])
    page = client.get(clause).content.decode()
    assert f"{reverse('obstacles:raise')}?plan={office.plan.code}&amp;clause=II.2.a.-5" in page
    assert "đang mở" not in page
    form = client.get(reverse("obstacles:raise") + "?clause=II.2.a.-5").content.decode()
    assert 'value="II.2.a.-5" selected' in form
    assert "chậm nhất ngày 17/03/2017" in form
    answer = client.post(reverse("obstacles:raise"), typed())
    assert answer["Location"] == reverse("obstacles:obstacle", args=[Obstacle.objects.get().pk])
    assert "Vướng mắc: 1 đang mở" in client.get(clause).content.decode()
    assert "Vướng mắc: 1 đang mở" in client.get(reverse("standing:plan", args=[office.plan.code])).content.decode()


def test_who_may_not_see_an_obstacle_does_not_see_it_counted(office) -> None:
    office.raised()
    clause = reverse("standing:clause", args=[office.plan.code, "II.2.a.-5"])
    assert "đang mở" not in browser(office.post(Role.COMMUNE_OFFICER, "18904")).get(clause).content.decode()
    auditor = browser(office.post(Role.AUDITOR, "44")).get(clause).content.decode()
    assert "Vướng mắc: 1 đang mở" in auditor
    assert "Nêu vướng mắc" not in auditor


def test_the_plan_asks_the_same_number_of_questions_however_many_obstacles(
    office, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = browser(office.commune), reverse("standing:plan", args=[office.plan.code])
    client.get(address)
    office.raised()
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for ref in ("I.1.-1", "II.2.a.-1", "II.2.a.-2"):
        office.raised(clause=office.clause(ref))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_a_task_raises_an_obstacle_of_its_clause(office) -> None:
    order = Order(
        plan=office.plan, clause=office.clause("II.2.a.-1"), title="Rà soát", expected="Báo cáo",
        units=[office.unit(COMMUNE)], due_on=date(2017, 3, 31), request=uuid.uuid4(),
    )  # fmt: skip
    task = assignments.give(order, by=office.department)[0]
    client = browser(office.commune)
    address = f"{reverse('obstacles:raise')}?task={task.pk}"
    assert address in client.get(reverse("assignments:task", args=[task.pk])).content.decode()
    client.post(address, typed(clause=""))
    obstacle = Obstacle.objects.get()
    assert (obstacle.task, obstacle.clause.ref) == (task, "II.2.a.-1")
    stranger = browser(office.post(Role.COMMUNE_OFFICER, "18904"))
    assert stranger.get(address).status_code == 404


def signed_report(office, count: int) -> Report:
    """The commune's signed report of February, in which it counts `count` obstacles."""
    report = reporting.open_report(office.unit(COMMUNE), "F1", periods.month(2017, 2), by=office.commune)
    now = clock.now()
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.SUBMITTED, values={"OBS-01": count}, submitted_at=now,
        submitted_by=office.post(Role.COMMUNE_CHAIR, COMMUNE),
    )  # fmt: skip
    return report


def asked_to_write_down(post: Post) -> list[str]:
    return [task.title for task in tasks_of(post, clock.today()) if task.title.startswith("Ghi vướng mắc")]


def test_what_the_report_counts_is_asked_for_until_each_is_written_down(office) -> None:
    report = signed_report(office, 2)
    assert asked_to_write_down(office.commune) == ["Ghi vướng mắc đã nêu trong báo cáo (2)"]
    assert asked_to_write_down(office.post(Role.COMMUNE_CHAIR, COMMUNE)) == []
    client = browser(office.commune)
    page = client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    address = f"{reverse('obstacles:raise')}?report={report.pk}"
    assert address in page
    for _one in range(2):
        client.post(address, typed(clause=""))
    assert {obstacle.period for obstacle in Obstacle.objects.all()} == {"2017-02"}
    assert asked_to_write_down(office.commune) == []
    assert (
        "F1 tháng 2/2017"
        in client.get(reverse("obstacles:obstacle", args=[Obstacle.objects.first().pk])).content.decode()
    )


def test_a_report_without_obstacles_asks_for_none_and_anothers_report_is_not_found(office) -> None:
    report = signed_report(office, 0)
    assert asked_to_write_down(office.commune) == []
    stranger = browser(office.post(Role.COMMUNE_OFFICER, "18904"))
    assert stranger.get(f"{reverse('obstacles:raise')}?report={report.pk}").status_code == 404


def test_the_same_press_twice_raises_one(office) -> None:
    client, said = browser(office.commune), typed()
    for _press in range(2):
        client.post(reverse("obstacles:raise"), said)
    assert Obstacle.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "bắt buộc"),
        ({"clause": ""}, "bắt buộc"),
        ({"text": ""}, "bắt buộc"),
        ({"text": "Gọi số 0912 345 678"}, "thông tin riêng"),
        ({"clause": "XX.9"}, "Hãy chọn"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, changes: dict[str, str], said: str) -> None:
    answer = browser(office.commune).post(reverse("obstacles:raise"), typed(**changes))
    assert answer.status_code == 422
    assert said.lower() in answer.content.decode().lower()
    assert not Obstacle.objects.exists()


def test_from_raising_to_confirming_in_the_browser(office) -> None:
    obstacle = office.raised()
    district, commune = browser(office.district), browser(office.commune)
    assert "Trả lời vướng mắc" in district.get(reverse("boards:home")).content.decode()
    address = reverse("obstacles:obstacle", args=[obstacle.pk])
    page = district.get(address).content.decode()
    for verb in ("Giải quyết", "Chuyển lên", "Trả lại hỏi thêm"):
        assert verb in page
    bare = district.post(reverse("obstacles:answer", args=[obstacle.pk]), {"text": " ", "version": 1})
    assert bare.status_code == 422
    personal = district.post(reverse("obstacles:answer", args=[obstacle.pk]), {"text": "CMND 123456789", "version": 1})
    assert "thông tin riêng" in personal.content.decode()
    district.post(reverse("obstacles:ask", args=[obstacle.pk]), {"text": "Cần bao nhiêu?", "version": 1})
    commune.post(reverse("obstacles:reply", args=[obstacle.pk]), {"text": "500 tờ rơi", "version": 2})
    stale = district.post(reverse("obstacles:answer", args=[obstacle.pk]), {"text": "Đã bố trí", "version": 2})
    assert "vừa được người khác xử lý" in stale.content.decode()
    district.post(reverse("obstacles:answer", args=[obstacle.pk]), {"text": "Đã bố trí", "version": 3})
    assert "Xác nhận đã giải quyết" in commune.get(address).content.decode()
    commune.post(reverse("obstacles:confirm", args=[obstacle.pk]), {"version": 4})
    assert Obstacle.objects.get().state == ObstacleState.CLOSED
    thread = commune.get(address).content.decode()
    assert thread.index("Cần bao nhiêu?") < thread.index("500 tờ rơi") < thread.index("Đã bố trí</p>")


def test_forward_escalate_reopen_and_withdraw_have_their_addresses(office) -> None:
    obstacle = office.raised()
    district, commune = browser(office.district), browser(office.commune)
    commune.post(reverse("obstacles:escalate", args=[obstacle.pk]), {"text": "Gấp"})
    assert district.post(reverse("obstacles:forward", args=[obstacle.pk]), {"text": "Vượt"}).status_code == 403
    department = browser(office.department)
    department.post(reverse("obstacles:forward", args=[obstacle.pk]), {"text": "Vượt thẩm quyền"})
    browser(office.vice_chair).post(reverse("obstacles:answer", args=[obstacle.pk]), {"text": "Đồng ý cấp"})
    commune.post(reverse("obstacles:reopen", args=[obstacle.pk]), {"text": "Chưa nhận được"})
    commune.post(reverse("obstacles:withdraw", args=[obstacle.pk]), {"text": "Đã nhận"})
    assert Obstacle.objects.get().state == ObstacleState.WITHDRAWN
    page = district.get(reverse("obstacles:obstacle", args=[obstacle.pk])).content.decode()
    assert "Chuyển lên" in page  # in the thread: whoever held it once still reads it


def test_the_list_is_searched_without_marks_and_taken_away_as_a_workbook(office) -> None:
    office.raised()
    office.raised(text="Thiếu cán bộ phụ trách", kind="can-bo")
    client = browser(office.department)
    page = client.get(reverse("obstacles:obstacles") + "?view=open&q=can+bo").content.decode()
    assert "Thiếu cán bộ phụ trách" in page
    assert "in tài liệu" not in page
    answer = client.get(reverse("obstacles:download") + "?view=open&q=can+bo")
    sheet = reading.read("bang.xlsx", answer.content)[0]
    assert [sheet.cell(3, column).text for column in range(1, 5)] == ["Số", "Ngày nêu", "Đơn vị nêu", "Loại"]
    assert [sheet.cell(4, column).text for column in (4, 6, 9)] == [
        "Thiếu cán bộ",
        "Thiếu cán bộ phụ trách",
        "Chờ trả lời",
    ]
    assert max(sheet.rows) == 4


def test_an_empty_list_and_a_search_that_finds_nothing_say_so(office) -> None:
    client = browser(office.commune)
    assert "Chưa có vướng mắc nào ở đây" in client.get(reverse("obstacles:obstacles")).content.decode()
    page = client.get(reverse("obstacles:obstacles") + "?q=khong+co&view=all").content.decode()
    assert "Không có vướng mắc nào khớp" in page


@pytest.mark.parametrize("query", ["?view=zzz&page=-3", "?page=abc", "?q=VM-99999999999999999999", "?clause=%00"])
def test_nonsense_in_the_address_is_passed_over(office, query: str) -> None:
    client = browser(office.department)
    assert client.get(reverse("obstacles:obstacles") + query).status_code == 200
    assert client.get(reverse("obstacles:obstacle", args=[999_999])).status_code == 404
    for bad in ("?task=9999999999999999999999", "?report=abc", "?task=1"):
        assert client.get(reverse("obstacles:raise") + bad).status_code == 404


def test_overdue_is_said_in_days(office, at) -> None:
    obstacle = office.raised(office.department)
    with at(3, 28):
        page = browser(office.vice_chair).get(reverse("obstacles:obstacle", args=[obstacle.pk])).content.decode()
        assert "Quá hạn 4 ngày" in page
        actions.answer(obstacle, "Đã quyết định", by=office.vice_chair)
        assert "1 vướng mắc đang mở" in browser(office.department).get(reverse("obstacles:obstacles")).content.decode()


def test_an_answer_comes_with_its_paper(office, settings, tmp_path) -> None:
    settings.INSTALLATION = replace(settings.INSTALLATION, folder=tmp_path)
    obstacle = office.raised()
    browser(office.commune).post(
        reverse("files:add", args=["obstacles.obstacle", obstacle.pk]), {"files": sent(png(), "a.png")}
    )
    url = reverse("obstacles:answer", args=[obstacle.pk])
    said = {"text": "Đã bố trí", "version": 1}
    refused = browser(office.district).post(url, said | {"attached": sent(b"MZ" + bytes(9), "x.pdf")})
    assert refused.status_code == 422
    for _press in range(2):
        browser(office.district).post(url, said | {"attached": sent(pdf(), "cv.pdf")})
    assert [row.owner for row in Attachment.objects.order_by("pk")] == ["obstacles.obstacle", "obstacles.word"]
    page = browser(office.commune).get(reverse("obstacles:obstacle", args=[obstacle.pk])).content.decode()
    assert "cv.pdf" in page
    assert "a.png" in page
