"""Letters as files of the installation's folder: what happens to them while no mail server is named.

Each message is one file, called after its Message-ID and put there whole; the same message again finds its file and adds nothing.
So a letter that was being written when the machine went down may simply be sent again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxFolder(BaseEmailBackend):
    """Django's e-mail backend that puts each message into `settings.MAIL_FOLDER` as an .eml file, readable by its owner only."""

    once_whatever_happens = True
    """Sending the same message again does no harm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages are in the folder now."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _put(self.folder / _name(message), message.message().as_bytes())
        return len(email_messages)


def _name(message: EmailMessage) -> str:
    key = str(message.extra_headers["Message-ID"])
    day = str(message.extra_headers.get("X-Tiendo-Day", ""))
    return f"{day}-{hashlib.sha256(key.encode()).hexdigest()[:20]}.eml".lstrip("-")


def _put(file: Path, content: bytes) -> None:
    """Whole or not at all: written beside, then given its name."""
    if file.exists():
        return
    beside = file.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside, file)
