"""The places below with the state of their plans, and the grid in which a place shares its targets out. Frozen read models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.cascading import queries, skeleton
from tiendo.core.cascading.models import Derivation, TargetShare
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.rules import FOLLOWS
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan, Target
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef
from tiendo.foundation.paging import Paged
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel.numbers import show
from tiendo.kernel.text import fold

PAGE = 50
NONE, DRAFTING, ISSUED, SHORT, WHOLE = "none", "drafting", "issued", "short", "whole"
VIEWS = ("all", NONE, DRAFTING, ISSUED, SHORT)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One place: how far its plan is, and the programmes nothing is integrated for."""

    unit: Unit
    state: str
    number: str
    issued_on: date | None
    plan_code: str
    missing: tuple[str, ...]
    has_below: bool

    @property
    def is_whole(self) -> bool:
        """Issued, and every programme named is carried out."""
        return self.state == ISSUED and not self.missing

    @property
    def is_short(self) -> bool:
        """Issued, but a programme is missing."""
        return self.state == ISSUED and bool(self.missing)

    @property
    def state_shown(self) -> str:
        """The state in words."""
        return {NONE: _("Chưa soạn"), DRAFTING: _("Đang soạn"), ISSUED: _("Đã ban hành")}[self.state]

    @property
    def shape(self) -> str:
        """The mark beside the words."""
        return {NONE: "not_started", DRAFTING: "doing", ISSUED: "met"}[self.state]


@dataclass(frozen=True, slots=True)
class Listed(Paged):
    """One page of the places below `top` after `parent`, with how many there are of each kind."""

    top: Unit
    parent: Plan | None
    parents: tuple[Plan, ...]
    lines: tuple[UnitLine, ...]
    counts: dict[str, int]
    number: int
    pages: int


def top_of(post: Post, wanted: str, on: date) -> Unit | None:
    """The place whose level below is listed: the one asked for by code, else the post's own; for the province's offices the province."""
    if wanted:
        found = places.in_force([wanted], on)
        return found[0] if found else None
    if post.role in FOLLOWS:
        return post.unit
    path = places.paths([post.unit_id], on).get(post.unit_id, ())
    root = Unit.objects.filter(pk=path[0]).first() if path else None
    return root or next(iter(places.in_force([packs.current().plan.unit_code], on)), None)


