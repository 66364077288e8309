"""Reads of a plan for pages and for the standing: one frozen document, complete; search without marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import QuerySet

from tiendo.core.plans import catalogue as legal
from tiendo.core.plans import models
from tiendo.core.plans.keeping import KeptRows, PresentRows, Rows
from tiendo.core.plans.models import Answerable, Clause, Edition, LegalBasis, Plan, Target
from tiendo.core.plans.terms import ClauseTerms, PlanTerms
from tiendo.foundation.packs.schema import DayOfYear, Judging, Milestone, Pack, TargetDef, TargetRule
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a clause's words; `target` is the code of the target they promise, None for the rest."""

    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerableUnit:
    """Who answers: `name` in short, `count` of units for a class ("UBND xã (159)"), None for one body."""

    code: str
    name: str
    role: str
    count: int | None = None

    def __str__(self) -> str:
        return self.name if self.count is None else f"{self.name} ({self.count})"


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """One node in the order of the text. `level` 0 is a part; `anchor` is its id in a page."""

    ref: str
    lasting_id: str
    parent: str | None
    level: int
    mark: str
    kind: str
    is_clause: bool
    title: str
    text: str
    segments: tuple[Segment, ...]
    answerables: tuple[AnswerableUnit, ...]

    @property
    def anchor(self) -> str:
        """A name fit for an address: `II.2.b.-4` becomes `dieu-II.2.b.-4`."""
        return f"dieu-{self.ref}"

    @property
    def answers(self) -> str:
        """Who answers, in one line."""
        return ", ".join(map(str, self.answerables))


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document the plan cites, as printed, with the catalogue's note ("" when nothing is to be said)."""

    number: str
    kind: str
    dated: date | None
    issued_by: str
    refs: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan as people read it. `preamble` are the paragraphs before part I."""

    plan: Plan
    preamble: tuple[str, ...]
    nodes: tuple[DocumentNode, ...]
    legal_bases: tuple[CitedDocument, ...]

    @property
    def clauses(self) -> tuple[DocumentNode, ...]:
        """The nodes that ask somebody to do something."""
        return tuple(node for node in self.nodes if node.is_clause)

    @property
    def headings(self) -> tuple[DocumentNode, ...]:
        """The nodes that group others."""
        return tuple(node for node in self.nodes if node.kind == Clause.Kind.HEADING)

    @property
    def target_count(self) -> int:
        """How many targets stand in the text."""
        return sum(segment.target is not None for node in self.nodes for segment in node.segments)

    def node(self, ref: str) -> DocumentNode | None:
        """The node with that id; None when the plan has none."""
        return next((node for node in self.nodes if node.ref == ref), None)

    def path(self, ref: str) -> tuple[DocumentNode, ...]:
        """The headings above a node, outermost first."""
        by_ref = {node.ref: node for node in self.nodes}
        above: list[DocumentNode] = []
        parent = by_ref[ref].parent
        while parent is not None:
            above.append(by_ref[parent])
            parent = by_ref[parent].parent
        return tuple(reversed(above))


def plans() -> list[Plan]:
    """Every plan but those places drew up after one of them, the newest year first, without its text. One query."""
    return list(_of_the_province().select_related("unit").defer("text"))


def of_places(unit_ids: Collection[int]) -> list[Plan]:
    """What those of these units that are districts or communes drew up, the newest year first, without its text. One query."""
    drawn_up = Plan.objects.filter(unit__in=unit_ids, unit__kind__in=[Kind.DISTRICT, Kind.COMMUNE])
    return list(drawn_up.select_related("unit").defer("text").order_by("-year", "code"))


def by_code(code: str) -> Plan | None:
    """The plan with that code; None when there is none. One query."""
    return Plan.objects.select_related("unit").filter(code=code).first()


def document(plan: Plan, *, pack: Pack, on: date, edition: Edition | None = None) -> PlanDocument:
    """The whole plan in the order of its text, classes of units counted as they stand on `on`; as it stood with an `edition`.

    Five queries whatever the size.
    """
    kept = _rows(plan, edition)
    targets: dict[int, list[Target]] = defaultdict(list)
    for placement in sorted(kept.targets, key=lambda row: row.start):
        targets[placement.clause_id].append(placement)
    who = _answerables(plan, kept.answerables, pack, on)
    levels: dict[int, int] = {}
    rows = kept.clauses
    refs = {row.id: row.ref for row in rows}
    nodes = []
    for row in rows:
        levels[row.id] = 0 if row.parent_id is None else levels[row.parent_id] + 1
        nodes.append(
            DocumentNode(
                ref=row.ref,
                lasting_id=str(row.lasting_id),
                parent=refs[row.parent_id] if row.parent_id is not None else None,
                level=levels[row.id],
                mark=row.mark,
                kind=row.kind,
                is_clause=row.is_clause,
                title=row.title,
                text=_words(kept.text, row.text_start, row.end),
                segments=tuple(_segments(kept.text, row, targets[row.id])),
                answerables=who.get(row.id, ()),
            )
        )
    first = rows[0].start if rows else len(kept.text)
    preamble = tuple(" ".join(line.split()) for line in kept.text[:first].splitlines() if line.strip())
    return PlanDocument(plan, preamble, tuple(nodes), _bases(plan, kept.bases, pack))


def _rows(plan: Plan, edition: Edition | None) -> Rows:
    return PresentRows(plan) if edition is None else KeptRows(edition)


def find(read: PlanDocument, typed: str) -> tuple[str, ...]:
    """Ids of the nodes of a document that hold every word typed, marks or not: in the id, title, text or names of who answers."""
    words = fold(typed).split()
    if not words:
        return ()
    return tuple(
        node.ref for node in read.nodes if _holds(words, f"{node.ref} {node.title} {node.text} {node.answers}")
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that a search found."""

    ref: str
    title: str
    text: str


