"""Where units hang, at any time: read once for all the reports that are looked at together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from tiendo.core.reporting.models import Report
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Placement

Stay = tuple[date, date, tuple[int, ...]]
"""From a day up to before another: ids from the root to the unit itself."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where some units hang, at any time."""

    stays: Mapping[int, tuple[Stay, ...]]

    def path(self, unit_id: int, on: date) -> tuple[int, ...] | None:
        """Ids from the root to the unit on a day; None when it is not in force."""
        return next((path for begins, ends, path in self.stays.get(unit_id, ()) if begins <= on < ends), None)


_steady: ContextVar[dict[int, tuple[Stay, ...]] | None] = ContextVar("steady_tree", default=None)


@contextmanager
def steady_tree() -> Iterator[None]:
    """While nothing changes the tree (a long load): where a unit hangs is read once."""
    token = _steady.set({})
    try:
        yield
    finally:
        _steady.reset(token)


def placed(unit_ids: Iterable[int]) -> Placed:
    """Where the units hang. One query; none for units known inside `steady_tree`."""
    known = _steady.get()
    stays: dict[int, tuple[Stay, ...]] = {} if known is None else known
    missing = set(unit_ids) - stays.keys()
    if missing:
        rows = Placement.objects.filter(unit_id__in=missing).values_list("unit_id", "valid_from", "valid_to", "path")
        for unit_id, begins, ends, path in rows:
            stays[unit_id] = (*stays.get(unit_id, ()), _stay(begins, ends, path))
    return Placed(stays)


def placed_for(post: Post, reports: Iterable[Report]) -> Placed:
    """Where the post's unit hangs, and each report's unit at the end of its period, when the reports were read `with_paths`.

    One query; none when the post came with its unit's placements.
    """
    own = post.unit_stays
    stays = placed([post.unit_id]).stays if own is None else {post.unit_id: tuple(_stay(*one) for one in own)}
    found = {post.unit_id: stays.get(post.unit_id, ())}
    for report in reports:
        path: str | None = getattr(report, "path", None)
        if report.unit_id != post.unit_id and path:
            stay = _stay(report.period_end, report.period_end + timedelta(days=1), path)
            found[report.unit_id] = (*found.get(report.unit_id, ()), stay)
    return Placed(found)


def with_paths(reports: QuerySet[Report]) -> QuerySet[Report]:
    """The reports, each with the path of its unit at the end of its period."""
    there = Placement.objects.filter(unit_id=OuterRef("unit_id"), valid_from__lte=OuterRef("period_end"))
    there = there.filter(valid_to__gt=OuterRef("period_end"))
    return reports.annotate(path=Subquery(there.values("path")[:1]))


def known_at(paths: Iterable[tuple[int, tuple[int, ...]]]) -> Placed:
    """What a caller has read already: unit id and path on the one day that matters to it. No query."""
    return Placed({unit_id: ((date.min, date.max, path),) for unit_id, path in paths})


def _stay(begins: date, ends: date, path: str) -> Stay:
    return begins, ends, tuple(int(step) for step in path.strip("/").split("/"))
