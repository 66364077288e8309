"""Rebuild: make the stored figures what the leaves' values say, in one pass. Needed after slots for new functions were laid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tiendo.core.rollup import contents
from tiendo.core.rollup.actions.counting import assert_in_transaction, number
from tiendo.core.rollup.actions.locking import write_back
from tiendo.core.rollup.leaves import LeafValues
from tiendo.core.rollup.models import Posted, Posting, Rollup, UnitYear
from tiendo.core.rollup.proof import Differences, differences
from tiendo.core.rollup.totals import Total
from tiendo.kernel import vectors


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows had to be rewritten: leaves' base periods, leaves' years, totals."""

    leaves: int
    years: int
    totals: int


def rebuild(leaves: Iterable[LeafValues], *, at: datetime) -> Rebuilt:
    """Rewrite what differs from the values of all leaves given, inside the caller's transaction. Leaves not given leave the totals.

    A leaf whose content changes gets a posting, so that the journal's last word stays what is in the totals.
    """
    assert_in_transaction()
    hold()
    found = differences(leaves)
    postings: list[Posting] = []
    posted = [_posted(key, found, postings) for key in found.posted]
    leaves_changed = len(postings)
    years = [_unit_year(key, found, postings) for key in found.years]
    before = number(postings, at=at)
    numbers = {(posting.unit_id, posting.form, posting.period): posting.seq for posting in postings}
    changed: list[Posted | UnitYear] = [*posted, *years]
    for row in changed:
        row.posting = numbers.get((row.unit_id, row.form, row.period), row.posting)
    totals = [_rollup(key, found, version=before + len(postings)) for key in found.totals]
    write_back(Posted, posted, fields=["vector", "mask", "path", "posting", "revision"])
    kept = ["months", "months_mask", "reported", "results", "results_mask", "stretches", "posting"]
    write_back(UnitYear, years, fields=kept)
    write_back(Rollup, totals, fields=["sums", "filled", "positive", "reports", "version"])
    return Rebuilt(leaves_changed, len(years), len(totals))


def _posted(key: tuple[int, str, str], found: Differences, postings: list[Posting]) -> Posted:
    row = found.stored_posted.get(key) or Posted(unit_id=key[0], form=key[1], period=key[2])
    content, revision = found.expected.posted.get(key, (None, row.revision))
    postings.append(contents.draft(*key, content, prev=row.posting, revision=revision))
    contents.into_posted(row, content, revision=revision)
    return row


def _unit_year(key: tuple[int, str, str], found: Differences, postings: list[Posting]) -> UnitYear:
    row = found.stored_years.get(key) or UnitYear(unit_id=key[0], form=key[1], period=key[2])
    stored, content = found.expected.years.get(key, ((b"", b"", 0), None))
    if content is None or row.posting is None or not contents.of_unit_year(row).same_as(content):
        postings.append(contents.draft(*key, content, prev=row.posting, revision=0))
    contents.into_unit_year(row, content, stored)
    return row


def _rollup(key: tuple[int, str, str], found: Differences, *, version: int) -> Rollup:
    total = found.expected.totals.get(key, Total(0))
    row = found.stored_totals.get(key) or Rollup(unit_id=key[0], form=key[1], period=key[2], depth=total.depth)
    row.sums, row.filled, row.positive = (
        vectors.pack(total.sums),
        vectors.pack(total.filled),
        vectors.pack(total.positive),
    )
    row.reports, row.version = total.reports, version
    return row


def hold() -> None:
    """PostgreSQL: no other writer until commit. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        names = ", ".join(model._meta.db_table for model in (Posted, UnitYear, Rollup))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
