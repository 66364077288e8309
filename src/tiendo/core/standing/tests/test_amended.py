"""A plan amended in the middle of its year: each period is judged by what was in force then, and both versions can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tiendo.core.plans import amending, editions, queries
from tiendo.core.plans.models import Clause, Plan
from tiendo.core.plans.tests.factories import blueprint
from tiendo.core.standing import queries as standing
from tiendo.core.standing.tests.conftest import Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack, TargetRule
from tiendo.kernel import periods

SIGNED = date(2017, 8, 15)
LETTING = "- Tổ chức rà soát"


@pytest.fixture
def today() -> Iterator[None]:
    with clock.set_to(datetime(2017, 10, 20, 9)):
        yield


@pytest.fixture
def quarterly(pack: Pack) -> str:
    """A target measured by a share of communes, judged each quarter."""
    return next(code for code, one in pack.targets.items() if one.judged == "quarter" and one.who == ("CPC",))


@pytest.fixture
def amended(today: None, plan: Plan, pack: Pack, quarterly: str) -> Plan:
    """The same plan from 15 August on: a share of communes lowered to 1 %, one clause gone, everything after it renumbered."""
    lines = pack.plan_text.splitlines()
    gone = next(place for place, line in enumerate(lines) if line.startswith(LETTING))
    del lines[gone]
    made = blueprint("\n".join(lines), pack=pack, year=plan.year, code=plan.code)
    old = {str(row.lasting_id): editions.words(row, plan.text) for row in Clause.objects.filter(plan=plan)}
    by_words = {words: key for key, words in old.items()}
    targets = dict(made.terms.targets)
    targets[quarterly] = targets[quarterly].model_copy(
        update={"rule": TargetRule(kind="share", low=1), "goal": "từ 1 % số xã"}
    )
    said = amending.Amendment(
        base=1,
        effective_from=SIGNED,
        blueprint=replace(made, number="9/KH-UBND", issued_on=SIGNED, terms=replace(made.terms, targets=targets)),
        continues={
            node.ref: by_words[words]
            for node in made.nodes
            if (words := " ".join(f"{node.title} {node.text}".split())) in by_words
        },
    )
    with clock.set_to(datetime(2017, 8, 16, 9)):
        return amending.amend(plan, said, pack=pack)


def tried(plan: Plan, code: str, month: int, as_of: date | None = None):  # type: ignore[no-untyped-def]
    ref = queries.terms(plan, pack=_pack(), edition=standing.held_on(plan, as_of)).targets[code].clause
    state = standing.states(plan, periods.month(2017, month), as_of)[ref]
    return next(one for one in state.targets if one.target.code == code)


def _pack() -> Pack:
    from tiendo.foundation.packs import queries as packs

    return packs.current()


def test_a_value_changed_mid_year_judges_only_what_comes_after(amended: Plan, quarterly: str, report: Report) -> None:
    for month in range(1, 10):
        for commune in ("18859", "18889", "19252"):
            report(commune, "F1", f"2017-{month:02d}", {"OUT_01": 2})
    before, after = tried(amended, quarterly, 7), tried(amended, quarterly, 9)
    assert (before.judged_in, before.judged_by.rule.low, before.met) == (periods.quarter(2017, 2), 75, False)
    assert (after.judged_in, after.judged_by.rule.low, after.met) == (periods.quarter(2017, 3), 1, True)
    said = standing.states(amended, periods.month(2017, 7))[before.target.clause].why
    assert "từ 75 % số xã" in said


def test_states_of_a_past_day_are_of_the_clauses_of_that_day(amended: Plan, pack: Pack) -> None:
    then, now = date(2017, 8, 1), None
    assert len(standing.states(amended, periods.month(2017, 7), then)) == 64
    assert len(standing.states(amended, periods.month(2017, 7), now)) == 63
    assert len(standing.states(amended, periods.month(2017, 7), date(2017, 8, 15))) == 64, "recorded a day later"


def test_the_plan_page_reads_both_versions(amended: Plan, sign_in: Callable[[Role, str], Client]) -> None:
    officer = sign_in(Role.DEPARTMENT_OFFICER, "DOLISA")
    new = officer.get(f"/plans/{amended.code}").content.decode()
    assert "63 điều khoản" in new
    assert "Bản sửa đổi lần 1" in new
    with CaptureQueriesContext(connection) as made:
        old = officer.get(f"/plans/{amended.code}", {"as_of": "2017-08-01"}).content.decode()
    assert "64 điều khoản" in old
    assert "Đang xem số liệu như biết ngày 01/08/2017" in old
    assert len(made) <= 50
    texts = [
        officer.get(f"/plans/{amended.code}/text", asked).content.decode() for asked in ({}, {"as_of": "2017-08-01"})
    ]
    assert [LETTING in text for text in texts] == [False, True]


def test_a_dropped_clause_is_still_read(amended: Plan, sign_in: Callable[[Role, str], Client]) -> None:
    officer = sign_in(Role.DEPARTMENT_OFFICER, "DOLISA")
    dropped = Clause.every.get(plan=amended, dropped_from__isnull=False)
    answer = officer.get(f"/plans/{amended.code}/clauses/{dropped.ref}")
    assert answer["Location"].endswith("?as_of=2017-08-15")
    said = officer.get(answer["Location"]).content.decode()
    assert "bỏ từ ngày 15/08/2017" in said
    assert officer.get(f"/plans/{amended.code}/clauses/khong-co").status_code == 404


def test_the_versions_and_their_differences_have_a_page(amended: Plan, sign_in: Callable[[Role, str], Client]) -> None:
    officer = sign_in(Role.COMMUNE_OFFICER, "18859")
    said = officer.get(f"/plans/{amended.code}/amendments").content.decode()
    assert "Sửa đổi lần 1" in said
    assert "9/KH-UBND" in said
    assert "?as_of=2017-08-15" in said
    only = officer.get(f"/plans/{amended.code}/amendments", {"kind": "dropped"}).content.decode()
    assert only.count('class="change change--') == 1
    assert officer.get(f"/plans/{amended.code}/amendments", {"edition": "77"}).status_code == 200


def test_a_plan_never_amended_says_so(plan: Plan, sign_in: Callable[[Role, str], Client]) -> None:
    said = sign_in(Role.COMMUNE_OFFICER, "18859").get(f"/plans/{plan.code}/amendments").content.decode()
    assert "chưa sửa đổi lần nào" in said
