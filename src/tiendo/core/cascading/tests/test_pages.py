"""The pages of derived plans as their users meet them."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from django.test import Client
from django.urls import reverse

from tiendo.core.arrangements.models import Integration
from tiendo.core.cascading.models import Derivation, TargetShare
from tiendo.core.plans.models import Target
from tiendo.foundation import work
from tiendo.foundation.accounts.roles import Role

from .conftest import TODAY, begun, heads, integrated, issued, officer


def browser(post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(response) -> str:
    return response.content.decode()


def test_a_district_begins_its_plan_and_pressing_twice_opens_the_same_draft(office) -> None:
    client = browser(officer(office))
    shown = words(client.get(reverse("cascading:unit", args=["450"])))
    assert "Bắt đầu soạn" in shown
    sent = [client.post(reverse("cascading:begin", args=["450"]), {"plan": office.plan.code}) for _press in range(2)]
    assert {one.status_code for one in sent} == {302}
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert Derivation.objects.count() == 1
    review = client.get(sent[0].headers["Location"])
    assert review.status_code == 200
    assert "Sửa lời, thêm điều" in words(client.get(f"{sent[0].headers['Location']}?at={_clause()}"))


def _clause() -> int:
    origin = Derivation.objects.get().origins.first()
    assert origin
    return origin.part


def test_words_are_changed_and_taken_back_on_the_review_page(office) -> None:
    derivation, client = begun(office), browser(officer(office))
    draft, at = derivation.draft, _clause()
    before = draft.text
    address = reverse("drafting:step", args=[draft.pk, "reword"])
    client.post(address, {"version": 0, "at": at, "words": "Đơn vị tự đặt lời mới."})
    draft.refresh_from_db()
    assert "Đơn vị tự đặt lời mới." in draft.text
    client.post(reverse("drafting:undo", args=[draft.pk]), {"version": draft.version, "at": at})
    draft.refresh_from_db()
    assert draft.text == before
    client.post(reverse("drafting:redo", args=[draft.pk]), {"version": draft.version, "at": at})
    draft.refresh_from_db()
    assert "Đơn vị tự đặt lời mới." in draft.text


def test_the_department_sees_every_district_counts_searches_and_takes_the_table_away(office) -> None:
    issued(office)
    integrated(office, but=("jobs",))
    begun(office, "452")
    client = browser(office.giver)
    shown = words(client.get(reverse("cascading:units")))
    assert "1/8 đơn vị đã ban hành, 0 lồng ghép đủ" in shown
    assert "Còn thiếu: Việc làm" in shown
    assert "12/KH-UBND" in shown
    narrowed = words(client.get(reverse("cascading:units"), {"view": "drafting"}))
    assert "Đồng Hới</a>" not in narrowed
    assert "Không có đơn vị nào khớp" in words(client.get(reverse("cascading:units"), {"q": "khong co dau"}))
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("cascading:download"), {"view": "issued"}).content))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[0] == "450"]
    assert rows[0][3] == "12/KH-UBND"


def test_the_table_takes_as_many_queries_for_many_communes_as_for_few(office, django_assert_max_num_queries) -> None:
    issued(office)
    client = browser(heads(office))
    client.get(reverse("cascading:units"))
    with django_assert_max_num_queries(16):
        assert client.get(reverse("cascading:units")).status_code == 200


def test_a_commune_goes_to_its_own_page_and_sees_no_other_district(office) -> None:
    client = browser(officer(office, "18889"))
    answered = client.get(reverse("cascading:units"))
    assert answered.headers["Location"] == reverse("cascading:unit", args=["18889"])
    assert "chưa ban hành kế hoạch giao việc" in words(client.get(answered.headers["Location"]))
    assert client.get(reverse("cascading:unit", args=["452"])).status_code == 403


def test_shares_are_typed_and_what_is_no_number_writes_nothing(office) -> None:
    client, address = browser(office.giver), reverse("cascading:give", args=[office.plan.code])
    target = Target.objects.get(clause__plan=office.plan, code="TGT-5A")
    first, second = (f"share-{target.pk}-{office.unit(code).pk}" for code in ("450", "452"))
    assert client.post(address, {first: "1", second: "nhiều"}).status_code == 422
    assert not TargetShare.objects.exists()
    assert client.post(address, {first: "1", second: "1"}, follow=True).status_code == 200
    shown = reverse("cascading:shares", args=[office.plan.code])
    assert "khớp với chỉ tiêu" in words(client.get(shown))
    reader = browser(officer(office))
    assert reader.get(shown).status_code == 200
    assert reader.post(address, {first: "5"}).status_code == 403


def test_a_content_is_tied_to_a_clause_of_the_districts_own_plan(office) -> None:
    plan, client = issued(office), browser(officer(office))
    ref = plan.clauses.filter(is_clause=True).first().ref
    said = {
        "request": "7f1c9c52-7a6b-4a80-9d6a-1df4a0b3c1de", "programme": "jobs", "content": "Giới thiệu việc làm",
        "document": "12/KH-UBND", "passage": "", "clause": ref,
    }  # fmt: skip
    assert client.post(reverse("arrangements:enter", args=["450", "integration"]), said).status_code == 302
    assert Integration.objects.get().clause == plan.clauses.get(ref=ref)
    assert f"điều {ref}" in words(client.get(reverse("arrangements:unit", args=["450"])))


def test_home_asks_for_the_plan_until_it_is_issued(office, django_assert_num_queries) -> None:
    def asked(post) -> list[str]:
        return [task.title for task in work.tasks_of(post, TODAY) if "kế hoạch của đơn vị" in task.title]

    assert asked(officer(office)) == ["Soạn kế hoạch của đơn vị"]
    begun(office)
    assert asked(officer(office)) == ["Soạn tiếp kế hoạch của đơn vị"]
    assert asked(heads(office)) == ["Ban hành kế hoạch của đơn vị (đang soạn)"]
    assert asked(officer(office, "18889")) == []
    issued(office)
    assert asked(officer(office)) == asked(heads(office)) == []
    assert asked(officer(office, "18889")) == ["Soạn kế hoạch của đơn vị"]
    assert asked(office.post(Role.DEPARTMENT_OFFICER, "DOLISA")) == []
    from tiendo.core.cascading.work import tasks

    with django_assert_num_queries(1):
        list(tasks(officer(office, "18889"), TODAY))
