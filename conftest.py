"""Fixtures every test shares."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from pytest_django import DjangoDbBlocker

from tiendo.foundation import clock

if TYPE_CHECKING:
    from tiendo.foundation.packs.schema import Pack

SOURCES = Path(__file__).parent / "src"
NEEDS_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, of the tests beside the code, only those that touch a database: the others were run beside SQLite."""
    if connection.vendor != "postgresql":
        return
    kept = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = set(getattr(item, "fixturenames", ()))
    if SOURCES not in item.path.parents:  # may work on it in processes of its own
        return True
    return item.get_closest_marker("django_db") is not None or bool(wanted & NEEDS_DATABASE)


@pytest.fixture(autouse=True)
def _fifth_of_october_2017() -> Iterator[None]:
    """Tests live on the day the simulated year is opened, unless they set the clock themselves."""
    with clock.set_to(datetime(2017, 10, 5, 8, 45)):
        yield


@pytest.fixture(scope="module")
def pack_laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pack]:
    """The pack's places, laid once for the tests of a module; each test finds them as they were laid."""
    with _laid(django_db_blocker, lambda pack: None) as pack:
        yield pack


@pytest.fixture(scope="module")
def plan_laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pack]:
    """The pack's places and its plan, laid once for the tests of a module."""
    from tiendo.core.plans.actions import import_plan

    with _laid(django_db_blocker, lambda pack: import_plan(pack.plan_text, pack=pack, by=None)) as pack:
        yield pack


@contextmanager
def _laid(blocker: DjangoDbBlocker, more: Callable[[Pack], object]) -> Iterator[Pack]:
    """In a transaction around those of the tests, which is given up at the end."""
    from tiendo.foundation.packs import actions, queries

    around = transaction.atomic()
    with blocker.unblock(), clock.set_to(datetime(2017, 1, 3, 8)):
        around.__enter__()
        pack = queries.current()
        actions.install(pack.directory, by=None)
        more(pack)
    yield pack
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True, scope="session")
def _no_outbound_connection() -> Iterator[None]:
    """A test that reaches outside this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test tried to connect to {address}")
        return connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions (transactional_db, live_server) empty all tables at their end, which append-only tables refuse.

    Their triggers hold during every test and step aside for that moment only, whichever they are; nothing has to be asked for.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        with transaction.atomic(using=self.connection.alias), _triggers_aside(self.connection):
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = emptied
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@contextmanager
def _triggers_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    if connection.vendor == "postgresql":
        found = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        aside, back = "ALTER TABLE {} DISABLE TRIGGER USER", "ALTER TABLE {} ENABLE TRIGGER USER"
    else:
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        aside, back = "DROP TRIGGER {}", "{}"
    with connection.cursor() as cursor:
        cursor.execute(found)
        rows = cursor.fetchall()
        for row in rows:
            cursor.execute(aside.format(row[0]))
        yield
        for row in rows:
            cursor.execute(back.format(row[-1]))
