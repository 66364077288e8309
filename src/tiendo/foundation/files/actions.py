"""Adding a file to a record and taking it away: one transaction each, audit inside; the bytes are written before the row.

Locks: the record's row, then the audit chain. An act of another app that takes files with it calls `attach` in its own transaction,
inside `receiving`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.files import owners, rules
from tiendo.foundation.files.clearing import discard
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.owners import Owner
from tiendo.foundation.files.receiving import Received, Upload, receiving
from tiendo.foundation.files.refusals import refused
from tiendo.foundation.transactions import durable

MOST_FILES = 20
LARGEST_TOTAL_BYTES = 60 * 1024 * 1024
"""Of one record; evidence is a few papers, not an archive."""


def add(owner: str, record: int, uploads: Iterable[Upload], *, by: Post) -> list[Attachment]:
    """Keep these files with the record. A file it has already stands once. Raises Refused, BadInput with every fault of every file.

    Raises LookupError for a kind of record nobody registered, and the owner's DoesNotExist.
    """
    with receiving(uploads) as received:
        return _add(known(owner), record, received, by=by)


def remove(attachment: Attachment, *, by: Post) -> None:
    """Take a file away: its row stays with who and when, its bytes go unless another record has the same. Twice is once. Raises Refused."""
    discard(_remove(attachment, by=by))


def attach(owner: Owner, subject: Any, received: Sequence[Received], *, by: Post) -> list[Attachment]:
    """Rows for stored contents, in the caller's transaction and under its lock of `subject`; who may is the caller's rule.

    Raises BadInput when the record would hold too many or too much.
    """
    if not received:
        return []
    standing = Attachment.objects.filter(owner=owner.code, record=subject.pk, removed_at__isnull=True)
    there = {one.digest: one for one in standing}
    fresh = {one.digest: one for one in received if one.digest not in there}
    _check_total(sum(one.size for one in there.values()), len(there), fresh.values())
    made = [
        Attachment(
            owner=owner.code, record=subject.pk, digest=one.digest, size=one.size, kind=one.kind, name=one.name,
            added_by=by, added_at=clock.now(),
        )
        for one in fresh.values()
    ]  # fmt: skip
    for row in made:
        row.save(force_insert=True)
        there[row.digest] = row
    if made:
        audit.record_each("file.added", [(row, bytes.fromhex(row.digest)) for row in made], by=by, fields=("file",))
    return [there[digest] for digest in dict.fromkeys(one.digest for one in received)]


def known(owner: str) -> Owner:
    """The owner registered under this code. Raises LookupError."""
    found = owners.of(owner)
    if found is None:
        raise LookupError(owner)
    return found


@durable
def _add(owner: Owner, record: int, received: Sequence[Received], *, by: Post) -> list[Attachment]:
    subject = owner.locked(record)
    rules.may_add(by, owner, subject).or_refuse()
    return attach(owner, subject, received, by=by)


@durable
def _remove(attachment: Attachment, *, by: Post) -> set[str]:
    """The digest that may now be unnamed; nothing when somebody removed it before."""
    owner = known(attachment.owner)
    subject = owner.locked(attachment.record)
    rules.may_remove(by, owner, subject, attachment).or_refuse()
    still = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True)
    if not still.update(removed_at=clock.now(), removed_by=by):
        return set()
    audit.record("file.removed", attachment, by=by, fields=("file",), revision_hash=bytes.fromhex(attachment.digest))
    return {attachment.digest}


def _check_total(total: int, count: int, fresh: Iterable[Received]) -> None:
    sizes = [one.size for one in fresh]
    if sizes and count + len(sizes) > MOST_FILES:
        what = _("hồ sơ này sẽ có %(n)d tệp, nhiều nhất %(most)d.") % {"n": count + len(sizes), "most": MOST_FILES}
        raise refused("", what, _("Mời gỡ bớt tệp, hoặc gộp thành một PDF."))
    if sizes and total + sum(sizes) > LARGEST_TOTAL_BYTES:
        raise refused("", _("các tệp của hồ sơ này vượt 60 MB."), _("Mời gỡ bớt tệp, hoặc gửi bản nhỏ hơn."))
