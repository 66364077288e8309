"""Four workers at once on one installation; now and then one of them is killed on the spot and another takes its place."""

from __future__ import annotations

import multiprocessing
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

from django.db import connections

from tests.faults.worker import work

WORKERS = 4
_forked = multiprocessing.get_context("fork")


class Failed(Exception):
    """A process of the run ended in another way than by its time or by being killed; holds what it said."""


@dataclass
class Storm:
    """One run of so many seconds in `folder`; `killed` workers were ended by SIGKILL in the middle of what they did."""

    folder: Path
    seed: int
    seconds: float
    months: int
    killed: int = 0
    until: float = 0.0
    turns: int = 0
    workers: list[tuple[int, ForkProcess]] = field(default_factory=list)

    @property
    def ledgers(self) -> list[Path]:
        return sorted(self.folder.glob("ledger-*.jsonl"))

    def blow(self) -> None:
        """Let them act; every second or two one of them is killed. Raises Failed when one ends badly by itself."""
        draw, self.until = Random(self.seed), time.monotonic() + self.seconds
        try:
            self.workers = [self._start() for _number in range(WORKERS)]
            while time.monotonic() < self.until:
                time.sleep(min(draw.uniform(0.5, 2.5), max(0.0, self.until - time.monotonic())))
                place = draw.randrange(WORKERS)
                if time.monotonic() < self.until:
                    self._replace(place)
            for turn, worker in self.workers:
                worker.join(120)
                self._ended_well(turn, worker)
        finally:
            for _turn, worker in self.workers:
                worker.kill()

    def _replace(self, place: int) -> None:
        turn, worker = self.workers[place]
        if worker.exitcode is not None:
            self._ended_well(turn, worker)
        worker.kill()
        worker.join()
        self.killed += 1
        self.workers[place] = self._start()

    def _start(self) -> tuple[int, ForkProcess]:
        turn, self.turns = self.turns, self.turns + 1
        ledger = self.folder / f"ledger-{turn:04d}.jsonl"

        def act() -> None:
            work(turn, seed=self.seed, until=self.until, ledger=ledger, months=self.months)

        return turn, started(act, self.folder / f"worker-{turn:04d}.log")

    def _ended_well(self, turn: int, worker: ForkProcess) -> None:
        if worker.exitcode != 0:
            heard = (self.folder / f"worker-{turn:04d}.log").read_text(encoding="utf-8")
            raise Failed(f"worker {turn} of seed {self.seed} ended with {worker.exitcode}:\n{heard[-4000:]}")


def started(act: Callable[[], None], log: Path) -> ForkProcess:
    """A process of its own that does this. It is forked, so that it acts at once; so this process must not hold a connection."""
    assert not any(one.connection for one in connections.all(initialized_only=True))

    def run() -> None:
        with log.open("w", encoding="utf-8") as heard:
            sys.stderr = heard
            try:
                act()
            except BaseException:
                traceback.print_exc(file=heard)
                raise SystemExit(1) from None

    process = _forked.Process(target=run)
    process.start()
    return process
