"""Boards stay flat: neither the queries, nor the rows they fetch, nor the objects made of them follow the number of communes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.base import Model
from django.db.models.sql import compiler
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import OPEN_END, OPEN_START, Placement, Unit
from tiendo.outputs.boards.tests.conftest import DISTRICT, FAR, NEAR, SEPTEMBER

MOST_QUERIES = 12
"""Session, person and post included (issue 4, section 6)."""
BOOKS = 2
"""A question for each register beside the tasks that puts work on a home page: obstacles, and of a head the money."""
FEW, MANY = 20, 400
ON_THE_TENTH, IN_TIME = datetime(2017, 10, 10, 9, 0), datetime(2017, 10, 2, 9, 0)

PAGES = [
    pytest.param(Role.DEPARTMENT_OFFICER, "DOLISA", "boards:home", id="home of the department"),
    pytest.param(Role.DEPARTMENT_DIRECTOR, "DOLISA", "boards:home", id="home of its director"),
    pytest.param(Role.VICE_CHAIR, "44", "boards:home", id="home of the vice chair"),
    pytest.param(Role.DEPARTMENT_OFFICER, "DOLISA", "boards:overview", id="overview"),
    pytest.param(Role.AUDITOR, "44", "boards:home", id="home of the auditor"),
]


@dataclass
class Cost:
    """What one page took from the database."""

    queries: int = 0
    deeper: int = 0
    """1 while some figure has nothing behind it: then the totals are read once more, to tell "nobody reported" from what proves nothing."""
    rows: int = 0
    objects: Counter[str] = field(default_factory=Counter)


def _cost(browser: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> Cost:
    """Of the second opening: what a process learns once is learnt."""
    browser.get(reverse(name))
    cost, made, fetched = Cost(), Model.from_db.__func__, compiler.cursor_iter

    def from_db(cls: type[Model], *args: Any) -> Model:
        cost.objects[cls.__name__] += 1
        return made(cls, *args)

    def cursor_iter(*args: Any) -> Iterator[list[Any]]:
        for chunk in fetched(*args):
            cost.rows += len(chunk)
            yield chunk

    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as caught:
        patched.setattr(Model, "from_db", classmethod(from_db))
        patched.setattr(compiler, "cursor_iter", cursor_iter)
        assert browser.get(reverse(name)).status_code == 200
    cost.queries = len(caught)
    cost.deeper = sum('FROM "rollup_rollup"' in query["sql"] for query in caught) - 1
    return cost


def _plant(numbers: range, by: Post) -> None:
    """More communes below one district: every fourth has sent September in time, the others are late."""
    above = places.by_code(DISTRICT, SEPTEMBER.end)
    path = Placement.objects.get(unit=above, valid_to__gt=SEPTEMBER.end, valid_from__lte=SEPTEMBER.end).path
    units = Unit.objects.bulk_create(
        Unit(code=f"X{n:03d}", name=f"Mới {n:03d}", kind="commune", kind_vi="xã", recorded_at=clock.now()).derive()
        for n in numbers
    )
    Placement.objects.bulk_create(
        Placement(
            unit=unit, parent=above, path=f"{path}{unit.pk}/", valid_from=OPEN_START, valid_to=OPEN_END,
            recorded_at=clock.now(),
        )
        for unit in units
    )  # fmt: skip
    sent = IN_TIME.replace(tzinfo=clock.VIETNAM)
    Report.objects.bulk_create(
        Report(
            unit=unit, form="F1", form_version=1, period=SEPTEMBER.key, period_end=SEPTEMBER.end, revision=1,
            state=ReportState.SUBMITTED, opened_at=sent, touched_at=sent, touched_by=by, submitted_at=sent, submitted_by=by,
        )
        for unit in units[::4]
    )  # fmt: skip
    with connection.cursor() as cursor:  # as the database does by itself once the rows are there
        cursor.execute("ANALYZE")


@pytest.mark.parametrize(("role", "unit", "name"), PAGES)
def test_a_page_of_the_province_costs_the_same_with_many_more_communes(stage, monkeypatch, role, unit, name):
    stage.accepted(NEAR, OUT_01=2, OUT_02=40)
    stage.sent(FAR, OUT_01=1)
    browser, by = stage.browser(role, unit), stage.post(Role.DISTRICT_OFFICER, DISTRICT)
    with clock.set_to(ON_THE_TENTH):
        _plant(range(FEW), by)
        before = _cost(browser, name, monkeypatch)
        _plant(range(FEW, MANY), by)
        after = _cost(browser, name, monkeypatch)

    assert before.queries <= MOST_QUERIES + BOOKS + before.deeper
    assert (after.queries, after.objects, after.rows) == (before.queries, before.objects, before.rows)
