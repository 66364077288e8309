"""An amendment: the plan's rows become those of the amended text. A clause that goes on keeps its row, so all that hangs on it stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from tiendo.core.plans import actions, queries, ties
from tiendo.core.plans.blueprint import Blueprint
from tiendo.core.plans.keeping import PresentRows, kept
from tiendo.core.plans.models import Answerable, Clause, ClauseIndicator, Edition, LegalBasis, Plan, Target
from tiendo.foundation import clock
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import BadInput, Problem, Stale

_ASIDE = 1_000_000
"""Added to positions while the rows change places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What amends a plan: the document that says so, from which day, and what it becomes.

    `base` is the edition that was read when the amendment was prepared. `continues`: ref in the new text → lasting id of the clause
    it continues; every other clause of the plan is dropped. A target of `blueprint` whose code the plan knows goes on as that target.
    """

    base: int
    effective_from: date
    blueprint: Blueprint
    continues: Mapping[str, str]


def amend(plan: Plan, said: Amendment, *, pack: Pack) -> Plan:
    """Writes the amendment down in the transaction of the caller, who records it.

    Raises BadInput for a day that cannot be or units not in force, Stale when the plan was amended meanwhile.
    """
    _check(plan, said)
    actions.check_units(said.blueprint, pack=pack)
    _turn_over(plan, said)
    if said.base == 1:
        _keep_as_issued(plan)
    clauses = _rewrite_clauses(plan, said)
    _rewrite_bases(plan, said.blueprint)
    _rewrite_terms(plan, clauses, said, pack)
    plan.refresh_from_db()
    _keep(plan, said.effective_from, said.blueprint.number, said.blueprint.issued_on)
    ties.tie_back(plan)
    return plan


def _check(plan: Plan, said: Amendment) -> None:
    """Its day: not before the version it changes, not to come, within the plan's year."""
    day, latest = said.effective_from, Edition.objects.filter(plan=plan).order_by("-number").first()
    before = latest.effective_from if latest else first_day(plan)
    problems = []
    if day > clock.today():
        remedy = _("Mời ban hành vào ngày ấy; bản nháp được giữ.")
        problems.append(Problem(_("Ngày hiệu lực"), _("sau hôm nay."), remedy))
    if day <= before or day.year != plan.year:
        what = _("phải sau ngày %(day)s của bản đang theo dõi và trong năm %(year)d.")
        said_so = what % {"day": f"{before:%d/%m/%Y}", "year": plan.year}
        problems.append(Problem(_("Ngày hiệu lực"), said_so, _("Mời kiểm tra văn bản sửa đổi.")))
    if said.blueprint.text == plan.text:
        what = _("trùng nguyên văn bản đang theo dõi.")
        problems.append(Problem(_("Văn bản sửa đổi"), what, _("Mời bỏ bản nháp này.")))
    if problems:
        raise BadInput(problems)


def first_day(plan: Plan) -> date:
    """The day from which a plan holds as issued."""
    start = date(plan.year, 1, 1)
    return max(start, plan.issued_on) if plan.issued_on and plan.issued_on.year == plan.year else start


def _keep_as_issued(plan: Plan) -> None:
    """The plan as it stood until now becomes its first edition."""
    Edition.objects.create(
        plan=plan, number=1, decided_by=plan.number, decided_on=plan.issued_on, effective_from=first_day(plan),
        title=plan.title, text=plan.text, digest=plan.digest, terms=plan.terms, rows=kept(PresentRows(plan)),
        recorded_at=plan.imported_at,
    )  # fmt: skip


def _turn_over(plan: Plan, said: Amendment) -> None:
    """One conditional UPDATE: of two amendments of the same version one is taken."""
    moved = Plan.objects.filter(pk=plan.pk, edition=said.base).update(
        edition=said.base + 1,
        title=said.blueprint.title,
        text=said.blueprint.text,
        digest=actions.digest_of(said.blueprint.text),
    )
    if not moved:
        raise Stale(
            _(
                "Kế hoạch vừa được sửa đổi sau khi bản nháp này bắt đầu, nên chưa ban hành. Mời bỏ bản nháp rồi nhập lại "
                "văn bản để đối chiếu với bản mới."
            )
        )


def _rewrite_clauses(plan: Plan, said: Amendment) -> dict[str, Clause]:
    """The outline of the new text by ref: rows that go on change, new ones are added, the others step out of it."""
    rows = {str(row.lasting_id): row for row in Clause.objects.filter(plan=plan)}
    _drop(plan, [row for key, row in rows.items() if key not in set(said.continues.values())], said.effective_from)
    Clause.objects.filter(plan=plan).update(
        position=F("position") + _ASIDE, ref=Concat(Value("#"), Cast("pk", CharField()))
    )
    found: dict[str, Clause] = {}
    going_on = []
    for position, node in enumerate(said.blueprint.nodes):
        row = rows.get(said.continues.get(node.ref, ""))
        filled = actions.filled(row or Clause(plan=plan), node, position, found, said.blueprint.terms)
        found[node.ref] = filled
        if row is None:
            filled.save()
        else:
            going_on.append(filled)
    Clause.objects.bulk_update(going_on, actions.CLAUSE_FIELDS)
    return found


def _drop(plan: Plan, rows: Iterable[Clause], day: date) -> None:
    """Out of the outline, under a ref that says so; who answered for it and what showed it stay."""
    taken = set(Clause.every.filter(plan=plan).values_list("ref", flat=True))
    for row in rows:
        row.ref = _dropped_ref(row.ref, taken)
        taken.add(row.ref)
        row.dropped_from = day
        row.save(update_fields=["ref", "dropped_from"])
        Target.objects.filter(clause=row).update(dropped_from=day)


def _dropped_ref(ref: str, taken: set[str]) -> str:
    """`II.3 (đã bỏ)`, numbered where an earlier amendment dropped another II.3."""
    words = _("đã bỏ")
    short = ref[: 80 - len(words) - 8]
    names = (f"{short} ({words} {number})" for number in range(2, len(taken) + 3))
    first = f"{short} ({words})"
    return first if first not in taken else next(name for name in names if name not in taken)


def _rewrite_bases(plan: Plan, blueprint: Blueprint) -> None:
    LegalBasis.objects.filter(plan=plan).delete()
    actions.write_bases(plan, blueprint)


def _rewrite_terms(plan: Plan, clauses: Mapping[str, Clause], said: Amendment, pack: Pack) -> None:
    """Who answers and what shows it anew; a target that goes on keeps its row and the values counted for it."""
    blueprint = said.blueprint
    standing = Clause.objects.filter(plan=plan)
    Answerable.objects.filter(clause__in=standing).delete()
    ClauseIndicator.objects.filter(clause__in=standing).delete()
    known = {row.code: row for row in Target.objects.filter(clause__plan=plan)}
    Target.objects.filter(clause__plan=plan).exclude(code__in=blueprint.terms.targets).update(
        dropped_from=said.effective_from
    )
    actions.write_terms(
        clauses, blueprint.terms, blueprint.placed, pack=pack, on=blueprint.first_day, known_targets=known
    )
    asked = queries.terms_of(PresentRows(plan), pack)
    Plan.objects.filter(pk=plan.pk).update(terms=asked.digest)


def _keep(plan: Plan, day: date, number: str, dated: date | None) -> None:
    rows = PresentRows(plan)
    Edition.objects.create(
        plan=plan, number=plan.edition, decided_by=number, decided_on=dated, effective_from=day, title=plan.title,
        text=plan.text, digest=plan.digest, terms=plan.terms, rows=kept(rows), recorded_at=clock.now(),
    )  # fmt: skip