def listed(top: Unit, *, plan: str = "", view: str = "all", text: str = "", page: int = 1) -> Listed:
    """A page of the places below; a handful of queries, however many there are."""
    lines, parent, parents = _all(top, plan)
    counts = {key: sum(_fits(line, key) for line in lines) for key in (*VIEWS, WHOLE)}
    chosen = _chosen(lines, view, text)
    pages = max(1, -(-len(chosen) // PAGE))
    number = min(max(1, page), pages)
    shown = tuple(chosen[(number - 1) * PAGE : number * PAGE])
    return Listed(top, parent, tuple(parents), shown, counts, number, pages)


def every_line(top: Unit, *, plan: str = "", view: str = "all", text: str = "") -> list[UnitLine]:
    """All lines of the same choice, for the workbook."""
    return _chosen(_all(top, plan)[0], view, text)


def _all(top: Unit, wanted: str) -> tuple[list[UnitLine], Plan | None, list[Plan]]:
    today = clock.today()
    parents = plans.of_unit(top)
    parent = next((one for one in parents if one.code == wanted), parents[0] if parents else None)
    units = queries.right_below(top, today)
    ids = [unit.pk for unit in units]
    kept = Derivation.objects.filter(parent=parent, unit_id__in=ids).exclude(draft__state=Draft.State.DROPPED)
    drafts = {
        row.unit_id: row.draft
        for row in kept.select_related("draft__plan").defer("draft__text", "draft__document", "draft__plan__text")
    }
    missing = queries.missing_programmes(ids, today)
    return [_line(unit, drafts.get(unit.pk), missing[unit.pk]) for unit in units], parent, parents


def _line(unit: Unit, draft: Draft | None, missing: list[str]) -> UnitLine:
    plan = draft.plan if draft else None
    return UnitLine(
        unit=unit,
        state=NONE if draft is None else ISSUED if plan else DRAFTING,
        number=plan.number if plan else "",
        issued_on=plan.issued_on if plan else None,
        plan_code=plan.code if plan else "",
        missing=tuple(missing),
        has_below=unit.kind == Kind.DISTRICT,
    )


def _fits(line: UnitLine, view: str) -> bool:
    if view in (SHORT, WHOLE):
        return line.is_short if view == SHORT else line.is_whole
    return view == "all" or line.state == view


def _chosen(lines: Iterable[UnitLine], view: str, text: str) -> list[UnitLine]:
    words = fold(text).split()
    return [
        line
        for line in lines
        if _fits(line, view if view in VIEWS else "all")
        and all(word in fold(f"{line.unit} {line.unit.code} {line.number}") for word in words)
    ]


@dataclass(frozen=True, slots=True)
class ShareCell:
    """One unit's part of one target: the name of its field, what is given (None: nothing)."""

    name: str
    unit: Unit
    value: int | None
    before: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class SharedTarget:
    """One target that is done in parts: what it comes to as a whole, what is given, unit by unit."""

    target_id: int
    label: str
    title: str
    goal: str
    unit_word: str
    least: int
    most: int
    cells: tuple[ShareCell, ...]

    @property
    def total(self) -> int:
        """What was given altogether."""
        return sum(cell.value or 0 for cell in self.cells)

    @property
    def not_given(self) -> int:
        """How many units have no share yet."""
        return sum(cell.value is None for cell in self.cells)

    @property
    def agrees(self) -> bool:
        """Whether what was given comes to the whole."""
        return self.least <= self.total <= self.most

    @property
    def difference(self) -> str:
        """How the sum stands to the whole, in words."""
        said = {"total": show(self.total), "unit": self.unit_word}
        if self.total < self.least:
            short = _("Mới giao %(total)s %(unit)s, còn thiếu %(rest)s so với chỉ tiêu.")
            return short % {**said, "rest": show(self.least - self.total)}
        if self.total > self.most:
            over = _("Đã giao %(total)s %(unit)s, vượt %(rest)s so với chỉ tiêu.")
            return over % {**said, "rest": show(self.total - self.most)}
        return _("Đã giao %(total)s %(unit)s, khớp với chỉ tiêu.") % said


def shared(plan: Plan) -> list[SharedTarget]:
    """Every target of the plan that is done in parts by the places right below, as shared out. A handful of queries."""
    pack = packs.current()
    terms = plans.terms(plan, pack=pack)
    units = queries.right_below(plan.unit, clock.today())
    rows = {row.code: row for row in Target.objects.filter(clause__plan=plan)}
    held = {(row.target_id, row.unit_id): row.value for row in TargetShare.objects.filter(target__clause__plan=plan)}
    found = []
    for code, target in terms.targets.items():
        whose = [unit for unit in units if skeleton.comes_down(target, plan, terms, queries.below_of(unit, pack))]
        if skeleton.is_divided(target) and whose:
            found.append(_shared(rows[code], target, whose, held))
    return found


def _cell(row: Target, unit: Unit, value: int | None) -> ShareCell:
    return ShareCell(f"share-{row.pk}-{unit.pk}", unit, value, before=value)


def _shared(row: Target, target: TargetDef, units: Iterable[Unit], held: dict[tuple[int, int], int]) -> SharedTarget:
    least, most = skeleton.whole_of(target)
    return SharedTarget(
        target_id=row.pk,
        label=target.label,
        title=target.title,
        goal=target.goal,
        unit_word=target.unit_word,
        least=least,
        most=most,
        cells=tuple(_cell(row, unit, held.get((row.pk, unit.pk))) for unit in units),
    )
