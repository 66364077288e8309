"""A plan nobody has seen, in a browser: the Word file dropped, corrected with keys, every question answered, issued, and standing as a plan."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from tests.journeys.carrying_out import Carrying, do_a_task, draw_up_below, unblock
from tests.journeys.conftest import SignIn, assert_accessible, seen
from tests.journeys.slice import Slice
from tiendo.core.drafting import actions, editing, queries
from tiendo.core.drafting.document import Document as Reviewed
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans.models import Answerable, Plan, Target
from tiendo.foundation import clock

pytestmark = pytest.mark.journey
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REASON = "Theo dõi bằng báo cáo của cơ quan chủ trì."


def a_word_file() -> bytes:
    """The plan as somebody would send it: a paragraph a line."""
    document = Document()
    for line in UNSEEN.splitlines():
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def row(page: Page, words: str) -> Locator:
    """The tree's line that holds the words."""
    return page.locator("#tree .tree-line", has_text=words)


def open_row(page: Page, words: str) -> None:
    """Choose a line and wait until its panel has come and answers."""
    row(page, words).first.click()
    expect(page.locator("#tree .tree-row.is-selected #panel > *").first).to_be_attached()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def left(page: Page) -> int:
    """How many questions the page says are left."""
    return int(page.locator("#questions header .end").inner_text().split()[0])


def pick(page: Page, box: str, typed: str, shown: str) -> None:
    """Type without marks into a picker and take what it finds."""
    page.locator(box).press_sequentially(typed)
    expect(page.get_by_role("option", name=shown).first).to_be_visible()
    page.keyboard.press("Enter")


def test_a_word_file_is_dropped_reviewed_issued_and_carried_out(
    province: Slice, page: Page, live_server, as_post: SignIn, settings: Settings
) -> None:
    as_post(province.department())
    page.goto(f"{live_server.url}/plans/")
    page.get_by_role("link", name="Nhập từ văn bản").click()
    expect(seen(page, "Chưa có bản nháp nào")).to_be_visible()
    page.get_by_role("link", name="Nhập từ văn bản").last.click()
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach-2018.docx", "mimeType": WORD, "buffer": a_word_file()}
    )
    expect(page.get_by_role("heading", name="Rà soát kế hoạch vừa đọc")).to_be_visible()
    assert_accessible(page)
    correct_with_keys(page)
    answer_everything(page)
    assert_accessible(page)
    issue(page)
    plan = Plan.objects.get(code="truyen-thong-va-ho-tro-tai-cong-dong-nam-2018")
    expect(page).to_have_url(f"{live_server.url}/plans/{plan.code}")
    expect(seen(page, "Truyền thông và hỗ trợ tại cộng đồng năm 2018")).to_be_visible()
    assert_accessible(page)
    assert plan.clauses.filter(is_clause=True, reason="", answerables=None).count() == 0
    assert {one.rule for one in Target.objects.filter(clause__plan=plan)} == {"share 80", "at_least 2"}
    assert Answerable.objects.filter(clause__plan=plan, role="lead", code="WU").exists()
    in_its_year = datetime(2018, 3, 5, 9)
    carrying = Carrying(page, live_server.url, plan, as_post, settings)
    carrying.at(in_its_year)
    with clock.set_to(in_its_year):
        carry_out(carrying, province)


def carry_out(carrying: Carrying, province: Slice) -> None:
    """The district draws its plan up, a task done moves its clause, what is stuck reaches who can unblock it."""
    derived = draw_up_below(carrying, province)
    assert derived.clauses.filter(is_clause=True).exists()
    do_a_task(carrying, province, "Kiểm tra các cơ sở")
    unblock(carrying, province, "Xây dựng kế hoạch và bố trí kinh phí")


def correct_with_keys(page: Page) -> None:
    """Arrows move, Tab takes a level in, Ctrl+Z takes it back, S splits; choosing in one column chooses in all."""
    open_row(page, "Tổng hợp, báo cáo kết quả")
    expect(page.locator("#paper .paper-part.is-selected")).to_contain_text("Tổng hợp, báo cáo kết quả định kỳ.")
    expect(page.locator("#panel h3").first).to_be_visible()
    page.keyboard.press("Tab")
    chosen = page.locator("#tree .tree-row.is-selected")
    expect(chosen).to_have_class("tree-row tree-row--clause tree-row--level-3 is-selected")
    page.keyboard.press("Control+z")
    expect(chosen).to_have_class("tree-row tree-row--clause tree-row--level-2 is-selected")
    open_row(page, "Kiểm tra các cơ sở kinh doanh")
    expect(page.locator("#panel .panel-cuts")).to_have_count(1)
    before = page.locator("#tree .tree-row").count()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(page.locator("#tree .tree-row")).to_have_count(before + 1)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#tree .tree-row")).to_have_count(before)


