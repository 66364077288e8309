"""A report as a file for whoever asks by command or by page."""

from __future__ import annotations

import shutil
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from tiendo.core.reporting.tests.factories import AUGUST
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused
from tiendo.outputs.documents import rendering
from tiendo.outputs.documents.tests.conftest import Office


def words(content: bytes) -> str:
    return "\n".join(node.text or "" for node in docx.Document(BytesIO(content)).element.body.iter(qn("w:t")))


def test_a_month_nobody_has_begun_is_a_draft_of_today_s_figures(office: Office) -> None:
    said = words(rendering.render(office.plan, AUGUST))
    assert "DỰ THẢO" in said
    assert "đã tổ chức 6 buổi" in said


def test_a_chase_letter_names_only_those_whose_report_is_missing(office: Office) -> None:
    said = words(rendering.render(office.plan, AUGUST, kind="cong-van-don-doc"))
    assert "V/v đôn đốc báo cáo" in said
    assert "Kính gửi: Ủy ban nhân dân các huyện, thị xã, thành phố." in said
    assert "Xã Xa" in said
    assert "Huyện Lệ Thủy" in said
    assert "Huyện Đồng Hới" not in said
    assert "BÁO CÁO" not in said


def test_nobody_has_to_write_a_letter_each_month(office: Office) -> None:
    from tiendo.outputs.documents.tasks import tasks

    titles = [task.detail for task in tasks(office.writer, AUGUST.end.replace(month=9, day=5))]
    assert titles == ["Báo cáo tháng gửi Ủy ban nhân dân tỉnh"]


def test_an_issued_month_is_the_file_that_went_out(office: Office) -> None:
    document = office.issued()
    assert rendering.render(office.plan, AUGUST) == bytes(document.file.content)


def test_a_period_without_a_document_and_a_strange_format_are_named(office: Office) -> None:
    with pytest.raises(BadInput, match="không xác định được văn bản"):
        rendering.render(office.plan, periods.year(2017))
    with pytest.raises(BadInput, match="không xác định được văn bản"):
        rendering.render(office.plan, AUGUST, kind="bao-cao-la")
    with pytest.raises(BadInput, match="không có dạng tệp"):
        rendering.render(office.plan, AUGUST, "rtf")


def test_without_an_office_suite_the_pdf_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="chưa cài LibreOffice"):
        rendering.pdf(b"")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Writer is not installed")
def test_with_an_office_suite_the_pdf_is_one(office: Office) -> None:
    assert rendering.render(office.plan, AUGUST, "pdf").startswith(b"%PDF")
