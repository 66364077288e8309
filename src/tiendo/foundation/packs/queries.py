"""Reads of packs: the one in use, and what was installed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tiendo.foundation.packs import loading, reading
from tiendo.foundation.packs.models import InstalledPack
from tiendo.foundation.packs.schema import Pack

_current: dict[Path, Pack] = {}


def current() -> Pack:
    """The pack this installation works with (`settings.TIENDO_PACK_DIR`), read once a process. Raises BadInput when it is unsound."""
    directory = Path(settings.TIENDO_PACK_DIR)
    if directory not in _current:
        _current[directory] = loading.load(directory)
    return _current[directory]


def forget() -> None:
    """Read the pack anew at the next `current()`: after installing a changed one."""
    _current.clear()


def digest() -> str:
    """The digest of the pack's contents as they lie on disk now."""
    return reading.digest(Path(settings.TIENDO_PACK_DIR))


def installed() -> InstalledPack | None:
    """The last installed record of the current pack's code; None before the first installation."""
    return InstalledPack.objects.filter(code=current().code).last()
