"""Writers on one SQLite file stand in one queue, from BEGIN to COMMIT, and whoever ends, however, leaves it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import DatabaseError, connections, transaction

ALIAS = "queued"


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: object) -> Iterator[Path]:
    """A database file of its own, with one table, beside the tests' database."""
    path = tmp_path / "queued.sqlite3"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": "PRAGMA journal_mode=WAL"}
    whole = connections.configure_settings(
        {"default": {"ENGINE": "tiendo.foundation.sqlite", "NAME": path, "OPTIONS": options}}
    )
    connections.settings[ALIAS] = whole["default"]
    with django_db_blocker.unblock():
        _do("CREATE TABLE told (line)")
        yield path
        connections[ALIAS].close()
    del connections[ALIAS], connections.settings[ALIAS]


def _do(statement: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


def _is_free(file: Path) -> bool:
    with Path(f"{file}.queue").open("w") as queue:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_writer_holds_its_place_until_it_commits(file: Path) -> None:
    with transaction.atomic(using=ALIAS):
        _do("INSERT INTO told VALUES ('one')")
        assert not _is_free(file)
    assert _is_free(file)


def test_a_writer_that_fails_leaves_the_queue(file: Path) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(using=ALIAS):
        _do("INSERT INTO nothing VALUES ('one')")
    assert _is_free(file)


def test_a_connection_closed_in_the_middle_leaves_the_queue(file: Path) -> None:
    with transaction.atomic(using=ALIAS):
        connections[ALIAS].close()
        transaction.set_rollback(True, using=ALIAS)
    assert _is_free(file)


def test_the_second_writer_waits_for_the_first_and_sees_what_it_wrote(file: Path) -> None:
    begun = Event()

    def second() -> int:
        begun.set()
        try:
            with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM told")
                return int(cursor.fetchone()[0])
        finally:
            connections[ALIAS].close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(using=ALIAS):
            waiting = pool.submit(second)
            begun.wait()
            _do("INSERT INTO told VALUES ('one')")
        assert waiting.result(timeout=10) == 1
