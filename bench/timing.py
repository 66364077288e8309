"""Stop-watch: warm up, take turns, give the median; and what is said on stderr meanwhile."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

Result = TypeVar("Result")
_started = time.monotonic()


def say(text: str) -> None:
    """One line of progress with the seconds since the start."""
    print(f"{time.monotonic() - _started:7.1f} s  {text}", file=sys.stderr, flush=True)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds and result of one call."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def medians(
    works: Mapping[str, Callable[[], object]],
    *,
    seconds: float,
    at_most: int = 101,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> dict[str, float]:
    """Median seconds of each work: one warm-up, then all by turns, so that whatever else the machine does falls on all alike.

    At least three turns, then as many as fit into `seconds`. `before` runs untimed ahead of every call of that work.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(at_most + 1):
        for name, work in works.items():
            if before:
                before[name]()
            duration, _result = timed(work)
            if turn or seconds == 0:
                taken[name].append(duration)
        if turn >= 3 and sum(map(sum, taken.values())) > seconds:
            break
    return {name: statistics.median(times) for name, times in taken.items()}
