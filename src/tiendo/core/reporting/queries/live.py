"""What registers keep live: whether it still is what they say, and the records behind a cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from tiendo.core.reporting import sources
from tiendo.core.reporting.models import LiveSheet
from tiendo.core.reporting.sources import Record
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


def live_faults() -> list[str]:
    """One sentence for each sheet that is not what its registers say now; empty when all agree."""
    wrong = []
    by_period: dict[tuple[str, str], list[LiveSheet]] = defaultdict(list)
    for sheet in LiveSheet.objects.select_related("unit").order_by("form", "period", "unit_id"):
        by_period[sheet.form, sheet.period].append(sheet)
    for (form, key), sheets in by_period.items():
        register = packs.current().registers.get(form)
        if register is None:
            continue
        known = sources.values(register, [sheet.unit_id for sheet in sheets], periods.parse(key))
        wrong += [
            _("sổ %(form)s %(period)s, %(unit)s") % {"form": form, "period": key, "unit": sheet.unit}
            for sheet in sheets
            if known[sheet.unit_id] != sheet.values
        ]
    return wrong


def live_units(form_codes: Collection[str], keys: Collection[str]) -> set[int]:
    """The units of which some register keeps figures of these forms in these base periods. One query."""
    rows = LiveSheet.objects.filter(form__in=list(form_codes), period__in=list(keys))
    return set(rows.values_list("unit_id", flat=True))


def live_values(unit: Unit, form: str, keys: Collection[str]) -> dict[str, dict[str, int]]:
    """Base period → cell code → what a register keeps of the unit now; a period without a sheet is absent. One query."""
    rows = LiveSheet.objects.filter(unit=unit, form=form, period__in=list(keys))
    return dict(rows.values_list("period", "values"))


def live_records(unit: Unit, form: str, period: Period, code: str, *, post: Post) -> list[Record]:
    """The records a register counted in a cell of one unit, those the post may see."""
    register = packs.current().registers.get(form)
    return sources.records(register, unit.pk, period, code, post) if register else []
