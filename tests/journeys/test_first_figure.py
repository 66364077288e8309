"""The first figure's whole way, in a browser: entered, signed, accepted, on the board, in the plan, on paper, and back down to its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.db import connection
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from tests.journeys.slice import PASSWORD, Slice, make_slice
from tiendo.core.reporting import triggers as revisions
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.audit import triggers as log
from tiendo.outputs.documents import triggers as documents

pytestmark = pytest.mark.journey
WINDOWS = [pytest.param((375, 812), id="phone"), pytest.param((1280, 900), id="wide")]
SignIn = Callable[[Post], None]


@pytest.fixture
def freely_flushed(transactional_db: None) -> Iterator[None]:
    """Tables are emptied afterwards, which what is signed, logged or issued would refuse."""
    yield
    for kept in (revisions, log, documents):
        kept.drop(connection)


@pytest.fixture
def province(freely_flushed: None) -> Slice:
    for kept in (revisions, log, documents):
        kept.install(connection)
    return make_slice()


@pytest.fixture
def as_post(page: Page, live_server) -> SignIn:
    """Leaves whoever is signed in and signs the post's holder in, by the page anybody uses."""

    def sign_in(post: Post) -> None:
        page.context.clear_cookies()
        page.goto(live_server.url)
        page.get_by_label("Tên đăng nhập").fill(post.user.username)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda address: "sign-in" not in address)

    return sign_in


@pytest.mark.parametrize("window", WINDOWS)
def test_a_figure_goes_from_the_commune_to_the_paper_and_back(
    province: Slice, page: Page, live_server, as_post: SignIn, window: tuple[int, int], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": window[0], "height": window[1]})
    before = board_value(page, as_post, province)

    as_post(province.officer())
    fill_in_the_month(page)
    page.get_by_role("link", name="Xem lại", exact=True).click()
    page.get_by_role("button", name="Trình lãnh đạo ký").click()
    expect(page.get_by_text("Đã trình ký").first).to_be_visible()

    as_post(province.chair())
    page.locator(".tasks .button").first.click()
    page.get_by_role("button", name="Ký và gửi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã gửi lúc")

    as_post(province.district())
    page.goto(f"{live_server.url}/reports/inbox")
    open_if_listed(page, province.commune_name)
    page.get_by_role("button", name=re.compile("^Duyệt$")).click()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()

    assert before == "0/159"
    assert board_value(page, as_post, province) == "1/159"
    page.goto(f"{live_server.url}/plans/{province.plan_code}")
    expect(page.get_by_text("1/159").first).to_be_visible()

    paper = begin_the_paper(page, live_server.url)
    assert "1/159" in words_of(download(page, tmp_path))
    figure = paper.get_by_role("link", name="1/159", exact=True).first
    expect(figure).to_be_visible()
    figure.click()
    expect(page.get_by_role("heading", name="Công thức")).to_be_visible()
    down_to_the_cell(page, province)
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
    cells = page.locator("input.cell:not([readonly])")
    expect(cells.first).to_be_visible()
    for place in range(cells.count()):
        typed = {1: "2", 2: "40"}.get(place, "0")
        cell = cells.nth(place)
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
    page.get_by_role("link", name=re.compile(province.world.district.name)).first.click()
    page.get_by_role("link", name=re.compile(province.world.commune.name)).first.click()
    expect(page.get_by_role("heading", name="Ô gốc và nhật ký")).to_be_visible()
    expect(page.get_by_text("Duyệt").first).to_be_visible()
