"""The daily jobs beside the pages: at their hour, once, and gone when the pages are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from tiendo.cli import daily as command
from tiendo.cli.serving import daily_jobs
from tiendo.foundation import daily

ON = date(2017, 10, 5)
AT = datetime(2017, 1, 1, 6, 30).time()


@pytest.mark.parametrize(("hour", "day"), [(0, 4), (6, 4), (7, 5), (23, 5)])
def test_from_the_hour_on_the_jobs_of_today_are_due_before_it_those_of_yesterday(hour, day):
    assert command.last_due(datetime(2017, 10, 5, hour, 0), AT) == date(2017, 10, day)


def test_a_round_does_the_day_once_and_what_is_frequent_always(monkeypatch, db):
    asked: list[str] = []
    monkeypatch.setattr(daily, "_jobs", {"day": lambda day: asked.append("day") or 1})
    monkeypatch.setattr(daily, "_frequent", {"often": lambda: asked.append("often") or 0})
    monkeypatch.setattr(command.connections, "close_all", lambda: None)
    done = command._round(ON, None)
    assert command._round(ON, done) == ON
    assert asked == ["day", "often", "often"]


def test_a_fault_is_logged_and_the_day_is_begun_again(monkeypatch, db, caplog):
    monkeypatch.setattr(daily, "_jobs", {"broken": lambda day: 1 // 0})
    monkeypatch.setattr(command.connections, "close_all", lambda: None)
    with caplog.at_level("INFO", logger="tiendo.daily"):
        assert command._round(ON, None) is None
    assert "broke off" in caplog.text


@pytest.mark.parametrize("typed", ["25:00", "sáng", ""])
def test_an_hour_that_is_none_is_refused(typed):
    answer = CliRunner().invoke(command.tick, ["--stay", "--at", typed])
    assert answer.exit_code == 2
    assert "06:30" in answer.output


def _gone(pid: int, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        except FileNotFoundError:
            return True
        if stat.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def installation(monkeypatch, tmp_path) -> None:
    """A folder of its own; the process has no tables and only waits."""
    monkeypatch.setenv("TIENDO_DATA", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tiendo.web.settings.main")
    monkeypatch.setenv("PYTHONPATH", str(Path(settings.BASE_DIR) / "src"))
    monkeypatch.delenv("TIENDO_DATABASE_URL", raising=False)


def test_they_end_with_the_block_that_serves(installation):
    with daily_jobs(AT) as child:
        assert child.poll() is None
    assert _gone(child.pid)


def test_they_end_by_themselves_when_the_serving_process_is_killed(installation):
    script = (
        "import time; from datetime import time as at; from tiendo.cli.serving import daily_jobs\n"
        "with daily_jobs(at(6, 30)) as child:\n    print(child.pid, flush=True); time.sleep(60)"
    )
    pages = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert pages.stdout is not None
    child = int(pages.stdout.readline())
    try:
        time.sleep(4)
        os.kill(pages.pid, signal.SIGKILL)
        pages.wait(timeout=10)
        assert _gone(child)
    finally:
        if pages.poll() is None:
            pages.kill()
