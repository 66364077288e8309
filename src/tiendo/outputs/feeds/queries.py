"""The calendar of a post as .ics: each piece of work with a due day is an event of that whole day. No figure and no person is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from icalendar import Calendar, Event

from tiendo.core.assignments import queries as assignments
from tiendo.foundation import clock
from tiendo.foundation.accounts import days
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.work import Task, tasks_of
from tiendo.outputs.feeds.actions import digest
from tiendo.outputs.feeds.models import FeedKey


def holder_of(secret: str) -> Post | None:
    """The post whose calendar has that address; None when it was revoked, never was, or the post is over. One query."""
    keys = FeedKey.objects.filter(digest=digest(secret), revoked_at__isnull=True)
    key = keys.select_related("post__unit", "post__user").first()
    if key is None or not key.post.user.is_active:
        return None
    with days.of_post(key.post):
        return key.post if key.post.in_force(clock.today()) else None


def key_of(post: Post) -> FeedKey | None:
    """The post's present key; None before any or after it was revoked."""
    return FeedKey.objects.filter(post=post, revoked_at__isnull=True).first()


def calendar(post: Post, base: str) -> bytes:
    """The .ics. `base` is the address of the site, for links."""
    made = Calendar()
    made.add("prodid", "-//Tien Do//lich cong viec//VI")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Tiến Độ: {post.title}, {post.unit}")
    seen: set[str] = set()
    for summary, detail, url, day in _dated(post):
        uid = hashlib.sha256(f"{url}|{summary}".encode()).hexdigest()[:32] + "@tiendo"
        if uid in seen:
            continue
        seen.add(uid)
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", clock.now())
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary)
        event.add("description", detail)
        event.add("url", base + url)
        made.add_component(event)
    return bytes(made.to_ical())


def _dated(post: Post) -> Iterable[tuple[str, str, str, date]]:
    """What is to be done now, then the tasks of the rest of the year."""
    now: list[Task] = tasks_of(post, clock.today())
    for task in now:
        if task.due_on is not None:
            yield task.title, task.detail, task.url, task.due_on
    for line in assignments.open_of(post):
        yield f"{line.number}: {line.title}", line.clause, f"/tasks/{line.task_id}", line.due_on
