"""The pages of a draft as people use them: bring a text in, answer, take back, issue; with and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tiendo.core.drafting import queries
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.tests.conftest import Appoint
from tiendo.core.drafting.tests.test_actions import HEAD, answered
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack

SignedIn = Callable[[Post], Client]
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def client(officer: Post, signed_in: SignedIn) -> Client:
    return signed_in(officer)


def send(client: Client, draft: Draft, verb: str, *, script: bool = True, **fields: object):  # type: ignore[no-untyped-def]
    """A step from the page as it now stands."""
    draft.refresh_from_db()
    address = reverse("drafting:step", args=[draft.pk, verb])
    return client.post(address, {"version": draft.version, "at": 0, **fields}, **(SCRIPT if script else {}))


def question(draft: Draft, kind: str):  # type: ignore[no-untyped-def]
    draft.refresh_from_db()
    return next(one for one in queries.review(draft).questions if one.kind == kind)


def test_a_file_is_read_and_its_review_opens(client: Client) -> None:
    file = SimpleUploadedFile("ke-hoach.txt", UNSEEN.encode())
    answer = client.post(reverse("drafting:new"), {"file": file}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("drafting:review", args=[Draft.objects.get().pk])
    said = answer.content.decode()
    assert "Rà soát kế hoạch vừa đọc" in said
    assert "Hội Chữ thập xanh" in said


def test_pasted_text_is_read_too(client: Client) -> None:
    assert client.post(reverse("drafting:new"), {"pasted": UNSEEN}).status_code == 302
    assert Draft.objects.get().file_name == ""


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Mời chọn một tệp"),
        ({"pasted": "Một lá thư."}, "không thấy đề mục"),
        ({"file": SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n0000")}, "chưa được nhận"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_same_page(client: Client, sent: dict[str, object], told: str) -> None:
    answer = client.post(reverse("drafting:new"), sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_list_is_empty_then_offers_to_go_on(client: Client, officer: Post) -> None:
    assert "Chưa có bản nháp nào" in client.get(reverse("drafting:drafts")).content.decode()
    client.post(reverse("drafting:new"), {"pasted": UNSEEN})
    said = client.get(reverse("drafting:drafts")).content.decode()
    assert "Truyền thông và hỗ trợ tại cộng đồng năm 2018" in said
    assert "Bỏ bản nháp" in said


def test_a_lead_is_given_in_one_press_and_the_question_goes(client: Client, draft: Draft) -> None:
    asked = question(draft, "lead")
    answer = send(client, draft, "lead", at=asked.at, code="DIC")
    assert answer.status_code == 200
    said = answer.content.decode()
    assert 'hx-swap-oob="innerHTML"' in said
    assert "Sở TT&amp;TT" in said
    assert asked.id not in {one.id for one in queries.review(Draft.objects.get()).questions}


def test_without_a_script_a_step_leads_back_to_the_page(client: Client, draft: Draft) -> None:
    asked = question(draft, "lead")
    answer = send(client, draft, "lead", script=False, at=asked.at, code="DIC")
    assert answer["Location"] == f"{reverse('drafting:review', args=[draft.pk])}?at={asked.at}#panel"


def test_without_a_script_somebody_is_chosen_from_the_list(client: Client, draft: Draft) -> None:
    asked = question(draft, "lead")
    send(client, draft, "lead", script=False, at=asked.at, code="", listed="DOH")
    assert queries.document_of(Draft.objects.get()).by_key[asked.at].lead == ("DOH",)


def test_an_agency_nobody_knows_is_named_or_is_nobody(client: Client, draft: Draft) -> None:
    asked = question(draft, "name")
    assert "Hội Chữ thập xanh" in asked.title
    send(client, draft, "name", at=asked.at, said=asked.about, code="WU")
    assert queries.document_of(Draft.objects.get()).by_key[asked.at].lead == ("WU",)


def test_a_step_on_an_old_page_is_refused_and_says_what_to_do(client: Client, draft: Draft) -> None:
    asked = question(draft, "lead")
    send(client, draft, "lead", at=asked.at, code="DIC")
    address = reverse("drafting:step", args=[draft.pk, "lead"])
    answer = client.post(address, {"version": 0, "at": asked.at, "code": "DOH"}, **SCRIPT)
    assert answer.status_code == 409
    assert "Mời tải lại trang" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "fields", "told"),
    [
        ("lead", {"code": ""}, "chưa chọn đơn vị"),
        ("evidence", {"indicator": "KHONG-1"}, "chưa chọn số liệu"),
        ("excuse", {"of": "measure", "reason": " "}, "ghi lý do"),
        ("retype", {"kind": "la"}, "chưa chọn loại"),
        ("head", {"issued_on": "31/02/2018"}, "không phải là ngày"),
        ("head", {"year": "18"}, "từ 2000 đến 2100"),
    ],
)
def test_an_answer_that_is_none_is_told_why(
    client: Client, draft: Draft, verb: str, fields: dict[str, str], told: str
) -> None:
    answer = send(client, draft, verb, **{"at": queries.document_of(draft).clauses[0].key, **fields})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    draft.refresh_from_db()
    assert draft.version == 0


def test_a_target_gets_its_goal_and_measure(client: Client, draft: Draft) -> None:
    promise = queries.document_of(draft).promises[0]
    wanted = {
        "at": promise.part,
        "target": promise.key,
        "rule": "share",
        "low": "80",
        "judged": "quarter",
        "unit_word": "xã",
    }
    refused = send(client, draft, "measure", how="hand", evidence="", **wanted)
    assert refused.status_code == 422
    assert "Đếm tay cần ghi" in refused.content.decode()
    wrong = send(client, draft, "measure", how="indicator", indicator="OUT-01", **wanted)
    assert wrong.status_code == 422
    assert "tử số và mẫu số" in wrong.content.decode()
    between = send(client, draft, "measure", how="indicator", indicator="TGT-1A", whole_on="15/12/2017", **wanted)
    assert "ngày cuối tháng" in between.content.decode()
    more = {"milestone-2": "40", "whole_on": "31/12/2017"}
    said = send(client, draft, "measure", how="indicator", indicator="TGT-1A", **wanted, **more)
    assert said.status_code == 200, said.content.decode()
    draft.refresh_from_db()
    measured = queries.document_of(draft).promises[0]
    assert measured.measured
    assert measured.milestones == ((2, 40),)
    assert measured.whole_on == "2017-12-31"


def test_a_measure_may_be_built_from_cells_with_its_value_today(client: Client, draft: Draft) -> None:
    promise = queries.document_of(draft).promises[0]
    built = {"numerator": "count(OUT_01 >= 1)", "denominator": "units(commune)", "unit_word": "%"}
    value = client.get(reverse("drafting:own-value", args=[draft.pk]), built, **SCRIPT)
    assert value.status_code == 200
    answer = client.post(
        reverse("drafting:own-measure", args=[draft.pk]),
        {"version": 0, "at": promise.part, "target": promise.key, "title": "Xã có buổi truyền thông", **built},
        **SCRIPT,
    )
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert queries.document_of(draft).promises[0].indicator.startswith("OWN-")


def test_agencies_are_found_without_marks(client: Client, draft: Draft) -> None:
    found = client.get(reverse("drafting:who", args=[draft.pk]), {"q": "so y te"}).json()
    assert found[0]["code"] == "DOH"
    classes = client.get(reverse("drafting:who", args=[draft.pk]), {"q": "ubnd xa"}).json()
    assert "CPC" in {one["code"] for one in classes}


def test_indicators_are_found_with_their_value_today(client: Client, draft: Draft) -> None:
    said = client.get(reverse("drafting:measures", args=[draft.pk]), {"q": "tuyen truyen", "at": 1}, **SCRIPT)
    assert "hôm nay" in said.content.decode()


def test_a_review_asks_a_handful_of_queries(client: Client, draft: Draft, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(16):
        client.get(reverse("drafting:review", args=[draft.pk]))


def test_issue_appears_when_nothing_is_left_and_opens_the_plan(client: Client, draft: Draft, officer: Post) -> None:
    page = reverse("drafting:review", args=[draft.pk])
    assert reverse("drafting:issue", args=[draft.pk]) not in client.get(page).content.decode()
    draft = answered(draft, officer)
    assert reverse("drafting:issue", args=[draft.pk]) in client.get(page).content.decode()
    address = reverse("drafting:issue", args=[draft.pk])
    assert "Ban hành kế hoạch này?" in client.get(address).content.decode()
    head = {name: getattr(HEAD, name) for name in ("number", "issuer", "title", "year", "unit", "code")}
    sent = {**head, "issued_on": "15/01/2018", "version": draft.version}
    missing = client.post(address, {**sent, "code": "Có Dấu"})
    assert missing.status_code == 422
    assert "gạch nối" in missing.content.decode()
    answer = client.post(address, sent, follow=True)
    assert answer.redirect_chain[0][0] == reverse("standing:plan", args=[HEAD.code])
    assert answer.status_code == 200
    again = client.post(address, sent)
    assert again.status_code == 302
    assert Plan.objects.count() == 1


def test_the_map_of_the_pack_answers_for_its_own_plan(client: Client, pack: Pack) -> None:
    client.post(reverse("drafting:new"), {"pasted": pack.plan_text})
    draft = Draft.objects.get()
    assert "64 điều trùng chữ và dấu mục" in client.get(reverse("drafting:review", args=[draft.pk])).content.decode()
    assert send(client, draft, "from-pack").status_code == 200
    draft.refresh_from_db()
    left = {one.kind for one in queries.review(draft).questions}
    assert left <= {"head", "basis", "notice"}
    assert all(promise.measured for promise in queries.document_of(draft).promises)


def test_the_question_of_issuing_leads_back_while_answers_are_missing(client: Client, draft: Draft) -> None:
    answer = client.get(reverse("drafting:issue", args=[draft.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("drafting:review", args=[draft.pk])
    assert "câu phải trả lời trước khi ban hành" in answer.content.decode()


def test_another_office_does_not_see_the_draft(draft: Draft, appoint: Appoint, signed_in: SignedIn) -> None:
    elsewhere = signed_in(appoint(Role.DEPARTMENT_OFFICER, "DIC"))
    assert elsewhere.get(reverse("drafting:review", args=[draft.pk])).status_code == 403
    assert send(elsewhere, draft, "promote").status_code == 403
    commune = signed_in(appoint(Role.COMMUNE_OFFICER, "18889"))
    assert commune.get(reverse("drafting:review", args=[draft.pk])).status_code == 403
    assert str(draft) not in commune.get(reverse("drafting:drafts")).content.decode()
    assert commune.get(reverse("drafting:new")).status_code == 403


def test_the_auditor_sees_without_controls(draft: Draft, appoint: Appoint, signed_in: SignedIn) -> None:
    said = signed_in(appoint(Role.AUDITOR, "44")).get(reverse("drafting:review", args=[draft.pk]))
    assert said.status_code == 200
    assert "/steps/" not in said.content.decode().replace("/steps/verb", "")


def test_a_verb_nobody_knows_is_not_found(client: Client, draft: Draft) -> None:
    assert send(client, draft, "burn").status_code == 404
