"""What pages read of money: a unit's lines with their sums and warnings, its entries, and the overview of units. Frozen, few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.paging import Paged
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.numbers import show, show_percent
from tiendo.kernel.text import fold
from tiendo.registers.budgets import catalogue, sums
from tiendo.registers.budgets.catalogue import Catalogue
from tiendo.registers.budgets.models import Book, Kind, Line, Movement, QuarterMark, Side
from tiendo.registers.budgets.sums import Sums

PAGE = 50


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line with its sums. `for_what`: its clause or task in short; `warnings` are sentences."""

    line_id: int
    number: str
    title: str
    source: str
    received: bool
    clause: str
    plan: str
    task_id: int | None
    task: str
    purpose: str
    sums: Sums
    warnings: tuple[str, ...]

    @property
    def rate(self) -> str:
        """Spent of allocated, in per cent; a dash when nothing is allocated."""
        return show_percent(self.sums.spent, self.sums.allocated) if self.sums.allocated else "—"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of a unit's book: its sums over all lines, as the table of a report needs them."""

    name: str
    received: bool
    lines: int
    sums: Sums

    @property
    def rate(self) -> str:
        """As of a line."""
        return show_percent(self.sums.spent, self.sums.allocated) if self.sums.allocated else "—"


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of the book: entries in it, and whether it is closed, by whom."""

    number: int
    label: str
    ended: bool
    entries: int
    mark: QuarterMark | None

    @property
    def closed(self) -> bool:
        """Whether it takes no entry."""
        return self.mark is not None and self.mark.act == QuarterMark.Act.CLOSED


@dataclass(frozen=True, slots=True)
class UnitBudget:
    """A unit's money of one year. `last`: the number of its last entry, for whoever closes what is seen here."""

    unit: Unit
    year: int
    lines: tuple[LineRow, ...]
    sources: tuple[SourceRow, ...]
    quarters: tuple[Quarter, ...]
    total: Sums
    last: int

    @property
    def rate(self) -> str:
        """As of a line."""
        return show_percent(self.total.spent, self.total.allocated) if self.total.allocated else "—"

    @property
    def warned(self) -> int:
        """How many lines have something to look at."""
        return sum(bool(line.warnings) for line in self.lines)


def unit_budget(unit: Unit, year: int) -> UnitBudget:
    """Everything of one unit's book; without lines when nothing was entered. Four queries."""
    said, today = catalogue.current(), clock.today()
    rows = Line.objects.filter(book__unit=unit, book__year=year).select_related("clause__plan", "task")
    entries: dict[int, list[Movement]] = {}
    movements = list(Movement.objects.filter(book__unit=unit, book__year=year).order_by("on", "number"))
    for movement in movements:
        entries.setdefault(movement.line_id, []).append(movement)
    found = [(line, entries.get(line.pk, [])) for line in rows.order_by("number")]
    lines = tuple(_line(line, held, said, today) for line, held in found)
    return UnitBudget(
        unit,
        year,
        lines,
        tuple(_by_source(found, said)),
        _quarters(unit, year, movements, today),
        sums.of(movements),
        max((movement.number for movement in movements), default=0),
    )


def _line(line: Line, entries: Sequence[Movement], said: Catalogue | None, today: date) -> LineRow:
    purpose = said.purpose(line.purpose) if said and line.purpose else None
    return LineRow(
        line_id=line.pk,
        number=str(line),
        title=line.title,
        source=said.name_of(line.source) if said else line.source,
        received=said is not None and line.source in said.received,
        clause=line.clause.ref if line.clause else "",
        plan=line.clause.plan.code if line.clause else "",
        task_id=line.task_id,
        task=str(line.task) if line.task else "",
        purpose=purpose.name if purpose else line.purpose,
        sums=sums.of(entries),
        warnings=tuple(warnings(line, entries, said, today)),
    )


def warnings(line: Line, entries: Sequence[Movement], said: Catalogue | None, today: date) -> Iterator[str]:
    """What is worth looking at: spent for no clause or task, nothing spent late in the year, one large payment, overspent."""
    total = sums.of(entries)
    if total.spent > 0 and line.clause_id is None and line.task_id is None:
        yield _("Đã chi nhưng chưa gắn với điều hay nhiệm vụ nào.")
    if over := sums.overspent(entries, of_side=Side.ALLOCATED):
        papers = ", ".join(entry.override for entry in entries if entry.override)
        yield _("Chi vượt số giao %(over)s đ theo văn bản %(papers)s.") % {"over": show(over), "papers": papers or "—"}
    if said is None or total.allocated <= 0:
        return
    year = line.opened_at.astimezone(clock.VIETNAM).year if not entries else entries[0].on.year
    if total.spent == 0 and today >= said.idle_day(year):
        yield _("Chưa chi khoản nào đến %s.") % f"{said.idle_day(year):%d/%m}"
    corrected = {entry.corrects_id for entry in entries if entry.corrects_id}
    payments = [entry.amount for entry in entries if entry.kind == Kind.SPENDING and entry.pk not in corrected]
    if 100 * max(payments, default=0) > said.large_payment_percent * total.allocated:
        shown = {"amount": show(max(payments)), "percent": said.large_payment_percent}
        yield _("Một lần chi %(amount)s đ, quá %(percent)d %% của dòng.") % shown


