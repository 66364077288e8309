"""Four workers at once on one installation; now and then one of them is killed on the spot and another takes its place."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.installation import ROOT, Failed, Installation

WORKERS = 4


@dataclass
class Storm:
    """One run. `killed`: how many workers were killed by SIGKILL; `proof`: what `tests.faults.proof` found."""

    seed: int
    killed: int = 0
    proof: dict[str, Any] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        return list(self.proof["wrong"])


def storm(place: Installation, *, seconds: float, seed: int, months: int) -> Storm:
    """Let the workers act for so long on the reports of so many months, kill one every second or two, then prove everything.

    Raises Failed when a worker ends in any other way than by its time or by being killed.
    """
    run, draw = Storm(seed), Random(seed)
    until = time.monotonic() + seconds
    workers = [_start(place, turn, seed=seed, until=until, months=months) for turn in range(WORKERS)]
    try:
        while time.monotonic() < until:
            time.sleep(min(draw.uniform(0.5, 2.5), max(0.0, until - time.monotonic())))
            acting = [number for number, worker in enumerate(workers) if _has_acted(worker)]
            if acting and time.monotonic() < until:
                number = draw.choice(acting)
                _kill(workers[number])
                run.killed += 1
                workers[number] = _start(place, WORKERS + run.killed - 1, seed=seed, until=until, months=months)
        for worker in workers:
            _await(worker)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    run.proof = json.loads(place.run("tests.faults.proof", *map(str, sorted(place.folder.glob("ledger-*.jsonl")))))
    return run


def _start(place: Installation, turn: int, *, seed: int, until: float, months: int) -> subprocess.Popen[str]:
    command = ["--seed", str(seed), "--turn", str(turn), "--until", str(until), "--months", str(months)]
    command += ["--ledger", str(place.folder / f"ledger-{turn:04d}.jsonl")]
    with (place.folder / f"worker-{turn:04d}.log").open("w") as heard:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *command], cwd=ROOT, env=place.environment, text=True, stdout=heard, stderr=heard
        )  # fmt: skip


def _has_acted(worker: subprocess.Popen[str]) -> bool:
    """Whether it has got as far as its first act: to kill a process that is still starting proves nothing."""
    ledger = _ledger_of(worker)
    return ledger.exists() and ledger.stat().st_size > 0


def _kill(worker: subprocess.Popen[str]) -> None:
    """On the spot, without a chance to put anything in order. One that had ended by itself, ended badly."""
    if worker.poll() is not None:
        _await(worker)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def _await(worker: subprocess.Popen[str]) -> None:
    code = worker.wait(timeout=120)
    if code:
        ledger = _ledger_of(worker)
        heard = ledger.with_name(ledger.name.replace("ledger", "worker").replace("jsonl", "log"))
        raise Failed(f"{ledger.stem} ended with {code}:\n{heard.read_text(encoding='utf-8')[-4000:]}")


def _ledger_of(worker: subprocess.Popen[str]) -> Path:
    return Path(str(worker.args[-1]))  # type: ignore[index]
