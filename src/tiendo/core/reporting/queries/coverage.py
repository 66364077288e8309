"""How many leaves are inside the totals of a form and period, by child unit: counted in the database, however many leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, Min, Q, When

from tiendo.core.reporting.duties import form_in, owing
from tiendo.core.rollup import queries as rollup
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef, Pack
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class ChildCoverage:
    """One direct child of the unit asked about; `approved` of its `expected` leaves are inside the totals."""

    unit: Unit
    approved: int
    expected: int

    @property
    def missing(self) -> int:
        return self.expected - self.approved


def coverage(form: str, period: Period, under: Unit) -> list[ChildCoverage]:
    """Leaves inside the totals by direct child of `under`, in Vietnamese order; a leaf directly under it is a child of its own.

    Three queries, whatever the size: leaves counted, children, totals. `period_progress` gives the names as well.
    """
    expected = _expected(packs.current(), form_in(packs.current(), form, period), period, under)
    posted = rollup.rows(expected, {form: [period.key]})
    units = sorted(Unit.objects.filter(pk__in=expected), key=lambda unit: (bytes(unit.name_sort), unit.code))
    return [ChildCoverage(unit, posted[unit.pk, form, period.key].reports, expected[unit.pk]) for unit in units]


def covered(form: str, period: Period, units: Sequence[Unit]) -> dict[int, tuple[int, int]]:
    """Unit id → (leaves at or below it inside the totals, leaves that owe the form). Two queries for one unit, one more for each other."""
    pack, definition = packs.current(), form_in(packs.current(), form, period)
    posted = rollup.rows([unit.pk for unit in units], {form: [period.key]})
    return {
        unit.pk: (posted[unit.pk, form, period.key].reports, owing(pack, definition, period, unit).count())
        for unit in units
    }


def _expected(pack: Pack, form: FormDef, period: Period, under: Unit) -> dict[int, int]:
    """Direct child of `under` → leaves at or below it. One query: leaves hanging on one unit are counted together, and the path of
    any of them tells the child they lie under."""
    alone = When(Q(parent_id=under.pk) | Q(unit_id=under.pk), then=F("unit_id"))
    hanging = owing(pack, form, period, under).annotate(hangs_on=Case(alone, default=F("parent_id"))).order_by()
    found: dict[int, int] = {}
    for path, number in (
        hanging.values("hangs_on").annotate(any=Min("path"), leaves=Count("id")).values_list("any", "leaves")
    ):
        steps = [int(step) for step in path.strip("/").split("/")]
        child = steps[steps.index(under.pk) + 1] if steps[-1] != under.pk else under.pk
        found[child] = found.get(child, 0) + number
    return found
