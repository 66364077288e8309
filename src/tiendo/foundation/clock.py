"""The one clock. Nothing else in the product asks what time it is.

An installation of simulated data has a fixed starting moment (`installation.json`, key `starts_at`), from which real seconds run on.
Simulations and tests set the clock for a while with `set_to`.
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
_started = time.monotonic()


def now() -> datetime:
    """The present moment, aware, in Vietnam time."""
    moment = _set.get()
    if moment is not None:
        return moment
    starts_at: datetime | None = settings.INSTALLATION.starts_at
    if starts_at is None:
        return datetime.now(VIETNAM)
    return starts_at.astimezone(VIETNAM) + timedelta(seconds=int(time.monotonic() - _started))


def today() -> date:
    """Today's date in Vietnam."""
    return now().date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` inside the block; a moment without a zone is Vietnam time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    token = _set.set(aware)
    try:
        yield
    finally:
        _set.reset(token)
