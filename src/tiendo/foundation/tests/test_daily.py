"""The jobs of a day run in the order of registering and say what they changed."""

from __future__ import annotations

from datetime import date

from tiendo.foundation import daily


def test_every_job_gets_the_day_and_says_what_it_changed(monkeypatch) -> None:
    monkeypatch.setattr(daily, "_jobs", {})
    asked: list[tuple[str, date]] = []
    daily.register("first", lambda day: asked.append(("first", day)) or 2)
    daily.register("second", lambda day: asked.append(("second", day)) or 0)
    day = date(2017, 10, 5)
    assert daily.run(day) == {"first": 2, "second": 0}
    assert asked == [("first", day), ("second", day)]
