"""Evidence as files: a photograph reports a task done, papers come with words, and nobody else has them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.urls import reverse

from tiendo.core.assignments import actions
from tiendo.core.assignments.models import Directive, Task, TaskState, Word
from tiendo.core.assignments.tests.test_pages import browser
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.tests.samples import exif, jpeg, pdf, sent


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings) -> None:
    settings.INSTALLATION = replace(configured.INSTALLATION, folder=tmp_path)


@pytest.fixture
def task(office) -> Task:
    return actions.give(office.order("450"), by=office.giver)[0]


@pytest.fixture
def officer(office):
    return browser(office.post(Role.DISTRICT_OFFICER, "450"))


def at(task: Task, verb: str, *more: str) -> str:
    return reverse(f"assignments:{verb}", args=[task.pk, *more])


def test_a_photograph_alone_reports_it_done(office, task: Task, officer) -> None:
    page = officer.get(at(task, "task")).content.decode()
    assert "Cần có: Số, ngày báo cáo rà soát" in page
    assert 'capture="environment"' in page
    officer.post(at(task, "finish"), {"text": "", "version": 1, "attached": sent(jpeg(exif()), "anh.jpg")})
    task.refresh_from_db()
    assert (task.state, task.evidence) == (TaskState.DONE, "Tệp kèm theo: anh.jpg.")
    row = Attachment.objects.get()
    assert (row.owner, row.record, row.name) == ("assignments.task", task.pk, "anh.jpg")
    shown = browser(office.giver).get(at(task, "task")).content.decode()
    assert reverse("files:download", args=[row.pk]) in shown


def test_the_same_press_twice_keeps_one_file_and_one_word(task: Task, officer) -> None:
    for _press in range(2):
        officer.post(at(task, "finish"), {"text": "Báo cáo số 12", "attached": sent(pdf(), "bc.pdf")})
    assert (Attachment.objects.count(), Word.objects.count()) == (1, 1)


def test_neither_words_nor_files_is_no_evidence(task: Task, officer) -> None:
    answer = officer.post(at(task, "finish"), {"text": " "})
    assert answer.status_code == 422
    assert "Mời ghi một câu hoặc chọn tệp" in answer.content.decode()


def test_a_file_that_is_refused_leaves_the_task_open_and_asks_for_it_again(task: Task, officer) -> None:
    answer = officer.post(at(task, "finish"), {"text": "Báo cáo số 12", "attached": sent(b"MZ" + bytes(9), "a.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chỉ nhận tệp PDF" in page
    assert "Mời chọn lại tệp" in page
    assert "Báo cáo số 12" in page
    task.refresh_from_db()
    assert task.state == TaskState.GIVEN
    assert not Attachment.objects.exists()


def test_papers_come_with_words_and_stay_with_them(office, task: Task, officer) -> None:
    officer.post(at(task, "say", "question"), {"text": "Theo mẫu này chưa", "attached": sent(pdf(), "mau.pdf")})
    word = Word.objects.get()
    row = Attachment.objects.get(owner="assignments.word", record=word.pk)
    giver = browser(office.giver)
    assert "mau.pdf" in giver.get(at(task, "task")).content.decode()
    assert giver.get(reverse("files:download", args=[row.pk])).status_code == 200
    assert giver.post(reverse("files:remove", args=[row.pk])).status_code == 403
    assert officer.post(reverse("files:add", args=["assignments.word", word.pk])).status_code == 403


def test_another_district_has_neither_the_task_nor_its_files(office, task: Task, officer) -> None:
    officer.post(reverse("files:add", args=["assignments.task", task.pk]), {"files": sent(pdf(), "bc.pdf")})
    row = Attachment.objects.get()
    other = browser(office.post(Role.DISTRICT_OFFICER, "452"))
    assert other.get(reverse("files:download", args=[row.pk])).status_code == 403
    assert other.post(reverse("files:add", args=["assignments.task", task.pk])).status_code == 403


def test_evidence_stays_once_the_task_is_done(task: Task, officer) -> None:
    officer.post(at(task, "finish"), {"text": "Báo cáo số 12", "attached": sent(pdf(), "bc.pdf")})
    row = Attachment.objects.get()
    assert officer.post(reverse("files:remove", args=[row.pk])).status_code == 403
    assert Attachment.objects.get().removed_at is None


def test_the_page_of_a_task_asks_no_more_with_more_words(
    office, task: Task, officer, django_assert_max_num_queries
) -> None:
    for number in range(4):
        officer.post(
            at(task, "say", "progress"), {"text": f"Đã làm {number}", "attached": sent(pdf(b"%d" % number), "a.pdf")}
        )
    with django_assert_max_num_queries(24):
        assert officer.get(at(task, "task")).content.decode().count("files/") >= 4


def test_a_written_order_has_its_scan(office) -> None:
    said = actions.Conclusions(
        plan=office.plan, kind="letter", number="1/UBND", dated=date(2017, 3, 1), issuer="UBND tỉnh", subject="Đôn đốc",
        text="Rà soát", request=uuid.uuid4(),
    )  # fmt: skip
    directive = actions.enter_directive(said, by=office.giver)
    add = reverse("files:add", args=["assignments.directive", directive.pk])
    assert browser(office.post(Role.DISTRICT_OFFICER, "450")).post(add).status_code == 403
    browser(office.giver).post(add, {"files": sent(pdf(), "cv1.pdf")})
    page = browser(office.post(Role.DISTRICT_OFFICER, "450")).get(reverse("assignments:directive", args=[directive.pk]))
    assert "cv1.pdf" in page.content.decode()
    assert Directive.objects.count() == 1
