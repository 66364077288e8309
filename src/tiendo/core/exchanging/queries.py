"""What the review page shows of a delivery: each sheet with what it would change, every fault, and the totals of what is good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q

from tiendo.core.exchanging import actions, sorting
from tiendo.core.exchanging.models import Delivery, Outcome, Received
from tiendo.core.exchanging.reading import Fault
from tiendo.core.exchanging.sorting import Line
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.paging import Paged
from tiendo.kernel import periods

LINES_PER_PAGE = 50
MOST_FAULTS = 200
RECENT = 10


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that would get another value."""

    label: str
    nature: str
    old: int | None
    new: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet. `outcome` as in `Outcome`; `begins`: the report is not begun yet; `report_id` once there is one."""

    id: int
    file: str
    sheet: str
    unit: str
    form: str
    period: str
    outcome: str
    begins: bool
    takes_over: bool
    changes: tuple[Change, ...]
    changed: int
    errors: int
    blanks: int
    warnings: int
    faults: int
    report_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one cell over the reports as they would stand."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class FormTotals:
    """The totals of one form and period."""

    form: str
    period: str
    cells: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Review(Paged):
    """A delivery under review. Counts are over all of it, `lines` are one page."""

    lines: tuple[SheetLine, ...]
    number: int
    pages: int
    good: int
    taken: int
    unchanged: int
    refused: int
    takes_over: int
    faults: tuple[Fault, ...]
    more_faults: int
    totals: tuple[FormTotals, ...]
    seen: str


def review(delivery: Delivery, *, by: Post, page: int = 1) -> Review:
    """The delivery as its reports stand now. A handful of queries for each form and period, whatever the number of sheets."""
    pairs = actions.lines_of(delivery)
    sorting.weigh([line for _row, line in pairs], by=by)
    shown = [_line(row, line) for row, line in pairs]
    faults = [fault for _row, line in pairs if _row.outcome != Outcome.TAKEN for fault in line.faults]
    found = Paginator(shown, LINES_PER_PAGE).get_page(page)
    counts = {outcome: sum(one.outcome == outcome for one in shown) for outcome in Outcome.values}
    return Review(
        lines=tuple(found.object_list),
        number=found.number,
        pages=found.paginator.num_pages,
        good=counts[Outcome.WAITING],
        taken=counts[Outcome.TAKEN],
        unchanged=counts[Outcome.UNCHANGED],
        refused=counts[Outcome.REFUSED],
        takes_over=sum(one.takes_over for one in shown),
        faults=tuple(faults[:MOST_FAULTS]),
        more_faults=max(0, len(faults) - MOST_FAULTS),
        totals=_totals([line for _row, line in pairs]),
        seen=",".join(f"{one.id}:{one.version}" for one in shown if one.outcome == Outcome.WAITING or one.takes_over),
    )


def recent(post: Post) -> list[Delivery]:
    """What the post sent in the last days, newest first, with `good` and `taken` counted. One query."""
    of_outcome = {name: Count("sheets", filter=Q(sheets__outcome=name)) for name in (Outcome.TAKEN, Outcome.REFUSED)}
    rows = Delivery.objects.filter(by=post).annotate(all=Count("sheets"), **of_outcome)
    return list(rows.order_by("-at")[:RECENT])


def _line(row: Received, line: Line) -> SheetLine:
    taken = row.outcome == Outcome.TAKEN
    weighed = line.weighed
    report = weighed.report if weighed else None
    period = periods.parse(row.period).label if line.unit else row.period
    return SheetLine(
        id=row.pk, file=row.file, sheet=row.sheet, unit=str(line.unit) if line.unit else row.unit_code,
        form=row.form, period=period, outcome=Outcome.TAKEN if taken else line.outcome,
        begins=bool(weighed and weighed.begins and line.good), takes_over=line.takes_over and not taken,
        changes=() if taken else _changes(line), changed=row.changed if taken else len(weighed.changed) if weighed else 0,
        errors=line.errors, blanks=line.blanks, warnings=line.warnings, faults=0 if taken else len(line.faults),
        report_id=row.report_id or (report.pk if report else None),
        version=0 if report is None or report.pk is None else report.version,
    )  # fmt: skip


def _changes(line: Line) -> tuple[Change, ...]:
    """In the order of the form."""
    weighed = line.weighed
    if weighed is None or weighed.duty is None or not (line.good or line.takes_over):
        return ()
    return tuple(
        Change(cell.label, cell.nature, weighed.old(cell.code), weighed.changed[cell.code])
        for cell in weighed.duty.asked
        if cell.code in weighed.changed
    )


def _totals(lines: Sequence[Line]) -> tuple[FormTotals, ...]:
    pack, found = packs.current(), []
    for (code, key), sums in sorted(sorting.totals(lines).items()):
        period = periods.parse(key)
        form = pack.form_on(code, period.end)
        cells = [cell for cell in form.cells.values() if cell.code in sums] if form else []
        found.append(FormTotals(code, period.label, tuple(Total(cell.label, sums[cell.code]) for cell in cells)))
    return tuple(found)
