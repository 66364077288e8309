"""The department's report in a browser: begun, written, signed, and read again after a figure has moved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WINDOWS, SignIn, assert_accessible, seen
from tests.journeys.slice import Slice
from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.models import Report
from tiendo.kernel import periods

pytestmark = pytest.mark.journey
AUGUST = periods.month(2017, 8)


@pytest.mark.parametrize("window", WINDOWS)
def test_a_report_is_written_signed_and_compared_with_today(
    province: Slice, page: Page, live_server, as_post: SignIn, window: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": window[0], "height": window[1]})
    as_post(province.department())
    page.goto(f"{live_server.url}/documents/new")
    assert_accessible(page)
    page.get_by_role("button", name=f"Lập báo cáo {AUGUST.label}").click()
    words = page.get_by_label("Nhiệm vụ trọng tâm kỳ tới")
    words.fill("Kiểm tra <5 cơ sở & đôn đốc.")
    page.locator("#narrative-next").get_by_role("button", name="Lưu lời văn").click()
    expect(page.locator("#narrative-next")).to_contain_text("Đã lưu 08:4")
    assert_accessible(page)
    address = page.url

    as_post(province.director())
    page.goto(address)
    expect(seen(page, "Kiểm tra <5 cơ sở & đôn đốc.")).to_be_visible()
    page.get_by_label("Số văn bản").fill("118")
    page.get_by_role("button", name="Ký và ban hành").click()
    question = page.get_by_role("dialog", name="Ký và ban hành số 118/BC-SLĐTBXH?")
    expect(question).to_contain_text("không rút lại được")
    assert_accessible(page)
    question.get_by_role("button", name="Ký và ban hành").click()
    expect(seen(page, "118/BC-SLĐTBXH")).to_be_visible()
    expect(seen(page, "Mọi số liệu trong văn bản khớp với hiện nay.")).to_be_visible()

    correct_august(province)
    page.reload()
    expect(page.locator("del").first).to_be_visible()
    expect(page.locator(".printed--changed").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Mở nguồn").first.click()
    expect(page.get_by_role("heading", name="Công thức")).to_be_visible()


def correct_august(province: Slice) -> None:
    """The commune adds a session it had forgotten; the district accepts the correction."""
    world = province.world
    report = Report.objects.get(unit=world.commune, period=AUGUST.key, counts=True)
    open_page = queries.report_page(report.pk, world.officer())
    first, second = (cell.code for cell in open_page.cells[1:3])
    draft = actions.correct(report, reason="Bổ sung buổi bị sót.", by=world.district_officer())
    draft = actions.save_all(draft, {**draft.values, first: 1, second: 5}, None, by=world.officer())
    draft = actions.submit(actions.present(draft, by=world.officer()), by=world.chair())
    actions.approve(draft, by=world.district_officer())
