"""Loads what validation and pages look back at: earlier signed reports of the same leaves, and the frame. Few queries, any number of leaves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Min

from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.validation import Context, Values
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Placement
from tiendo.kernel.periods import Period, parse

RECENT_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Past:
    """The signed reports of one leaf before a period, newest first: (period, values)."""

    reports: tuple[tuple[Period, Values], ...]

    def of(self, period: Period) -> Values:
        """The values of one earlier period; empty when it was not reported."""
        return next((values for at, values in self.reports if at == period), {})


def contexts(duties: Iterable[Duty]) -> dict[tuple[int, str], Context]:
    """(unit id, period key) → context, for duties of one form. Two queries a period, one more where a cell is bounded by the frame."""
    found: dict[tuple[int, str], Context] = {}
    by_period: dict[Period, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_period[duty.period].append(duty)
    for period, group in by_period.items():
        past = pasts(group[0].form.code, period, unit_ids=[duty.unit.pk for duty in group])
        frames = _frames(group)
        for duty in group:
            found[duty.unit.pk, period.key] = _context(
                duty, past.get(duty.unit.pk, Past(())), frames.get(duty.unit.pk, {})
            )
    return found


def context(duty: Duty) -> Context:
    """The context of one duty."""
    return contexts([duty])[duty.unit.pk, duty.period.key]


def pasts(form: str, period: Period, *, unit_ids: Iterable[int]) -> dict[int, Past]:
    """Unit id → its signed reports of at most thirteen months before the period. What counts goes before a newer signature. One query."""
    found: dict[int, dict[str, Values]] = defaultdict(dict)
    for unit_id, key, values in _signed(form, period.same_last_year().start, period.end, list(unit_ids)):
        found[unit_id].setdefault(key, json.loads(values))
    return {unit_id: Past(tuple((parse(key), values) for key, values in by.items())) for unit_id, by in found.items()}


def _signed(form: str, since: date, before: date, unit_ids: list[int]) -> list[tuple[int, str, str]]:
    """Unit id, period and values as stored. Written out, for it is read at every step of every report: putting it together anew
    each time cost ten times as much as answering it.
    """
    if not unit_ids:
        return []
    places, day = ", ".join(["%s"] * len(unit_ids)), connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT unit_id, period, "values" FROM "{Report._meta.db_table}" WHERE form = %s AND unit_id IN ({places})'
            ' AND period_end >= %s AND period_end < %s AND ("counts" OR ("current" AND state IN (%s, %s)))'
            ' ORDER BY period_end DESC, "counts" DESC',
            [form, *unit_ids, day(since), day(before), ReportState.SUBMITTED.value, ReportState.RETURNED.value],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def last_known(duty: Duty, past: Past) -> dict[str, int]:
    """The latest earlier value of each stock and flag, also across the year's end."""
    known: dict[str, int] = {}
    for cell in duty.cells:
        if cell.nature != "flow":
            earlier = (values[cell.code] for _, values in past.reports if cell.code in values)
            value = next(earlier, None)
            if value is not None:
                known[cell.code] = value
    return known


def last_papers(duty: Duty, known: Values) -> dict[str, dict[str, str]]:
    """The evidence given with each last known value: a stock carried forward still stands on the same paper. One query, or none."""
    wanted = {cell.code for cell in duty.cells if cell.evidence and known.get(cell.code)}
    if not wanted:
        return {}
    rows = Report.objects.filter(unit=duty.unit, form=duty.form.code, period_end__lt=duty.period.end)
    signed = rows.exclude(state=ReportState.DRAFT).order_by("-period_end", "-counts").values_list("values", "evidence")
    papers: dict[str, dict[str, str]] = {}
    for values, evidence in signed[:RECENT_PERIODS]:
        for code in (wanted & evidence.keys()) - papers.keys():
            if values.get(code) == known[code]:
                papers[code] = evidence[code]
    return papers


def year_before(duty: Duty, past: Past) -> dict[str, int]:
    """What each flow adds up to from 1 January to before the period; a period not reported adds nothing."""
    sums: dict[str, int] = defaultdict(int)
    for at, values in past.reports:
        if at.year == duty.period.year:
            for cell in duty.cells:
                if cell.nature == "flow" and cell.code in values:
                    sums[cell.code] += values[cell.code]
    return dict(sums)


def _context(duty: Duty, past: Past, frame: Mapping[str, int]) -> Context:
    before, last_year = duty.period.previous(), duty.period.same_last_year()
    return Context(
        before=past.of(before),
        before_label=before.label,
        last_year=past.of(last_year),
        last_year_label=last_year.label,
        recent=tuple(values for _, values in past.reports[:RECENT_PERIODS]),
        last_known=last_known(duty, past),
        year_before=year_before(duty, past),
        frame=frame,
    )


def _frames(duties: list[Duty]) -> dict[int, dict[str, int]]:
    """Unit id → kind → units of the kind in force under it, itself included: for the kinds that bound a cell. One query, or none."""
    kinds: set[str] = {cell.maximum_units for duty in duties for cell in duty.cells if cell.maximum_units}
    if not kinds:
        return {}
    on = duties[0].period.end
    if len(duties) == 1:
        return {duties[0].unit.pk: places.count_many(kinds, duties[0].unit, on)}
    found = {duty.unit.pk: {kind: int(duty.unit.kind == kind) for kind in kinds} for duty in duties}
    others = Placement.objects.filter(unit__kind__in=kinds, valid_from__lte=on, valid_to__gt=on).exclude(unit__in=found)
    together = others.order_by().values("unit__kind", "parent_id").annotate(path=Min("path"), units=Count("pk"))
    for kind, path, units in together.values_list("unit__kind", "path", "units"):
        for step in path.strip("/").split("/"):
            if int(step) in found:
                found[int(step)][kind] += units
    return found
