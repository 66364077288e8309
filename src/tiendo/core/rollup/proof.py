"""Proof that the stored figures follow from the leaves' values: recompute everything and name every difference. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _

from tiendo.core.rollup import contents, whole
from tiendo.core.rollup.leaves import LeafValues
from tiendo.core.rollup.models import Posted, Posting, Rollup, UnitYear
from tiendo.core.rollup.totals import RowKey, Total
from tiendo.core.rollup.whole import Whole
from tiendo.foundation.transactions import snapshot
from tiendo.kernel import vectors

_NO_TOTAL = Total(0)


@dataclass(slots=True)
class Differences:
    """Keys whose stored rows are not what the leaves' values say, and the stored rows by key."""

    expected: Whole
    posted: list[RowKey] = field(default_factory=list)
    years: list[RowKey] = field(default_factory=list)
    totals: list[RowKey] = field(default_factory=list)
    stored_posted: dict[RowKey, Posted] = field(default_factory=dict)
    stored_years: dict[RowKey, UnitYear] = field(default_factory=dict)
    stored_totals: dict[RowKey, Rollup] = field(default_factory=dict)


def check(leaves: Iterable[LeafValues]) -> list[str]:
    """One sentence per difference between the stored figures and what follows from these values; empty when all is proved.

    `leaves`: every leaf that has figures in the totals, best read lazily: all is read as of one moment, whoever writes meanwhile. The
    last posting of every leaf is compared too.
    """
    with snapshot():
        found = differences(leaves)
        last_postings = list(_wrong_last_postings(found))
    wrong = [(_("số liệu đơn vị"), key) for key in found.posted]
    wrong += [(_("kết quả lũy kế của đơn vị"), key) for key in found.years]
    wrong += [(_("tổng số"), key) for key in found.totals]
    wrong += [(_("lần ghi sổ cuối cùng"), key) for key in last_postings]
    return [f"{what}: {key[1]} {key[2]}, {_('đơn vị')} {key[0]}" for what, key in wrong]


def differences(leaves: Iterable[LeafValues]) -> Differences:
    """Compare all three tables with what the leaves' values say."""
    found = Differences(whole.of_leaves(leaves))
    expected = found.expected
    found.stored_posted = {_key(row): row for row in Posted.objects.iterator()}
    found.stored_years = {_key(row): row for row in UnitYear.objects.iterator()}
    found.stored_totals = {_key(row): row for row in Rollup.objects.iterator()}
    found.posted = [key for key in _either(expected.posted, found.stored_posted) if not _posted_agrees(key, found)]
    found.years = [key for key in _either(expected.years, found.stored_years) if not _year_agrees(key, found)]
    found.totals = [key for key in _either(expected.totals, found.stored_totals) if not _total_agrees(key, found)]
    return found


def _posted_agrees(key: RowKey, found: Differences) -> bool:
    row, wanted = found.stored_posted.get(key), found.expected.posted.get(key)
    if row is None or wanted is None:
        return wanted is None and (row is None or row.vector is None)
    content, revision = wanted
    return row.vector is not None and row.revision == revision and contents.of_posted(row).same_as(content)


def _year_agrees(key: RowKey, found: Differences) -> bool:
    row, wanted = found.stored_years.get(key), found.expected.years.get(key)
    if row is None or wanted is None:
        return wanted is None and (row is None or not (row.reported or row.stretches))
    (months, mask, reported), content = wanted
    return row.reported == reported and _same_months(row, months, mask) and contents.of_unit_year(row).same_as(content)


def _same_months(row: UnitYear, months: bytes, mask: bytes) -> bool:
    """Equal as they stand: a year stored before cells were appended is rewritten wider by the next posting or by `rebuild`."""
    if bytes(row.months) == months:
        return bytes(row.months_mask) == mask
    return False


def _total_agrees(key: RowKey, found: Differences) -> bool:
    row, wanted = found.stored_totals.get(key), found.expected.totals.get(key, _NO_TOTAL)
    stored = (row.sums, row.filled, row.positive) if row else (b"", b"", b"")
    if (row.reports if row else 0) != wanted.reports:
        return False
    pairs = zip(stored, (wanted.sums, wanted.filled, wanted.positive), strict=True)
    return not any(np.any(vectors.subtract(vectors.unpack(data), vector)) for data, vector in pairs)


def _wrong_last_postings(found: Differences) -> Iterator[RowKey]:
    """Leaves whose row does not say what their last posting put in, or that the row does not name."""
    last: dict[RowKey, Posting] = {
        (row.unit_id, row.form, row.period): row for row in Posting.objects.order_by("seq").iterator()
    }
    for key in _either(last, {**found.stored_posted, **found.stored_years}):
        posting = last.get(key)
        row = found.stored_posted.get(key) or found.stored_years.get(key)
        if row is None or row.posting != (posting.seq if posting else None):
            yield key
        elif posting is not None:
            held = contents.of_posted(row) if isinstance(row, Posted) else contents.of_unit_year(row)
            put = contents.of_posting(posting.vector, posting.mask, posting.path)
            if not held.same_as(put):
                yield key


def _either(one: Iterable[RowKey], other: Iterable[RowKey]) -> list[RowKey]:
    return sorted({*one, *other}, key=lambda key: (key[1], key[2], key[0]))


def _key(row: Posted | UnitYear | Rollup) -> RowKey:
    return row.unit_id, row.form, row.period
