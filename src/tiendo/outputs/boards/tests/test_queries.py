"""Boards stay flat: the number of queries does not follow the number of communes or targets."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tiendo.foundation.accounts.roles import Role

HOME, OVERVIEW = 18, 14
"""What they take today; docs/figures.md says what is still above the goal of 12 and why."""


def _queries(browser, name: str) -> int:
    browser.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(reverse(name)).status_code == 200
    return len(caught)


def test_the_departments_home_takes_few_queries(stage):
    stage.accepted(OUT_01=2, OUT_02=40)
    assert _queries(stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA"), "boards:home") <= HOME


def test_the_overview_takes_few_queries(stage):
    stage.accepted(OUT_01=2, OUT_02=40)
    assert _queries(stage.browser(Role.VICE_CHAIR, "44"), "boards:overview") <= OVERVIEW
