"""Writing a plan down: the text of a pack becomes clauses, citations, target places and answerable units, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.core.plans import checks
from tiendo.core.plans.models import Answerable, Clause, LegalBasis, Plan, TargetPlacement
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.reading import PlanReading, read_plan
from tiendo.kernel.verdicts import BadInput, Problem, Refused


@transaction.atomic
def import_plan(text: str, *, pack: Pack, by: Post | None) -> Plan:
    """Reads `text` and writes it as the pack's plan, once. The same text again changes nothing and returns the plan as it is.

    Raises BadInput naming every clause id missing from or foreign to the pack's clause map, every target without a place in its
    clause and every unknown unit; Refused when another text already stands under the pack's code.
    """
    reading = read_plan(text)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    standing = Plan.objects.filter(code=pack.code).first()
    if standing is not None:
        if standing.digest == digest:
            return standing
        raise Refused(_("Kế hoạch “%(title)s” đã có với văn bản khác.") % {"title": standing.title})
    placed, unplaced = checks.place_targets(reading, pack)
    units, unknown = _units(pack)
    problems = [*checks.clause_faults(reading, pack), *unplaced, *unknown]
    if problems:
        raise BadInput(problems)
    plan = _write_plan(reading, pack, digest)
    clauses = _write_clauses(plan, reading)
    _write_bases(plan, reading)
    TargetPlacement.objects.bulk_create(
        TargetPlacement(clause=clauses[target.ref], code=code, start=target.start, end=target.end)
        for code, target in placed.items()
    )
    Answerable.objects.bulk_create(_answerables(clauses, pack, units))
    audit.record(
        "plan.imported", plan, by=by, fields=("text", "clauses", "targets"), revision_hash=bytes.fromhex(digest)
    )
    return plan


def _units(pack: Pack) -> tuple[dict[str, Unit], list[Problem]]:
    """Every unit the clause map names by its own code, as it stands at the beginning of the plan's year."""
    codes = dict.fromkeys(code for clause in pack.clauses.values() for code in clause.who if code not in pack.classes)
    units: dict[str, Unit] = {}
    problems: list[Problem] = []
    for code in codes:
        try:
            units[code] = places.by_code(code, _first_day(pack))
        except BadInput:
            what = _("không có đơn vị mang mã “%(code)s” trong năm kế hoạch.") % {"code": code}
            problems.append(Problem(pack.where(code), what, _("Mời nạp cây đơn vị hoặc sửa mã trong gói.")))
    return units, problems


def _first_day(pack: Pack) -> date:
    return date(pack.plan.year, pack.plan.start_month, 1)


def _write_plan(reading: PlanReading, pack: Pack, digest: str) -> Plan:
    plan = Plan(
        code=pack.code,
        number=reading.number or pack.plan.number or "",
        issued_on=reading.date or pack.plan.date,
        issuer=reading.issuer or pack.plan.issuer,
        title=pack.plan.title,
        unit=places.by_code(pack.plan.unit_code, _first_day(pack)),
        year=pack.plan.year,
        pack_code=pack.code,
        text=reading.text,
        digest=digest,
        imported_at=clock.now(),
    )
    plan.save()
    return plan


def _write_clauses(plan: Plan, reading: PlanReading) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    for position, node in enumerate(reading.nodes):
        clauses[node.ref] = Clause.objects.create(
            plan=plan,
            ref=node.ref,
            parent=clauses[node.parent] if node.parent is not None else None,
            position=position,
            mark=node.mark,
            kind=node.kind.value,
            is_clause=node.is_clause,
            title=node.title,
            start=node.start,
            text_start=node.text_start,
            end=node.end,
        )
    return clauses


def _write_bases(plan: Plan, reading: PlanReading) -> None:
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
        for position, basis in enumerate(reading.legal_bases)
    )


def _answerables(clauses: dict[str, Clause], pack: Pack, units: dict[str, Unit]) -> Iterable[Answerable]:
    """The first body of a clause leads, the others work with it."""
    for clause in pack.clauses.values():
        for position, code in enumerate(clause.who):
            yield Answerable(
                clause=clauses[clause.id],
                position=position,
                code=code,
                unit=units.get(code),
                unit_class="" if code in units else code,
                role=Answerable.Part.COORDINATING if position else Answerable.Part.LEAD,
            )
