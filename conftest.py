"""Fixtures every test shares."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime

import pytest

from tiendo.foundation import clock

LOCAL = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _fifth_of_october_2017() -> Iterator[None]:
    """Tests live on the day the simulated year is opened, unless they set the clock themselves."""
    with clock.set_to(datetime(2017, 10, 5, 8, 45)):
        yield


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
