"""Reading the audit log: what was done to something, a page of entries, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tiendo.foundation.audit import triggers
from tiendo.foundation.audit.models import ChainHead, Entry
from tiendo.foundation.clock import VIETNAM
from tiendo.foundation.transactions import snapshot
from tiendo.kernel import chains

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as pages show it. `hash` is the first 12 hex digits of its link."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject_type: str
    subject_id: str
    unit_id: int | None
    fields: tuple[str, ...]
    hash: str
    revision_hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold: its number and what is wrong with it."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.seq}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a walk along the whole chain; `count` entries were read, `head` is the last hash in hex."""

    ok: bool
    count: int
    first_broken: Broken | None
    head: str
    append_only: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the log looks for; None means any. `until` is a day, included."""

    unit_id: int | None = None
    verb: str | None = None
    since: date | None = None
    until: date | None = None


def of(subject: Model) -> list[EntryLine]:
    """All entries about the subject, oldest first. One query."""
    return [
        _line(entry) for entry in Entry.objects.filter(subject_type=subject._meta.label, subject_id=str(subject.pk))
    ]


def entries(asked: Asked) -> QuerySet[Entry]:
    """The entries that a reader asks for, newest first; the page slices them."""
    found = Entry.objects.order_by("-seq")
    if asked.unit_id is not None:
        found = found.filter(unit_id=asked.unit_id)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found


def lines(found: Iterable[Entry]) -> list[EntryLine]:
    """Entries as lines for a page."""
    return [_line(entry) for entry in found]


def verbs() -> list[str]:
    """Every verb that was ever recorded, in order."""
    return sorted(Entry.objects.order_by().values_list("verb", flat=True).distinct())


def head() -> tuple[int, str]:
    """Number and hash (hex) of the last link; what is printed as the anchor of a day."""
    found = ChainHead.objects.filter(pk=1).first()
    return (found.seq, bytes(found.hash).hex()) if found else (0, chains.GENESIS.hex())


def verify() -> Verification:
    """Walk the chain from its first entry as of one moment, in constant memory; names the first link that does not hold."""
    previous, count, broken = chains.GENESIS, 0, None
    with snapshot():
        for entry in _chain():
            broken = broken or _fault(entry, count + 1, previous)
            previous = bytes(entry.hash)
            count += 1
        seq, last = head()
    if broken is None and (seq, last) != (count, previous.hex()):
        broken = Broken(min(seq, count) + 1, _("điểm cuối của chuỗi không khớp với mục cuối cùng."))
    return Verification(broken is None, count, broken, last, triggers.installed(connection))


def _chain() -> Iterator[Entry]:
    return Entry.objects.order_by("seq").iterator(chunk_size=_AT_ONCE)


def _fault(entry: Entry, expected: int, previous: bytes) -> Broken | None:
    if entry.seq != expected:
        return Broken(expected, _("không còn mục này."))
    if bytes(entry.prev_hash) != previous:
        return Broken(entry.seq, _("không nối với mục trước."))
    if bytes(entry.hash) != chains.link(previous, entry.canonical()):
        return Broken(entry.seq, _("nội dung không khớp với mã băm."))
    return None


def _line(entry: Entry) -> EntryLine:
    return EntryLine(
        entry.seq, entry.at, entry.actor, entry.verb, entry.subject_type, entry.subject_id, entry.unit_id,
        tuple(entry.fields), bytes(entry.hash).hex()[:12], bytes(entry.revision_hash).hex(),
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)
