"""Reads of tasks for pages, boards and the standing: lines, one task whole, counts by clause. Never rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.core.assignments import kept_files, rules
from tiendo.core.assignments.models import OPEN_STATES, Directive, Task, TaskState, Word
from tiendo.core.plans.models import Answerable, Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import queries as files
from tiendo.foundation.files.queries import RecordFiles
from tiendo.foundation.paging import Paged
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel.text import fold

PAGE = 50
_AFTER = "~"  # sorts after digits and "/": a path and everything below it lie between path and path + "~"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list. `late_days`: days past its due day, of an open one or when it was done; 0 = in time so far."""

    task_id: int
    number: str
    title: str
    unit: str
    clause: str
    plan: str
    due_on: date
    state: str
    late_days: int
    owner: str
    partners: int
    waiting_answer: bool

    @property
    def shape(self) -> str:
        """The key of its status shape."""
        if self.state == TaskState.DONE:
            return "met"
        if self.state == TaskState.CANCELLED:
            return "locked"
        if self.late_days:
            return "overdue"
        return "doing" if self.state == TaskState.ACCEPTED else "not_started"

    @property
    def words(self) -> str:
        """The state in words, with the delay."""
        if self.state in OPEN_STATES and self.late_days:
            return _("Quá hạn %d ngày") % self.late_days
        if self.state == TaskState.DONE and self.late_days:
            return _("Xong, muộn %d ngày") % self.late_days
        return str(TaskState(self.state).label)


@dataclass(frozen=True, slots=True)
class TaskList(Paged):
    """A page of tasks. `counts`: tasks of the post in each view, whatever is searched for."""

    lines: tuple[TaskLine, ...]
    total: int
    number: int
    pages: int
    counts: Mapping[str, int]


VIEWS = ("mine", "open", "overdue", "given", "done", "all")
"""Which tasks a list shows: to be done by the post's unit, open ones in its sight, overdue, given by its unit, done, all."""


def seen_by(post: Post) -> QuerySet[Task]:
    """The tasks the post may see, by the same rule as one task's page (`rules.may_see`); who sees all sees those of today's places."""
    rows = Task.objects.select_related("unit", "clause", "post", "plan", "given_by")
    if post.role in rules.READS_ALL:
        here = places.standing("unit", clock.today()) | places.standing("plan__unit", clock.today())
        return rows.filter(here)
    near = Q(unit_id=post.unit_id) | Q(given_by__unit_id=post.unit_id) | Q(partners__unit_id=post.unit_id)
    return rows.filter(near | Q(unit_id__in=_below(post))).distinct()


def task_list(post: Post, *, view: str, text: str = "", clause: str = "", page: int = 1) -> TaskList:
    """One page of the tasks the post may see: open ones the nearest due first, done ones the latest first. Few queries, however many tasks."""
    today, rows = clock.today(), seen_by(post)
    counts = {name: _viewed(rows, name, post, today).count() for name in VIEWS}
    chosen = _viewed(rows, view if view in VIEWS else "open", post, today)
    if clause:
        chosen = chosen.filter(clause__ref=clause)
    for word in fold(text).split():
        chosen = chosen.filter(_number(word) if _number(word) else Q(folded__contains=word))
    total = chosen.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    order = ("-due_on", "-number") if view in ("done", "all") else ("due_on", "number")
    rows_shown = chosen.prefetch_related("partners", "words").order_by(*order)
    lines = tuple(_line(task, today) for task in rows_shown[(number - 1) * PAGE : number * PAGE])
    return TaskList(lines, total, number, pages, counts)


def _number(word: str) -> Q | None:
    """ "nv-12" is a number, not a word."""
    digits = word.removeprefix("nv-")
    return Q(number=int(digits)) if word.startswith("nv-") and digits.isascii() and digits.isdigit() else None


def open_of(post: Post) -> list[TaskLine]:
    """The open tasks of the post's unit, those handed to others of it left out, the nearest due first."""
    rows = Task.objects.filter(unit_id=post.unit_id, state__in=OPEN_STATES).filter(Q(post__isnull=True) | Q(post=post))
    rows = rows.select_related("unit", "clause", "plan", "post").prefetch_related("partners", "words")
    return [_line(task, clock.today()) for task in rows.order_by("due_on", "number")]


