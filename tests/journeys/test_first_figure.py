"""The first figure's whole way, in a browser: entered, signed, accepted, on the board, in the plan, on paper, and back down to its cell."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WINDOWS, SignIn, assert_accessible, seen
from tests.journeys.slice import Slice
from tiendo.foundation.audit import queries as audit

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("window", WINDOWS)
def test_a_figure_goes_from_the_commune_to_the_paper_and_back(
    province: Slice, page: Page, live_server, as_post: SignIn, window: tuple[int, int], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": window[0], "height": window[1]})
    before = board_value(page, as_post, province)

    as_post(province.officer())
    fill_in_the_month(page)
    assert_accessible(page)
    page.get_by_role("link", name="Xem lại", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="Trình lãnh đạo ký").click()
    expect(seen(page, "Chờ ký")).to_be_visible()

    as_post(province.chair())
    page.locator(".tasks .button").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Ký và gửi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã gửi lúc")

    as_post(province.district())
    page.goto(f"{live_server.url}/reports/inbox")
    open_if_listed(page, province.commune_name)
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Duyệt$")).click()
    expect(seen(page, "Đã duyệt")).to_be_visible()

    assert before == "0/159"
    assert board_value(page, as_post, province) == "1/159"
    page.goto(f"{live_server.url}/plans/{province.plan_code}/clauses/{province.clause}")
    expect(seen(page, "1/159")).to_be_visible()

    assert_accessible(page)
    paper = begin_the_paper(page, live_server.url)
    assert "1/159" in words_of(download(page, tmp_path))
    figure = paper.get_by_role("link", name="1/159", exact=True).first
    expect(figure).to_be_visible()
    figure.click()
    expect(page.get_by_role("heading", name="Công thức")).to_be_visible()
    down_to_the_cell(page, province)
    assert_accessible(page)
    assert audit.verify().ok


def board_value(page: Page, as_post: SignIn, province: Slice) -> str:
    """What the department's board says of the first target: numerator over denominator."""
    as_post(province.department())
    text = page.locator(".figure-fraction").first.inner_text()
    found = re.search(r"\d+/\d+", text)
    assert found, text
    return found.group()


def fill_in_the_month(page: Page) -> None:
    """From the task on the home page: every cell typed, each saved when left."""
    page.locator(".tasks .button").first.click()
    page.get_by_role("button", name="Lập báo cáo").click()
    cells = page.locator("input.cell:not([readonly])")
    expect(cells.first).to_be_visible()
    for place in range(cells.count()):
        typed = {1: "2", 2: "8"}.get(place, "0")
        cell = cells.nth(place)
        if cell.input_value() == typed:  # a stock comes with its last known value
            continue
        with page.expect_response(lambda answer: "/cells/" in answer.url and answer.request.method == "POST"):
            cell.fill(typed)
            cell.press("Tab")
    expect(page.get_by_role("link", name="Xem lại", exact=True)).to_be_visible()


def open_if_listed(page: Page, unit: str) -> None:
    """On a telephone the inbox is a list first; on a wide screen the report lies beside it."""
    if not page.get_by_role("button", name=re.compile("^Duyệt$")).is_visible():
        page.get_by_role("link", name=re.compile(re.escape(unit.split(" ", 1)[1]))).first.click()


def begin_the_paper(page: Page, address: str):
    page.goto(f"{address}/documents/new?period=2017-09")
    page.get_by_role("button", name="Lập báo cáo tháng 9/2017").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("tháng 9/2017")
    return page.get_by_role("article")


def download(page: Page, folder: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target.read_bytes()


def words_of(content: bytes) -> str:
    return "\n".join(node.text or "" for node in docx.Document(BytesIO(content)).element.body.iter(qn("w:t")))


def down_to_the_cell(page: Page, province: Slice) -> None:
    """District, commune, month: each a link; at the end the cell with its log."""
    for step, unit in enumerate((province.world.district, province.world.commune), start=1):
        page.locator(".lineage-step").nth(step).locator(".row-link", has_text=unit.name).first.click()
    expect(page.get_by_role("heading", name="Ô gốc và nhật ký")).to_be_visible()
    expect(seen(page, "Duyệt")).to_be_visible()
