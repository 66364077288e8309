"""Reads of files: what a record has, for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import rules
from tiendo.foundation.files.forms import FilesInput
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.owners import Owner, of
from tiendo.foundation.files.receiving import ACCEPTED, MOST_AT_ONCE
from tiendo.kernel.numbers import show, show_decimal


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in a list. `size` in words."""

    file_id: int
    name: str
    kind: str
    size: str
    by: str
    at: datetime
    is_picture: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files of one record as one post sees them, for `files/_files.html`."""

    owner: str
    record: int
    lines: tuple[FileLine, ...]
    may_add: bool
    most: int = MOST_AT_ONCE

    @property
    def key(self) -> str:
        """What tells its controls from those of other records on the page."""
        return f"files_{self.owner.replace('.', '_')}_{self.record}"

    @property
    def chooser(self) -> SafeString:
        """The chooser of files, as forms have it."""
        return FilesInput(attrs={"accept": ACCEPTED}).render(
            "files", None, {"id": self.key, "aria-describedby": f"{self.key}_hint"}
        )


def of_record(owner: str, record: Any, post: Post) -> RecordFiles:
    """The files of a record whose page the post has open. One query."""
    return of_records(owner, [record], post)[record.pk]


def of_records(owner: str, records: Collection[Any], post: Post) -> Mapping[int, RecordFiles]:
    """Number of the record → its files, for records that one page shows. One query."""
    kind = of(owner)
    if kind is None:
        raise LookupError(owner)
    rows: dict[int, list[Attachment]] = defaultdict(list)
    standing = Attachment.objects.filter(owner=owner, record__in=[one.pk for one in records], removed_at__isnull=True)
    for row in standing.select_related("added_by__unit"):
        rows[row.record].append(row)
    return {
        one.pk: RecordFiles(
            owner,
            one.pk,
            tuple(_line(row, kind, one, post) for row in rows[one.pk]) if kind.may_read(post, one) else (),
            bool(rules.may_add(post, kind, one)),
        )
        for one in records
    }


def by_id(attachment_id: int) -> Attachment | None:
    """A file that has not been taken away."""
    rows = Attachment.objects.select_related("added_by__unit")
    return rows.filter(pk=attachment_id, removed_at__isnull=True).first()


def size_words(size: int) -> str:
    """340 kB, 2,4 MB."""
    if size < 1_000_000:
        return f"{show(max(1, round(size / 1000)))}\u00a0kB"
    return f"{show_decimal(Decimal(size) / 1_000_000)}\u00a0MB"


def _line(row: Attachment, kind: Owner, record: Any, post: Post) -> FileLine:
    return FileLine(
        file_id=row.pk,
        name=row.name,
        kind=str(Attachment.Kind(row.kind).label),
        size=size_words(row.size),
        by=str(row.added_by),
        at=row.added_at,
        is_picture=row.is_picture,
        may_remove=bool(rules.may_remove(post, kind, record, row)),
    )
