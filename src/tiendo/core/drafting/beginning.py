"""A reading becomes a document to review: parts with their levels, agencies by code, targets with the goal their words state. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tiendo.core.drafting.document import Basis, Document, Head, Kind, Notice, Part, Promise, Rule, settled
from tiendo.core.drafting.naming import Directory, resolved
from tiendo.kernel.reading import Assignment, Node, PlanReading, Target

_COUNTED = re.compile(r"([-+])\d+(?:~\d+)?")
_AGAIN = re.compile(r"~\d+$")
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_UNIT = re.compile(r"(?:%|\d)\s*(?:các\s+|số\s+)*([^\W\d_]+(?:\s[^\W\d_]+)?)")


def begun(reading: PlanReading, *, known: Directory) -> Document:
    """The document as the reader understood it."""
    keys = {node.ref: number for number, node in enumerate(reading.nodes, start=1)}
    parts = settled(_in_order(list(_parts(reading, keys, known))))
    promises = tuple(_promises(reading, {part.key: part for part in parts}, keys, first_key=len(keys) + 1))
    year = reading.date.year if reading.date else None
    named = _YEAR.search(reading.title or "")
    return Document(
        head=Head(
            number=reading.number or "",
            issued_on=reading.date.isoformat() if reading.date else "",
            issuer=reading.issuer or "",
            title=reading.title or "",
            year=int(named.group(1)) if named else year,
        ),
        parts=parts,
        promises=promises,
        bases=tuple(
            Basis(
                number=one.number,
                kind=one.kind or "",
                dated=one.date.isoformat() if one.date else "",
                by=one.by or "",
                spans=one.spans,
            )
            for one in reading.legal_bases
        ),
        notices=tuple(
            Notice(code=one.code, text=one.text, part=keys.get(one.ref) if one.ref else None)
            for one in reading.warnings
        ),
        next_key=len(keys) + len(promises) + 1,
    )


def _parts(reading: PlanReading, keys: Mapping[str, int], known: Directory) -> Iterator[Part]:
    levels: dict[str, int] = {}
    answer = _answers(reading.nodes, reading.assignments)
    for node in reading.nodes:
        levels[node.ref] = 0 if node.parent is None else levels[node.parent] + 1
        label, counted = label_in(node.ref, node.parent)
        part = Part(
            key=keys[node.ref],
            level=levels[node.ref],
            mark=node.mark[:20],
            label=label,
            counted=counted,
            kind=Kind(node.kind.value),
            start=node.start,
            body=_body(node, reading.text),
            text_start=min(max(node.text_start, node.start), node.end),
            end=node.end,
            asks=node.is_clause or node.text_start >= node.end,
        )
        assignment = answer.get(node.ref)
        yield _assigned(part, assignment, known) if assignment is not None and part.is_clause else part


def _in_order(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with spans that never overlap: one that reaches into the next is cut where the next begins."""
    for place, part in enumerate(parts):
        following = parts[place + 1].start if place + 1 < len(parts) else part.end
        end = min(part.end, max(following, part.start))
        yield replace(part, end=end, body=min(part.body, end), text_start=min(part.text_start, end))


def _answers(nodes: Sequence[Node], assignments: Sequence[Assignment]) -> dict[str, Assignment]:
    """Ref → the assignment that holds for it: its own, else that of the nearest part above."""
    own = {one.ref: one for one in assignments}
    found: dict[str, Assignment] = {}
    for node in nodes:
        holds = own.get(node.ref) or (found.get(node.parent) if node.parent is not None else None)
        if holds is not None:
            found[node.ref] = holds
    return found


def _assigned(part: Part, assignment: Assignment, known: Directory) -> Part:
    lead, unclear = resolved(assignment.lead, known)
    others, unclear_others = resolved(assignment.coordinating, known)
    return replace(
        part,
        lead=lead,
        lead_names=unclear,
        coordinating=tuple(code for code in others if code not in lead),
        coordinating_names=unclear_others,
    )


def label_in(ref: str, parent: str | None) -> tuple[str, bool]:
    """The mark in a path, and whether it is numbered among its brothers."""
    label = ref
    if parent is not None and ref.startswith(f"{parent}."):
        label = ref[len(parent) + 1 :]
    counted = _COUNTED.fullmatch(label)
    return (counted.group(1), True) if counted else (_AGAIN.sub("", label), False)


def _body(node: Node, text: str) -> int:
    """Where the words begin: after the mark."""
    if node.kind.value != "heading":
        return min(max(node.text_start, node.start), node.end)
    at = node.start + len(node.mark) if text.startswith(node.mark, node.start) else node.start
    while at < node.end and text[at].isspace():
        at += 1
    return min(at, max(node.text_start, node.start), node.end)


def _promises(
    reading: PlanReading, parts: Mapping[int, Part], keys: Mapping[str, int], *, first_key: int
) -> Iterator[Promise]:
    """The targets that stand in a clause's words, none over another."""
    last = -1
    key = first_key
    for target in sorted(reading.targets, key=lambda one: one.start):
        part = parts.get(keys.get(target.ref, 0))
        if part is None or not part.is_clause or not part.text_start <= target.start < target.end <= part.end:
            continue
        if target.start < last:
            continue
        last = target.end
        yield _promise(target, key, part, reading.text)
        key += 1


def _promise(target: Target, key: int, part: Part, text: str) -> Promise:
    rule, low, high = _goal(target)
    words = text[target.start : target.end]
    found = _UNIT.search(words)
    unit = "%" if rule in ("share", "share_at_most") else ""
    return Promise(
        key=key,
        part=part.key,
        start=target.start,
        end=target.end,
        rule=rule,
        low=low,
        high=high,
        unit_word=found.group(1) if found else unit,
        title=_shortly(target.what),
    )


def _goal(target: Target) -> tuple[Rule, int | None, int | None]:
    """The goal the words state, where a rule of targets can say it; otherwise nothing, and a person says it."""
    low, high = _whole(target.value), _whole(target.value_max)
    if target.comparator == "keep":
        return "keep", None, None
    if low is None or target.unit not in ("percent", "count"):
        return "", None, None
    if target.comparator == "at_most":
        return ("share_at_most" if target.unit == "percent" else "at_most"), low, None
    if target.unit == "percent":
        return "share", low, None
    if high is not None:
        return "range", low, high
    return ("exactly", low, None) if target.comparator == "exactly" else ("at_least", low, None)


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) and value >= 0 else None


def _shortly(words: str, longest: int = 160) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"
