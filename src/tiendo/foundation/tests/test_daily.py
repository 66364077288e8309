"""The jobs of a day run in the order of registering and say what they changed."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connections

from tiendo.foundation import daily


def test_every_job_gets_the_day_and_says_what_it_changed(monkeypatch) -> None:
    monkeypatch.setattr(daily, "_jobs", {})
    asked: list[tuple[str, date]] = []
    daily.register("first", lambda day: asked.append(("first", day)) or 2)
    daily.register("second", lambda day: asked.append(("second", day)) or 0)
    day = date(2017, 10, 5)
    assert daily.run(day) == {"first": 2, "second": 0}
    assert asked == [("first", day), ("second", day)]


def test_jobs_of_every_few_minutes_say_what_they_changed(monkeypatch) -> None:
    monkeypatch.setattr(daily, "_frequent", {})
    daily.register_frequent("often", lambda: 3)
    assert daily.run_frequent() == {"often": 3}


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_at_once_one_does_the_jobs_and_the_other_is_told(monkeypatch) -> None:
    """The other one is a thread with a connection of its own, which is what PostgreSQL's lock belongs to."""
    done: list[date] = []
    monkeypatch.setattr(daily, "_jobs", {"only": lambda day: done.append(day) or 1})
    day, answers = date(2017, 10, 5), []

    def other() -> None:
        answers.append(daily.run_alone(day))
        connections.close_all()

    with daily.alone() as mine:
        assert mine
        rival = threading.Thread(target=other)
        rival.start()
        rival.join(timeout=20)
    assert (answers, done) == ([None], [])
    assert daily.run_alone(day) == {"only": 1}
    assert daily.run_alone(day) == {"only": 1}, "the lock is let go of"
