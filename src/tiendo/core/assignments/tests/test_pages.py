"""Tasks in the browser's eyes: given from a clause, taken up, answered, done; what is wrong is said in the form."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.assignments import actions, timeline
from tiendo.core.assignments.models import Directive, Task, TaskState
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(office, **changes: str) -> dict[str, str]:
    said = {
        "clause": "II.2.a.-1", "title": "Rà soát chương trình", "to": "one", "unit": "450", "partners": "POLICE, 452",
        "due_on": "31/03/2017", "repeats": "", "expected": "Số, ngày báo cáo", "area": "", "request": str(uuid.uuid4()),
    }  # fmt: skip
    return said | changes


def test_a_clause_gives_a_task_and_shows_it(office) -> None:
    client = browser(office.giver)
    clause = reverse("standing:clause", args=[office.plan.code, "II.2.a.-1"])
    assert "Chưa giao nhiệm vụ nào từ điều này" in client.get(clause).content.decode()
    form = client.get(reverse("assignments:give") + "?clause=II.2.a.-1").content.decode()
    assert 'value="II.2.a.-1" selected' in form
    answer = client.post(reverse("assignments:give"), typed(office), follow=True)
    task = Task.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("assignments:task", args=[task.pk])
    assert [partner.unit.code for partner in task.partners.order_by("unit__code")] == ["452", "POLICE"]
    assert "Rà soát chương trình" in client.get(clause).content.decode()


def test_the_same_press_twice_gives_one_task(office) -> None:
    client, said = browser(office.giver), typed(office)
    for _press in range(2):
        client.post(reverse("assignments:give"), said)
    assert Task.objects.count() == 1


def test_all_districts_are_one_choice(office) -> None:
    client = browser(office.giver)
    assert "Mọi huyện (8)" in client.get(reverse("assignments:give")).content.decode()
    client.post(reverse("assignments:give"), typed(office, to="districts", unit=""))
    assert Task.objects.count() == 8


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": ""}, "Chưa chọn đơn vị"),
        ({"unit": "xứ lạ"}, "Không tìm thấy đơn vị"),
        ({"due_on": "31/02/2017"}, "ngày"),
        ({"due_on": "31/03/2018"}, "Mời chọn ngày trong năm 2017"),
        ({"title": ""}, "bắt buộc"),
        ({"title": "Gọi số 0912 345 678"}, "thông tin riêng"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, changes: dict[str, str], said: str) -> None:
    answer = browser(office.giver).post(reverse("assignments:give"), typed(office, **changes))
    page = answer.content.decode()
    assert said in page
    assert "Số, ngày báo cáo" in page
    assert not Task.objects.exists()


def test_the_unit_takes_it_up_and_reports_it_done(office) -> None:
    task = actions.give(office.order("450"), by=office.giver)[0]
    client = browser(office.post(Role.DISTRICT_OFFICER, "450"))
    assert "Nhận nhiệm vụ" in client.get(reverse("boards:home")).content.decode()
    client.post(reverse("assignments:accept", args=[task.pk]))
    seen = Task.objects.get().version
    bare = client.post(reverse("assignments:finish", args=[task.pk]), {"text": " ", "version": seen})
    assert bare.status_code == 422
    done = {"text": "Báo cáo số 12/BC-UBND", "version": seen}
    client.post(reverse("assignments:finish", args=[task.pk]), done)
    assert Task.objects.get().state == TaskState.DONE
    page = browser(office.giver).get(reverse("assignments:task", args=[task.pk])).content.decode()
    assert "Báo cáo số 12/BC-UBND" in page
    assert "Trả lại, chưa đủ bằng chứng" in page


def test_a_list_without_tasks_says_what_will_be_here(office) -> None:
    page = browser(office.post(Role.COMMUNE_OFFICER, "18862")).get(reverse("assignments:tasks")).content.decode()
    assert "Chưa có nhiệm vụ nào ở đây" in page
    found = browser(office.giver).get(reverse("assignments:tasks") + "?q=khong+co&view=all").content.decode()
    assert "Không có nhiệm vụ nào khớp" in found


def test_nonsense_in_the_address_is_not_found_or_passed_over(office) -> None:
    client = browser(office.giver)
    assert client.get(reverse("assignments:task", args=[999_999])).status_code == 404
    assert client.get(reverse("assignments:tasks") + "?view=zzz&page=-3").status_code == 200
    task = actions.give(office.order("450"), by=office.giver)[0]
    officer = browser(office.post(Role.DISTRICT_OFFICER, "450"))
    assert officer.post(reverse("assignments:say", args=[task.pk, "handed"]), {"text": "x"}).status_code == 404


def test_what_nobody_carries_is_listed(office) -> None:
    actions.give(office.order("450"), by=office.giver)
    page = browser(office.giver).get(reverse("assignments:gaps")).content.decode()
    assert "0 điều chưa có chủ trì" in page
    assert "63 điều chưa có nhiệm vụ" in page
    assert "II.2.a.-2" in page


def test_a_written_order_becomes_tasks(office) -> None:
    client = browser(office.post(Role.VICE_CHAIR, "44"))
    said = {
        "kind": "conclusion", "number": "45/TB-UBND", "dated": "08/03/2017", "issuer": "UBND tỉnh", "subject": "Kết luận cuộc họp quý I",
        "text": "Rà soát cơ sở lưu trú\n\nBáo cáo tiến độ", "request": str(uuid.uuid4()),
    }  # fmt: skip
    for _press in range(2):
        answer = client.post(reverse("assignments:enter-directive"), said)
    directive = Directive.objects.get()
    assert answer["Location"] == reverse("assignments:directive", args=[directive.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Chưa giao nhiệm vụ nào từ văn bản này" in page
    assert page.count("?plan=") == 2
    form = client.get(reverse("assignments:give") + f"?directive={directive.pk}&title=Báo cáo tiến độ").content.decode()
    assert "Báo cáo tiến độ</textarea>" in form
    client.post(reverse("assignments:give"), typed(office, directive=str(directive.pk)))
    assert "0/1 xong" in client.get(reverse("assignments:directives")).content.decode()
    again = client.post(reverse("assignments:enter-directive"), said | {"request": str(uuid.uuid4())})
    assert "đã có văn bản này" in again.content.decode()


@pytest.mark.parametrize(("by", "name"), [("clause", "II.2.a.-1"), ("unit", "thành phố Đồng Hới")])
def test_the_year_shows_what_falls_due_month_by_month(office, by: str, name: str) -> None:
    actions.give(office.order("450", "452"), by=office.giver)
    done = actions.give(office.order("450", due_on=date(2017, 4, 28)), by=office.giver)[0]
    actions.finish(done, "Báo cáo số 12", by=office.post(Role.DISTRICT_OFFICER, "450"))
    rows = timeline.year(office.plan, office.giver, by=by)
    row = next(row for row in rows if row.title == name)
    assert (row.months[3].done, row.months[3].shape) == (1, "met")
    assert row.months[2].all == (2 if by == "clause" else 1)
    page = browser(office.giver).get(reverse("assignments:year") + f"?by={by}").content.decode()
    assert name in page


def test_a_year_without_tasks_says_so(office) -> None:
    assert "Chưa có nhiệm vụ nào trong năm" in browser(office.giver).get(reverse("assignments:year")).content.decode()
