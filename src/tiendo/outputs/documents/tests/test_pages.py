"""The pages of documents, as each post meets them."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.reporting.tests.factories import AUGUST, approved, whole_form
from tiendo.foundation.accounts.models import Post
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
    again = visit(office.writer).post(address, sent, headers={"HX-Request": "true"})
    assert again.status_code == 409


def test_the_director_signs_on_the_page(office: Office, visit) -> None:
    document = office.draft()
    browser = visit(office.director)
    assert "Ký và ban hành" in text_of(browser.get(reverse("documents:page", args=[document.pk])))
    browser.post(reverse("documents:issue", args=[document.pk]), {"number": "118"})
    document.refresh_from_db()
    assert document.state == State.ISSUED
    page = text_of(browser.get(reverse("documents:page", args=[document.pk])))
    assert "118/BC-SLĐTBXH" in page
    assert "Mọi số liệu trong văn bản khớp với hiện nay." in page


def test_a_number_that_is_not_one_is_answered_with_its_reason(office: Office, visit) -> None:
    answer = visit(office.director).post(reverse("documents:issue", args=[office.draft().pk]), {"number": "mười"})
    assert answer.status_code == 422


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
