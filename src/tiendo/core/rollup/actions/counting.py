"""The counter of postings: locked last of all, held to commit."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tiendo.core.rollup.models import Counter, Posting


def assert_in_transaction() -> None:
    """A bug in the caller otherwise: totals, reports and the audit chain change together or not at all."""
    if not connection.in_atomic_block:
        raise RuntimeError("the totals change only inside the caller's transaction")


def lock_counter() -> Counter:
    """The one row, created when it is not there yet, locked to the end of the transaction."""
    counter = Counter.objects.select_for_update().first()
    if counter is None:
        Counter.objects.bulk_create([Counter()], ignore_conflicts=True)
        counter = Counter.objects.select_for_update().get()
    return counter


def number(postings: list[Posting], counter: Counter, *, at: datetime) -> int:
    """Write the postings with the next numbers, in their order, at a time that never falls back; returns the number before them."""
    before = counter.seq
    if not postings:
        return before
    moment = at if counter.at is None else max(at, counter.at)
    for offset, posting in enumerate(postings, start=1):
        posting.seq, posting.at = before + offset, moment
    Posting.objects.bulk_create(postings)
    Counter.objects.filter(pk=counter.pk).update(seq=before + len(postings), at=moment)
    return before
