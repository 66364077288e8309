"""Eight processes that approve at the same time, started once; each round they begin together and the clock runs until the last is done."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from types import TracebackType

WRITERS = int(os.environ.get("BENCH_WRITERS", "8"))
"""Eight; the smoke test makes do with fewer."""
PATIENCE_S = 600


class Writers:
    """A context: the processes live inside it."""

    def __init__(self, number: int = WRITERS) -> None:
        start = multiprocessing.get_context("spawn")
        self.barrier = start.Barrier(number)
        self.ends: list[Connection] = []
        self.processes = []
        for _place in range(number):
            ours, theirs = start.Pipe()
            process = start.Process(target=_serve, args=(theirs, self.barrier), daemon=True)
            process.start()
            self.ends.append(ours)
            self.processes.append(process)

    def __enter__(self) -> Writers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.send(None)
        for process in self.processes:
            process.join(timeout=20)
            if process.is_alive():
                process.terminate()

    def approve(self, side: str, batches: Sequence[Sequence[int]]) -> float:
        """Seconds until every batch is approved, each batch one decision of the side named; dealt out evenly."""
        for place, end in enumerate(self.ends):
            end.send((side, [list(batch) for batch in batches[place :: len(self.ends)]]))
        began, ended = [], []
        for end in self.ends:
            if not end.poll(PATIENCE_S):
                raise RuntimeError("a writer does not answer")
            said = end.recv()
            if isinstance(said, str):
                raise RuntimeError(said)
            began.append(said[0])
            ended.append(said[1])
        return float(max(ended) - min(began))


def _serve(end: Connection, barrier: Barrier) -> None:
    """The life of a writer: connect, then approve what is sent until told to stop."""
    import django

    django.setup()
    from bench import models, ours, usual, usual_by_rows

    deciders = {
        "usual": lambda ids: usual.approve_many(ids),
        "usual_with_history": lambda ids: usual.approve_with_history(ids[0]),
        "usual_by_rows": lambda ids: usual_by_rows.approve(ids[0]),
        "ours": lambda ids: ours.approve_many(ids),
    }
    models.Report.objects.exists()
    while (task := end.recv()) is not None:
        side, batches = task
        try:
            barrier.wait(PATIENCE_S)
            began = time.monotonic()
            for ids in batches:
                deciders[side](ids)
            end.send((began, time.monotonic()))
        except Exception as error:  # told to the parent, which ends the run
            barrier.abort()
            end.send(f"{side}: {type(error).__name__}: {error}")
            return
