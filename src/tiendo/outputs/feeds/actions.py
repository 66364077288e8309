"""Making and revoking the address of a calendar: one transaction each, with its audit entry."""

from __future__ import annotations

import hashlib
import secrets

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.transactions import durable
from tiendo.outputs.feeds import rules
from tiendo.outputs.feeds.models import FeedKey


@durable
def make(*, by: Post) -> str:
    """A new address for the post's calendar; the one before stops working. Returns its secret, which is kept nowhere."""
    rules.may_have(by).or_refuse()
    Post.objects.select_for_update(of=("self",)).get(pk=by.pk)
    FeedKey.objects.filter(post=by, revoked_at__isnull=True).update(revoked_at=clock.now())
    secret = secrets.token_urlsafe(32)
    key = FeedKey.objects.create(post=by, digest=digest(secret), made_at=clock.now())
    record("feed.made", key, by=by)
    return secret


@durable
def revoke(*, by: Post) -> None:
    """The address stops working at once; without one nothing changes."""
    key = FeedKey.objects.select_for_update().filter(post=by, revoked_at__isnull=True).first()
    if key is None:
        return
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    record("feed.revoked", key, by=by, fields=("revoked_at",))


def digest(secret: str) -> bytes:
    """SHA-256 of a secret: it is long and random, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).digest()
