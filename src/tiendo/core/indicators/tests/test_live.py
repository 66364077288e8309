"""What registers know stands in the totals at once, once, and can be proved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries, sources
from tiendo.core.reporting.actions.live import refresh, refresh_all
from tiendo.core.reporting.models import LiveSheet
from tiendo.core.reporting.sources import Record
from tiendo.core.reporting.tests.factories import World, make_world
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.models import Post
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

MARCH = periods.month(2017, 3)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@dataclass
class Book:
    """A register that knows what the test writes into it."""

    form: str = "R_plans"
    told: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)

    counts: frozenset[str] = frozenset({"tasks_due", "tasks_in_time"})

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        nothing = {"tasks_due": 0, "tasks_in_time": 0}
        return {unit_id: nothing | self.told.get((unit_id, period.key), {}) for unit_id in unit_ids}

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        return [Record("Việc", counts, "/", None)] if (unit_id, period.key) in self.told else []


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    kept = Book()
    monkeypatch.setattr(sources, "_sources", {"book": kept})
    monkeypatch.setattr(sources, "_following", {})
    return kept


def test_an_act_on_a_record_moves_every_total_above_at_once(world, book: Book) -> None:
    commune, other = world.communes[:2]
    book.told = {(commune.pk, "2017-03"): {"tasks_due": 2, "tasks_in_time": 1}, (other.pk, "2017-03"): {"tasks_due": 1}}
    with transaction.atomic():
        assert refresh("R_plans", [(commune.pk, MARCH), (other.pk, MARCH)]) == 2
    figure = indicators.values(["PLN-16"], unit=world.province, period=MARCH)["PLN-16"]
    assert (figure.numerator, figure.denominator, figure.live) == (1, 3, True)
    assert queries.live_faults() == []
    assert rollup.check(queries.leaf_values()) == []


def test_sheets_of_another_form_that_move_along_are_posted_with_it(world, book: Book) -> None:
    commune, asked = world.communes[0], []
    sources.follow("R_khac", lambda touched: asked.append(set(touched)) or [("R_plans", *leaf) for leaf in touched])
    book.told = {(commune.pk, "2017-03"): {"tasks_due": 2}}
    with transaction.atomic():
        assert refresh("R_khac", [(commune.pk, MARCH)]) == 1
    assert asked == [{(commune.pk, MARCH)}]
    assert indicators.values(["PLN-14"], unit=world.province, period=MARCH)["PLN-14"].value == 2
    assert rollup.check(queries.leaf_values()) == []


def test_what_has_not_changed_is_not_posted_again(world, book: Book) -> None:
    commune = world.communes[0]
    book.told = {(commune.pk, "2017-03"): {"tasks_due": 2}}
    with transaction.atomic():
        assert refresh("R_plans", [(commune.pk, MARCH)]) == 1
        assert refresh("R_plans", [(commune.pk, MARCH), (commune.pk, MARCH)]) == 0
    assert LiveSheet.objects.get().revision == 1


def test_a_record_taken_back_leaves_zero_not_the_old_figure(world, book: Book) -> None:
    commune = world.communes[0]
    book.told = {(commune.pk, "2017-03"): {"tasks_due": 2}}
    with transaction.atomic():
        refresh("R_plans", [(commune.pk, MARCH)])
        book.told = {}
        refresh("R_plans", [(commune.pk, MARCH)])
    figure = indicators.values(["PLN-14"], unit=world.province, period=MARCH)["PLN-14"]
    assert (figure.status, figure.value) == ("value", 0)
    assert rollup.check(queries.leaf_values()) == []


def test_a_sheet_that_its_register_no_longer_confirms_is_named_and_mended(world, book: Book) -> None:
    commune = world.communes[0]
    book.told = {(commune.pk, "2017-03"): {"tasks_due": 2}}
    with transaction.atomic():
        refresh("R_plans", [(commune.pk, MARCH)])
    book.told[commune.pk, "2017-03"] = {"tasks_due": 5}
    (said,) = queries.live_faults()
    assert "R_plans 2017-03" in said
    with transaction.atomic():
        assert refresh_all("R_plans") == 1
    assert queries.live_faults() == []


def test_a_pack_without_the_register_keeps_nothing(world, book: Book) -> None:
    with transaction.atomic():
        assert refresh("R_khac", [(world.communes[0].pk, MARCH)]) == 0
    assert not LiveSheet.objects.exists()


def test_nobody_is_missing_from_a_live_figure(world, book: Book) -> None:
    figure = indicators.values(["PLN-14"], unit=world.province, period=MARCH)["PLN-14"]
    assert (figure.status, figure.expected, figure.note) == ("no_data", 0, "")
