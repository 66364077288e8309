"""The short run: a few seconds of it all, on the database the tests run on. `script/faults` is the long one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.faults.installation import ROOT


def test_whatever_is_killed_nothing_is_lost_or_done_twice_and_every_figure_follows() -> None:
    database = "postgresql" if os.environ.get("TIENDO_DATABASE_URL") else "sqlite"
    command = [
        sys.executable,
        "-m",
        "tests.faults",
        "--seconds",
        "5",
        "--months",
        "1",
        "--json",
        "--database",
        database,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == [], (
        f"again with --seed {told['seed']} (the draws are repeated, not what the processes make of them)"
    )
    assert told["acts"] > 0
    assert told["pressed_twice"] == 10
