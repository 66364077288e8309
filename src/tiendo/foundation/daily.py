"""What is done without anybody pressing a button: once a day, or every few minutes. Apps register their jobs; `tiendo tick` runs them.

A job given the same day twice changes nothing the second time, and two processes may run it at once: each step takes its own row
and looks again before it writes. The lock only spares them the work.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

Job = Callable[[date], int]
"""What is to be done for a day; answers how many things it changed."""
FrequentJob = Callable[[], int]
"""What is to be done whenever it is time; answers how many things it changed."""

LOCK_KEY = 0x7469656E646F
"""The advisory lock of the daily jobs on PostgreSQL."""
_jobs: dict[str, Job] = {}
_frequent: dict[str, FrequentJob] = {}


def register(name: str, job: Job) -> None:
    """Add a job; called once from an app's `apps.py`."""
    _jobs[name] = job


def register_frequent(name: str, job: FrequentJob) -> None:
    """Add a job of every few minutes; called once from an app's `apps.py`."""
    _frequent[name] = job


def run(day: date) -> dict[str, int]:
    """Do every job for a day, in the order of registering: name → how many things it changed."""
    return {name: job(day) for name, job in _jobs.items()}


def run_alone(day: date) -> dict[str, int] | None:
    """As `run`, unless another process of the installation is at it: then None."""
    with alone() as mine:
        return run(day) if mine else None


def run_frequent() -> dict[str, int]:
    """Do every frequent job: name → how many things it changed."""
    return {name: job() for name, job in _frequent.items()}


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else holds the lock of the daily jobs; held to the end of the block. A process that dies lets go of it.

    PostgreSQL keeps it, so that several machines share it; beside SQLite it is a file, for that database has one machine.
    """
    if connection.vendor == "postgresql":
        with _on_postgresql() as mine:
            yield mine
    else:
        with _on_a_file(Path(settings.INSTALLATION.folder) / "daily.lock") as mine:
            yield mine


@contextmanager
def _on_postgresql() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])


@contextmanager
def _on_a_file(path: Path) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
