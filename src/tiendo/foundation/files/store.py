"""Where the bytes lie: `files/` in the installation's folder, each content once, under its SHA-256.

Written to another name, synced and renamed, so that a content is there whole or not at all. Who adds holds the store shared until the
row is committed; who clears away holds it alone and asks again whether a row names the content.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_CHUNK_BYTES = 1024 * 1024
_HALF = ".part"


def folder() -> Path:
    """The folder of this installation's files."""
    return Path(settings.INSTALLATION.folder) / "files"


def path_of(digest: str) -> Path:
    """Where a content lies."""
    return folder() / digest[:2] / digest


@contextmanager
def held(*, alone: bool = False) -> Iterator[None]:
    """Nobody clears away while it is held; nobody adds either while it is held alone. Among the processes of one machine."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder() / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def keep(content: bytes) -> str:
    """Store a content durably; returns its digest. One that is there already, whole, is left as it is; a damaged one is mended."""
    digest = hashlib.sha256(content).hexdigest()
    if is_whole(digest):
        return digest
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{digest}.{secrets.token_hex(8)}{_HALF}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    for place in (path.parent, folder()):
        _sync(place)
    return digest


def opened(digest: str) -> BinaryIO | None:
    """The content to be read; None when its bytes are gone."""
    try:
        return path_of(digest).open("rb")
    except FileNotFoundError:
        return None


def is_whole(digest: str) -> bool | None:
    """Whether the bytes still have their digest; None when they are gone."""
    file = opened(digest)
    if file is None:
        return None
    with file:
        found = hashlib.sha256()
        while chunk := file.read(_CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest() == digest


def stored() -> Iterator[str]:
    """The name of everything in the store: digests, and halves that a killed process left."""
    for path in sorted(folder().glob("??/*")):
        yield path.name


def clear(name: str) -> None:
    """Delete one content or half; only while the store is held alone."""
    (folder() / name[:2] / name).unlink(missing_ok=True)


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
