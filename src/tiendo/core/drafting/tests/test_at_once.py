"""Two hands at the same moment: one step, one plan. Needs real locks, so PostgreSQL; one SQLite file has one writer anyway."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connection

from tiendo.core.drafting import actions, editing, queries
from tiendo.core.drafting.models import Draft, DraftStep
from tiendo.core.drafting.tests.conftest import Appoint
from tiendo.core.drafting.tests.test_actions import HEAD, answered
from tiendo.core.drafting.tests.test_amendments import settled
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans.models import Edition, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import Refused, Stale


@pytest.fixture
def real_locks(transactional_db: None) -> None:
    """A database in which several connections write at once."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")


@pytest.fixture
def pack(real_locks: None) -> Pack:
    """Laid and committed, so that every connection sees it."""
    found = packs.current()
    pack_actions.install(found.directory, by=None)
    return found


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all started together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_steps_at_once_one_is_kept(real_locks: None, appoint: Appoint) -> None:
    officer = appoint(Role.DEPARTMENT_OFFICER)
    draft = actions.begin(UNSEEN, by=officer)
    key = queries.document_of(draft).clauses[0].key

    def give(code: str) -> Callable[[], object]:
        return lambda: actions.step(
            draft, lambda document: editing.lead(document, key, codes=(code,)), kind="lead", version=0, by=officer
        )

    told = at_once(give("DIC"), give("DOH"))
    assert sum(isinstance(one, Stale) for one in told) == 1
    assert DraftStep.objects.filter(draft=draft).count() == 1


def test_two_presses_of_issue_at_once_give_one_plan(real_locks: None, appoint: Appoint) -> None:
    officer = appoint(Role.DEPARTMENT_OFFICER)
    draft = answered(actions.begin(UNSEEN, by=officer), officer)
    plans = at_once(*2 * [lambda: actions.issue(draft, HEAD, version=draft.version, by=officer)])
    assert Plan.objects.count() == 1
    assert set(plans) == {Plan.objects.get()}
    assert Draft.objects.get().plan == Plan.objects.get()


def test_two_amendments_at_once_give_one_edition(real_locks: None, appoint: Appoint) -> None:
    officer = appoint(Role.DEPARTMENT_OFFICER)
    first = answered(actions.begin(UNSEEN, by=officer), officer)
    with clock.set_to(datetime(2018, 8, 20, 9)):
        plan = actions.issue(first, HEAD, version=first.version, by=officer)
        texts = (UNSEEN.replace("báo, đài", "đài, báo"), UNSEEN.replace("định kỳ", "hằng quý"))
        drafts = [settled(actions.begin(text, amends=plan, by=officer), officer) for text in texts]

        def issue(draft: Draft) -> Callable[[], object]:
            head = replace(HEAD, number="300/KH-UBND")
            return lambda: actions.issue_amendment(draft, head, date(2018, 8, 15), version=draft.version, by=officer)

        told = at_once(*map(issue, drafts))
    assert sum(isinstance(one, Stale) for one in told) == 1
    plan.refresh_from_db()
    assert (plan.edition, Edition.objects.count()) == (2, 2)
    assert Draft.objects.filter(amends=plan, state=Draft.State.OPEN).count() == 1
