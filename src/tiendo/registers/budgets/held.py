"""What a locked book holds, read once for an act: its lines, entries and closed quarters. Acts add to it as they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.registers.budgets.models import Book, Line, Movement, QuarterMark


@dataclass(slots=True)
class Held:
    """The book with everything in it."""

    book: Book
    lines: list[Line]
    entries: list[Movement]
    closed: frozenset[int]
    incomplete: bool = False
    """Entries of a file that belong here could not be read: what there is to spend is not known."""

    @classmethod
    def of_book(cls, book: Book) -> Held:
        """Three queries, whatever the book holds."""
        acts = dict(book.marks.order_by("id").values_list("quarter", "act"))
        closed = frozenset(quarter for quarter, act in acts.items() if act == QuarterMark.Act.CLOSED)
        return cls(book, list(book.lines.all()), list(book.movements.all()), closed)

    def line(self, source: str, clause: Clause | None, task: Task | None, purpose: str, folded: str) -> Line | None:
        """The line of exactly that; None when there is none."""
        wanted = (source, clause.pk if clause else None, task.pk if task else None, purpose, folded)
        return next((line for line in self.lines if _identity(line) == wanted), None)

    def of_line(self, line: Line) -> list[Movement]:
        """The entries of one line."""
        return [entry for entry in self.entries if entry.line_id == line.pk]

    def is_closed(self, day: date) -> bool:
        """Whether the day lies in a closed quarter."""
        return (day.month + 2) // 3 in self.closed

    def next_line(self) -> int:
        """The number of the next line."""
        return max((line.number for line in self.lines), default=0) + 1

    def next_entry(self) -> int:
        """The number of the next entry."""
        return max((entry.number for entry in self.entries), default=0) + 1


def _identity(line: Line) -> tuple[str, int | None, int | None, str, str]:
    return line.source, line.clause_id, line.task_id, line.purpose, line.folded
