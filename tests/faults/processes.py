"""Processes of a run, forked so that they act at once; what one says is kept, and how it ended is asked."""

from __future__ import annotations

import multiprocessing
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.db import connections

_forked = multiprocessing.get_context("fork")


class Failed(Exception):
    """A process ended in another way than by itself or by being killed; holds what it said."""


@dataclass(frozen=True)
class Started:
    """One process, and the file that holds what it said."""

    process: ForkProcess
    log: Path

    @property
    def ended(self) -> bool:
        return self.process.exitcode is not None

    def stop(self) -> None:
        """On the spot, without a chance to put anything in order."""
        self.process.kill()
        self.process.join()


def started(act: Callable[[], None], log: Path) -> Started:
    """A process that does this. The one that starts it must not hold a connection: two would use it."""
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
    return Started(process, log)


def finished(one: Started, *, within_s: float = 120) -> None:
    """Wait for its end. Raises Failed when it ended badly, or not in time."""
    one.process.join(within_s)
    if one.process.exitcode != 0:
        heard = one.log.read_text(encoding="utf-8")
        raise Failed(f"{one.log.stem} ended with {one.process.exitcode}:\n{heard[-4000:]}")
