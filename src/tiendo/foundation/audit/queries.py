"""Reading the audit log: what was done to something, a page of entries in words, and whether the chain is whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tiendo.foundation.audit import triggers, words
from tiendo.foundation.audit.models import ChainHead, Entry
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.clock import VIETNAM
from tiendo.foundation.places import queries as places
from tiendo.foundation.transactions import snapshot
from tiendo.kernel import chains
from tiendo.kernel.text import sort_key

_AT_ONCE = 2000
AT_THE_END = 200
"""Links walked whenever the page of the log is opened; the whole chain on request."""


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
class ToldLine:
    """One entry in words: the verb, the object with its page if the reader may open it, the unit's short name, the changed fields.

    `folded` ("26 ô") stands for the fields when there are too many to read on a line; it is empty otherwise.
    """

    entry: EntryLine
    said: str
    subject: words.Described
    unit: str
    fields: tuple[str, ...]
    folded: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold: its number and what is wrong with it."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.seq}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of a walk along the chain, whole or at its end: `count` entries were read; `seq` and `head` (hex) are the last link's."""

    ok: bool
    count: int
    first_broken: Broken | None
    head: str
    append_only: bool
    seq: int


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


def nothing() -> QuerySet[Entry]:
    """No entries: the answer to a question that makes no sense."""
    return Entry.objects.none()


def lines(found: Iterable[Entry]) -> list[EntryLine]:
    """Entries as lines for a page."""
    return [_line(entry) for entry in found]


def told(found: Collection[EntryLine], reader: Holder) -> list[ToldLine]:
    """Entries in words. One query for each kind of object among them and one for the units, whatever their number."""
    ids: dict[str, set[str]] = defaultdict(set)
    for line in found:
        ids[line.subject_type].add(line.subject_id)
    described = {
        (label, key): subject
        for label, keys in ids.items()
        if (told_by := words.objects(label))
        for key, subject in told_by.describe(keys, reader).items()
    }
    units = places.short_names({line.unit_id for line in found if line.unit_id is not None})
    return [
        _told(line, described.get((line.subject_type, line.subject_id)), units.get(line.unit_id or 0, ""))
        for line in found
    ]


def verbs() -> list[tuple[str, str]]:
    """Every verb that was ever recorded, with its words, in Vietnamese order of the words."""
    recorded = Entry.objects.order_by().values_list("verb", flat=True).distinct()
    return sorted(((verb, words.said(verb)) for verb in recorded), key=lambda pair: sort_key(pair[1]))


def head() -> tuple[int, str]:
    """Number and hash (hex) of the last link; what is printed as the anchor of a day."""
    found = ChainHead.objects.filter(pk=1).first()
    return (found.seq, bytes(found.hash).hex()) if found else (0, chains.GENESIS.hex())


def verify() -> Verification:
    """Walk the chain from its first entry as of one moment, in constant memory; names the first link that does not hold."""
    with snapshot():
        return _walked(Entry.objects.order_by("seq").iterator(chunk_size=_AT_ONCE), 0, chains.GENESIS)


def verify_end(number: int = AT_THE_END) -> Verification:
    """The same for the last `number` entries only: quick enough for every opening of the page. Three queries."""
    with snapshot():
        latest = list(Entry.objects.order_by("-seq")[: number + 1])[::-1]
        if len(latest) <= number:
            return _walked(iter(latest), 0, chains.GENESIS)
        return _walked(iter(latest[1:]), latest[0].seq, bytes(latest[0].hash))


def _walked(entries: Iterator[Entry], before: int, previous: bytes) -> Verification:
    """Walk entries that should follow entry number `before`, whose hash is `previous`, up to the head."""
    count, broken = 0, None
    for entry in entries:
        broken = broken or _fault(entry, before + count + 1, previous)
        previous = bytes(entry.hash)
        count += 1
    seq, last = head()
    if broken is None and (seq, last) != (before + count, previous.hex()):
        broken = Broken(min(seq, before + count) + 1, _("điểm cuối của chuỗi không khớp với mục cuối cùng."))
    return Verification(broken is None, count, broken, last, triggers.installed(connection), seq)


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


def _told(line: EntryLine, subject: words.Described | None, unit: str) -> ToldLine:
    objects = words.objects(line.subject_type)
    fields = tuple(objects.field_word(name) for name in line.fields) if objects else line.fields
    folded = f"{len(fields)} {objects.fields_counted_in if objects else words.FIELDS}" if len(fields) > 1 else ""
    nameless = words.Described(f"{line.subject_type} {line.subject_id}")
    return ToldLine(line, words.said(line.verb), subject or nameless, unit, fields, folded)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)
