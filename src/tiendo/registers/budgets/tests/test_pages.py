"""Money in the browser's eyes: seen by those who may, entered line by line or from a file, closed by the head."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tiendo.core.standing import beside
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.workbooks.reading import read
from tiendo.registers.budgets import actions, beside_clauses, overviews, queries
from tiendo.registers.budgets.models import Kind, Line, Movement, QuarterMark
from tiendo.registers.budgets.tests.test_import import GIVEN, SPENT, book


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *arguments: object, unit: str = "450") -> str:
    return reverse(f"budgets:{name}", args=[unit, *arguments])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def line_typed(office, **changes: object) -> dict[str, object]:
    said: dict[str, object] = {
        "source": "district", "title": "Tuyên truyền tại xã", "clause": office.clause("IV.11.-2").pk, "task": "", "purpose": "",
        "kind": "allocation", "amount": "120.000.000", "on": "10/02/2017", "document": "15/QĐ-UBND", "document_on": "06/02/2017",
        "note": "", "request": str(uuid.uuid4()),
    }  # fmt: skip
    return said | changes


def spending_typed(**changes: object) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": "spending", "amount": "54.000.000 đ", "on": "20/03/2017", "document": "", "document_on": "", "override": "",
        "note": "In tờ rơi", "request": str(uuid.uuid4()),
    }  # fmt: skip
    return said | changes


def test_the_officer_enters_a_line_and_spends_of_it(office) -> None:
    client = browser(office.officer)
    assert "Chưa nhập kinh phí" in shown(client, url("unit"))
    said = line_typed(office)
    for _press in range(2):
        assert client.post(url("add-line"), said).status_code == 302
    line = Line.objects.get()
    client.post(url("enter", line.pk), spending_typed())
    page = shown(client, url("unit"))
    for part in ("120.000.000", "54.000.000", "66.000.000", "45,0\u00a0%", "Ngân sách huyện", "điều IV.11.-2"):
        assert part in page, part
    assert Movement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "1,234,567"}, "có thể hiểu hai cách"),
        ({"amount": "1,5 triệu"}, "không phải số tiền"),
        ({"amount": ""}, "bắt buộc"),
        ({"on": "31/02/2017"}, "ngày"),
        ({"document": ""}, "Chưa có số quyết định"),
        ({"title": "Gọi số 0912 345 678"}, "thông tin riêng"),
        ({"source": "moon"}, "moon"),
        ({"kind": "spending"}, "spending"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, changes: dict[str, str], said: str) -> None:
    answer = browser(office.officer).post(
        url("add-line"), line_typed(office, **{"document_on": "06/02/2017"} | changes)
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "06/02/2017" in page
    assert not Line.objects.exists()


def test_an_overspending_is_said_at_the_amount(office) -> None:
    line = office.line(10_000_000)
    answer = browser(office.officer).post(url("enter", line.pk), spending_typed())
    assert answer.status_code == 422
    assert "Chi vượt số đã giao 44.000.000 đ" in answer.content.decode()
    allowed = spending_typed(override="33/UBND-TC")
    browser(office.officer).post(url("enter", line.pk), allowed)
    assert "theo văn bản 33/UBND-TC" in shown(browser(office.officer), url("unit"))


def test_a_wrong_entry_is_taken_back_and_stays_in_the_list(office) -> None:
    wrong = office.spend(office.line(), 7_000_000)
    client = browser(office.officer)
    assert "7.000.000 đ" in shown(client, url("correct", wrong.pk))
    assert client.post(url("correct", wrong.pk), {"reason": " ", "override": ""}).status_code == 422
    client.post(url("correct", wrong.pk), {"reason": "Ghi nhầm dòng", "override": ""})
    page = shown(client, url("movements"))
    assert "đã sửa sai" in page
    assert "Ghi nhầm dòng" in page
    assert "\u22127.000.000" in page


def test_the_list_is_searched_filtered_paged_and_taken_away(office) -> None:
    line = office.line()
    for number in range(60):
        office.spend(line, 1_000 + number)
    client = browser(office.officer)
    assert "Trang 1/2" in shown(client, url("movements"))
    assert "Trang 2/2" in shown(client, url("movements") + "?page=2")
    assert "1 khoản" in shown(client, url("movements") + "?q=BT-1")
    assert "61 khoản" in shown(client, url("movements") + "?q=tuyen+truyen")
    assert "1 khoản" in shown(client, url("movements") + "?kind=allocation&q=15/QĐ")
    assert "Không có khoản nào khớp" in shown(client, url("movements") + "?q=khong+co")
    assert shown(client, url("movements") + "?page=zzz&kind=moon&year=99999")
    (sheet,) = read("a.xlsx", client.get(url("movements-download")).content)
    assert len(sheet.rows) == 1 + 1 + 61
    assert (sheet.cell(4, 1).text, sheet.cell(4, 8).text) == ("BT-1", "100000000")


def test_a_page_of_lines_and_of_entries_asks_the_same_however_many_there_are(office, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    unit, department = office.unit("450"), office.department

    def read_all() -> None:
        queries.unit_budget(unit, 2017)
        queries.movement_list(unit, 2017)
        overviews.overview(department, 2017)

    office.spend(office.line(), 5)
    read_all()
    with CaptureQueriesContext(connection) as few:
        read_all()
    for number in range(5):
        office.spend(office.line(title=f"dòng {number}"), 5)
    with django_assert_num_queries(len(few)):
        read_all()


def send(client: Client, content: bytes):
    return client.post(url("import"), {"file": SimpleUploadedFile("quy-1.xlsx", content)}, follow=True)


def confirm(client: Client, seen, **changes: str):
    return client.post(url("import-confirm"), {"preview": seen.context["preview"]} | changes, follow=True)


def test_a_file_is_sent_and_its_faults_are_a_table(office) -> None:
    client = browser(office.officer)
    page = shown(client, url("import"))
    assert "Tải tệp mẫu" in page
    assert client.get(reverse("budgets:template")).status_code == 200
    bad = send(client, book(GIVEN | {"amount": "1,5 triệu"}, SPENT | {"kind": "x"}))
    assert bad.status_code == 422
    assert "2 chỗ cần sửa" in bad.content.decode()
    assert "quy-1.xlsx, trang Kinh phí, dòng 2, cột H" in bad.content.decode()
    assert not Movement.objects.exists()
    assert client.post(url("import"), {}).status_code == 422


def test_what_a_file_would_do_is_shown_before_anything_is_kept(office) -> None:
    client = browser(office.officer)
    seen = send(client, book(GIVEN, SPENT))
    page = seen.content.decode()
    assert "2 khoản sẽ được nhập" in page
    assert (seen.context["seen"].before.allocated, seen.context["seen"].after.allocated) == (0, 100_000_000)
    assert not Movement.objects.exists()
    assert not Line.objects.exists()
    assert "Đã nhập 2 khoản." in confirm(client, seen).content.decode()
    assert Movement.objects.count() == 2


def test_confirmed_twice_it_is_entered_once_and_the_same_file_again_says_so(office) -> None:
    client, content = browser(office.officer), book(GIVEN, SPENT)
    seen = send(client, content)
    confirm(client, seen)
    assert "không có gì thay đổi" in confirm(client, seen).content.decode()
    assert "Tệp này đã nhập trước đây" in send(client, content).content.decode()
    assert Movement.objects.count() == 2


def test_what_became_wrong_between_the_look_and_the_confirming_is_said_and_nothing_kept(office) -> None:
    client = browser(office.officer)
    seen = send(client, book(GIVEN, SPENT))
    office.line(title="dòng khác", amount=1)
    actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=1)
    before = Movement.objects.count()
    answer = confirm(client, seen)
    assert answer.status_code == 422
    assert "quy-1.xlsx, trang Kinh phí, dòng 2" in answer.content.decode()
    assert Movement.objects.count() == before


@pytest.mark.parametrize("preview", ["", "x" * 40, "eyJhIjoxfQ:1aaaaa:zzzz"])
def test_a_preview_that_was_changed_is_refused(office, preview) -> None:
    client = browser(office.officer)
    answer = confirm(client, send(client, book(GIVEN)), preview=preview)
    assert answer.status_code == 422
    assert "không nguyên vẹn" in answer.content.decode()
    assert not Movement.objects.exists()


def test_a_preview_of_another_year_is_refused(office) -> None:
    client = browser(office.officer)
    seen = send(client, book(GIVEN))
    answer = client.post(f"{url('import-confirm')}?year=2016", {"preview": seen.context["preview"]})
    assert "của sổ khác" in answer.content.decode()


def test_the_head_closes_what_was_seen_and_the_department_opens_it(office) -> None:
    line = office.line()
    head = browser(office.head)
    assert "Chưa chốt" in shown(head, url("unit"))
    assert "Chốt kinh phí quý I/2017" in shown(head, reverse("boards:home"))
    assert head.post(url("close-quarter", 5), {"seen": "1"}).status_code == 404
    stale = head.post(url("close-quarter", 1), {"seen": "0"})
    assert stale.status_code in (403, 409)
    assert not QuarterMark.objects.exists()
    head.post(url("close-quarter", 1), {"seen": "1"})
    assert "Đã chốt" in shown(head, url("unit"))
    refused = browser(office.officer).post(url("enter", line.pk), spending_typed())
    assert "Quý I/2017 đã chốt" in refused.content.decode()
    browser(office.department).post(url("reopen-quarter", 1), {"reason": "Ghi thiếu một khoản"})
    assert "Ghi thiếu một khoản" in shown(head, url("unit"))


@pytest.mark.parametrize(
    ("role", "unit", "sees"),
    [
        (Role.DISTRICT_CHAIR, "450", True), (Role.DEPARTMENT_OFFICER, "DOLISA", True), (Role.VICE_CHAIR, "44", True),
        (Role.AUDITOR, "44", True), (Role.DISTRICT_OFFICER, "452", False), (Role.COMMUNE_OFFICER, "18862", False),
        (Role.AGENCY_HEAD, "POLICE", False), (Role.ADMINISTRATOR, "44", False),
    ],
)  # fmt: skip
def test_money_is_seen_by_the_unit_and_those_above_it(office, role: Role, unit: str, sees: bool) -> None:
    office.line()
    client = browser(office.post(role, unit))
    for name in ("unit", "movements", "movements-download", "print"):
        assert client.get(url(name)).status_code == (200 if sees else 403), name
    for name in ("add-line", "import"):
        assert client.get(url(name)).status_code == 403


def test_the_overview_names_who_has_entered_nothing(office) -> None:
    office.spend(office.line(200_000_000), 50_000_000)
    page = shown(browser(office.department), reverse("budgets:overview"))
    assert "200.000.000" in page
    assert "25,0\u00a0%" in page
    view = overviews.overview(office.department, 2017)
    assert [row.code for row in view.rows] == ["450"]
    assert {"452", "POLICE", "DOLISA"} <= {row.code for row in view.missing}
    assert f"{len(view.missing)} đơn vị chưa nhập" in page
    own = overviews.overview(office.post(Role.DISTRICT_OFFICER, "452"), 2017)
    assert ([row.code for row in own.rows], [row.code for row in own.missing]) == ([], ["452"])


def test_a_commune_is_listed_once_it_keeps_a_book(office) -> None:
    commune = office.post(Role.COMMUNE_OFFICER, "18862")
    assert [row.code for row in overviews.overview(commune, 2017).missing] == ["18862"]
    office.line(by=commune, source="commune", title="Bảng tin")
    assert "18862" in {row.code for row in overviews.overview(office.department, 2017).rows}


def test_what_is_worth_a_look_is_said_on_the_line(office, at) -> None:
    loose = office.line(10_000_000, clause=None, title="Chưa rõ")
    office.spend(loose, 1_000_000)
    idle = office.line(10_000_000, title="Chưa chi")
    large = office.line(10_000_000, title="Một lần")
    office.spend(large, 5_000_001)
    with at(9, 30):
        said = {line.title: line.warnings for line in queries.unit_budget(office.unit("450"), 2017).lines}
    assert said["Chưa rõ"] == ("Đã chi nhưng chưa gắn với điều hay nhiệm vụ nào.",)
    assert said["Chưa chi"] == ("Chưa chi khoản nào đến 30/09.",)
    assert said["Một lần"] == ("Một lần chi 5.000.001 đ, quá 50 % của dòng.",)
    with at(9, 29):
        view = queries.unit_budget(office.unit("450"), 2017)
    assert next(line for line in view.lines if line.line_id == idle.pk).warnings == ()
    assert view.warned == 2


def test_a_payment_that_was_taken_back_is_no_large_payment(office) -> None:
    line = office.line(10_000_000)
    actions.correct(office.spend(line, 9_000_000), "Ghi nhầm", by=office.officer)
    assert queries.unit_budget(office.unit("450"), 2017).lines[0].warnings == ()


def test_a_clause_says_what_was_given_and_spent_for_it(office) -> None:
    line = office.line(120_000_000)
    office.spend(line, 54_000_000)
    office.line(80_000_000, by=office.post(Role.DISTRICT_OFFICER, "452"))
    task = office.task("450")
    office.line(7_000, clause=None, task=task, title="cho nhiệm vụ")
    found = beside.lines(office.plan, ["IV.11.-2", "II.2.a.-1", "III.-1"], office.department)
    money = {ref: [line.text for line in said if line.text.startswith("Kinh phí")] for ref, said in found.items()}
    assert {ref: said for ref, said in money.items() if said} == {
        "IV.11.-2": ["Kinh phí: giao 200.000.000 đ, chi 27,0\u00a0%"],
        "II.2.a.-1": ["Kinh phí: giao 7.000 đ, chi 0,0\u00a0%"],
    }
    own = beside_clauses.lines(office.plan, ["IV.11.-2"], office.officer)
    assert [line.text for line in own["IV.11.-2"]] == ["Kinh phí: giao 120.000.000 đ, chi 45,0\u00a0%"]
    assert beside_clauses.lines(office.plan, ["IV.11.-2"], office.post(Role.ADMINISTRATOR, "44")) == {}


def test_sources_are_added_up_for_reports(office) -> None:
    office.spend(office.line(100, source="province", title="a"), 30)
    office.line(200, source="province", title="b")
    sponsor = office.line(50, source="sponsor", title="c")
    actions.enter(sponsor, office.entry(Kind.RECEIPT, 40), by=office.officer)
    rows = queries.unit_budget(office.unit("450"), 2017).sources
    assert [(row.name, row.lines, row.sums.allocated, row.sums.received, row.sums.spent) for row in rows] == [
        ("Ngân sách tỉnh", 2, 300, 0, 30), ("Tài trợ", 1, 50, 40, 0),
    ]  # fmt: skip
    page = shown(browser(office.department), url("print"))
    assert "Theo nguồn" in page
    assert "Tài trợ" in page


def test_nonsense_in_the_address_is_not_found(office) -> None:
    client = browser(office.department)
    assert client.get(url("unit", unit="nowhere")).status_code == 404
    assert client.get(url("unit") + "?year=khac").status_code == 200
    other = office.line(by=office.post(Role.DISTRICT_OFFICER, "452"))
    assert browser(office.officer).get(url("enter", other.pk)).status_code == 404
    assert browser(office.officer).post(url("enter", 999), spending_typed()).status_code == 404
    assert office.plan.year == date(2017, 1, 1).year
