"""The plan an amended text is held against: which part continues which clause, what goes on with it, what is dropped and what is new.

Pure but for `of`, which reads the plan. A part says which clause it continues (`Part.was`), a promise which target (`Promise.was`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tiendo.core.drafting.document import Document, Kind, Part, Promise
from tiendo.core.plans import editions
from tiendo.core.plans import queries as plans
from tiendo.core.plans.keeping import KeptRows, PresentRows, Rows
from tiendo.core.plans.models import Edition, Plan
from tiendo.core.plans.terms import ClauseTerms
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.kernel import matching
from tiendo.kernel.matching import Item


@dataclass(frozen=True, slots=True)
class OldTarget:
    """A target of the plan and the words that promise it."""

    target: TargetDef
    words: str


@dataclass(frozen=True, slots=True)
class OldNode:
    """A node of the plan: `item` is how it is matched, `terms` what it asks (None for a heading that asks nothing)."""

    item: Item[str]
    is_clause: bool
    terms: ClauseTerms | None
    targets: tuple[OldTarget, ...]

    @property
    def ref(self) -> str:
        """The id people see."""
        return self.item.ref


@dataclass(frozen=True, slots=True)
class OldPlan:
    """The plan as it stood when the amendment was begun: its nodes by lasting id, in the order of the text; its targets by code, the
    codes of all it ever had, and the documents it cites, each with its day (`basis_key`)."""

    nodes: Mapping[str, OldNode]
    codes: frozenset[str] = frozenset()
    targets: Mapping[str, TargetDef] = field(default_factory=dict)
    bases: frozenset[str] = frozenset()

    def dropped(self, document: Document) -> list[OldNode]:
        """The nodes that no part continues."""
        going_on = {part.was for part in document.parts if part.kind is not Kind.OUTSIDE}
        return [node for lasting_id, node in self.nodes.items() if lasting_id not in going_on]


def of(plan: Plan, base: int, *, pack: Pack) -> OldPlan:
    """The plan as its edition `base`. A handful of queries."""
    edition = None if plan.edition == base else Edition.objects.get(plan=plan, number=base)
    rows: Rows = PresentRows(plan) if edition is None else KeptRows(edition)
    terms = plans.terms(plan, pack=pack, edition=edition)
    promised: dict[str, list[OldTarget]] = {}
    for row in rows.targets:
        words = " ".join(rows.text[row.start : row.end].split())
        promised.setdefault(str(row.clause.lasting_id), []).append(OldTarget(terms.targets[row.code], words))
    asks = {str(row.lasting_id): row.is_clause for row in rows.clauses}
    nodes = {
        item.key: OldNode(item, asks[item.key], terms.clauses.get(item.ref), tuple(promised.get(item.key, ())))
        for item in editions.items(rows.clauses, rows.text)
    }
    return OldPlan(
        nodes=nodes,
        codes=plans.target_codes(plan) | set(terms.targets),
        targets=terms.targets,
        bases=frozenset(basis_key(row.number, row.dated.isoformat() if row.dated else "") for row in rows.bases),
    )


def basis_key(number: str, dated: str) -> str:
    """A cited document as printed, with its day."""
    return f"{number} {dated}"


def items(document: Document, text: str) -> list[Item[int]]:
    """The parts as they are matched, in the order of the text; what is outside the plan is none."""
    return [item_of(document, part, text) for part in document.parts if part.kind is not Kind.OUTSIDE]


def item_of(document: Document, part: Part, text: str) -> Item[int]:
    """One part as it is matched."""
    words = " ".join(f"{part.title(text)} {part.words(text)}".split())
    return Item(part.key, document.refs[part.key], words, document.parents.get(part.key), part.kind.value)


def continued(document: Document, text: str, old: OldPlan) -> Document:
    """The document as read, tied to the plan: what was answered for a clause holds for the part that continues it."""
    found = matching.match([node.item for node in old.nodes.values()], items(document, text))
    for pair in found.pairs:
        document = tied(document, pair.new, old.nodes[pair.old], text, old)
    cited = {f"basis:{one.number}" for one in document.bases if basis_key(one.number, one.dated) in old.bases}
    return replace(document, seen=tuple(sorted({*document.seen, *cited})))


def tied(document: Document, key: int, node: OldNode, text: str, old: OldPlan) -> Document:
    """The part continues the node, and no other part does; its answers and targets go on where it has none of its own."""
    document = cut(document, {part.key for part in document.parts if part.was == node.item.key and part.key != key})
    part = document.by_key[key]
    at_home = _under_the_same(document, part, node, text, old)
    part = replace(_answered(part, node, at_home=at_home), was=node.item.key)
    if not _unchanged(document, part, node, text):
        part = replace(part, asked="")
    document = document.with_part(part)
    if node.terms is not None and len(part.lead) > 1 and part.lead == node.terms.lead:
        document = replace(document, seen=tuple(sorted({*document.seen, two_leads(part)})))
    return _promised(_released(document, key, node), document.by_key[key], node, text)


def cut(document: Document, keys: set[int]) -> Document:
    """The parts continue nothing: they are new, and so are their targets."""
    if not keys:
        return document
    parts = tuple(replace(part, was="") if part.key in keys else part for part in document.parts)
    promises = tuple(
        replace(one, was="", code="", pack_rule="") if one.part in keys else one for one in document.promises
    )
    return replace(document, parts=parts, promises=promises)


def _released(document: Document, key: int, node: OldNode) -> Document:
    """No other part's promise goes on as a target of the node: after a merge one may."""
    codes = {one.target.code for one in node.targets}
    promises = tuple(
        replace(one, was="", code="", pack_rule="") if one.was in codes and one.part != key else one
        for one in document.promises
    )
    return replace(document, promises=promises)


