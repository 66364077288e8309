"""The pack's own map of clauses laid over a draft: where mark and words of a clause are those the pack maps, its answers are taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tiendo.core.drafting.document import Document, Part, Promise, Rule
from tiendo.core.plans import checks
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.kernel.reading import PlanReading, read_plan
from tiendo.kernel.text import fold

LEAST = 0.5
"""Share of the draft's clauses the map must know before it is offered."""


def fits(document: Document, text: str, *, pack: Pack) -> int:
    """How many clauses the pack's map answers for that are not answered so yet; 0 when it is another plan's map."""
    known = [part for part in document.clauses if _same(document, part, text, pack)]
    if len(known) < LEAST * max(1, len(document.clauses)):
        return 0
    return sum(not document.shows(part) or not part.lead for part in known)


def mapped(document: Document, text: str, *, pack: Pack) -> Document:
    """The document with the pack's answers: who leads, who works with them, what shows it, how its targets are measured."""
    for part in document.clauses:
        if _same(document, part, text, pack):
            clause = pack.clauses[document.refs[part.key]]
            document = document.with_part(
                replace(
                    part, lead=clause.who[:1], coordinating=clause.who[1:], lead_names=(), coordinating_names=(),
                    indicators=clause.indicators, asked=clause.asked, evidence=clause.evidence, rooms=clause.rooms,
                    no_lead="", no_measure="",
                )
            )  # fmt: skip
    return replace(document, promises=tuple(_promises(document, text, pack)))


def _promises(document: Document, text: str, pack: Pack) -> Iterator[Promise]:
    """Targets paired with the pack's, clause by clause in the order of the text, where their numbers agree."""
    paired: dict[int, TargetDef] = {}
    for part in document.clauses:
        if not _same(document, part, text, pack):
            continue
        wanted = [target for target in pack.targets.values() if target.clause == document.refs[part.key]]
        promised = document.promises_of(part.key)
        if len(wanted) == len(promised):
            paired |= {one.key: target for one, target in zip(promised, wanted, strict=True)}
    for one in document.promises:
        yield _taken(one, paired[one.key]) if one.key in paired else one


def _taken(one: Promise, target: TargetDef) -> Promise:
    rules: dict[str, Rule] = {
        "share": "share",
        "at_least": "at_least",
        "exactly": "exactly",
        "range": "range",
        "keep": "keep",
        "at_most": "at_most",
        "share_at_most": "share_at_most",
    }
    return replace(
        one, rule=rules[target.rule.kind], low=target.rule.low, high=target.rule.high, pack_rule=str(target.rule),
        indicator=target.measure, by_hand=target.by_hand, unit_word=target.unit_word, judged=target.judged,
        due=f"{target.due_setting.month:02d}-{target.due_setting.day:02d}" if target.due_setting else "",
        title=target.title, code=target.code, label=target.label, evidence=target.note,
        milestones=tuple((step.quarter, step.low) for step in target.milestones),
        whole_on=target.whole_on.isoformat() if target.whole_on else "",
    )  # fmt: skip


def _same(document: Document, part: Part, text: str, pack: Pack) -> bool:
    """Whether the pack maps a clause of that mark with those words."""
    ref = document.refs[part.key]
    known = _texts(pack.digest)
    return ref in known and known[ref] == fold(part.words(text)).strip(" .")


@lru_cache(maxsize=4)
def _texts(_digest: str) -> dict[str, str]:
    """Ref → words of the clauses the pack maps, without marks."""
    pack = packs.current()
    reading: PlanReading = read_plan(pack.plan_text)
    if any(checks.clause_faults(reading, pack)):
        return {}
    return {
        node.ref: fold(" ".join(reading.text[node.text_start : node.end].split())).strip(" .")
        for node in reading.clauses
    }
