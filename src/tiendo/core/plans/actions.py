"""Writing a plan down: a text with its terms becomes clauses, citations, targets and answerable units, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.core.plans import checks, kept_files, rules, terms, ties
from tiendo.core.plans.blueprint import Blueprint
from tiendo.core.plans.models import Answerable, Clause, ClauseIndicator, Edition, HandCount, LegalBasis, Plan, Target
from tiendo.core.plans.terms import ClauseTerms
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.files.actions import attach
from tiendo.foundation.files.receiving import Received
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel.periods import Period
from tiendo.kernel.reading import Node, read_plan
from tiendo.kernel.verdicts import BadInput, Problem, Refused


@transaction.atomic
def import_plan(text: str, *, pack: Pack, by: Post | None) -> Plan:
    """Reads `text` and writes it as the pack's plan, once. The same text again changes nothing and returns the plan as it is.

    Raises BadInput naming every clause id missing from or foreign to the pack's clause map, every target without a place in its
    clause and every unknown unit; Refused when another text already stands under the pack's code.
    """
    reading = read_plan(text)
    standing = Plan.objects.filter(code=pack.code).first()
    if standing is not None:
        digest = digest_of(reading.text)
        if standing.digest == digest or Edition.objects.filter(plan=standing, digest=digest).exists():
            return standing
        raise Refused(_("Kế hoạch “%(title)s” đã có với văn bản khác.") % {"title": standing.title})
    placed, unplaced = checks.place_targets(reading, pack)
    problems = [*checks.clause_faults(reading, pack), *unplaced]
    first_day = date(pack.plan.year, pack.plan.start_month, 1)
    problems += [Problem(pack.where(code), *_unknown(code)) for code in _missing(terms.of_pack(pack), pack, first_day)]
    if problems:
        raise BadInput(problems)
    blueprint = Blueprint(
        code=pack.code,
        number=reading.number or pack.plan.number or "",
        issued_on=reading.date or pack.plan.date,
        issuer=reading.issuer or pack.plan.issuer,
        title=pack.plan.title,
        unit=places.by_code(pack.plan.unit_code, first_day),
        year=pack.plan.year,
        pack_code=pack.code,
        text=reading.text,
        nodes=reading.nodes,
        bases=reading.legal_bases,
        terms=terms.of_pack(pack),
        placed={code: (target.start, target.end) for code, target in placed.items()},
    )
    plan = write_down(blueprint, pack=pack)
    audit.record("plan.imported", plan, by=by, fields=WRITTEN, revision_hash=bytes.fromhex(plan.digest))
    return plan


WRITTEN = ("text", "clauses", "targets")
"""What `write_down` writes, as the log names it."""


def write_down(blueprint: Blueprint, *, pack: Pack) -> Plan:
    """Writes a plan with everything that hangs on it, in the transaction of the caller, who records it.

    Raises BadInput naming every unit its terms speak of that is not in force on the plan's first day.
    """
    check_units(blueprint, pack=pack)
    plan = _write_plan(blueprint)
    clauses = _write_clauses(plan, blueprint)
    write_bases(plan, blueprint)
    write_terms(clauses, blueprint.terms, blueprint.placed, pack=pack, on=blueprint.first_day)
    ties.tie_back(plan)
    return plan


def check_units(blueprint: Blueprint, *, pack: Pack) -> None:
    """Raises BadInput naming every unit its terms speak of that is not in force on the plan's first day."""
    unknown = _missing(blueprint.terms, pack, blueprint.first_day)
    if unknown:
        raise BadInput([Problem(code, *_unknown(code)) for code in unknown])


def write_terms(
    clauses: Mapping[str, Clause],
    asked: terms.PlanTerms,
    placed: Mapping[str, tuple[int, int]],
    *,
    pack: Pack,
    on: date,
    known_targets: Mapping[str, Target] = MappingProxyType({}),
) -> None:
    """Hangs the terms on clauses that have none yet: who answers, what shows it, its targets.

    `known_targets`: by code, rows that go on as targets of that code instead of new ones.
    """
    units = {unit.code: unit for unit in _units(asked, pack, on)}
    Answerable.objects.bulk_create(_answerables(clauses, asked.clauses.values(), units))
    ClauseIndicator.objects.bulk_create(
        ClauseIndicator(clause=clauses[one.ref], position=position, code=code)
        for one in asked.clauses.values()
        for position, code in enumerate(one.indicators)
    )
    rows = [
        _target(known_targets.get(code) or Target(code=code), clauses, target, placed[code], position)
        for position, (code, target) in enumerate(asked.targets.items())
    ]
    Target.objects.bulk_create(row for row in rows if row.pk is None)
    going_on = [row for row in rows if row.pk is not None]
    if going_on:
        Target.objects.bulk_update(going_on, _TARGET_FIELDS)


_TARGET_FIELDS = (
    "clause", "position", "start", "end", "label", "title", "goal", "who", "unit_word", "note", "above_note", "rule", "judged",
    "due", "indicator", "by_hand", "baseline", "milestones", "whole_on",
)  # fmt: skip


def _target(
    row: Target, clauses: Mapping[str, Clause], target: TargetDef, place: tuple[int, int], position: int
) -> Target:
    """The row with what the terms say of the target."""
    row.clause, row.position = clauses[target.clause], position
    row.start, row.end = place
    for name in (
        "label",
        "title",
        "goal",
        "unit_word",
        "note",
        "above_note",
        "judged",
        "indicator",
        "by_hand",
        "baseline",
    ):
        setattr(row, name, getattr(target, name))
    row.who, row.rule, row.whole_on = list(target.who), str(target.rule), target.whole_on
    row.due = f"{target.due_setting.month:02d}-{target.due_setting.day:02d}" if target.due_setting else ""
    row.milestones = [step.model_dump() for step in target.milestones]
    return row


