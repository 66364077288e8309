"""A reviewed document becomes a blueprint: the plan's outline, what it cites, who answers, what shows it, how targets are judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.drafting.amended import OldPlan
from tiendo.core.drafting.document import Basis, Document, Kind, Part, Promise, nodes, part_at
from tiendo.core.drafting.questions import label_of
from tiendo.core.plans.blueprint import Blueprint
from tiendo.core.plans.terms import ClauseTerms, PlanTerms
from tiendo.foundation.packs.schema import DayOfYear, Milestone, Pack, TargetDef, TargetRule
from tiendo.foundation.places import queries as places
from tiendo.kernel.numbers import show
from tiendo.kernel.reading import Citation
from tiendo.kernel.verdicts import BadInput, Problem

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN_CODES = frozenset({"drafts"})
"""Words that stand in addresses where a plan's code does."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
_LONGEST_CODE, _ASKED, _TITLE, _UNIT = 80, 200, 200, 30
_MOST_TARGETS = 99
_SERIES = ("TGT", "TGU", "TGV", "TGX", "TGY")
"""What codes of targets begin with: the next where a much amended plan has used one up."""


def blueprint(document: Document, text: str, *, pack: Pack, old: OldPlan | None = None) -> Blueprint:
    """The plan to write down; with `old`, what that plan becomes: its targets go on under their codes.

    Raises BadInput naming everything the document still lacks.
    """
    problems = list(faults(document))
    if problems:
        raise BadInput(problems)
    head = document.head
    year, first_day = head.year, head.first_day
    assert year, "a plan without a year has a fault"
    assert first_day, "a plan with a year has a first day"
    named = _codes(document, old.codes if old else frozenset())
    known = old.targets if old else {}
    return Blueprint(
        code=head.code,
        number=head.number,
        issued_on=date.fromisoformat(head.issued_on) if head.issued_on else None,
        issuer=head.issuer,
        title=head.title,
        unit=places.by_code(head.unit or pack.plan.unit_code, first_day),
        year=year,
        pack_code=pack.code,
        text=text,
        nodes=tuple(nodes(document, text)),
        bases=tuple(_citation(document, basis) for basis in document.bases),
        terms=PlanTerms(
            clauses={document.refs[part.key]: _clause(document, part, text) for part in document.clauses},
            targets={
                named[one.key]: _kept(_target(document, one, named[one.key], text, pack), known)
                for one in _promises(document)
            },
        ),
        placed={named[one.key]: (one.start, one.end) for one in _promises(document)},
    )


