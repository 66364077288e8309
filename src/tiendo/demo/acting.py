"""Who acts in the simulated year, and when."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import QuerySet

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import OFFICERS, SIGNERS
from tiendo.foundation.clock import VIETNAM


def holders(on: date) -> QuerySet[Post]:
    """The posts of a day at units that stand on that day, in the order of their making: codes and names return in later times."""
    return Post.on(on).filter(unit__valid_from__lte=on, unit__valid_to__gt=on).order_by("pk")


def officer(unit_code: str, now: datetime) -> Post:
    """The officer of a unit on that day: the first, where it has several."""
    return holders(now.date()).filter(unit__code=unit_code, role__in=OFFICERS)[0]


def head(unit_code: str, now: datetime) -> Post:
    """Who signs for a unit on that day: the first, where it has several."""
    return Post.on(now.date()).filter(unit__code=unit_code, role__in=SIGNERS).order_by("pk")[0]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Việt Nam."""
    return datetime.combine(day, time(hour, minute), tzinfo=VIETNAM)
