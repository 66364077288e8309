"""What was accepted after a moment: why a figure read then reads differently now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tiendo.core.reporting.models import Report
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods


@dataclass(frozen=True, slots=True)
class Accepted:
    """A report that came into the totals: a late one, or a correction with its `reason`."""

    report_id: int
    unit: str
    form: str
    at: datetime
    is_correction: bool
    reason: str


def accepted_since(period: str, moment: datetime, under: Unit) -> list[Accepted]:
    """Reports of a base period at or under a unit that count now and were accepted after the moment, oldest first. Two queries."""
    rows = Report.objects.filter(period=period, counts=True, approved_at__gt=moment).select_related("unit")
    found = list(rows.order_by("approved_at", "pk"))
    paths = places.paths([row.unit_id for row in found], periods.parse(period).end)
    return [
        Accepted(row.pk, str(row.unit), row.form, row.approved_at, row.supersedes_id is not None, row.correction_reason)
        for row in found
        if row.approved_at is not None and under.pk in paths.get(row.unit_id, ())
    ]