def of_clause(clause: Clause, post: Post) -> list[TaskLine]:
    """The tasks of one clause that the post may see, the nearest due first."""
    rows = seen_by(post).filter(clause=clause).exclude(state=TaskState.CANCELLED)
    return [
        _line(task, clock.today()) for task in rows.prefetch_related("partners", "words").order_by("due_on", "number")
    ]


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One written order in a list with how its tasks stand."""

    directive_id: int
    number: str
    kind: str
    dated: date
    issuer: str
    subject: str
    tasks: int
    done: int
    overdue: int


def directives(plan: Plan) -> list[DirectiveLine]:
    """Every order of a plan, the latest first. One query."""
    kept, today = ~Q(tasks__state=TaskState.CANCELLED), clock.today()
    rows = Directive.objects.filter(plan=plan).annotate(
        all_tasks=Count("tasks", filter=kept),
        done=Count("tasks", filter=Q(tasks__state=TaskState.DONE)),
        overdue=Count("tasks", filter=Q(tasks__state__in=OPEN_STATES, tasks__due_on__lt=today)),
    )
    return [
        DirectiveLine(
            row.pk,
            row.number,
            row.get_kind_display(),
            row.dated,
            row.issuer,
            row.subject,
            row.all_tasks,
            row.done,
            row.overdue,
        )
        for row in rows.order_by("-dated", "-pk")
    ]


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """One order whole: each thing it asks, and the tasks made of it that the post may see."""

    directive: Directive
    lines: tuple[str, ...]
    tasks: tuple[TaskLine, ...]
    files: RecordFiles


def directive_page(directive_id: int, post: Post) -> DirectivePage:
    """Raises Directive.DoesNotExist."""
    found = Directive.objects.select_related("plan", "entered_by__unit").get(pk=directive_id)
    rows = seen_by(post).filter(directive=found).exclude(state=TaskState.CANCELLED)
    tasks = tuple(
        _line(task, clock.today()) for task in rows.prefetch_related("partners", "words").order_by("due_on", "number")
    )
    kept = files.of_record(kept_files.DIRECTIVE.code, found, post)
    return DirectivePage(found, tuple(found.conclusions.splitlines()), tasks, kept)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about a task, with the files sent with it."""

    kind: str
    label: str
    text: str
    by: str
    at: datetime
    files: RecordFiles


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task whole."""

    task: Task
    line: TaskLine
    partners: tuple[str, ...]
    said: tuple[Said, ...]
    siblings: int
    files: RecordFiles


def task_page(task_id: int, post: Post) -> TaskPage:
    """One task as the post sees it. Raises Task.DoesNotExist."""
    rows = Task.objects.select_related(
        "unit",
        "clause",
        "plan",
        "area",
        "directive",
        "post__unit",
        "given_by__unit",
        "accepted_by__unit",
        "done_by__unit",
    )
    task = rows.prefetch_related("partners__unit", "words__by__unit").get(pk=task_id)
    evidence = files.of_record(kept_files.TASK.code, task, post)
    siblings = Task.objects.filter(series=task.series).count() if task.series else 0
    partners = tuple(str(partner.unit) for partner in task.partners.all())
    return TaskPage(task, _line(task, clock.today()), partners, _said(task, post), siblings, evidence)


def _said(task: Task, post: Post) -> tuple[Said, ...]:
    words = list(task.words.all())
    for word in words:
        word.task = task
    sent = files.of_records(kept_files.WORD.code, words, post)
    return tuple(Said(w.kind, str(Word.Kind(w.kind).label), w.text, str(w.by), w.at, sent[w.pk]) for w in words)


@dataclass(frozen=True, slots=True)
class ClauseTasks:
    """The tasks of one clause up to a day: all of them, begun (the done ones too), overdue and done."""

    all: int = 0
    started: int = 0
    overdue: int = 0
    done: int = 0


def by_clause(plan: Plan, *, until: date, on: date, as_of: datetime | None = None) -> dict[str, ClauseTasks]:
    """Clause ref → its tasks due by `until`, or begun, as known at the moment; `on` says what is overdue. One query."""
    moment = as_of or datetime.combine(on, time.max, tzinfo=clock.VIETNAM)
    known = Q(given_at__lte=moment) & (Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=moment))
    done = Q(done_at__isnull=False, done_at__lte=moment)
    begun = done | Q(accepted_at__isnull=False, accepted_at__lte=moment)
    rows = Task.objects.filter(known, plan=plan, clause__isnull=False).filter(Q(due_on__lte=until) | begun)
    counted = (
        rows.order_by()
        .values("clause__ref")
        .annotate(
            all=Count("id"),
            started=Count("id", filter=begun),
            overdue=Count("id", filter=~done & Q(due_on__lt=on)),
            done=Count("id", filter=done),
        )
    )
    return {row["clause__ref"]: ClauseTasks(row["all"], row["started"], row["overdue"], row["done"]) for row in counted}


def open_by_clause(plan: Plan) -> dict[str, int]:
    """Lasting id of a clause → how many of its tasks are open. One query."""
    rows = Task.objects.filter(plan=plan, clause__isnull=False, state__in=OPEN_STATES).order_by()
    counted = rows.values_list("clause__lasting_id").annotate(Count("pk"))
    return {str(lasting_id): number for lasting_id, number in counted}


def on_dropped(plan: Plan) -> list[TaskLine]:
    """Open tasks that hang on a clause which an amendment dropped: each waits to be cancelled or hung elsewhere. Three queries at most."""
    rows = Task.objects.filter(plan=plan, clause__dropped_from__isnull=False, state__in=OPEN_STATES)
    rows = rows.select_related("unit", "clause", "plan", "post").prefetch_related("partners", "words")
    return [_line(task, clock.today()) for task in rows.order_by("clause__ref", "number")]


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause that nobody carries, or that two lead."""

    ref: str
    asked: str
    leads: tuple[str, ...]
    tasks: int


