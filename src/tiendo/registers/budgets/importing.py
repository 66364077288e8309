"""Taking a workbook into a unit's book: every row or none; what was taken in before is passed over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.db import transaction

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.places.models import Unit
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.registers.budgets import rules, sheets, sums
from tiendo.registers.budgets.actions import Entry, NewLine, entered, line_of, refresh
from tiendo.registers.budgets.held import Held
from tiendo.registers.budgets.models import Book, ImportedFile, Kind, Movement
from tiendo.registers.budgets.register import locked_books
from tiendo.registers.budgets.sheets import Entries, Row
from tiendo.registers.budgets.sums import Sums

_ORDER = {Kind.ALLOCATION: 0, Kind.RECEIPT: 1, Kind.ADJUSTMENT: 2, Kind.SPENDING: 3}
"""Of one day, what is given and received before what is spent."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: entries `added`, rows passed over because they were `known`; `again`: the very same file."""

    added: int
    known: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a file would do: `rows` that are new, how many are there already, the book's sums before and after. Nothing is kept."""

    entries: Entries
    digest: str
    rows: tuple[Row, ...]
    known: int
    before: Sums
    after: Sums
    again: bool = False


def foresee(unit: Unit, year: int, file: str, content: bytes, *, by: Post) -> Foreseen:
    """Enter every row of the file and take it all back: what came of it. Raises as `import_file`."""
    rules.may_enter(by, unit).or_refuse()
    entries, said = sheets.read_entries(file, content, unit=unit, year=year), sheets.digest(content)
    with transaction.atomic():
        book = locked_books([unit.pk], year)[unit.pk]
        before = _sums(book)
        again = ImportedFile.objects.filter(book=book, digest=said).exists()
        new = [] if again else _take(book, entries, by=by)
        after = _sums(book)
        transaction.set_rollback(True)
    return Foreseen(entries, said, tuple(new), len(entries.rows) - len(new), before, after, again)


def import_file(unit: Unit, year: int, file: str, content: bytes, *, by: Post) -> Imported:
    """Enter every row of the file, or none. Raises Refused, or BadInput with every fault: file, sheet, row, column, remedy."""
    rules.may_enter(by, unit).or_refuse()
    entries = sheets.read_entries(file, content, unit=unit, year=year)
    return import_entries(unit, year, entries, sheets.digest(content), by=by)


@durable
def import_entries(unit: Unit, year: int, read: Entries, digest: str, *, by: Post) -> Imported:
    """Enter the rows of a file that was read before, or none; the book is looked at anew. Raises as `import_file`."""
    rules.may_enter(by, unit).or_refuse()
    entries = replace(read, problems=list(read.problems))
    book = locked_books([unit.pk], year)[unit.pk]
    before = ImportedFile.objects.filter(book=book, digest=digest).first()
    if before is not None:
        return Imported(0, before.rows, again=True)
    new = _take(book, entries, by=by)
    ImportedFile.objects.create(book=book, digest=digest, rows=len(entries.rows), by=by, at=clock.now())
    refresh(book, [row.on for row in new])
    record("budget.imported", book, by=by, fields=("rows",))
    return Imported(len(new), len(entries.rows) - len(new))


def _take(book: Book, entries: Entries, *, by: Post) -> list[Row]:
    """Enter the rows that are not there yet; those rows. Raises BadInput with every fault, after all were tried."""
    taken = set(Movement.objects.filter(book=book, row_key__isnull=False).values_list("row_key", flat=True))
    new = [row for row in entries.rows if row.key not in taken]
    request, held = uuid.uuid4(), Held.of_book(book)
    held.incomplete = bool(entries.problems)
    for row in sorted(new, key=lambda row: (row.on, _ORDER[row.kind], row.number)):
        _enter(entries, held, row, request, by=by)
    if entries.problems:
        raise BadInput(sorted(entries.problems, key=_place))
    return new


def _sums(book: Book) -> Sums:
    return sums.of(Movement.objects.filter(book=book).only("side", "amount", "on"))


def _enter(entries: Entries, held: Held, row: Row, request: uuid.UUID, *, by: Post) -> None:
    """The row's entry, or its faults noted at their place in the file."""
    new = NewLine(source=row.source, title=row.title, clause=row.clause, task=row.task, purpose=row.purpose)
    entry = Entry(
        kind=row.kind, amount=row.amount, on=row.on, document=row.document, document_on=row.document_on,
        override=row.override, note=row.note, request=request, place=row.number, row_key=row.key,
    )  # fmt: skip
    try:
        entered(held, line_of(held, new, row.on, by=by), entry, by=by)
    except BadInput as error:
        held.incomplete = held.incomplete or row.kind != Kind.SPENDING
        entries.problems += [
            Problem(entries.at(row.number, problem.where), problem.what, problem.remedy) for problem in error.problems
        ]


def _place(problem: Problem) -> tuple[int, ...]:
    """Rows in the order of the sheet."""
    return tuple(int(part) for part in problem.where.replace(",", " ").split() if part.isdecimal())
