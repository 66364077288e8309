"""One worker: a process that acts at random until the time is over or it is killed.

Its ledger gets a line before each act and one after it, each written at once, so that it outlives the worker. Every act has a moment
of its own on the clock (turn and number), by which its traces in the database are found again.
"""

from __future__ import annotations

import json
import logging
import os
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.faults import land
from tests.faults.acts import Player
from tests.faults.proof import FIRST_MOMENT
from tiendo.foundation import clock
from tiendo.kernel.verdicts import BadInput, Refused


def work(turn: int, *, seed: int, until: float, ledger: Path, months: int) -> None:
    """Act until the monotonic clock says so. `turn`: number of this process in the run; seed and turn fix what is drawn."""
    player = Player(land.played(), Random(f"{seed}/{turn}"), months=months)
    again = _BegunAgain()
    file = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while time.monotonic() < until:
        number += 1
        moment = FIRST_MOMENT + timedelta(seconds=turn, microseconds=number)
        with clock.set_to(moment):
            name, act = player.next_act()
            _tell(file, at=moment.isoformat(), act=name, about=player.report.pk if player.report else None)
            begun = time.monotonic()
            try:
                answer = asdict(act())
            except (BadInput, Refused) as refusal:
                answer = {"refused": str(refusal) or type(refusal).__name__}
            took_ms = round((time.monotonic() - begun) * 1000, 1)
            _tell(file, at=moment.isoformat(), took_ms=took_ms, again=again.taken(), **answer)


class _BegunAgain(logging.Handler):
    """Counts how often a verb of this worker gave way and was begun again."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        logging.getLogger("tiendo.foundation.transactions").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    def taken(self) -> int:
        counted, self.count = self.count, 0
        return counted


def _tell(file: int, **said: Any) -> None:
    os.write(file, (json.dumps(said, ensure_ascii=False) + "\n").encode())
