"""When things happen in the simulated year: a queue of dated acts, played in the order of time with the clock set to each."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tiendo.foundation import clock

Act = Callable[[datetime], object]


@dataclass(order=True, slots=True)
class _Planned:
    at: datetime
    order: int
    act: Act = field(compare=False)


class Calendar:
    """Acts planned for a moment; an act may plan later ones. What lies at or after `ends` never happens."""

    def __init__(self, ends: datetime) -> None:
        self.ends = ends
        self._queue: list[_Planned] = []
        self._planned = 0

    def plan(self, at: datetime, act: Act) -> None:
        """Plan `act` for `at`; acts of one moment keep the order in which they were planned."""
        if at >= self.ends:
            return
        self._planned += 1
        heapq.heappush(self._queue, _Planned(at, self._planned, act))

    def play(self, progress: Callable[[int, int], None]) -> None:
        """Let everything happen; `progress(done, planned)` is told after each act."""
        done = 0
        while self._queue:
            planned = heapq.heappop(self._queue)
            with clock.set_to(planned.at):
                planned.act(planned.at)
            done += 1
            progress(done, self._planned)