def _by_source(found: Iterable[tuple[Line, Sequence[Movement]]], said: Catalogue | None) -> Iterator[SourceRow]:
    """The sources of the book, in the order of the pack."""
    held: dict[str, list[Sequence[Movement]]] = {}
    for line, entries in found:
        held.setdefault(line.source, []).append(entries)
    order = [source.code for source in said.sources] if said else []
    for code in sorted(held, key=lambda code: (order.index(code) if code in order else len(order), code)):
        total = sum((sums.of(entries) for entries in held[code]), Sums())
        received = said is not None and code in said.received
        yield SourceRow(said.name_of(code) if said else code, received, len(held[code]), total)


def _quarters(unit: Unit, year: int, movements: Sequence[Movement], today: date) -> tuple[Quarter, ...]:
    marks = QuarterMark.objects.filter(book__unit=unit, book__year=year).select_related("by__unit").order_by("id")
    last = {mark.quarter: mark for mark in marks}
    return tuple(
        Quarter(
            period.ordinal,
            period.label,
            period.end < today,
            sum(period.contains(movement.on) for movement in movements),
            last.get(period.ordinal),
        )
        for period in periods.year(year).base_periods("quarter")
    )


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One entry in the list."""

    movement: Movement
    number: str
    kind: str
    line: str
    title: str
    source: str
    amount: int
    corrected: bool

    @property
    def may_be_corrected(self) -> bool:
        """Neither corrected already nor a correction itself."""
        return not self.corrected and self.movement.kind != Kind.CORRECTION


@dataclass(frozen=True, slots=True)
class MovementList(Paged):
    """A page of entries."""

    lines: tuple[MovementRow, ...]
    total: int
    number: int = 1
    pages: int = 1


def movement_list(unit: Unit, year: int, *, text: str = "", kind: str = "", page: int = 1) -> MovementList:
    """One page of the entries that hold every word typed (line, document, number), the latest first. Two queries."""
    rows = _found(unit, year, text, kind)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    said = catalogue.current()
    shown = rows.order_by("-on", "-number")[(number - 1) * PAGE : number * PAGE]
    return MovementList(tuple(_row(entry, said) for entry in shown), total, number, pages)


def all_movements(unit: Unit, year: int) -> MovementList:
    """Every entry of the book, the earliest first: for the workbook. One query."""
    said = catalogue.current()
    rows = _found(unit, year, "", "").order_by("on", "number")
    lines = tuple(_row(entry, said) for entry in rows)
    return MovementList(lines, len(lines))


def _found(unit: Unit, year: int, text: str, kind: str) -> QuerySet[Movement]:
    rows = Movement.objects.filter(book__unit=unit, book__year=year)
    rows = rows.select_related("line__clause", "line__task", "by__unit", "corrected_by", "corrects")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    for word in text.split():
        digits = word.upper().removeprefix("BT-")
        if word.upper().startswith("BT-") and digits.isascii() and digits.isdecimal() and len(digits) < 9:
            rows = rows.filter(number=int(digits))
        else:
            rows = rows.filter(Q(line__folded__contains=fold(word)) | Q(document__icontains=word))
    return rows


def _row(entry: Movement, said: Catalogue | None) -> MovementRow:
    return MovementRow(
        entry,
        str(entry),
        str(Kind(entry.kind).label),
        str(entry.line),
        entry.line.title,
        said.name_of(entry.line.source) if said else entry.line.source,
        entry.amount,
        getattr(entry, "corrected_by", None) is not None,
    )


def of_clauses(plan: Plan, refs: Iterable[str], units: QuerySet[Unit]) -> dict[str, Sums]:
    """Ref → what those units gave and spent for the clause itself or for its tasks; clauses without money are absent. One query."""
    asked = list(refs)
    own = Q(line__clause__plan=plan, line__clause__ref__in=asked)
    by_task = Q(line__clause__isnull=True, line__task__clause__plan=plan, line__task__clause__ref__in=asked)
    ref = Coalesce("line__clause__ref", "line__task__clause__ref")
    rows: QuerySet[Any, Any] = (
        Movement.objects.filter(own | by_task, book__unit__in=units).order_by().annotate(ref=ref).values("ref", "side")
    )
    found: dict[str, Sums] = {}
    for row in rows.annotate(total=Sum("amount")):
        found[row["ref"]] = found.get(row["ref"], Sums()) + Sums(**{row["side"]: row["total"]})
    return found


def years(today: date) -> list[int]:
    """The years there are books of, and this one, the latest first. One query."""
    return sorted({today.year, *Book.objects.values_list("year", flat=True).distinct()}, reverse=True)
