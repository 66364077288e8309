"""Between the stored bytes of leaves and postings and the arrays they mean."""

from __future__ import annotations

import zlib

import numpy as np

from tiendo.core.rollup.models import Posted, Posting, Rollup, UnitYear
from tiendo.core.rollup.paths import YearPaths
from tiendo.core.rollup.totals import NOTHING, Content, Total
from tiendo.kernel import trees, vectors
from tiendo.kernel.trees import Stretch

Stored = bytes | memoryview


def of_posted(row: Posted) -> Content:
    """What a leaf has in the totals for a base period."""
    if row.vector is None or row.mask is None:
        return NOTHING
    return _content(vectors.unpack(row.vector), row.mask, row.path)


def of_unit_year(row: UnitYear) -> Content:
    """What a leaf has in the year row."""
    return _content(vectors.unpack(row.results), row.results_mask, row.stretches)


def of_posting(vector: Stored | None, mask: Stored | None, path: Stored) -> Content:
    """What a posting put in."""
    if vector is None or mask is None:
        return NOTHING
    return _content(vectors.unpack(zlib.decompress(vector)), mask, path)


def draft(unit_id: int, form: str, period: str, content: Content | None, *, prev: int | None, revision: int) -> Posting:
    """A posting not yet numbered; no content means that the leaf left the totals."""
    posting = Posting(unit_id=unit_id, form=form, period=period, prev=prev, revision=revision)
    if content is not None:
        posting.vector = zlib.compress(vectors.pack(content.values), 1)
        posting.mask = vectors.pack_mask(content.mask)
        posting.path = trees.pack_stretches(content.stretches)
    return posting


def along(paths: YearPaths, index: int) -> tuple[Stretch, ...]:
    """The one base period's stretch; none when the unit is not in force at its end."""
    path = paths[index - 1]
    return () if path is None else (Stretch(index, index, path),)


def _content(values: vectors.Vector, mask: Stored, path: Stored) -> Content:
    known = vectors.unpack_mask(mask, len(values))
    return Content(np.where(known, values, 0), known, trees.unpack_stretches(path))


def into_posted(row: Posted, content: Content | None, *, revision: int) -> None:
    """Set what the leaf has in the totals; none takes it out."""
    row.revision = revision
    row.vector = None if content is None else vectors.pack(content.values)
    row.mask = None if content is None else vectors.pack_mask(content.mask)
    row.path = b"" if content is None else trees.pack_stretches(content.stretches)


def into_unit_year(row: UnitYear, content: Content | None, year: tuple[bytes, bytes, int]) -> None:
    """Set the leaf's months and its results; none when it posted nothing all year."""
    row.months, row.months_mask, row.reported = year
    row.results = b"" if content is None else vectors.pack(content.values)
    row.results_mask = b"" if content is None else vectors.pack_mask(content.mask)
    row.stretches = b"" if content is None else trees.pack_stretches(content.stretches)


def add_to_rollup(row: Rollup, total: Total, *, version: int) -> None:
    """Add a difference to a stored roll-up row."""
    row.sums = vectors.pack(vectors.add(vectors.unpack(row.sums), total.sums))
    row.filled = vectors.pack(vectors.add(vectors.unpack(row.filled), total.filled))
    row.positive = vectors.pack(vectors.add(vectors.unpack(row.positive), total.positive))
    row.reports += total.reports
    row.version = version
