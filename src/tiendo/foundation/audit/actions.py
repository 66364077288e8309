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
    return record_each(verb, [(subject, revision_hash)], by=by, fields=fields)[0]


def record_each(
    verb: str, subjects: Sequence[tuple[Model, bytes]], *, by: Actor | None, fields: Sequence[str] = ()
) -> list[Entry]:
    """As `record`, one entry for each subject with its revision's hash (empty when it has none): three statements in all."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} was recorded outside a transaction")
    _only_names(fields)
    seq, last = _locked_head()
    entries: list[Entry] = []
    for subject, revision_hash in subjects:
        entry = Entry(
            seq=seq + 1, at=clock.now(), post_id=by.pk if by else None, actor=(str(by) if by else SYSTEM)[:_LONGEST_ACTOR],
            verb=verb, subject_type=subject._meta.label, subject_id=str(subject.pk), unit_id=_unit_of(subject, by),
            fields=sorted(set(fields)), revision_hash=bytes(revision_hash), prev_hash=last,
        )  # fmt: skip
        seq, last = entry.seq, chains.link(last, entry.canonical())
        entry.hash = last
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    ChainHead.objects.filter(pk=1).update(seq=seq, hash=last)
    return entries


def _locked_head() -> tuple[int, bytes]:
    """Number and hash of the last entry, their row locked to commit; made on first use."""
    heads = ChainHead.objects.select_for_update().filter(pk=1).values_list("seq", "hash")
    if not (found := list(heads)):
        ChainHead.objects.bulk_create([ChainHead(hash=chains.GENESIS)], ignore_conflicts=True)
        found = list(heads.all())
    seq, last = found[0]
    return seq, bytes(last)


def _unit_of(subject: Model, by: Actor | None) -> int | None:
    """The unit concerned: the subject itself when it is a unit, else the unit it belongs to, else the actor's."""
    own = subject.pk if subject._meta.label == "places.Unit" else getattr(subject, "unit_id", None)
    return own if own is not None or by is None else by.unit_id


def _only_names(fields: Sequence[str]) -> None:
    """A name is an identifier or a code of at most 60 signs without spaces: a sentence or a value is refused."""
    for name in fields:
        if not name or len(name) > 60 or any(sign.isspace() for sign in name):
            raise ValueError(f"not the name of a field: {name!r}")
