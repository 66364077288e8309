"""The bench at its smallest, as its users call it: both sides load, approve, answer and rebuild; unequal answers would end the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import answers
from bench.answers import UnequalError, must_be_equal

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"work", "database", "communes", "baseline", "ours", "ratio"}


def run_bench(*arguments: str) -> dict[str, list[dict[str, object]]]:
    command = [sys.executable, "-m", "bench", "--database", "sqlite", "--seconds", "0", "--json", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "BENCH_WRITERS": "2"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return said


def test_both_sides_answer_alike_and_every_work_is_reported():
    works = ("province_board", "national_pivot", "approvals", "rebuild", "disk")
    found = run_bench("--communes", "24", *(word for work in works for word in ("--work", work)))

    assert {line["work"] for line in found["ratios"]} == set(works)
    for line in found["ratios"]:
        assert line.keys() == KEYS
        assert line["database"] == "sqlite"
        assert line["communes"] == 24
        assert line["baseline"] > 0
        assert line["ratio"] > 0


def test_the_provinces_pages_are_timed_and_their_queries_counted():
    found = run_bench("--communes", "159", "--work", "pages")

    assert {line["page"] for line in found["pages"]} >= {"home, department officer", "overview", "figures"}
    assert all(line["queries"] > 0 and line["milliseconds"] > 0 for line in found["pages"])


def test_workbooks_are_stored_and_totalled_against_mere_reading():
    found = run_bench("--communes", "8", "--work", "workbooks")

    (line,) = found["ratios"]
    assert (line["work"], line["communes"]) == ("workbooks", 8)
    assert line["baseline"] > 0
    assert {one["unit"] for one in found["variants"]} >= {"seconds", "MB at most", "MB"}


def test_a_wrong_sum_ends_the_run():
    one = answers.nothing()
    right, wrong = (3, [7, *one[1][1:]], one[2], one[3]), (3, [8, *one[1][1:]], one[2], one[3])

    must_be_equal("board", {(1, 1): right}, {(1, 1): right})
    with pytest.raises(UnequalError, match="unit 1, month 1"):
        must_be_equal("board", {(1, 1): right}, {(1, 1): wrong})


def test_two_empty_answers_prove_nothing():
    with pytest.raises(UnequalError, match="nothing at all"):
        must_be_equal("board", {}, {})


def test_a_land_too_small_for_two_provinces_is_refused():
    command = [sys.executable, "-m", "bench", "--communes", "2", "--database", "sqlite"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "at least 8" in done.stderr
