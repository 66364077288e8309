"""Which reports of some leaves are inside the totals, over a stretch of base periods: for lineage, in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tiendo.core.reporting.models import Report


@dataclass(frozen=True, slots=True)
class Counted:
    """One accepted report: its id, revision and the values of the cells asked for (a blank cell is absent)."""

    report_id: int
    revision: int
    values: Mapping[str, int]


def counted_reports(
    form: str, keys: Collection[str], *, unit_ids: Iterable[int], cells: Collection[str]
) -> dict[int, dict[str, Counted]]:
    """Unit id → period key → its report inside the totals. Cells are codes; whoever shows them asks the rules first."""
    rows = Report.objects.filter(counts=True, form=form, period__in=list(keys), unit_id__in=list(unit_ids))
    found: dict[int, dict[str, Counted]] = {}
    for unit_id, period, pk, revision, values in rows.values_list("unit_id", "period", "pk", "revision", "values"):
        kept = {code: values[code] for code in cells if code in values}
        found.setdefault(unit_id, {})[period] = Counted(pk, revision, kept)
    return found
