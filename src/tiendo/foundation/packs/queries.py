"""Reads of packs: the one in use, and what was installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path

from django.conf import settings

from tiendo.foundation import clock
from tiendo.foundation.packs import composing, loading
from tiendo.foundation.packs.models import InstalledPack
from tiendo.foundation.packs.schema import OPEN_START, Pack

_read: dict[Path, Pack] = {}
_besides: list[Path] = []
_in_hand: ContextVar[Pack | None] = ContextVar("pack_in_hand", default=None)


def current() -> Pack:
    """The pack in hand (`using`); else, of those this installation works with, the one in force today. Raises BadInput when it is
    unsound. Read once a process."""
    in_hand = _in_hand.get()
    if in_hand is not None:
        return in_hand
    known = folders()
    return _of(known[0]) if len(known) == 1 else on(clock.today())


def on(day: date) -> Pack:
    """The pack in force on a day: of those that have begun by then the one that began last; before any has, the first."""
    known = every()
    begun = [pack for pack in known if (pack.head.valid_from or OPEN_START) <= day]
    return max(begun, key=lambda pack: pack.head.valid_from or OPEN_START, default=known[0])


def every() -> tuple[Pack, ...]:
    """All packs of the installation, the first one first."""
    return tuple(_of(folder) for folder in folders())


def of_code(code: str) -> Pack:
    """The installation's pack of that code; the current one when it has none of it any more."""
    now = current()
    if now.code == code or len(folders()) == 1:
        return now
    return next((pack for pack in every() if pack.code == code), now)


@contextmanager
def using(pack: Pack) -> Iterator[None]:
    """Inside the block the pack is the current one: for what belongs to a plan of another pack than today's."""
    token = _in_hand.set(pack)
    try:
        yield
    finally:
        _in_hand.reset(token)


def folders() -> tuple[Path, ...]:
    """The folders of the installation's packs: `settings.TIENDO_PACK_DIR`, then those taken in besides."""
    further = dict.fromkeys([*map(Path, settings.TIENDO_MORE_PACKS), *_besides])
    return Path(settings.TIENDO_PACK_DIR), *further


def include(directory: Path) -> None:
    """Work with another pack too, from now on in this process; `installation.json` (`more_packs`) says it to the next ones."""
    if directory not in folders():
        _besides.append(directory)


def forget() -> None:
    """Read the packs anew at the next asking: after installing a changed one."""
    _read.clear()


def digest() -> str:
    """The digest of the contents of all packs as they lie on disk now."""
    return "/".join(composing.digest(folder) for folder in folders())


def _of(directory: Path) -> Pack:
    if directory not in _read:
        _read[directory] = loading.load(directory)
    return _read[directory]


def installed() -> InstalledPack | None:
    """The last installed record of the current pack's code; None before the first installation."""
    return InstalledPack.objects.filter(code=current().code).last()