@durable
def count_by_hand(
    target: Target,
    period: Period,
    value: int,
    *,
    whole: int | None,
    evidence: str,
    by: Post,
    attached: Sequence[Received] = (),
) -> HandCount:
    """The value of a target counted by hand, cumulative to the period's end, with the document that shows it.

    The same again changes nothing; another value takes the place of the one before, which stays. `attached` are files received with
    it (`files.receiving`). Raises Refused, BadInput.
    """
    row = Target.objects.select_for_update(of=("self",)).select_related("clause__plan").get(pk=target.pk)
    rules.may_count(by, row).or_refuse()
    said = written(evidence, where=_("Văn bản chứng minh"), longest=400)
    problems = list(_wrong_count(row, period, value, whole))
    if problems:
        raise BadInput(problems)
    last = HandCount.objects.filter(target=row, period=period.key).order_by("-pk").first()
    if last is not None and (last.value, last.whole, last.evidence) == (value, whole, said):
        attach(kept_files.COUNT, last, attached, by=by)
        return last
    made = HandCount.objects.create(
        target=row, period=period.key, value=value, whole=whole, evidence=said, by=by, at=clock.now()
    )
    attach(kept_files.COUNT, made, attached, by=by)
    audit.record("target.counted", row, by=by, fields=("value", "evidence"))
    return made


def _wrong_count(target: Target, period: Period, value: int, whole: int | None) -> Iterator[Problem]:
    if period.year != target.clause.plan.year or period.end > clock.today():
        what, remedy = _("kỳ chưa hết hoặc ngoài năm kế hoạch."), _("Mời chọn kỳ đã hết của năm kế hoạch.")
        yield Problem(_("Kỳ"), what, remedy)
    is_share = target.rule.startswith("share")
    if is_share and whole is None:
        yield Problem(_("Trên tổng số"), _("chỉ tiêu tỷ lệ cần tổng số."), _("Mời ghi tổng số."))
    if whole is not None and value > whole:
        yield Problem(_("Giá trị"), _("lớn hơn tổng số."), _("Mời kiểm tra lại hai số."))


def digest_of(text: str) -> str:
    """SHA-256 in hex of a plan's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _codes(asked: terms.PlanTerms, pack: Pack) -> list[str]:
    """The bodies named by their own code, not as a class."""
    named = (code for clause in asked.clauses.values() for code in clause.who)
    return [code for code in dict.fromkeys(named) if code not in pack.classes]


def _units(asked: terms.PlanTerms, pack: Pack, on: date) -> list[Unit]:
    return places.in_force(_codes(asked, pack), on)


def _missing(asked: terms.PlanTerms, pack: Pack, on: date) -> list[str]:
    found = {unit.code for unit in _units(asked, pack, on)}
    return [code for code in _codes(asked, pack) if code not in found]


def _unknown(code: str) -> tuple[str, str]:
    what = _("không có đơn vị mang mã “%(code)s” trong năm kế hoạch.") % {"code": code}
    return what, _("Mời nạp cây đơn vị hoặc sửa mã.")


def _write_plan(blueprint: Blueprint) -> Plan:
    plan = Plan(
        code=blueprint.code,
        number=blueprint.number,
        issued_on=blueprint.issued_on,
        issuer=blueprint.issuer,
        title=blueprint.title,
        unit=blueprint.unit,
        year=blueprint.year,
        pack_code=blueprint.pack_code,
        text=blueprint.text,
        digest=digest_of(blueprint.text),
        terms=blueprint.terms.digest,
        imported_at=clock.now(),
    )
    plan.save()
    return plan


def _write_clauses(plan: Plan, blueprint: Blueprint) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    for position, node in enumerate(blueprint.nodes):
        clauses[node.ref] = filled(Clause(plan=plan), node, position, clauses, blueprint.terms)
        clauses[node.ref].save()
    return clauses


CLAUSE_FIELDS = (
    "ref", "parent", "position", "mark", "kind", "is_clause", "title", "start", "text_start", "end", "asked", "evidence",
    "reason", "rooms",
)  # fmt: skip
"""What `filled` sets."""


def filled(row: Clause, node: Node, position: int, above: Mapping[str, Clause], asked: terms.PlanTerms) -> Clause:
    """The row with what a node of the outline says; `above` holds the rows of the nodes before it."""
    said = asked.clauses.get(node.ref) or ClauseTerms(ref=node.ref)
    row.ref, row.position, row.mark, row.kind = node.ref, position, node.mark, node.kind.value
    row.parent = above[node.parent] if node.parent is not None else None
    row.is_clause, row.title = node.is_clause, node.title
    row.start, row.text_start, row.end = node.start, node.text_start, node.end
    row.asked, row.evidence, row.reason, row.rooms = said.asked, said.evidence, said.reason, list(said.rooms)
    return row


def write_bases(plan: Plan, blueprint: Blueprint) -> None:
    """The documents the text cites, in its order."""
    LegalBasis.objects.bulk_create(
        LegalBasis(
            plan=plan,
            position=position,
            number=basis.number,
            kind=basis.kind or "",
            dated=basis.date,
            issued_by=basis.by or "",
            refs=list(basis.refs),
        )
        for position, basis in enumerate(blueprint.bases)
    )


def _answerables(
    clauses: Mapping[str, Clause], asked: Iterable[ClauseTerms], units: Mapping[str, Unit]
) -> Iterable[Answerable]:
    for clause in asked:
        for position, code in enumerate(clause.who):
            yield Answerable(
                clause=clauses[clause.ref],
                position=position,
                code=code,
                unit=units.get(code),
                unit_class="" if code in units else code,
                role=Answerable.Part.LEAD if code in clause.lead else Answerable.Part.COORDINATING,
            )
