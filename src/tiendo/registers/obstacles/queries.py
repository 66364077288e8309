"""Reads of obstacles for pages and the plan: lines, one obstacle whole, what is open beside a clause. Never rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import READS_ALL, WORKS
from tiendo.core.plans.models import Plan
from tiendo.core.standing.beside import Line
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import queries as files
from tiendo.foundation.files.queries import RecordFiles
from tiendo.foundation.paging import Paged
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Placement
from tiendo.kernel.text import fold
from tiendo.registers.obstacles import catalogue, kept_files, rules
from tiendo.registers.obstacles.models import OPEN_STATES, Level, Obstacle, ObstacleState, Turn, Word

PAGE = 50
VIEWS = ("mine", "answer", "overdue", "open", "all")
"""Which obstacles a list shows: raised by the post's unit, to be answered by it, past their day, open ones in its sight, all."""
_AFTER = "~"  # sorts after digits and "/": a path and everything below it lie between path and path + "~"


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """One obstacle in a list. `due_on` is empty while its days stand still; `late_days`: days past it, 0 when in time so far."""

    obstacle_id: int
    number: str
    text: str
    kind: str
    unit: str
    clause: str
    plan: str
    raised_on: date
    holder: str
    due_on: date | None
    state: str
    late_days: int
    turns: int

    @property
    def shape(self) -> str:
        """The key of its status shape."""
        if self.state == ObstacleState.CLOSED:
            return "met"
        if self.state == ObstacleState.WITHDRAWN:
            return "locked"
        if self.late_days and self.state == ObstacleState.WAITING:
            return "overdue"
        return "doing" if self.state in (ObstacleState.ANSWERED, ObstacleState.ASKED) else "not_started"

    @property
    def words(self) -> str:
        """The state in words, with the delay."""
        if self.late_days and self.state == ObstacleState.WAITING:
            return _("Quá hạn %d ngày") % self.late_days
        return str(ObstacleState(self.state).label)


@dataclass(frozen=True, slots=True)
class ObstacleList(Paged):
    """A page of obstacles. `counts`: those of the post in each view, whatever is searched for."""

    lines: tuple[ObstacleLine, ...]
    total: int
    number: int
    pages: int
    counts: Mapping[str, int]


def seen_by(post: Post) -> QuerySet[Obstacle]:
    """The obstacles the post may see, by the same rule as one obstacle's page (`rules.may_see`); who sees all: those of today's places."""
    rows = Obstacle.objects.select_related("unit", "clause__plan", "raised_by")
    if post.role in READS_ALL:
        here = places.standing("unit", clock.today()) | places.standing("clause__plan__unit", clock.today())
        return rows.filter(here)
    if post.role not in WORKS:
        return rows.none()
    held = Turn.objects.filter(unit_id=post.unit_id).values("obstacle")
    return rows.filter(_of_unit(post) | Q(pk__in=held) | Q(unit_id__in=_below(post)))


def obstacle_list(post: Post, *, view: str, text: str = "", clause: str = "", page: int = 1) -> ObstacleList:
    """One page: what waits the nearest due first, then the rest, the latest first. Few queries, however many obstacles."""
    counts = {name: _viewed(seen_by(post), name, post).count() for name in VIEWS}
    chosen = _searched(post, view, text, clause)
    total = chosen.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    return ObstacleList(_lines(chosen[(number - 1) * PAGE : number * PAGE]), total, number, pages, counts)


def all_lines(post: Post, *, view: str, text: str = "", clause: str = "") -> tuple[ObstacleLine, ...]:
    """Every line of a view, for a workbook."""
    return _lines(_searched(post, view, text, clause))


