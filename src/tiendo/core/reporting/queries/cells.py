"""One cell to the end of its lineage, and every value inside the totals for whoever checks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tiendo.core.reporting import rules
from tiendo.core.reporting.answers import said
from tiendo.core.reporting.duties import Duty, duty
from tiendo.core.reporting.leaves import leaf_values_of, leaf_values_of_live
from tiendo.core.reporting.models import LiveSheet, Report, ReportState, Revision
from tiendo.core.rollup.leaves import LeafValues
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.queries import EntryLine
from tiendo.foundation.audit.queries import of as entries_of
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Cell
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period

CSV_HEAD = ("form", "unit", "period", "revision", "cell", "value")


@dataclass(frozen=True, slots=True)
class CellRevision:
    """What one signature said of the cell. `digest`: first 12 hex digits of the revision's hash."""

    number: int
    value: int | None
    by: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class CellStory:
    """Where a leaf's figure comes from. `hidden` says why the rest is empty; `state` is '' when nothing was begun.

    `value` is the one inside the totals (None: blank or not counted), `newest` the one in the current report when it differs in being.
    """

    unit: str
    form: str
    period: Period
    code: str
    label: str
    hidden: str = ""
    report_id: int | None = None
    state: str = ""
    counts: bool = False
    revision: int = 0
    value: int | None = None
    newest: int | None = None
    note: str = ""
    evidence: tuple[tuple[str, str], ...] = ()
    entered_for: bool = False
    revisions: tuple[CellRevision, ...] = ()
    log: tuple[EntryLine, ...] = ()


def cell(unit: Unit, form: str, period: Period, code: str, *, post: Post) -> CellStory:
    """The story of one cell for one post: the report that holds it, its signatures, its log. Raises BadInput when the unit owes no such cell."""
    return cells(unit, form, period, [code], post=post)[0]


def cells(unit: Unit, form: str, period: Period, codes: Sequence[str], *, post: Post) -> list[CellStory]:
    """The stories of several cells of one report, in the order asked: read once for all of them, whatever their number.

    Raises BadInput when the unit does not owe the form.
    """
    owed = duty(unit, form, period)
    line = rules.in_line(post, owed)
    seen = {code: rules.may_see_cell(post, owed.form.cells[code], owed) and line for code in codes}
    held = _held(unit, form, period) if any(seen.values()) else None
    stories = []
    for code, verdict in seen.items():
        nothing = CellStory(
            str(unit), form, period, code, owed.form.cells[code].label, hidden=str(verdict.reason or "")
        )
        stories.append(_story(held, owed, owed.form.cells[code]) if verdict and held else nothing)
    return stories


@dataclass(frozen=True, slots=True)
class _Held:
    """The report that speaks for a leaf and period (the one inside the totals, else the current one), with all its signatures and log."""

    report: Report
    current: Report | None
    signed: list[Revision]
    log: tuple[EntryLine, ...]


def _held(unit: Unit, form: str, period: Period) -> _Held | None:
    rows = list(Report.objects.filter(unit=unit, form=form, period=period.key).order_by("pk"))
    current = next((row for row in rows if row.current), None)
    report = next((row for row in rows if row.counts), current)
    if report is None:
        return None
    signed = Revision.objects.filter(report__in=rows).select_related("by__unit").order_by("number", "pk")
    return _Held(report, current, list(signed), tuple(line for row in rows for line in entries_of(row)))


def _story(held: _Held, owed: Duty, definition: Cell) -> CellStory:
    report, code = held.report, definition.code
    given = report.evidence.get(code, {})
    return CellStory(
        unit=str(owed.unit),
        form=report.form,
        period=owed.period,
        code=code,
        label=definition.label,
        report_id=report.pk,
        state=report.state,
        counts=report.counts,
        revision=report.revision,
        value=report.values.get(code) if report.counts else None,
        newest=held.current.values.get(code) if held.current else None,
        note=said(report.notes, code),
        evidence=tuple((part.label, given[part.key]) for part in definition.evidence if given.get(part.key)),
        entered_for=report.entered_for,
        revisions=tuple(
            CellRevision(one.number, one.values.get(code), str(one.by), one.at, bytes(one.digest).hex()[:12])
            for one in held.signed
        ),
        log=held.log,
    )


def leaf_values() -> Iterator[LeafValues]:
    """Every leaf inside the totals with its values, for the check and the rebuild of the roll-ups. In constant memory."""
    for report in Report.objects.filter(counts=True).order_by("pk").iterator(chunk_size=2000):
        yield leaf_values_of(report)
    for sheet in LiveSheet.objects.order_by("pk").iterator(chunk_size=2000):
        yield leaf_values_of_live(sheet)


def leaves_csv() -> Iterator[tuple[str, str, str, int, str, int]]:
    """What is in the totals now, one row a cell, as in CSV_HEAD: unit and cell by code. Cells that count people are left out."""
    pack = packs.current()
    left_out = {code for code, indicator in pack.indicators.items() if indicator.counts_people}
    left_out |= {cell.code for form in pack.form_versions for cell in form.cells.values() if cell.counts_people}
    rows = Report.objects.filter(counts=True).order_by("form", "period_end", "unit__code", "pk").select_related("unit")
    for report in rows.iterator(chunk_size=2000):
        for code in sorted(report.values.keys() - left_out):
            yield report.form, report.unit.code, report.period, report.revision, code, report.values[code]


def state_in_words(state: str) -> str:
    """A report's state for a sentence; nothing begun has its own word."""
    return str(ReportState(state).label) if state else _("chưa lập")
