"""Sending and closing notices: one verb, one transaction, its entries in the log. Who may is the sender's rule, asked before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.notices.addresses import Address, Message, OnePost
from tiendo.foundation.notices.models import Notice
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
