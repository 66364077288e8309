"""Two hands at the same moment: one draft, one plan. Needs real locks, so PostgreSQL; one SQLite file has one writer anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tiendo.core.cascading import actions
from tiendo.core.cascading.models import Derivation, Origin
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting import queries as drafts
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.tests.test_at_once import at_once, real_locks
from tiendo.core.plans.actions import import_plan
from tiendo.core.plans.models import Plan
from tiendo.core.reporting import queries as reporting
from tiendo.foundation import clock
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs

from .conftest import Office, heads, officer, settled

__all__ = ["real_locks"]


NOW = datetime(2017, 3, 10, 9, 0)


def twice(act: Callable[[], object]) -> list[object]:
    """The act by two hands at once, each in its own thread on the day of the story."""

    def on_the_day() -> object:
        with clock.set_to(NOW):
            return act()

    return at_once(on_the_day, on_the_day)


def test_two_presses_at_once_begin_one_draft_and_issue_one_plan(real_locks: None) -> None:
    with clock.set_to(NOW):
        pack = packs.current()
        pack_actions.install(pack.directory, by=None)
        office = Office(import_plan(pack.plan_text, pack=pack, by=None))
        by, head_of_it, unit = officer(office), heads(office), office.unit("450")
        begun = twice(lambda: actions.begin(unit, office.plan, by=by))
        assert set(begun) == {Derivation.objects.get()}
        document = settled(Derivation.objects.get(), by)
        draft = drafts.by_id(Draft.objects.get().pk)
        assert draft
        head = replace(document.head, number="12/KH-UBND", issued_on="2017-03-06")
        plans = twice(lambda: drafting.issue(draft, head, version=draft.version, by=head_of_it))
        assert set(plans) == {Plan.objects.exclude(pk=office.plan.pk).get()}
        assert not Origin.objects.filter(clause=None).exists()
        assert reporting.live_faults() == []