def without_owner(plan: Plan) -> list[Gap]:
    """Clauses without a lead, in the order of the text. Two queries."""
    return [gap for gap in _owners(plan) if not gap.leads]


def with_two_leads(plan: Plan) -> list[Gap]:
    """Clauses that more than one body leads."""
    return [gap for gap in _owners(plan) if len(gap.leads) > 1]


def without_task(plan: Plan) -> list[Gap]:
    """Clauses on which no task hangs."""
    return [gap for gap in _owners(plan) if not gap.tasks]


def _owners(plan: Plan) -> list[Gap]:
    leads: dict[int, list[str]] = {}
    rows = Answerable.objects.filter(clause__plan=plan, role=Answerable.Part.LEAD).select_related("unit")
    for row in rows.order_by("clause", "position"):
        leads.setdefault(row.clause_id, []).append(row.unit.short_name or str(row.unit) if row.unit else row.unit_class)
    kept = ~Q(tasks__state=TaskState.CANCELLED)
    clauses = Clause.objects.filter(plan=plan, is_clause=True).annotate(hanging=Count("tasks", filter=kept))
    return [
        Gap(clause.ref, clause.asked, tuple(leads.get(clause.pk, ())), clause.hanging)
        for clause in clauses.order_by("position")
    ]


def people_of(unit: Unit) -> Sequence[Post]:
    """The posts of a unit that may do a task, in force today. One query."""
    posts = Post.objects.filter(unit=unit, role__in=rules.WORKS).select_related("unit", "user").order_by("title", "pk")
    return [post for post in posts if post.in_force(clock.today())]


def _below(post: Post) -> QuerySet[Any, Any]:
    """Ids of everything under the post's unit today, as a subquery."""
    today = clock.today()
    standing = Placement.objects.filter(valid_from__lte=today, valid_to__gt=today)
    top = standing.filter(unit_id=post.unit_id).values_list("path", flat=True).first() or _AFTER
    return standing.filter(path__gte=top, path__lt=top + _AFTER).values("unit_id")


def _viewed(rows: QuerySet[Task], view: str, post: Post, today: date) -> QuerySet[Task]:
    is_open = Q(state__in=OPEN_STATES)
    match view:
        case "mine":
            return rows.filter(is_open, unit_id=post.unit_id)
        case "open":
            return rows.filter(is_open)
        case "overdue":
            return rows.filter(is_open, due_on__lt=today)
        case "given":
            return rows.filter(given_by__unit_id=post.unit_id).exclude(state=TaskState.CANCELLED)
        case "done":
            return rows.filter(state=TaskState.DONE)
        case _:
            return rows


def _line(task: Task, today: date) -> TaskLine:
    until = task.done_at.astimezone(clock.VIETNAM).date() if task.done_at else today
    counts = task.state != TaskState.CANCELLED
    words = [word.kind for word in task.words.all() if word.kind in (Word.Kind.QUESTION, Word.Kind.ANSWER)]
    return TaskLine(
        task_id=task.pk,
        number=str(task),
        title=task.title,
        unit=task.unit.short_name or str(task.unit),
        clause=task.clause.ref if task.clause else "",
        plan=task.plan.code,
        due_on=task.due_on,
        state=task.state,
        late_days=max(0, (until - task.due_on).days) if counts else 0,
        owner=task.post.title if task.post else "",
        partners=len(task.partners.all()),
        waiting_answer=bool(words) and words[-1] == Word.Kind.QUESTION and task.state in OPEN_STATES,
    )
