"""The small province in which reports are tried."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tiendo.core.reporting import triggers
from tiendo.core.reporting.tests.factories import World, make_world
from tiendo.foundation.audit import triggers as audit_triggers


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def frozen(db: None) -> None:
    """The refusal to change signed revisions, installed for this test even where the session has dropped it."""
    triggers.install(connection)


@pytest.fixture
def freely_flushed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests with real transactions: their tables are emptied afterwards, which signed revisions and the log would refuse."""
    with django_db_blocker.unblock():
        triggers.drop(connection)
        audit_triggers.drop(connection)
    yield
    with django_db_blocker.unblock():
        triggers.install(connection)
        audit_triggers.install(connection)


@pytest.fixture
def busy_world(freely_flushed: None, transactional_db: None) -> World:
    """The same province for tests in which several connections write at once."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an SQLite database in memory has one connection")
    return make_world()