def answer_everything(page: Page) -> None:
    """The head, the agency nobody knows, two leads, leads of a whole section, two targets, one reason for the rest."""
    page.keyboard.press("n")
    open_row(page, "Phần đầu")
    page.get_by_role("button", name="Giữ như in, kèm ghi chú").click()
    expect(page.locator("#questions")).not_to_contain_text("361/QĐ-TTg")
    open_row(page, "Vận động hội viên")
    pick(page, "#panel .answer .unit-picker input[type=text]", "phu nu", "Hội Liên hiệp Phụ nữ tỉnh")
    expect(page.locator("#questions")).not_to_contain_text("Hội Chữ thập xanh")
    open_row(page, "Viện kiểm sát nhân dân tỉnh, Tòa án")
    page.get_by_role("button", name="Giữ cả hai").click()
    expect(page.locator("#questions")).not_to_contain_text("cùng chủ trì")
    for heading in ("Mục đích, yêu cầu", "Nhiệm vụ"):
        open_row(page, heading)
        expect(page.locator("#pick-below")).to_be_visible()
        page.keyboard.press("c")
        pick(page, "#pick-below", "so lao dong", "Sở Lao động")
        expect(page.locator("#pick-below")).to_have_count(0)
    measure_targets(page)
    for heading in ("Mục đích, yêu cầu", "Nhiệm vụ", "Phân công thực hiện", "Trên đây là Kế hoạch"):
        give_one_reason(page, heading)
    open_row(page, "Trên đây là Kế hoạch")
    page.keyboard.press("c")
    pick(page, "#pick-lead", "ubnd tinh", "UBND tỉnh")
    expect(page.get_by_role("link", name="Ban hành")).to_be_visible()
    assert left(page) == 0


def measure_targets(page: Page) -> None:
    """A share by an indicator of the catalogue; a count by hand with the document that shows it."""
    open_row(page, "Phấn đấu 80%")
    page.get_by_label("Tìm số liệu đo").fill("ty le xa to chuc va duy tri")
    page.locator("#panel .found-list").get_by_role("button", name="Chọn").first.click()
    expect(page.locator("#panel .panel-target")).to_contain_text("Đo bằng TGT-1A")
    open_row(page, "Xây dựng ít nhất 02 mô hình")
    page.get_by_text("Mức phải đạt, đếm tay, mốc quý").click()
    page.locator("#panel label.choice", has_text="Đếm tay").click()
    page.get_by_label("Đếm tay: văn bản chứng minh").fill("Quyết định thành lập mô hình.")
    page.get_by_role("button", name="Ghi chỉ tiêu").click()
    expect(page.locator("#panel .panel-target")).to_contain_text("Đếm tay: Quyết định thành lập mô hình.")


def give_one_reason(page: Page, heading: str) -> None:
    """Nothing measures the clauses there yet: one reason for all of them, or for the only one."""
    open_row(page, heading)
    expect(page.locator("#panel .panel-shape")).to_be_visible()
    fold = page.locator("#panel summary", has_text="lý do không đo")
    if fold.count():
        fold.click()
        page.locator("#no-measure-below").fill(REASON)
    else:
        page.locator("#panel summary", has_text="Không đo được, ghi lý do").click()
        page.locator("#no-measure").fill(REASON)
    asked = left(page)
    page.keyboard.press("Enter")
    expect(page.locator("#questions header .end")).not_to_have_text(f"{asked} câu")


def issue(page: Page) -> None:
    """The head once more, the question, the plan."""
    page.get_by_role("link", name="Ban hành").click()
    expect(page.get_by_label("Số kế hoạch")).to_have_value("245/KH-UBND")
    assert_accessible(page)
    page.get_by_role("button", name="Ban hành").click()
    question = page.get_by_role("dialog", name="Ban hành kế hoạch này?")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Ban hành").click()
    expect(seen(page, "Kế hoạch đã ban hành và bắt đầu được theo dõi.")).to_be_visible()


def test_on_a_telephone_one_question_stands_at_a_time(
    province: Slice, page: Page, live_server, as_post: SignIn
) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    officer = province.department()
    draft = actions.begin(UNSEEN, by=officer)
    as_post(officer)
    page.goto(f"{live_server.url}/plans/drafts/{draft.pk}")
    expect(page.locator("#paper")).to_be_hidden()
    expect(page.locator(".question:visible")).to_have_count(1)
    page.get_by_role("link", name="Đến câu tiếp theo").click()
    suggestion = page.locator("#panel .answer button").first
    expect(suggestion).to_be_visible()
    assert_accessible(page)
    asked = left(page)
    suggestion.click()
    expect(page.locator("#questions header .end")).to_have_text(f"{asked - 1} câu")


def test_a_colleague_who_was_quicker_is_named_and_nothing_typed_is_lost(
    province: Slice, page: Page, live_server, as_post: SignIn
) -> None:
    officer = province.department()
    draft = actions.begin(UNSEEN, by=officer)
    as_post(officer)
    page = page.context.new_page()  # a refusal is told on the console too
    page.goto(f"{live_server.url}/plans/drafts/{draft.pk}?at=0")
    page.get_by_label("Số kế hoạch").fill("246/KH-UBND")
    actions.step(draft, _first_given, kind="lead", version=0, by=officer)
    with page.expect_response(lambda answer: answer.status == 409):
        page.get_by_role("button", name="Ghi phần đầu").click()
    expect(page.locator("#banners")).to_contain_text("Đồng nghiệp vừa sửa bản nháp này")
    expect(page.get_by_label("Số kế hoạch")).to_have_value("246/KH-UBND")
    draft = Draft.objects.get()
    assert queries.document_of(draft).clauses[0].lead == ("DIC",)


def _first_given(reviewed: Reviewed) -> Reviewed:
    return editing.lead(reviewed, reviewed.clauses[0].key, codes=("DIC",))
