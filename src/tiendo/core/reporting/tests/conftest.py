"""The small province in which reports are tried."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection

from tiendo.core.reporting.tests.factories import World, make_world
from tiendo.foundation import clock


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def busy_world(transactional_db: None) -> World:
    """The same province for tests in which several connections write at once."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an SQLite database in memory has one connection")
    return make_world()


@pytest.fixture
def at_desk_time() -> Iterator[None]:
    """08:45 on 05/10/2017."""
    with clock.set_to(datetime(2017, 10, 5, 8, 45)):
        yield
