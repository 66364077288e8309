"""Writing the audit log: `record` is called by every action, inside its transaction, once per verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection
from django.db.models import Model

from tiendo.foundation import clock
from tiendo.foundation.audit.models import ChainHead, Entry
from tiendo.kernel import chains

SYSTEM = "hệ thống"
_LONGEST_ACTOR = 160


class Actor(Protocol):
    """Who acted: a post. Its text is its title and unit."""

    @property
    def pk(self) -> int: ...
    @property
    def unit_id(self) -> int: ...


def record(
    verb: str, subject: Model, *, by: Actor | None, fields: Sequence[str] = (), revision_hash: bytes = b""
) -> Entry:
    """Append one entry about `subject`, by a post (None: the system). Names of fields only, never their values.

    Runs inside the caller's transaction, so act and entry stand or fall together. Locks the head of the chain to commit:
    call it last. Raises RuntimeError outside a transaction, ValueError when something else than a name is given.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} was recorded outside a transaction")
    _only_names(fields)
    head = _locked_head()
    entry = Entry(
        seq=head.seq + 1, at=clock.now(), post_id=by.pk if by else None,
        actor=(str(by) if by else SYSTEM)[:_LONGEST_ACTOR], verb=verb, subject_type=subject._meta.label,
        subject_id=str(subject.pk), unit_id=_unit_of(subject, by), fields=sorted(set(fields)),
        revision_hash=bytes(revision_hash), prev_hash=bytes(head.hash),
    )  # fmt: skip
    entry.hash = chains.link(bytes(entry.prev_hash), entry.canonical())
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def _locked_head() -> ChainHead:
    """The head row, locked to commit; made on first use."""
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(pk=1).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(hash=chains.GENESIS)], ignore_conflicts=True)
        head = heads.get(pk=1)
    return head


def _unit_of(subject: Model, by: Actor | None) -> int | None:
    """The unit concerned: the subject itself when it is a unit, else the unit it belongs to, else the actor's."""
    own = subject.pk if subject._meta.label == "places.Unit" else getattr(subject, "unit_id", None)
    return own if own is not None or by is None else by.unit_id


def _only_names(fields: Sequence[str]) -> None:
    """A name is an identifier or a code of at most 60 signs without spaces: a sentence or a value is refused."""
    for name in fields:
        if not name or len(name) > 60 or any(sign.isspace() for sign in name):
            raise ValueError(f"not the name of a field: {name!r}")
