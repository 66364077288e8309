"""Takes the pictures: signs in as each role of the demonstration and walks to the page by its own links."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Browser, Error, Page, sync_playwright

django.setup()  # the roles and the password below are the demonstration's own

from tiendo.demo.people import PASSWORD  # noqa: E402

WIDE, PHONE = (1280, 860), (375, 812)


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, through which window, and the way from the home page."""

    role: str
    window: tuple[int, int]
    walk: Callable[[Page], None]


def stay(page: Page) -> None:
    """The home page itself."""


def to_section(words: str) -> Callable[[Page], None]:
    """A section of the top bar."""
    return lambda page: page.get_by_role("navigation").get_by_role("link", name=words, exact=True).first.click()


def to_plan(page: Page) -> None:
    to_section("Kế hoạch")(page)
    if not page.url.rstrip("/").rpartition("/")[2].startswith("ke-hoach"):
        page.locator("main a").first.click()


def to_lineage(page: Page) -> None:
    page.locator("main a.value").first.click()


def to_document(page: Page) -> None:
    to_section("Văn bản")(page)
    page.locator("main tbody a").first.click()


def to_report(page: Page) -> None:
    page.locator("main .tasks .button").first.click()


def to_own_report(page: Page) -> None:
    """The report with which the district closes the period it is judging."""
    to_report(page)
    page.get_by_role("button", name="Tổng hợp gửi Sở").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#rolled").scroll_into_view_if_needed()


def to_receipt(page: Page) -> None:
    page.locator("main table a", has_text="Tháng 8/2017").first.click()
    page.get_by_role("link", name="Biên nhận", exact=True).click()


def to_cell(page: Page) -> None:
    """From a value through its first district and commune to the cell."""
    to_lineage(page)
    for column in (2, 3):
        page.wait_for_load_state("networkidle")
        page.locator(f".lineage-step:nth-of-type({column}) a.row-link").first.click()


def to_person(page: Page) -> None:
    page.locator("main tbody a").first.click()


SHOTS = {
    "home": Shot("chuyên viên Sở", WIDE, stay),
    "plan": Shot("chuyên viên Sở", WIDE, to_plan),
    "lineage": Shot("chuyên viên Sở", WIDE, to_lineage),
    "document": Shot("chuyên viên Sở", WIDE, to_document),
    "overview": Shot("Phó Chủ tịch UBND tỉnh", WIDE, stay),
    "commune-phone": Shot("cán bộ LĐ-XH xã", PHONE, to_report),
    "commune-home": Shot("cán bộ LĐ-XH xã", PHONE, stay),
    "receipt": Shot("lãnh đạo UBND xã", PHONE, to_receipt),
    "district": Shot("cán bộ phòng LĐTBXH huyện", WIDE, to_report),
    "district-own": Shot("cán bộ phòng LĐTBXH huyện", WIDE, to_own_report),
    "agency": Shot("cán bộ cơ quan", WIDE, stay),
    "people": Shot("quản trị", WIDE, stay),
    "person": Shot("quản trị", WIDE, to_person),
    "cell": Shot("kiểm tra viên", WIDE, to_cell),
    "log": Shot("kiểm tra viên", WIDE, to_section("Nhật ký")),
}


def main(address: str, marker: str, folder: str, *names: str) -> int:
    """Take the named pictures, or all; returns the exit code."""
    usernames = {line["role"]: line["username"] for line in json.loads(Path(marker).read_text("utf-8"))["sign_ins"]}
    wait_for(address)
    failed = 0
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        for name in names or SHOTS:
            target = Path(folder) / f"{name}.png"
            try:
                take(browser, address, SHOTS[name], usernames, target)
                print(target)
            except Error as error:  # one picture less must not cost the others; the exit code says it
                print(f"{name}: {error}", file=sys.stderr)
                failed = 1
        browser.close()
    return failed


def take(browser: Browser, address: str, shot: Shot, usernames: dict[str, str], target: Path) -> None:
    """Sign in, walk, wait until the page is still, keep the picture."""
    width, height = shot.window
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale="vi-VN", device_scale_factor=1, reduced_motion="reduce"
    )
    page.set_default_timeout(15_000)
    page.goto(address)
    page.locator("input[name=username]").fill(usernames[shot.role])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit], form button:not([type])").first.click()
    page.wait_for_load_state("networkidle")
    shot.walk(page)
    page.wait_for_load_state("networkidle")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    page.context.close()


def wait_for(address: str, seconds: int = 60) -> None:
    """Until the server answers."""
    for _attempt in range(seconds * 4):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise SystemExit("The server did not answer.")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
