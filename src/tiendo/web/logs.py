"""The log of faults: where the program broke and under which code, never what anybody had typed.

A line holds the moment, the level, the code shown on the page, the view and the frames of the fault. Texts of exceptions quote
values (a name typed, a row refused by the database), so only the kinds that cannot are written out; no request is ever printed.
"""

from __future__ import annotations

import fcntl
import io
import logging
import logging.handlers
import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.db import OperationalError
from django.template import TemplateDoesNotExist

_TELLING = (AttributeError, ImportError, NameError, NotImplementedError, OperationalError, TemplateDoesNotExist)
"""Kinds whose text names parts of the program or of the machine, never a value."""

_LONG_KEY = re.compile(r"[A-Za-z0-9_\-]{24,}")
_MOST_CAUSES = 5


class WithoutValues(logging.Formatter):
    """Formats a fault as frames (file, line, function) and the name of its kind, through every cause."""

    def format(self, record: logging.LogRecord) -> str:
        """A record whose fault another handler already printed is printed anew: theirs holds the values."""
        own = logging.makeLogRecord(record.__dict__)
        own.exc_text = own.stack_info = None
        return super().format(own)

    def formatException(self, exc_info: Any) -> str:
        """The frames and kinds of the fault and of what caused it."""
        return "\n".join(_told(exc_info[1]))


class WithoutKeys(logging.Filter):
    """Keeps long keys (a feed's address, a token) out of the line, and the second report of a fault a page has shown."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for Django's own line about a fault that `tiendo.faults` has told with its code."""
        if record.name == "django.request" and record.exc_info:
            return False
        if isinstance(record.args, tuple):
            record.args = tuple(_LONG_KEY.sub("…", part) if isinstance(part, str) else part for part in record.args)
        return True


class FaultFile(logging.handlers.RotatingFileHandler):
    """`tiendo.log`, readable by its owner only, turned over by size; several processes may write it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record under a lock, in the file that bears the name now."""
        try:
            Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(f"{self.baseFilename}.lock", "a", opener=_private) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._follow()
                super().emit(record)
        except OSError:
            self.handleError(record)

    def _follow(self) -> None:
        """Another process has turned the file over: leave the old one."""
        if self.stream is not None and not _is_same_file(self.stream, self.baseFilename):
            self.stream.close()
            self.stream = None

    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_private)


def settings(folder: Path) -> dict[str, Any]:
    """Django's LOGGING for an installation in `folder`: standard error, and `log/tiendo.log` there (10 files of 5 MB)."""
    shared = {"formatter": "without_values", "filters": ["without_keys"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "without_values": {
                "()": "tiendo.web.logs.WithoutValues",
                "format": "%(asctime)s %(levelname)s %(name)s[%(process)d] %(message)s",
            }
        },
        "filters": {"without_keys": {"()": "tiendo.web.logs.WithoutKeys"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", **shared},
            "file": {
                "()": "tiendo.web.logs.FaultFile",
                "filename": str(folder / "log" / "tiendo.log"),
                "maxBytes": 5 * 1024 * 1024,
                "backupCount": 9,
                "delay": True,
                **shared,
            },
        },
        "root": {"handlers": ["stderr", "file"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.db.backends": {"level": "WARNING"},
            "axes": {"level": "ERROR"},
            "tiendo.daily": {"level": "INFO"},
        },
    }


def _told(error: BaseException | None) -> Iterator[str]:
    """Outermost kind last, as Python itself prints a chain."""
    chain: list[BaseException] = []
    while error is not None and error not in chain and len(chain) < _MOST_CAUSES:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for caught in reversed(chain):
        for frame in traceback.extract_tb(caught.__traceback__):
            yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        text = f": {caught}" if isinstance(caught, _TELLING) else ""
        yield f"{type(caught).__module__}.{type(caught).__qualname__}{text}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_same_file(stream: IO[str], name: str) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), os.stat(name))
    except (FileNotFoundError, ValueError):
        return False
