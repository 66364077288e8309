"""A real browser on the real server: Debian's Chromium, no outside network, and every message on its console fails the journey."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Route
from pytest_django import Settings

from tests.journeys.slice import PASSWORD, Slice, make_slice
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.clock import VIETNAM

# Playwright runs an event loop in this thread; the tests' own database calls are made between its steps, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
LOCAL = {"127.0.0.1", "localhost", "[::1]", ""}
OPENED = datetime(2017, 10, 5, 8, 45, tzinfo=VIETNAM)
WAIT = 10_000
"""Milliseconds a step may take before the journey fails."""
WINDOWS = [pytest.param((375, 812), id="phone"), pytest.param((1280, 900), id="wide")]
SignIn = Callable[[Post], None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; root needs it without its sandbox."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    switches = ["--disable-dev-shm-usage", "--force-color-profile=srgb"]
    if os.geteuid() == 0:
        switches.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": chromium, "args": switches}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Vietnamese reader; motion off, so that nothing is judged half-way."""
    return {
        **browser_context_args,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(autouse=True)
def _installation(settings: Settings) -> None:
    """A simulated installation on the day its year is opened: the server's threads read the clock from it."""
    settings.INSTALLATION = replace(settings.INSTALLATION, simulated=True, starts_at=OPENED)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """No journey reaches outside this machine."""
    context.set_default_timeout(WAIT)
    context.route("**/*", _only_this_machine)
    return context


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose console must stay silent: script errors, refused resources and policy violations fail the journey."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(f"exception: {error}"))
    yield page
    assert not heard, "the browser's console was not silent:\n" + "\n".join(heard)


@pytest.fixture
def province(transactional_db: None) -> Slice:
    return make_slice()


@pytest.fixture
def as_post(page: Page, live_server) -> SignIn:
    """Leaves whoever is signed in and signs the post's holder in, by the page anybody uses."""

    def sign_in(post: Post) -> None:
        page.goto("about:blank")  # a page that is left open would go on asking, as nobody
        page.context.clear_cookies()
        page.goto(live_server.url)
        page.get_by_label("Tên đăng nhập").fill(post.user.username)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda address: "sign-in" not in address)

    return sign_in


def seen(page: Page, words: str) -> Locator:
    """The first place where the words can be read in this window."""
    return page.get_by_text(words).locator("visible=true").first


def assert_accessible(page: Page) -> None:
    """No violation that axe knows of, on the page as it stands."""
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()


def _only_this_machine(route: Route) -> None:
    if (urlsplit(route.request.url).hostname or "") in LOCAL:
        route.continue_()
    else:
        route.abort("blockedbyclient")
