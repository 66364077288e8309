"""A report, or a register's live sheet, as the totals know it: one leaf's values by cell name. The only door between them and
roll-ups.
"""

from __future__ import annotations

from tiendo.core.reporting.models import LiveSheet, Report
from tiendo.core.rollup.leaves import Change, Leaf, LeafValues
from tiendo.foundation.packs.schema import cell_name


def change_of(report: Report) -> Change:
    """The report's values into the totals; a blank cell stays out."""
    return Change(_leaf(report), _values(report), revision=report.revision)


def nothing_of(report: Report) -> Change:
    """The leaf out of the totals."""
    return Change(_leaf(report), None, revision=report.revision)


def leaf_values_of(report: Report) -> LeafValues:
    """What the totals ought to hold of a report that counts."""
    return LeafValues(report.unit_id, report.form, report.period, _values(report), revision=report.revision)


def change_of_live(sheet: LiveSheet) -> Change:
    """What registers know, into the totals."""
    values = {cell_name(code): value for code, value in sheet.values.items()}
    return Change(Leaf(sheet.unit_id, sheet.form, sheet.period), values, revision=sheet.revision)


def nothing_of_live(sheet: LiveSheet) -> Change:
    """What registers knew, out of the totals."""
    return Change(Leaf(sheet.unit_id, sheet.form, sheet.period), None, revision=sheet.revision)


def leaf_values_of_live(sheet: LiveSheet) -> LeafValues:
    """What the totals ought to hold of a live sheet."""
    values = {cell_name(code): value for code, value in sheet.values.items()}
    return LeafValues(sheet.unit_id, sheet.form, sheet.period, values, revision=sheet.revision)


def _leaf(report: Report) -> Leaf:
    return Leaf(report.unit_id, report.form, report.period)


def _values(report: Report) -> dict[str, int | None]:
    return {cell_name(code): value for code, value in report.values.items()}
