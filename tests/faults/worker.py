"""One worker: acts at random until the time is over or it is killed. `python -m tests.faults.worker --seed 7 --turn 3 --until … --ledger FILE`.

The ledger gets a line before each act and one after it, each written at once, so that it outlives the worker. Every act has a moment
of its own on the clock (turn and number), by which its traces in the database are found again.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import django


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, required=True, help="what the acts are drawn from")
    arguments.add_argument("--turn", type=int, required=True, help="number of this process in the run, from 0")
    arguments.add_argument("--until", type=float, required=True, help="when to stop, in seconds of the system's monotonic clock")
    arguments.add_argument("--ledger", type=Path, required=True, help="file to append to")
    arguments.add_argument("--months", type=int, default=9, help="how many of the months to September are reported")
    given = arguments.parse_args()
    django.setup()
    work(given.seed, given.turn, until=given.until, ledger=given.ledger, months=given.months)


def work(seed: int, turn: int, *, until: float, ledger: Path, months: int) -> None:
    from tests.faults import land
    from tests.faults.acts import Player
    from tiendo.foundation import clock
    from tiendo.kernel.verdicts import BadInput, Refused

    player = Player(land.played(), Random(f"{seed}/{turn}"), months=months)
    again = _Retries()
    start = datetime(2017, 10, 5, 9, tzinfo=clock.VIETNAM) + timedelta(seconds=turn)
    file = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while time.monotonic() < until:
        number += 1
        moment = start + timedelta(microseconds=number)
        with clock.set_to(moment):
            name, act = player.next_act()
            about = player.report.pk if player.report else None
            _tell(file, at=moment.isoformat(), act=name, about=about)
            begun = time.monotonic()
            try:
                done = act()
                said = {"least": done.least, "most": done.most, "report": done.report, "version": done.version}
                said["cells"] = done.cells
            except (BadInput, Refused) as refusal:
                said = {"refused": str(refusal) or type(refusal).__name__}
            took_ms = round((time.monotonic() - begun) * 1000, 1)
            _tell(file, at=moment.isoformat(), took_ms=took_ms, again=again.taken(), **said)


class _Retries(logging.Handler):
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


if __name__ == "__main__":
    main()
