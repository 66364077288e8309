"""Django's SQLite wrapper whose writing transactions wait for one another at a file lock.

SQLite lets waiting writers try again at growing intervals, so that one of several may go away empty-handed for seconds. A lock of the
system is a queue: whoever came first is next, at once, and a process that is killed leaves it.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """`<database>.queue` beside the database file is locked from BEGIN IMMEDIATE to COMMIT. Reading transactions do not queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.transaction_mode: str | None = None
        super().__init__(*args, **kwargs)
        self._queue: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode == "IMMEDIATE" and not self.is_in_memory_db():
            self._stand_in_queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_queue()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_queue()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _stand_in_queue(self) -> None:
        """Each transaction opens the file anew, so that threads of one process queue too."""
        self._leave_queue()
        self._queue = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _leave_queue(self) -> None:
        """Unlocks by name: a forked child may hold a copy of the file, so that closing ours alone would not."""
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
            os.close(self._queue)
            self._queue = None
