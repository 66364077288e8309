"""What is done once a day without anybody pressing a button. Apps register their job; `tiendo tick` runs them all.

A job given the same day twice changes nothing the second time, and two processes may run it at once: each step takes its own row
and looks again before it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Job = Callable[[date], int]
"""What is to be done for a day; answers how many things it changed."""

_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Add a job; called once from an app's `apps.py`."""
    _jobs[name] = job


def run(day: date) -> dict[str, int]:
    """Do every job for a day, in the order of registering: name → how many things it changed."""
    return {name: job(day) for name, job in _jobs.items()}
