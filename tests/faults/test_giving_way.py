"""A verb that the database gives up in favour of another one is begun again, a few times; anything else is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from tiendo.foundation.accounts.tests.factories import make_unit
from tiendo.foundation.places.models import Unit
from tiendo.foundation.transactions import WAITS_S, durable, snapshot


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """An act that meets a real locked SQLite database."""
    holder, late = (sqlite3.connect(tmp_path / "held.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
    holder.execute("BEGIN IMMEDIATE")

    def act() -> None:
        try:
            late.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error

    yield act
    holder.close()
    late.close()


def test_what_was_locked_only_for_a_moment_succeeds(db: None, locked: Callable[[], None]) -> None:
    attempts = []

    @durable
    def verb() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            locked()
        return "done"

    assert (verb(), len(attempts)) == ("done", 3)


def test_what_stays_locked_is_given_up_in_the_end(db: None, locked: Callable[[], None]) -> None:
    attempts = []

    @durable
    def verb() -> None:
        attempts.append(1)
        locked()

    with pytest.raises(OperationalError, match="locked"):
        verb()
    assert len(attempts) == len(WAITS_S) + 1


def test_any_other_fault_is_not_tried_again(db: None) -> None:
    attempts = []

    @durable
    def verb() -> None:
        attempts.append(1)
        raise OperationalError("no such table")

    with pytest.raises(OperationalError, match="no such table"):
        verb()
    assert len(attempts) == 1


def test_what_a_given_up_attempt_wrote_is_gone(db: None, locked: Callable[[], None]) -> None:
    attempts = []

    @durable
    def verb() -> None:
        make_unit(f"188{len(attempts)}", "commune", name="Võ Ninh")
        attempts.append(1)
        if len(attempts) < 2:
            locked()

    verb()
    assert [unit.code for unit in Unit.objects.all()] == ["1881"]


def test_a_verb_is_never_part_of_another_transaction(transactional_db: None) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        durable(lambda: None)()


def test_two_that_lock_each_other_out_both_succeed(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a deadlock needs two connections that write at once: PostgreSQL")
    first, second = (make_unit(code, "commune", name=code).pk for code in ("18801", "18802"))
    meet = Barrier(2, timeout=10)
    attempts = []

    @durable
    def write(one: int, other: int) -> None:
        attempts.append(1)
        Unit.objects.filter(pk=one).update(short_name="một")
        if len(attempts) <= 2:
            meet.wait()  # each now holds what the other one wants
        Unit.objects.filter(pk=other).update(short_name="hai")

    def run(order: tuple[int, int]) -> None:
        try:
            write(*order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [(first, second), (second, first)]))
    assert len(attempts) == 3


def test_a_proof_sees_one_moment_while_others_write(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an SQLite database in memory has one connection")
    make_unit("18801", "commune", name="Võ Ninh")

    def write() -> None:
        make_unit("18802", "commune", name="Hải Ninh")
        connection.close()

    with snapshot():
        before = Unit.objects.count()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        assert Unit.objects.count() == before
    assert Unit.objects.count() == before + 1
