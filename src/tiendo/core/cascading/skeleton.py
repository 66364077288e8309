"""The plan of a unit as it follows from the plan above: what that one asks of the unit or of its class, under its own headings.

Pure. A clause asked of the level below as well is passed on, so that the plans below can follow from this one. A target that is
counted carries the unit's share as its goal; one that was not shared out carries none, and the unit is asked. What others answer for
alone is no target here, though its words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tiendo.core.drafting.beginning import label_in
from tiendo.core.drafting.document import Basis, Document, Head, Kind, Part, Promise, Rule, settled
from tiendo.core.plans.models import Plan
from tiendo.core.plans.queries import DocumentNode, PlanDocument
from tiendo.core.plans.terms import ClauseTerms, PlanTerms
from tiendo.foundation.packs.schema import TargetDef
from tiendo.kernel.numbers import show

_SPACES = re.compile(r"\s+")
DIVIDED = frozenset({"at_least", "exactly", "range"})
"""Goals that are a number of things: each unit does its part of them. A share or "keep" holds for everybody alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """The unit a plan is drawn up for: `own` are the codes it answers to (its own, its class), `everybody` the class of all,
    `passed` the codes of the level under it, `under` the class that level goes by ("" when there is none)."""

    code: str
    name: str
    own: frozenset[str]
    everybody: frozenset[str]
    passed: frozenset[str] = frozenset()
    under: str = ""

    def answers(self, who: Iterable[str]) -> bool:
        """Whether the unit, or the level under it, is among those named."""
        return not (self.own | self.everybody | self.passed).isdisjoint(who)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A document to review with its text, and for each part that was asked above the lasting id of the clause it comes from."""

    document: Document
    text: str
    origins: Mapping[int, str]


def asked_of(terms: PlanTerms, below: Below) -> tuple[str, ...]:
    """Refs of the clauses the plan above asks of the unit, or of the level under it, in the order of the text."""
    return tuple(ref for ref, clause in terms.clauses.items() if below.answers(clause.who))


def comes_down(target: TargetDef, plan: Plan, terms: PlanTerms, below: Below) -> bool:
    """Whether a target of the plan above is the unit's matter too: it answers for it, or the place above does and asks the unit to help."""
    clause = terms.clauses.get(target.clause)
    helps = clause is not None and plan.unit.code in target.who and below.answers(clause.who)
    return helps or below.answers(target.who)


def is_divided(target: TargetDef) -> bool:
    """Whether units below do parts of the target: what counts towards nothing at all is not shared out."""
    return target.rule.kind in DIVIDED and bool(target.rule.low or target.rule.high)


def whole_of(target: TargetDef) -> tuple[int, int]:
    """The least and the most the shares should come to together."""
    rule = target.rule
    return rule.low, rule.high if rule.kind == "range" and rule.high is not None else rule.low


def begun(above: PlanDocument, terms: PlanTerms, below: Below, *, head: Head, shares: Mapping[str, int]) -> Skeleton:
    """The skeleton. `shares`: code of the target above → the unit's part. Empty of parts when nothing is asked of the unit."""
    return _Drawing(above, terms, below, shares).drawn(head)


