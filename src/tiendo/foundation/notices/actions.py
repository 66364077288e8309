"""Sending, closing and reading notices. Who may send is the sender's rule, asked before.

`send` and `close` are acts of their own with their entries in the log; `tell` and `settle` belong to another act. That somebody has read
something is kept, but is no act the log tells of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.notices import queries
from tiendo.foundation.notices.addresses import Address, Message, OnePost
from tiendo.foundation.notices.models import Notice, Reading
from tiendo.foundation.transactions import durable


@durable
def send(message: Message, *, to: Sequence[Address], by: Post | None) -> list[Notice]:
    """Send one message to each address; returns the notices. An address that has it already (same key) gets nothing more.

    A new one takes the place of what the address was told before about the same matter: at most one notice a matter is open there.
    """
    notices, new = [], []
    for address in to:
        notice, made = Notice.objects.get_or_create(key=_key(message, address), defaults=_content(message, address, by))
        notices.append(notice)
        if made:
            _open(address, message.about).exclude(pk=notice.pk).update(closed_at=clock.now())
            new.append(notice)
    if new:
        fields = ["due_on"] if message.due_on else []
        audit.record_each("notice.sent", [(notice, b"") for notice in new], by=by, fields=fields)
    return notices


@durable
def close(about: str, *, by: Post | None) -> int:
    """Close whatever is open about a matter; returns how many. None open: nothing is written."""
    notices = list(Notice.objects.select_for_update().filter(about=about, closed_at__isnull=True).order_by("pk"))
    closed = Notice.objects.filter(pk__in=[one.pk for one in notices], closed_at__isnull=True)
    if not notices or not closed.update(closed_at=clock.now()):
        return 0
    audit.record_each("notice.closed", [(notice, b"") for notice in notices], by=by, fields=["closed_at"])
    return len(notices)


def tell(messages: Iterable[tuple[Message, Sequence[Address]]], *, by: Post | None) -> None:
    """Send as part of another act, in its transaction: the act's own entry in the log says it. Few statements, however many.

    As with `send`, the same key at the same address is one notice, and a new one takes the place of the former about its matter.
    """
    rows = {}
    for message, to in messages:
        for address in to:
            rows[_key(message, address)] = Notice(key=_key(message, address), **_content(message, address, by))
    known = set(Notice.objects.filter(key__in=list(rows)).values_list("key", flat=True))
    new = [row for key, row in rows.items() if key not in known]
    if new:
        _overtake(new)
        Notice.objects.bulk_create(new, ignore_conflicts=True)


def settle(about: str) -> None:
    """Close what is open about a matter, as part of the act that settles it."""
    Notice.objects.filter(about=about, closed_at__isnull=True).update(closed_at=clock.now())


@durable
def read(notices: Sequence[int] | None = None, *, by: Post) -> int:
    """Mark as read by the post: these of its notices, or all that are open (None); how many were new to it. Others still have them to read."""
    mine = Notice.objects.filter(queries.addressed_to(by))
    mine = mine.filter(closed_at__isnull=True) if notices is None else mine.filter(pk__in=notices)
    unread = list(mine.exclude(readings__post=by).values_list("pk", flat=True))
    Reading.objects.bulk_create(
        [Reading(notice_id=pk, post=by, read_at=clock.now()) for pk in unread], ignore_conflicts=True
    )
    return len(unread)


def _overtake(new: Sequence[Notice]) -> None:
    """What the addresses were told before about the same matters is closed."""
    places = {(row.about, row.to_post_id, row.to_unit_id, row.to_role) for row in new}
    rows = Notice.objects.filter(about__in={row.about for row in new}, closed_at__isnull=True)
    former = [row.pk for row in rows if (row.about, row.to_post_id, row.to_unit_id, row.to_role) in places]
    Notice.objects.filter(pk__in=former, closed_at__isnull=True).update(closed_at=clock.now())


def _content(message: Message, address: Address, by: Post | None) -> dict[str, Any]:
    return {
        "to_post": address.post if isinstance(address, OnePost) else None,
        "to_unit": None if isinstance(address, OnePost) else address.unit,
        "to_role": "" if isinstance(address, OnePost) else address.role.value,
        "about": message.about, "url": message.url, "code": message.code, "params": dict(message.params),
        "due_on": message.due_on, "sent_by": by, "sent_at": clock.now(),
    }  # fmt: skip


def _open(address: Address, about: str) -> QuerySet[Notice]:
    still = Notice.objects.filter(about=about, closed_at__isnull=True)
    if isinstance(address, OnePost):
        return still.filter(to_post=address.post)
    return still.filter(to_unit=address.unit, to_role=address.role.value)


def _key(message: Message, address: Address) -> str:
    return hashlib.sha256(f"{message.key}|{address.key}".encode()).hexdigest()
