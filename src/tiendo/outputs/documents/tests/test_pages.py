"""The pages of documents, as each post meets them."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, whole_form
from tiendo.foundation.accounts.models import Post
from tiendo.outputs.documents import actions
from tiendo.outputs.documents.models import Document, State
from tiendo.outputs.documents.tests.conftest import KIND, Office


@pytest.fixture
def visit(client: Client):
    """Signs a post in and gives its browser."""

    def signed_in(post: Post) -> Client:
        client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["post_id"] = post.pk
        session.save()
        return client

    return signed_in


def text_of(response) -> str:
    return response.content.decode()


def test_the_office_is_offered_what_can_be_begun_and_begins_it(office: Office, visit) -> None:
    browser = visit(office.writer)
    assert "Lập báo cáo tháng 8/2017" in text_of(browser.get(reverse("documents:new")))
    answer = browser.post(reverse("documents:prepare"), {"kind": KIND, "period": "2017-08"})
    document = Document.objects.get()
    assert answer["Location"] == reverse("documents:page", args=[document.pk])
    assert "Dự thảo" in text_of(browser.get(answer["Location"]))


def test_every_figure_of_the_paper_is_a_link_to_its_source(office: Office, visit) -> None:
    said = text_of(visit(office.writer).get(reverse("documents:page", args=[office.draft().pk])))
    assert f'href="{reverse("boards:lineage", args=["OUT-01"])}?unit=44&amp;period=2017-08"' in said


def test_words_are_saved_in_place(office: Office, visit) -> None:
    document = office.draft()
    address = reverse("documents:narrative", args=[document.pk, "next"])
    sent = {"text": "Tăng cường <kiểm tra> & tuyên truyền.", "version": 1}
    answer = visit(office.writer).post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Tăng cường &lt;kiểm tra&gt; &amp; tuyên truyền." in text_of(answer)
    assert 'name="version" value="2"' in text_of(answer)


def test_words_with_personal_details_come_back_as_typed_with_the_reason(office: Office, visit) -> None:
    document = office.draft()
    address = reverse("documents:narrative", args=[document.pk, "next"])
    sent = {"text": "Gọi số 0912345678 để đôn đốc.", "version": 1}
    browser = visit(office.writer)
    answer = browser.post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'id="narrative-next"' in text_of(answer)
    assert "Gọi số 0912345678 để đôn đốc.</textarea>" in text_of(answer)
    assert "là thông tin riêng của một người" in text_of(answer)
    assert "Đã lưu" not in text_of(answer)
    whole = browser.post(address, sent)
    assert whole.status_code == 422
    assert "Gọi số 0912345678 để đôn đốc.</textarea>" in text_of(whole)
    assert "<h1" in text_of(whole)
    assert document.narratives.get(key="next").text == ""


def test_words_longer_than_the_box_come_back_whole(office: Office, visit) -> None:
    address = reverse("documents:narrative", args=[office.draft().pk, "next"])
    long = "a" * 10_001
    answer = visit(office.writer).post(address, {"text": long, "version": 1}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert long in text_of(answer)


def test_in_a_conflict_both_texts_are_shown_and_the_next_save_is_the_last(office: Office, visit) -> None:
    document = office.draft()
    colleague = office.world.department_officer(2)
    actions.save_narrative(document, "next", "Bản của <đồng nghiệp>.", version=1, by=colleague)
    address = reverse("documents:narrative", args=[document.pk, "next"])
    browser = visit(office.writer)
    answer = browser.post(address, {"text": "Bản của tôi.", "version": 1}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Bản của tôi.</textarea>" in said
    assert "Bản của &lt;đồng nghiệp&gt;." in said
    assert f", {colleague.user.shown_name}" in said
    assert "vừa được sửa ở nơi khác" in said
    assert 'name="version" value="2"' in said
    again = browser.post(address, {"text": "Bản gộp.", "version": 2}, headers={"HX-Request": "true"})
    assert again.status_code == 200
    assert document.narratives.get(key="next").text == "Bản gộp."


def test_who_was_writing_when_the_document_went_out_keeps_the_words_to_copy(office: Office, visit) -> None:
    document = office.issued()
    address = reverse("documents:narrative", args=[document.pk, "next"])
    answer = visit(office.writer).post(address, {"text": "Còn dở.", "version": 1}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "readonly>Còn dở.</textarea>" in text_of(answer)
    assert "Văn bản đã ban hành thì không sửa" in text_of(answer)
    assert "Lưu lời văn" not in text_of(answer)


def test_a_block_that_is_not_in_the_document_is_not_found(office: Office, visit) -> None:
    address = reverse("documents:narrative", args=[office.draft().pk, "khac"])
    assert visit(office.writer).post(address, {"text": "Lời.", "version": 1}).status_code == 404


def test_the_director_is_asked_before_signing_and_signs_on_the_page(office: Office, visit) -> None:
    document = office.draft()
    browser = visit(office.director)
    asked = text_of(browser.get(reverse("documents:page", args=[document.pk])))
    assert "Ký và ban hành số 01/BC-SLĐTBXH?" in asked
    assert re.search(r"không rút lại được; còn [1-9]\d* số tạm tính\.", asked)
    browser.post(reverse("documents:issue", args=[document.pk]), {"number": "118"})
    document.refresh_from_db()
    assert document.state == State.ISSUED
    page = text_of(browser.get(reverse("documents:page", args=[document.pk])))
    assert "118/BC-SLĐTBXH" in page
    assert "Mọi số liệu trong văn bản khớp với hiện nay." in page
    assert "<dialog" not in page


def test_a_number_that_is_not_one_is_answered_at_its_field(office: Office, visit) -> None:
    answer = visit(office.director).post(reverse("documents:issue", args=[office.draft().pk]), {"number": "mười"})
    assert answer.status_code == 422
    assert "field--error" in text_of(answer)
    assert 'value="mười"' in text_of(answer)


def test_a_used_number_is_answered_at_its_field(office: Office, visit) -> None:
    office.issued(118)
    september = actions.prepare(KIND, office.plan, SEPTEMBER, by=office.writer)
    answer = visit(office.director).post(reverse("documents:issue", args=[september.pk]), {"number": "118"})
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Số 118 đã dùng cho văn bản khác trong năm. Mời lấy số khác." in said[said.index("field-error") :]
    assert 'aria-invalid="true"' in said
    september.refresh_from_db()
    assert september.state == State.DRAFT


def test_the_writer_cannot_sign_by_address(office: Office, visit) -> None:
    document = office.draft()
    assert visit(office.writer).post(reverse("documents:issue", args=[document.pk]), {"number": 1}).status_code == 403
    document.refresh_from_db()
    assert document.state == State.DRAFT


def test_what_differs_today_is_marked_with_old_and_new(office: Office, visit) -> None:
    document = office.issued()
    late = office.world.communes[3]
    approved(office.world, late, period=AUGUST, values=whole_form(late, period=AUGUST, OUT_01=4, OUT_02=100))
    page = text_of(visit(office.writer).get(reverse("documents:page", args=[document.pk])))
    assert "printed--changed" in page
    assert "<del>6</del>" in page
    assert "<ins>10</ins>" in page


def test_the_file_comes_as_a_word_document_with_a_plain_name(office: Office, visit) -> None:
    document = office.issued(118)
    answer = visit(office.writer).get(reverse("documents:download", args=[document.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="2017-08-bao-cao-thang-118.docx"'
    assert docx.Document(BytesIO(answer.content)).tables


def test_a_commune_is_told_that_documents_are_not_its_pages(office: Office, visit) -> None:
    document = office.issued()
    browser = visit(office.world.officer())
    for address in (reverse("documents:documents"), reverse("documents:page", args=[document.pk])):
        assert browser.get(address).status_code == 403


def test_a_district_does_not_see_a_draft(office: Office, visit) -> None:
    document = office.draft()
    browser = visit(office.world.district_officer())
    assert browser.get(reverse("documents:page", args=[document.pk])).status_code == 403
    assert browser.get(reverse("documents:download", args=[document.pk])).status_code == 403
    assert "Chưa có văn bản nào" in text_of(browser.get(reverse("documents:documents")))


def test_an_address_without_a_document_is_not_found(office: Office, visit) -> None:
    assert visit(office.writer).get(reverse("documents:page", args=[10**9])).status_code == 404


def test_reading_changes_nothing_and_signing_is_no_link(office: Office, visit) -> None:
    document = office.draft()
    browser = visit(office.director)
    assert browser.get(reverse("documents:issue", args=[document.pk])).status_code == 405
    assert browser.post(reverse("documents:page", args=[document.pk])).status_code == 405
