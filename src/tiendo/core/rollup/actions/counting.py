"""The counter of postings: locked last of all, held to commit."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tiendo.core.rollup import statements
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


def number(postings: list[Posting], *, at: datetime) -> int:
    """Write the postings with the next numbers, in their order, at a time that never falls back; returns the number before them.

    The counter stays locked to the end of the transaction.
    """
    if not postings:
        return lock_counter().seq
    taken = statements.take_numbers(len(postings), at=at)
    if taken is None:
        lock_counter()
        return number(postings, at=at)
    before, moment = taken[0] - len(postings), taken[1]
    for offset, posting in enumerate(postings, start=1):
        posting.seq, posting.at = before + offset, moment
    statements.insert_postings(postings)
    return before
