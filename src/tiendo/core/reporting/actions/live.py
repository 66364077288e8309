"""Keeping what registers know in the totals: one act on a record, one look at its unit's period, one posting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from tiendo.core.reporting import sources
from tiendo.core.reporting.leaves import change_of_live
from tiendo.core.reporting.models import LiveSheet
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


def refresh(form: str, touched: Iterable[tuple[int, Period]]) -> int:
    """Recompute the sheets of these units and base periods, and those that move with them, and post what changed; how many did.

    Called inside the transaction of the act that touched the records. A pack that does not keep a form changes nothing of it.
    """
    leaves = set(touched)
    asked = {(form, *leaf) for leaf in leaves} | set(sources.moved_with(form, leaves))
    kept = sorted((code, unit_id, period.key) for code, unit_id, period in asked if code in packs.current().registers)
    changed = []
    sheets = _locked(kept)
    for (code, key), unit_ids in _by_period(kept).items():
        known = sources.values(packs.current().registers[code], unit_ids, periods.parse(key))
        for unit_id in unit_ids:
            sheet = sheets[code, unit_id, key]
            if known[unit_id] != sheet.values:
                sheet.values, sheet.revision, sheet.at = known[unit_id], sheet.revision + 1, clock.now()
                changed.append(sheet)
    LiveSheet.objects.bulk_update(changed, ["values", "revision", "at"])
    if changed:
        rollup.post([change_of_live(sheet) for sheet in changed], at=clock.now())
    return len(changed)


def refresh_since(form: str, unit_id: int, since: date) -> int:
    """Recompute a unit's months of this year from a day on, for what holds until it is ended: up to the present month, and later ones
    that have a sheet already. How many changed.
    """
    today = clock.today()
    first = since.month if since.year == today.year else 1
    last = today.month
    rows = LiveSheet.objects.filter(form=form, unit_id=unit_id, period__startswith=f"{today.year}-")
    known = [periods.parse(key).last_month for key in rows.values_list("period", flat=True)]
    months = [periods.month(today.year, number) for number in range(first, max([last, *known]) + 1)]
    return refresh(form, [(unit_id, month) for month in months])


def refresh_all(form: str) -> int:
    """Recompute every sheet there is of a form: after a register was mended, or a pack keeps new cells. How many changed."""
    rows = LiveSheet.objects.filter(form=form).values_list("unit_id", "period")
    return refresh(form, [(unit_id, periods.parse(key)) for unit_id, key in rows])


def _locked(leaves: list[tuple[str, int, str]]) -> dict[tuple[str, int, str], LiveSheet]:
    """The sheets, made where they were missing, locked in one order: by form, unit, then period."""
    if not leaves:
        return {}
    now = clock.now()
    made = [LiveSheet(unit_id=unit_id, form=form, period=key, at=now) for form, unit_id, key in leaves]
    LiveSheet.objects.bulk_create(made, ignore_conflicts=True)
    rows = LiveSheet.objects.filter(
        form__in={form for form, _, _ in leaves}, unit_id__in={unit for _, unit, _ in leaves}
    )
    rows = rows.filter(period__in={key for _, _, key in leaves}).order_by("form", "unit_id", "period")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return {(row.form, row.unit_id, row.period): row for row in rows}


def _by_period(leaves: list[tuple[str, int, str]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for form, unit_id, key in leaves:
        found[form, key].append(unit_id)
    return found
