"""Bytes that no row names are found and cleared away, never while somebody adds."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from django.db.models import QuerySet

from tiendo.foundation.files import store
from tiendo.foundation.files.models import Attachment


@dataclass(frozen=True, slots=True)
class Found:
    """What `verify` found: how many contents are whole, and by name those gone, damaged, or named by no row."""

    whole: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every row has its bytes."""
        return not self.missing and not self.damaged


def verify() -> Found:
    """Read every content that a row names and compare its digest; list what lies there unnamed. Held against clearing, not against adding."""
    with store.held():
        there = set(store.stored())
        named = _named()
        states = {digest: store.is_whole(digest) for digest in sorted(named)}
    return Found(
        whole=sum(state is True for state in states.values()),
        missing=tuple(digest for digest, state in states.items() if state is None),
        damaged=tuple(digest for digest, state in states.items() if state is False),
        orphans=tuple(sorted(there - named)),
    )


def sweep() -> int:
    """Clear away everything no row names; returns how many contents that were."""
    with store.held(alone=True):
        unnamed = set(store.stored()) - _named()
        for name in unnamed:
            store.clear(name)
    return len(unnamed)


def discard(digests: Set[str]) -> None:
    """Clear away those of these contents that no row names any more."""
    if not _unnamed(digests):
        return
    with store.held(alone=True):
        for digest in _unnamed(digests):
            store.clear(digest)


def _unnamed(digests: Set[str]) -> Set[str]:
    if not digests:
        return digests
    return digests - set(_standing().filter(digest__in=digests).values_list("digest", flat=True))


def _named() -> set[str]:
    return set(_standing().values_list("digest", flat=True).iterator(chunk_size=2000))


def _standing() -> QuerySet[Attachment]:
    return Attachment.objects.filter(removed_at__isnull=True).order_by()
