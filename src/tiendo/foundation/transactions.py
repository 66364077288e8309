"""One verb, one transaction: begun, committed, and begun again when the database gave it up in favour of another one. One proof, one view.

Locks are taken in one order, so that is rare; where it happens nobody should be told to press the button again. Verbs of every app
may use it; what they write is none of its business.
"""

from __future__ import annotations

import functools
import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

WAITS_S = (0.02, 0.05, 0.1, 0.2, 0.4)
"""The longest wait before each further attempt, in seconds; the real one is drawn below it, so that two rivals part."""

PATIENCE_S = 10.0
"""Seconds after which nothing is begun again: somebody is waiting for an answer."""

_DEADLOCK_OR_NOT_SERIALIZABLE = {"40P01", "40001"}
_BUSY_OR_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_log = logging.getLogger(__name__)


def durable(verb: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Run the verb in a transaction of its own, at most six times while the database gives it up to a rival.

    The verb reads what it needs inside, so that another attempt sees what the rival wrote, and takes no iterator. Raises
    RuntimeError inside another transaction; OperationalError when the last attempt is given up too, or for any other reason.
    """

    @functools.wraps(verb)
    def run(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        begun = time.monotonic()
        for longest in WAITS_S:
            try:
                return _once(verb, *args, **kwargs)
            except OperationalError as error:
                if not gave_way(error) or time.monotonic() - begun > PATIENCE_S:
                    raise
                _log.warning("%s gave way to another transaction and is tried again: %s", verb.__qualname__, error)
                time.sleep(random.uniform(longest / 4, longest))
        return _once(verb, *args, **kwargs)

    return run


@contextmanager
def snapshot() -> Iterator[None]:
    """Read any number of tables as of one moment, while others go on writing: for proofs, which compare what belongs together.

    Inside a transaction that has begun already it adds nothing: that one's view holds.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred(connections[DEFAULT_DB_ALIAS]), transaction.atomic():
            yield


@contextmanager
def _deferred(sqlite: Any) -> Iterator[None]:
    """Transactions that only read, and so keep no writer waiting."""
    sqlite.ensure_connection()
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual


def gave_way(error: OperationalError) -> bool:
    """Whether the database undid the transaction only because another one was in its way: the same again may well succeed."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _BUSY_OR_LOCKED
    return getattr(cause, "sqlstate", None) in _DEADLOCK_OR_NOT_SERIALIZABLE


def _once(verb: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
    with transaction.atomic(durable=True):
        return verb(*args, **kwargs)