def search(plan: Plan, typed: str) -> tuple[Hit, ...]:
    """The plan's nodes whose id, title or text hold every word typed, marks or not, in the order of the text. One query."""
    words = fold(typed).split()
    if not words:
        return ()
    nodes = (
        Hit(row.ref, row.title, _words(plan.text, row.text_start, row.end))
        for row in Clause.objects.filter(plan=plan).order_by("position")
    )
    return tuple(node for node in nodes if _holds(words, f"{node.ref} {node.title} {node.text}"))


def _holds(words: list[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _segments(text: str, row: Clause, targets: list[Target]) -> list[Segment]:
    found: list[Segment] = []
    position = row.text_start
    for target in targets:
        found += [Segment(text[position : target.start]), Segment(text[target.start : target.end], target.code)]
        position = target.end
    found.append(Segment(text[position : row.end]))
    return [segment for segment in found if segment.text]


def _answerables(
    plan: Plan, rows: Sequence[Answerable], pack: Pack, on: date
) -> Mapping[int, tuple[AnswerableUnit, ...]]:
    counts = _class_counts(plan.unit, pack, on)
    found: dict[int, tuple[AnswerableUnit, ...]] = defaultdict(tuple)
    for row in rows:
        if row.unit is not None:
            unit = AnswerableUnit(row.code, row.unit.short_name or str(row.unit), row.role)
        else:
            unit = AnswerableUnit(row.code, pack.who_name(row.unit_class), row.role, counts.get(row.unit_class))
        found[row.clause_id] += (unit,)
    return found


def _class_counts(unit: Unit, pack: Pack, on: date) -> dict[str, int]:
    """Class code → number of its units in force; only classes that are a kind of place are counted. One query."""
    kinds = {code: known.kind for code, known in pack.classes.items() if known.kind in ("commune", "district")}
    counted = places.count_many(set(kinds.values()), unit, on)
    return {code: counted[kind] for code, kind in kinds.items()}


def _bases(plan: Plan, rows: Sequence[LegalBasis], pack: Pack) -> tuple[CitedDocument, ...]:
    catalogue = legal.load(pack.folder_of(legal.FILE))
    plan_day = plan.issued_on or date(plan.year, 1, 1)
    return tuple(
        CitedDocument(
            number=basis.number,
            kind=basis.kind,
            dated=basis.dated,
            issued_by=basis.issued_by,
            refs=tuple(basis.refs),
            note=legal.note_on(basis.number, basis.dated, catalogue=catalogue, plan_day=plan_day),
        )
        for basis in rows
    )


def target_codes(plan: Plan) -> frozenset[str]:
    """The codes of all targets the plan ever had. One query."""
    return frozenset(Target.every.filter(clause__plan=plan).values_list("code", flat=True))


def latest() -> Plan | None:
    """The province's plan of the latest year, not one that a place drew up after it; None before any was imported."""
    return _of_the_province().select_related("unit").first()


def of_unit(unit: Unit) -> list[Plan]:
    """The unit's own plans of its latest year with a plan. One query."""
    rows = list(Plan.objects.filter(unit=unit).select_related("unit").order_by("-year", "code"))
    return [row for row in rows if row.year == rows[0].year]


def _of_the_province() -> QuerySet[Plan]:
    return Plan.objects.exclude(unit__kind__in=[Kind.DISTRICT, Kind.COMMUNE]).order_by("-year", "code")


@dataclass(frozen=True, slots=True)
class HandCount:
    """A value recorded by hand for a target, cumulative to the end of `of`: `value`, of `whole` when it is a share."""

    of: Period
    value: int
    whole: int | None
    evidence: str
    at: datetime


def counted_by_hand(plan: Plan, asked: PlanTerms, as_of: datetime | None = None) -> dict[str, list[HandCount]]:
    """Target code → what holds of what was recorded for it up to the moment. One query; none when the plan counts nothing by hand."""
    if not any(target.by_hand for target in asked.targets.values()):
        return {}
    rows = models.HandCount.objects.filter(target__clause__plan=plan).select_related("target").order_by("id")
    if as_of is not None:
        rows = rows.filter(at__lte=as_of)
    latest: dict[tuple[str, str], HandCount] = {}
    for row in rows:
        said = HandCount(periods.parse(row.period), row.value, row.whole, row.evidence, row.at)
        latest[row.target.code, row.period] = said
    found: dict[str, list[HandCount]] = defaultdict(list)
    for (code, _period), said in latest.items():
        found[code].append(said)
    return found


def terms(plan: Plan, *, pack: Pack, edition: Edition | None = None) -> PlanTerms:
    """What the plan asks, clause by clause and target by target; what it asked with an `edition`.

    Read once for each content: then no query, whatever the process.
    """
    digest = plan.terms if edition is None else edition.terms
    if digest not in _TERMS:
        if len(_TERMS) > 64:
            _TERMS.clear()
        _TERMS[digest] = terms_of(_rows(plan, edition), pack)
    return _TERMS[digest]


_TERMS: dict[str, PlanTerms] = {}
"""By the digest that stands in the plan's row: another content is another key, so nothing here grows stale."""


def terms_of(rows: Rows, pack: Pack) -> PlanTerms:
    """What rows of a plan ask. Four queries where they stand in tables."""
    who: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"lead": [], "coordinating": []})
    for row in rows.answerables:
        who[row.clause_id][row.role].append(row.code)
    shown: dict[int, list[str]] = defaultdict(list)
    for one in rows.indicators:
        shown[one.clause_id].append(one.code)
    clauses = {
        row.ref: ClauseTerms(
            ref=row.ref,
            asked=row.asked,
            lead=tuple(who[row.id]["lead"]),
            coordinating=tuple(who[row.id]["coordinating"]),
            rooms=tuple(row.rooms),
            evidence=row.evidence,
            indicators=tuple(shown[row.id]),
            reason=row.reason,
        )
        for row in rows.clauses
        if row.is_clause
    }
    return PlanTerms(clauses=clauses, targets={row.code: _target(row, pack) for row in rows.targets})


def _target(row: Target, pack: Pack) -> TargetDef:
    rule = TargetRule.read(row.rule)
    assert rule is not None, "a target is never written without its rule"
    month, _dash, day = row.due.partition("-")
    return TargetDef(
        code=row.code,
        indicator=row.indicator,
        by_hand=row.by_hand,
        baseline=row.baseline,
        milestones=tuple(Milestone(**step) for step in row.milestones),
        whole_on=row.whole_on,
        label=row.label,
        title=row.title,
        goal=row.goal,
        clause=row.clause.ref,
        who=tuple(row.who),
        judged=cast(Judging, row.judged),
        due_setting=DayOfYear(month=int(month), day=int(day)) if row.due else None,
        unit_word=row.unit_word,
        note=row.note,
        above_note=row.above_note,
        rule=rule,
        who_shown=", ".join(pack.who_name(code) for code in row.who),
    )
