"""Taking a workbook away, sending files in, reviewing and taking them: as the officers of a commune and a district do."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tiendo.core.exchanging import actions
from tiendo.core.exchanging.models import Delivery
from tiendo.core.exchanging.tests.sheets import book_of, changed, filled, numbers, sheet_of
from tiendo.core.reporting.models import Report
from tiendo.core.reporting.tests import factories
from tiendo.core.reporting.tests.pages import Desk, text_of
from tiendo.foundation.workbooks.reading import read

pytestmark = pytest.mark.django_db


def sent(desk: Desk, *contents: bytes, **more: str):
    files = [SimpleUploadedFile(f"{number}.xlsx", content) for number, content in enumerate(contents)]
    return desk.client.post(reverse("exchanging:receive"), {"key": str(uuid4()), "files": files, **more})


def test_the_report_and_the_desk_offer_their_workbooks(world) -> None:
    report = factories.draft(world)
    officer, district = Desk(world.officer()), Desk(world.district_officer())
    assert "Tải biểu Excel" in text_of(officer.open("report", report.pk))
    one = officer.client.get(reverse("exchanging:workbook", args=[world.commune.code, "F1", "2017-09"]))
    assert one["Content-Disposition"] == f'attachment; filename="F1-2017-09-{world.commune.code}.xlsx"'
    assert len(read("a.xlsx", one.content)) == 1
    assert "Tải Excel cả danh sách" in text_of(district.open("inbox", form="F1", period="2017-09"))
    book = district.client.get(reverse("exchanging:book", args=["F1", "2017-09"]))
    assert [sheet.name for sheet in read("a.xlsx", book.content)] == ["Tổng hợp", "xã Xã 00", "xã Xã 01", "xã Xã 02"]


def test_nobody_outside_its_line_takes_a_unit_s_workbook_away(world) -> None:
    there = reverse("exchanging:workbook", args=[world.commune.code, "F1", "2017-09"])
    assert Desk(world.officer(world.communes[1])).client.get(there).status_code == 403
    assert Desk(world.officer()).client.get(reverse("exchanging:book", args=["F1", "2017-09"])).status_code == 403
    assert Desk(world.district_officer()).client.get(
        reverse("exchanging:book", args=["F5", "2017-Q3"])
    ).status_code in (404, 422)


def test_files_are_reviewed_before_anything_is_stored_and_then_taken(world) -> None:
    desk = Desk(world.officer())
    answer = sent(desk, filled(sheet_of(world), {"OUT-01": 3, "OUT-02": 1240}, rest=0), b"rubbish")
    assert not Report.objects.exists()
    page = desk.client.get(answer["Location"])
    said = text_of(page)
    assert "1 báo cáo nhận được." in said
    assert "1 biểu chưa nhận được." in said
    assert "Không phải tệp .xlsx." in said
    assert "<b>1.240</b>" in said
    assert "báo cáo mới" in said
    delivery = Delivery.objects.get()
    seen = page.context["review"].seen
    taken = desk.client.post(reverse("exchanging:take", args=[delivery.pk]), {"seen": seen}, follow=True)
    assert "Đã nhận 1 báo cáo thành bản nháp." in text_of(taken)
    assert Report.objects.get().values["OUT-02"] == 1240
    assert "Đã nhận" in text_of(desk.client.get(reverse("exchanging:start")))


def test_a_script_sends_files_one_by_one_and_learns_where_the_review_is(world) -> None:
    desk = Desk(world.officer())
    answer = sent(desk, filled(sheet_of(world), {"OUT-01": 3}), one="1")
    assert answer.json() == {"review": reverse("exchanging:review", args=[Delivery.objects.get().pk])}


def test_no_file_and_a_broken_key_are_answered(world) -> None:
    desk = Desk(world.officer())
    assert desk.client.post(reverse("exchanging:receive"), {"key": "x"}).status_code == 404
    answer = desk.client.post(reverse("exchanging:receive"), {"key": str(uuid4())}, follow=True)
    assert "Chưa chọn tệp nào" in text_of(answer)


def test_a_delivery_is_its_sender_s_alone(world) -> None:
    sent(Desk(world.officer()), filled(sheet_of(world), {"OUT-01": 3}))
    there = reverse("exchanging:review", args=[Delivery.objects.get().pk])
    assert Desk(world.district_officer()).client.get(there).status_code == 403
    assert Desk(world.officer()).client.get(reverse("exchanging:review", args=[999])).status_code == 404


def test_the_district_chooses_to_enter_for_a_commune_that_began(world) -> None:
    factories.draft(world, values={"OUT-01": 4})
    desk = Desk(world.district_officer())
    page = desk.client.get(sent(desk, filled(sheet_of(world), {"OUT-01": 5}))["Location"])
    assert "Nhập thay cả 1 báo cáo" in text_of(page)
    there = reverse("exchanging:take", args=[Delivery.objects.get().pk])
    desk.client.post(there, {"seen": page.context["review"].seen})
    assert Report.objects.get().values["OUT-01"] == 4
    desk.client.post(there, {"seen": page.context["review"].seen, "stand_in": "1"})
    assert (Report.objects.get().values["OUT-01"], Report.objects.get().entered_for) == (5, True)


def test_the_review_asks_the_same_questions_whatever_the_number_of_sheets(world) -> None:
    def questions(content: bytes) -> int:
        delivery = actions.receive(uuid4(), [("a.xlsx", content)], by=world.district_officer())
        desk = Desk(world.district_officer())
        there = reverse("exchanging:review", args=[delivery.pk])
        desk.client.get(there)
        with CaptureQueriesContext(connection) as captured:
            assert desk.client.get(there).status_code == 200
        return len(captured)

    content = book_of(world)
    for title in ("xã Xã 00", "xã Xã 01", "xã Xã 02"):
        content = changed(content, lambda sheet: _put(sheet, "OUT-01", 3), sheet=title)
    one = filled(sheet_of(world), {"OUT-01": 3})
    assert questions(content) == questions(one) <= 20


def _put(sheet, code: str, value: object) -> None:
    sheet.cell(numbers(sheet)[code], 6).value = value
