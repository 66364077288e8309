"""Hash chains: each link's hash covers the link before it, so that no entry can be changed, dropped or slipped in unseen.

Pure arithmetic; the tables that hold a chain (audit, slots) and their locks live with their apps.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a walk along a chain found: `length` links read, `first_broken` counted from 0, None when all hold."""

    length: int
    first_broken: int | None

    @property
    def holds(self) -> bool:
        return self.first_broken is None


def canonical(entry: Mapping[str, object]) -> bytes:
    """The one byte form of an entry: JSON, keys sorted, no spaces, UTF-8. Raises TypeError for floats and other types."""
    _refuse_unstable(entry)
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def link(prev_hash: bytes, entry: Mapping[str, object]) -> bytes:
    """The hash of an entry that follows `prev_hash`: SHA-256 over the previous hash and the canonical entry."""
    if len(prev_hash) != len(GENESIS):
        raise ValueError("a previous hash has 32 bytes")
    return hashlib.sha256(prev_hash + canonical(entry)).digest()


def verify(links: Iterable[tuple[Mapping[str, object], bytes]], *, start: bytes = GENESIS) -> ChainCheck:
    """Recompute a chain of (entry, stored hash) from `start`; reads to the end even past a break, to count it."""
    previous, length, broken = start, 0, None
    for entry, stored in links:
        if broken is None and link(previous, entry) != bytes(stored):
            broken = length
        previous = bytes(stored)
        length += 1
    return ChainCheck(length, broken)


def _refuse_unstable(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"keys are text: {key!r}")
            _refuse_unstable(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_unstable(inner)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"has no one written form: {value!r}")
