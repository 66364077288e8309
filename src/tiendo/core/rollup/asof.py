"""Turning rows back to a posting number: per leaf posted since, take away what it has now and put back its last posting until then."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from django.db.models import Q

from tiendo.core.rollup import contents, slots
from tiendo.core.rollup.models import Posting
from tiendo.core.rollup.totals import NOTHING, Content, RowKey
from tiendo.kernel import vectors
from tiendo.kernel.vectors import Vector


@dataclass(slots=True)
class Past:
    """A row on its way back in time."""

    sums: Vector
    filled: Vector
    positive: Vector
    reports: int


def turn_back(rows: Mapping[RowKey, Past], wanted: Mapping[str, Collection[str]], number: int) -> None:
    """Change the rows, in place, to what they were when `number` was the last posting. Two queries and the postings needed."""
    asked = reduce(operator.or_, (Q(form=form, period__in=list(keys)) for form, keys in wanted.items()))
    since = Posting.objects.filter(asked, seq__gt=number).order_by("seq")
    first: dict[RowKey, int | None] = {}
    last: dict[RowKey, int] = {}
    for seq, unit_id, form, period, prev in since.values_list("seq", "unit_id", "form", "period", "prev"):
        first.setdefault((unit_id, form, period), prev)
        last[unit_id, form, period] = seq
    needed = {*last.values(), *(prev for prev in first.values() if prev is not None)}
    contents_by_seq = dict(_contents(needed))
    for key, seq in last.items():
        _move(rows, key, contents_by_seq[seq], sign=-1)
        before = first[key]
        _move(rows, key, NOTHING if before is None else contents_by_seq[before], sign=1)


def _contents(numbers: Collection[int]) -> Iterator[tuple[int, Content]]:
    found = Posting.objects.filter(seq__in=list(numbers)) if numbers else Posting.objects.none()
    for seq, vector, mask, path in found.values_list("seq", "vector", "mask", "path"):
        yield seq, contents.of_posting(vector, mask, path)


def _move(rows: Mapping[RowKey, Past], leaf: RowKey, content: Content, *, sign: int) -> None:
    """Add a leaf's content to the rows of all units on its paths, the leaf's own row included."""
    _unit, form, period = leaf
    form_slots = slots.of_form(form)
    base_of = form_slots.base_of if len(period) == len("2017") else None
    seen: set[int] = set()
    for stretch, values, mask in content.parts(base_of):
        for unit_id in stretch.path:
            row = rows.get((unit_id, form, period))
            if row is None:
                continue
            row.sums = vectors.add(row.sums, sign * values)
            row.filled = vectors.add(row.filled, sign * mask.astype(np.int64))
            row.positive = vectors.add(row.positive, sign * (values > 0).astype(np.int64))
            if unit_id not in seen:
                row.reports += sign
                seen.add(unit_id)
