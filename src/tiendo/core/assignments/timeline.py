"""A plan's year of tasks at one glance: a row for each clause or unit, a cell for each month with what fell due in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tiendo.core.assignments.models import Task, TaskState
from tiendo.core.assignments.queries import seen_by
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post

BY_CLAUSE, BY_UNIT = "clause", "unit"


@dataclass(frozen=True, slots=True)
class Month:
    """The tasks due in one month of one row, by where they stand today."""

    done: int = 0
    late: int = 0
    open: int = 0

    @property
    def all(self) -> int:
        return self.done + self.late + self.open

    @property
    def shape(self) -> str:
        """The shape of the worst of them; "" when nothing fell due."""
        if not self.all:
            return ""
        return "overdue" if self.late else "met" if self.done == self.all else "doing"


@dataclass(frozen=True, slots=True)
class Row:
    """One clause or unit. `url_ref`: the clause's ref, for its address; "" for a unit."""

    title: str
    detail: str
    url_ref: str
    months: tuple[Month, ...]


def year(plan: Plan, post: Post, *, by: str) -> list[Row]:
    """Rows in the order of the text, or of the units; only those with tasks the post may see. Two queries, however many."""
    today, cells = clock.today(), defaultdict[str, dict[int, list[Task]]](lambda: defaultdict(list))
    heads: dict[str, tuple[object, str, str, str]] = {}
    rows = seen_by(post).filter(plan=plan).exclude(state=TaskState.CANCELLED).order_by("due_on", "number")
    for task in rows:
        key, head = _head(task, by)
        heads[key] = head
        cells[key][task.due_on.month].append(task)
    ordered = sorted(heads, key=lambda key: heads[key][0])  # type: ignore[arg-type, return-value]
    return [Row(*heads[key][1:], _months(cells[key], today)) for key in ordered]


def _head(task: Task, by: str) -> tuple[str, tuple[object, str, str, str]]:
    if by == BY_UNIT:
        name = task.unit.short_name or str(task.unit)
        return f"u{task.unit_id}", (bytes(task.unit.name_sort), name, "", "")
    if task.clause is None:
        return "none", (1_000_000, "—", "", "")
    return f"c{task.clause_id}", (task.clause.position, task.clause.ref, task.clause.asked, task.clause.ref)


def _months(tasks: Mapping[int, list[Task]], today: date) -> tuple[Month, ...]:
    return tuple(_month(tasks.get(number, []), today) for number in range(1, 13))


def _month(tasks: list[Task], today: date) -> Month:
    done = sum(task.state == TaskState.DONE for task in tasks)
    late = sum(task.state != TaskState.DONE and task.due_on < today for task in tasks)
    return Month(done=done, late=late, open=len(tasks) - done - late)