class _Drawing:
    """One skeleton while its text grows."""

    def __init__(self, above: PlanDocument, terms: PlanTerms, below: Below, shares: Mapping[str, int]) -> None:
        self.above, self.terms, self.below, self.shares = above, terms, below, shares
        self.wanted = frozenset(asked_of(terms, below))
        self.text = ""
        self.parts: list[Part] = []
        self.promises: list[Promise] = []
        self.origins: dict[int, str] = {}
        self.next_key = 1

    def drawn(self, head: Head) -> Skeleton:
        self.text = f"{head.issuer.upper()}\n\n{_('KẾ HOẠCH')}\n{head.title}\n"
        bases = tuple(self._bases())
        over = {node.ref for ref in self.wanted for node in self.above.path(ref)}
        for node in self.above.nodes:
            if node.ref in self.wanted or node.ref in over:
                self._part(node)
        document = Document(
            head=head, parts=settled(self.parts), promises=tuple(self.promises), bases=bases, next_key=self.next_key,
            drawn_up=True,
        )  # fmt: skip
        return Skeleton(document, self.text, self.origins)

    def _bases(self) -> Iterator[Basis]:
        """The plan above, as this one cites it."""
        plan = self.above.plan
        said = _("Thực hiện %(title)s") % {"title": plan.title}
        at = len(self.text) + 1
        if plan.number:
            said += _(" số ") + plan.number
            if plan.issued_on:
                said += _(" ngày ") + f"{plan.issued_on:%d/%m/%Y}"
            dated = plan.issued_on.isoformat() if plan.issued_on else ""
            yield Basis(number=plan.number, dated=dated, by=plan.issuer, spans=((at, at + len(said)),))
        self.text += f"\n{said} {_('của')} {plan.issuer}:\n"

    def _key(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    def _part(self, node: DocumentNode) -> None:
        key, start = self._key(), len(self.text) + 1
        self.text += f"\n{node.mark} " if node.mark else "\n"
        body = len(self.text)
        if node.title:
            self.text += node.title
        asks = node.ref in self.wanted
        clause = self.terms.clauses.get(node.ref) if asks else None
        text_start = len(self.text)
        if clause is not None:
            if node.title:
                self.text += "\n"
            text_start = len(self.text)
            self._words(node, key)
        elif node.kind != Kind.HEADING.value:
            self.text += node.text
        label, counted = label_in(node.ref, node.parent)
        part = Part(
            key=key, level=node.level, mark=node.mark, label=label, counted=counted, kind=Kind(node.kind),
            start=start, body=body, text_start=text_start if node.kind == Kind.HEADING.value else body, end=len(self.text),
            asks=asks or node.kind == Kind.HEADING.value,
        )  # fmt: skip
        self.parts.append(self._answered(part, clause) if clause is not None else part)
        if clause is not None:
            self.origins[key] = node.lasting_id

    def _answered(self, part: Part, clause: ClauseTerms) -> Part:
        """The unit leads what is asked of it, with the level under it where that is asked too; the rest that level leads."""
        who = set(clause.who)
        below = self.below
        named = tuple(code for code in clause.who if code in below.passed)
        passed = named or ((below.under,) if below.under and who & below.everybody else ())
        lead, coordinating = ((below.code,), passed) if who & (below.own | below.everybody) else (passed, ())
        return replace(
            part, lead=lead, coordinating=coordinating, indicators=clause.indicators, asked=clause.asked,
            evidence=clause.evidence, rooms=clause.rooms, no_measure="" if clause.indicators else clause.reason[:190],
        )  # fmt: skip

    def _words(self, node: DocumentNode, key: int) -> None:
        """The clause as printed above; where it states a number that was shared out, the unit's own number."""
        for segment in node.segments:
            target = self.terms.targets.get(segment.target or "")
            said = _SPACES.sub(" ", segment.text)
            if target is None or not comes_down(target, self.above.plan, self.terms, self.below):
                self.text += said
                continue
            start = len(self.text)
            share = self.shares.get(target.code) if is_divided(target) else None
            self.text += said if share is None else f"{show(share)} {target.unit_word}"
            if share != 0:
                self.promises.append(_promise(target, self._key(), key, start, len(self.text), share))


def _promise(target: TargetDef, key: int, part: int, start: int, end: int, share: int | None) -> Promise:
    """The target as the unit promises it: with its share as goal, else as stated above; without a goal while it awaits its share."""
    rule = target.rule
    kinds: dict[str, Rule] = {
        "share": "share", "at_least": "at_least", "exactly": "exactly", "range": "range", "keep": "keep",
    }  # fmt: skip
    made = Promise(
        key=key, part=part, start=start, end=end, rule=kinds[rule.kind], low=rule.low, high=rule.high,
        baseline=target.baseline, indicator=target.measure, by_hand=target.by_hand, evidence=target.note,
        unit_word=target.unit_word, judged=target.judged, title=target.title, label=target.label,
        due=f"{target.due_setting.month:02d}-{target.due_setting.day:02d}" if target.due_setting else "",
    )  # fmt: skip
    if is_divided(target):
        return replace(made, rule="exactly" if rule.kind == "exactly" else "at_least", low=share, high=None)
    steps = tuple((step.quarter, step.low) for step in target.milestones)
    return replace(made, code=target.code, pack_rule=str(rule), milestones=steps)
