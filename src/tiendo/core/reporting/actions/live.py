"""Keeping what registers know in the totals: one act on a record, one look at its unit's period, one posting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

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
    """Recompute the sheets of these units and base periods and post those that changed; how many did.

    Called inside the transaction of the act that touched the records. A pack that does not keep the form changes nothing.
    """
    register = packs.current().registers.get(form)
    leaves = sorted({(unit_id, period.key) for unit_id, period in touched})
    if register is None or not leaves:
        return 0
    changed = []
    sheets = _locked(form, leaves)
    for key, unit_ids in _by_period(leaves).items():
        known = sources.values(register, unit_ids, periods.parse(key))
        for unit_id in unit_ids:
            sheet = sheets[unit_id, key]
            if known[unit_id] != sheet.values:
                sheet.values, sheet.revision, sheet.at = known[unit_id], sheet.revision + 1, clock.now()
                changed.append(sheet)
    LiveSheet.objects.bulk_update(changed, ["values", "revision", "at"])
    if changed:
        rollup.post([change_of_live(sheet) for sheet in changed], at=clock.now())
    return len(changed)


def refresh_all(form: str) -> int:
    """Recompute every sheet there is of a form: after a register was mended, or a pack keeps new cells. How many changed."""
    rows = LiveSheet.objects.filter(form=form).values_list("unit_id", "period")
    return refresh(form, [(unit_id, periods.parse(key)) for unit_id, key in rows])


def _locked(form: str, leaves: list[tuple[int, str]]) -> dict[tuple[int, str], LiveSheet]:
    """The sheets, made where they were missing, locked in one order: by unit, then period."""
    now = clock.now()
    made = [LiveSheet(unit_id=unit_id, form=form, period=key, at=now) for unit_id, key in leaves]
    LiveSheet.objects.bulk_create(made, ignore_conflicts=True)
    rows = LiveSheet.objects.filter(form=form, unit_id__in={unit_id for unit_id, _ in leaves})
    rows = rows.filter(period__in={key for _, key in leaves}).order_by("unit_id", "period")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return {(row.unit_id, row.period): row for row in rows}


def _by_period(leaves: list[tuple[int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for unit_id, key in leaves:
        found[key].append(unit_id)
    return found