def two_leads(part: Part) -> str:
    """The id of the question whether both leads of a part are meant; the plan has answered it where it has both."""
    return f"leads:{part.key}:{','.join(part.lead)}"


def _under_the_same(document: Document, part: Part, node: OldNode, text: str, old: OldPlan) -> bool:
    """Whether the heading above says the same: a clause that moved to another agency's section is that agency's."""
    above = document.parents.get(part.key)
    if above is None or node.item.parent is None:
        return above is None and node.item.parent is None
    said = item_of(document, document.by_key[above], text).words
    return matching.plainly(said) == matching.plainly(old.nodes[node.item.parent].item.words)


def _answered(part: Part, node: OldNode, *, at_home: bool) -> Part:
    terms = node.terms
    if terms is None or not part.is_clause:
        return part
    leads = (part.lead, part.coordinating, part.lead_names, part.coordinating_names)
    if at_home or not (part.lead or part.lead_names):
        leads = (terms.lead, terms.coordinating, (), ())
    return replace(
        part, lead=leads[0], coordinating=leads[1], lead_names=leads[2], coordinating_names=leads[3],
        indicators=terms.indicators, asked=terms.asked, evidence=terms.evidence, rooms=terms.rooms,
        no_lead=terms.reason if not terms.lead else "", no_measure=terms.reason if not terms.indicators else "",
    )  # fmt: skip


def _promised(document: Document, part: Part, node: OldNode, text: str) -> Document:
    """The part's promises tied to the node's targets: by their words, else in their order. Words that have not changed promise what
    they promised: what the plan did not take for a target is none."""
    if not part.is_clause:
        return document
    own = [replace(one, was="") for one in document.promises_of(part.key)]
    if _unchanged(document, part, node, text):
        own = []
    key = document.next_key
    found: list[Promise] = []
    waiting = []
    for target in node.targets:
        place = _place(text, part, target.words, found)
        if place is None:
            waiting.append(target.target)
            continue
        own = [one for one in own if one.end <= place[0] or place[1] <= one.start]
        found.append(_kept(Promise(key=key, part=part.key, start=place[0], end=place[1]), target.target))
        key += 1
    reread = [_reread(one, target) for one, target in zip(own, waiting, strict=False)]
    others = [one for one in document.promises if one.part != part.key]
    everything = (*others, *found, *reread, *own[len(reread) :])
    return replace(document, promises=tuple(sorted(everything, key=lambda one: one.start)), next_key=key)


def _unchanged(document: Document, part: Part, node: OldNode, text: str) -> bool:
    """Whether the part says word for word what the node says."""
    return matching.plainly(item_of(document, part, text).words) == matching.plainly(node.item.words)


def _place(text: str, part: Part, words: str, taken: Sequence[Promise]) -> tuple[int, int] | None:
    """Where the same words stand in the part, outside the promises that have their place."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    for found in pattern.finditer(text, part.text_start, part.end) if words else ():
        if not any(one.start < found.end() and found.start() < one.end for one in taken):
            return found.start(), found.end()
    return None


def _kept(one: Promise, target: TargetDef) -> Promise:
    """The target as it was."""
    rule = target.rule
    return replace(
        _measured(one, target), rule=rule.kind, low=rule.low, high=rule.high, pack_rule=str(rule),
        baseline=target.baseline, title=target.title, milestones=tuple((step.quarter, step.low) for step in target.milestones),
    )  # fmt: skip


def _reread(one: Promise, target: TargetDef) -> Promise:
    """The target with other words: its goal as they say it now, measured as before."""
    same = (one.rule, one.low, one.high) == (target.rule.kind, target.rule.low, target.rule.high)
    return _kept(one, target) if same or not one.rule else _measured(one, target)


def _measured(one: Promise, target: TargetDef) -> Promise:
    due = target.due_setting
    names_no_number = not any(sign.isdigit() for sign in target.title)
    return replace(
        one, title=target.title if names_no_number else one.title,
        was=target.code, label=target.label, indicator=target.measure, by_hand=target.by_hand, evidence=target.note,
        unit_word=target.unit_word, judged=target.judged, due=f"{due.month:02d}-{due.day:02d}" if due else "",
        whole_on=target.whole_on.isoformat() if target.whole_on else "", baseline=target.baseline,
    )  # fmt: skip
