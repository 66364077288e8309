"""The one clock. Nothing else in the product asks what time it is.

An installation of simulated data has a fixed starting moment (`installation.json`, key `starts_at`), from which real seconds run on;
one that shows several times starts another clock for those who live in a later one (`starting_at`). Simulations and tests set the
clock for a while with `set_to`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_starts: ContextVar[datetime | None] = ContextVar("clock_starts", default=None)
_started = time.monotonic()


def now() -> datetime:
    """The present moment, aware, in Vietnam time."""
    moment = _set.get()
    if moment is not None:
        return moment
    starts_at: datetime | None = _starts.get() or settings.INSTALLATION.starts_at
    if starts_at is None:
        return datetime.now(VIETNAM)
    return starts_at.astimezone(VIETNAM) + timedelta(seconds=int(time.monotonic() - _started))


def today() -> date:
    """Today's date in Vietnam."""
    return now().date()


@contextmanager
def starting_at(moment: datetime) -> Iterator[None]:
    """Inside the block the clock runs from another starting moment than the installation's, as many seconds on."""
    token = _starts.set(moment)
    try:
        yield
    finally:
        _starts.reset(token)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` inside the block; a moment without a zone is Vietnam time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    token = _set.set(aware)
    try:
        yield
    finally:
        _set.reset(token)
