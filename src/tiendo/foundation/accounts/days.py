"""The day a person lives in. Everybody lives today, except in a simulation that shows several times: there somebody whose post began in
a later story has the clock of that story (`installation.json`, key `days`).
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date

from django.conf import settings
from django.db.models import Max

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post


def of_person(user_id: str | None) -> AbstractContextManager[None]:
    """The clock of a person, named by the id a session holds: that of the latest of their posts.

    One query in a simulation of several times, none elsewhere.
    """
    if not settings.INSTALLATION.days or user_id is None:
        return nullcontext()
    return since(Post.objects.filter(user=int(user_id)).aggregate(latest=Max("starts"))["latest"])


def of_post(post: Post) -> AbstractContextManager[None]:
    """The clock of a post. No query."""
    return since(post.starts)


def since(starts: date | None) -> AbstractContextManager[None]:
    """The clock of whatever began on a day: that of the latest story that had begun by then."""
    begun = [day for day in settings.INSTALLATION.days if starts is not None and day.since <= starts]
    return clock.starting_at(max(begun, key=lambda day: day.since).starts_at) if begun else nullcontext()
