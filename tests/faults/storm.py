"""Four workers at once on one installation; now and then one of them is killed on the spot and another takes its place."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from tests.faults.processes import Started, finished, started
from tests.faults.worker import work

WORKERS = 4


@dataclass
class Storm:
    """One run of so many seconds in `folder`; `killed` workers were ended by SIGKILL in the middle of what they did."""

    folder: Path
    seed: int
    seconds: float
    months: int
    killed: int = 0
    turns: int = 0
    workers: list[Started] = field(default_factory=list)

    @property
    def ledgers(self) -> list[Path]:
        return sorted(self.folder.glob("ledger-*.jsonl"))

    def blow(self) -> None:
        """Let them act; every second or two one of them is killed. Raises Failed when one ends badly by itself."""
        draw, until = Random(self.seed), time.monotonic() + self.seconds
        try:
            self.workers = [self._start(until) for _number in range(WORKERS)]
            while time.monotonic() < until:
                time.sleep(min(draw.uniform(0.5, 2.5), max(0.0, until - time.monotonic())))
                place = draw.randrange(WORKERS)
                if time.monotonic() < until:
                    self._kill(self.workers[place])
                    self.workers[place] = self._start(until)
            for worker in self.workers:
                finished(worker)
        finally:
            for worker in self.workers:
                worker.stop()

    def _kill(self, worker: Started) -> None:
        if worker.ended:
            finished(worker)
        worker.stop()
        self.killed += 1

    def _start(self, until: float) -> Started:
        turn, self.turns = self.turns, self.turns + 1
        ledger = self.folder / f"ledger-{turn:04d}.jsonl"
        act = partial(work, turn, seed=self.seed, until=until, ledger=ledger, months=self.months)
        return started(act, self.folder / f"worker-{turn:04d}.log")