@dataclass(frozen=True, slots=True)
class TurnView:
    """One level that held it: `words` say how it ended."""

    unit: str
    level: str
    began_at: datetime
    due_on: date | None
    late: bool
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about an obstacle."""

    label: str
    text: str
    by: str
    at: datetime
    files: RecordFiles


@dataclass(frozen=True, slots=True)
class ObstaclePage:
    """One obstacle whole."""

    obstacle: Obstacle
    line: ObstacleLine
    turns: tuple[TurnView, ...]
    said: tuple[Said, ...]
    files: RecordFiles


def obstacle_page(obstacle_id: int, post: Post) -> ObstaclePage:
    """One obstacle as the post sees it. Raises Obstacle.DoesNotExist. Five queries, and those of its rules."""
    rows = Obstacle.objects.select_related("unit", "clause__plan", "task", "report", "raised_by__unit")
    found = rows.prefetch_related("turns__unit", "words__by__unit").get(pk=obstacle_id)
    turns = tuple(
        TurnView(
            str(turn.unit), str(Level(turn.level).label), turn.began_at, turn.due_on, rules.is_late(turn),
            str(Turn.Ending(turn.ending).label),
        )
        for turn in found.turns.all()
    )  # fmt: skip
    return ObstaclePage(
        found, _line(found), turns, _said(found, post), files.of_record(kept_files.OBSTACLE.code, found, post)
    )


def _said(found: Obstacle, post: Post) -> tuple[Said, ...]:
    words = list(found.words.all())
    for word in words:
        word.obstacle = found
    sent = files.of_records(kept_files.WORD.code, words, post)
    return tuple(
        Said(
            str(Word.Kind(word.kind).label),
            word.text,
            str(word.by) if word.by else _("Hệ thống"),
            word.at,
            sent[word.pk],
        )
        for word in words
    )


def beside_clauses(plan: Plan, refs: Iterable[str], post: Post) -> dict[str, list[Line]]:
    """Clause ref → how many open obstacles of it the post may see, and the way to raise one. One query."""
    if catalogue.current() is None:
        return {}
    asked = list(refs)
    rows = seen_by(post).filter(clause__plan=plan, clause__ref__in=asked, state__in=OPEN_STATES).order_by()
    open_ones = dict(rows.values_list("clause__ref").annotate(Count("pk", distinct=True)))
    may_raise = bool(rules.may_raise(post))
    found: dict[str, list[Line]] = {}
    for ref in asked:
        lines = []
        if open_ones.get(ref):
            address = f"{reverse('obstacles:obstacles')}?{urlencode({'view': 'open', 'clause': ref})}"
            lines.append(Line(_("Vướng mắc: %d đang mở") % open_ones[ref], address))
        if may_raise:
            address = f"{reverse('obstacles:raise')}?{urlencode({'plan': plan.code, 'clause': ref})}"
            lines.append(Line(_("Nêu vướng mắc"), address, act=True))
        if lines:
            found[ref] = lines
    return found


def raised_in(unit_id: int, periods: Iterable[str]) -> dict[str, int]:
    """Month → how many obstacles the unit raised for it; withdrawn ones count, they were met. One query."""
    rows = Obstacle.objects.filter(unit_id=unit_id, period__in=list(periods)).order_by()
    return dict(rows.values_list("period").annotate(Count("pk")))


def _searched(post: Post, view: str, text: str, clause: str) -> QuerySet[Obstacle]:
    chosen = _viewed(seen_by(post), view if view in VIEWS else "open", post)
    if clause:
        chosen = chosen.filter(clause__ref=clause)
    for word in fold(text).split():
        number = _number(word)
        chosen = chosen.filter(Q(pk=number) if number is not None else Q(folded__contains=word))
    due = Turn.objects.filter(obstacle=OuterRef("pk"), ended_at__isnull=True).values("due_on")[:1]
    return chosen.annotate(due=Subquery(due)).order_by(F("due").asc(nulls_last=True), "-raised_at", "-pk")


def _viewed(rows: QuerySet[Obstacle], view: str, post: Post) -> QuerySet[Obstacle]:
    waiting = Turn.objects.filter(ended_at__isnull=True)
    match view:
        case "mine":
            return rows.filter(_of_unit(post))
        case "answer":
            mine = waiting.filter(unit_id=post.unit_id, level__in=answering(post))
            return rows.filter(state=ObstacleState.WAITING, pk__in=mine.values("obstacle"))
        case "overdue":
            passed = waiting.filter(due_on__lt=clock.today())
            return rows.filter(state=ObstacleState.WAITING, pk__in=passed.values("obstacle"))
        case "open":
            return rows.filter(state__in=OPEN_STATES)
        case _:
            return rows


def answering(post: Post) -> list[str]:
    """The levels at which the post's role answers."""
    return [str(level) for level, roles in rules.ANSWERS.items() if post.role in roles]


def _of_unit(post: Post) -> Q:
    """Raised by the post's unit, or by one that has passed into it."""
    passed = Q(unit__successions__to_unit=post.unit_id, unit__successions__effective_on__lte=clock.today())
    inherited = Obstacle.objects.filter(passed).values("pk")
    return Q(unit_id=post.unit_id) | Q(pk__in=inherited)


def _below(post: Post) -> QuerySet[Any, Any]:
    """Ids of everything under the post's unit today, as a subquery."""
    today = clock.today()
    standing = Placement.objects.filter(valid_from__lte=today, valid_to__gt=today)
    top = standing.filter(unit_id=post.unit_id).values_list("path", flat=True).first() or _AFTER
    return standing.filter(path__gte=top, path__lt=top + _AFTER).values("unit_id")


def _number(word: str) -> int | None:
    """ "vm-12" is a number, not a word."""
    digits = word.removeprefix("vm-")
    return (
        int(digits) if word.startswith("vm-") and digits.isascii() and digits.isdigit() and len(digits) < 16 else None
    )


def _lines(rows: QuerySet[Obstacle]) -> tuple[ObstacleLine, ...]:
    return tuple(_line(row) for row in rows.prefetch_related("turns__unit"))


def _line(row: Obstacle) -> ObstacleLine:
    turn, today = rules.last_turn(row), clock.today()
    waits = turn.ended_at is None and turn.due_on is not None
    return ObstacleLine(
        obstacle_id=row.pk,
        number=str(row),
        text=row.text,
        kind=catalogue.name_of(row.kind),
        unit=row.unit.short_name or str(row.unit),
        clause=row.clause.ref if row.clause else "",
        plan=row.clause.plan.code if row.clause else "",
        raised_on=row.raised_at.astimezone(clock.VIETNAM).date(),
        holder=turn.unit.short_name or str(turn.unit),
        due_on=turn.due_on if waits else None,
        state=row.state,
        late_days=max(0, (today - turn.due_on).days) if waits and turn.due_on else 0,
        turns=len(row.turns.all()),
    )