def faults(document: Document) -> Iterator[Problem]:
    """What keeps the document from being a plan, apart from questions still open."""
    head = document.head
    if not _CODE.fullmatch(head.code) or len(head.code) > _LONGEST_CODE or head.code in TAKEN_CODES:
        what = _("cần mã gồm chữ thường không dấu, chữ số và gạch nối.")
        yield Problem(_("Mã kế hoạch"), what, _("Ví dụ: phong-chong-ma-tuy-2018."))
    if not head.year or not FIRST_YEAR <= head.year <= LAST_YEAR:
        yield Problem(
            _("Năm kế hoạch"), _("cần năm từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    if not head.title:
        yield Problem(_("Trích yếu"), _("chưa có."), _("Mời ghi như văn bản."))
    if not head.issuer:
        yield Problem(_("Cơ quan ban hành"), _("chưa có."), _("Mời ghi như văn bản."))
    if not document.clauses:
        yield Problem(_("Cây điều khoản"), _("không có điều khoản nào."), _("Mời xem lại loại của từng mục."))
    if len(document.promises) > _MOST_TARGETS:
        yield Problem(_("Chỉ tiêu"), _("nhiều hơn %d chỉ tiêu.") % _MOST_TARGETS, _("Mời bỏ bớt."))


def goal_words(promise: Promise) -> str:
    """The goal in words: "ít nhất 75 %", "1 đến 2 xã", "không ít hơn 57"."""
    unit = "%" if promise.is_share else promise.unit_word
    low, high = show(promise.low or 0), show(promise.high or 0)
    match promise.rule:
        case "share" | "at_least":
            said = _("ít nhất %s") % low
        case "share_at_most" | "at_most":
            said = _("không quá %s") % low
        case "exactly":
            said = _("đúng %s") % low
        case "range":
            said = _("%(low)s đến %(high)s") % {"low": low, "high": high}
        case "keep":
            said = _("không ít hơn %s") % (show(promise.baseline) if promise.baseline is not None else _("đầu năm"))
        case "zero":
            said = _("bằng 0")
        case _:
            return ""
    return f"{said}\u00a0{unit}".strip()


def rule_of(promise: Promise) -> TargetRule:
    """The rule as plans judge it: nothing is exactly 0, keeping is at least the value to keep."""
    known = TargetRule.read(promise.pack_rule)
    if known is not None:
        return known
    match promise.rule:
        case "zero":
            return TargetRule(kind="exactly", low=0)
        case "keep":
            return TargetRule(kind="at_least", low=promise.baseline or 0)
        case "range":
            return TargetRule(kind="range", low=promise.low or 0, high=promise.high)
        case "share" | "share_at_most" | "at_least" | "at_most" | "exactly" as kind:
            return TargetRule(kind=kind, low=promise.low or 0)
    raise ValueError("a target without a goal is never issued")


def _promises(document: Document) -> tuple[Promise, ...]:
    """The targets of clauses, in the order of the text."""
    asking = {part.key for part in document.clauses}
    return tuple(one for one in document.promises if one.part in asking)


def _codes(document: Document, taken: frozenset[str]) -> dict[int, str]:
    """Key → code of each target: that of the target it goes on as, the pack's own, else the next number free."""
    used = {one.was or one.code for one in document.promises} | taken
    codes = (f"{series}-{number:02d}" for series in _SERIES for number in range(1, _MOST_TARGETS + 1))
    free = (code for code in codes if code not in used)
    return {one.key: one.was or one.code or next(free) for one in _promises(document)}


def continues(document: Document) -> dict[str, str]:
    """Ref → lasting id of the clause it continues, in an amendment."""
    going_on = (part for part in document.parts if part.was and part.kind is not Kind.OUTSIDE)
    return {document.refs[part.key]: part.was for part in going_on}


def _clause(document: Document, part: Part, text: str) -> ClauseTerms:
    measured = (one.indicator for one in document.promises_of(part.key) if one.indicator)
    reasons = dict.fromkeys(reason for reason in (part.no_lead, part.no_measure) if reason)
    return ClauseTerms(
        ref=document.refs[part.key],
        asked=part.asked or _shortly(part.words(text), _ASKED),
        lead=part.lead,
        coordinating=part.coordinating,
        rooms=part.rooms,
        evidence=part.evidence,
        indicators=tuple(dict.fromkeys((*part.indicators, *measured))),
        reason=" ".join(reasons)[:400],
    )


def _target(document: Document, promise: Promise, code: str, text: str, pack: Pack) -> TargetDef:
    part = document.by_key[promise.part]
    who = part.lead or (pack.standing_agency,)
    quoted = " ".join(text[promise.start : promise.end].split())
    month, _dash, day = promise.due.partition("-")
    return TargetDef(
        code=code,
        indicator="" if promise.indicator == code else promise.indicator,
        by_hand=promise.by_hand,
        baseline=promise.baseline,
        milestones=tuple(Milestone(quarter=quarter, low=low) for quarter, low in promise.milestones),
        label=label_of(document, promise),
        title=_shortly(promise.title or quoted, _TITLE),
        goal=goal_words(promise),
        clause=document.refs[part.key],
        who=who,
        judged=promise.judged,
        due_setting=DayOfYear(month=int(month), day=int(day)) if promise.judged == "from_due" else None,
        unit_word=(promise.unit_word or "%")[:_UNIT],
        note=promise.evidence,
        whole_on=date.fromisoformat(promise.whole_on) if promise.whole_on else None,
        rule=rule_of(promise),
        who_shown=", ".join(pack.who_name(one) for one in who),
    )


def _kept(target: TargetDef, known: Mapping[str, TargetDef]) -> TargetDef:
    """The target in the plan's own words where it goes on with the same goal; whoever answered for it goes on answering."""
    was = known.get(target.code)
    if was is None:
        return target
    kept: dict[str, object] = {"who": was.who, "who_shown": was.who_shown}
    if str(was.rule) == str(target.rule):
        kept |= {"goal": was.goal, "above_note": was.above_note}
    return target.model_copy(update=kept)


def _citation(document: Document, basis: Basis) -> Citation:
    """As printed, with the clauses that cite it as the outline now stands."""
    parts = [part for span in basis.spans if (part := part_at(document.parts, span[0])) is not None]
    return Citation(
        number=basis.number,
        kind=basis.kind or None,
        date=date.fromisoformat(basis.dated) if basis.dated else None,
        by=basis.by or None,
        refs=tuple(dict.fromkeys(ref for part in parts if (ref := document.refs[part.key]))),
        spans=basis.spans,
    )


def _shortly(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"
