"""A unit begins its plan after the one above, a place shares its targets out; and what follows when a derived plan is issued."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.core.cascading import queries, rules, skeleton
from tiendo.core.cascading.models import Derivation, Origin, TargetShare
from tiendo.core.cascading.register import FORM
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting.document import Document, Head
from tiendo.core.drafting.models import Draft
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Clause, Plan, Target
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale

_LONGEST_CODE, _LONGEST_TITLE = 80, 400


@durable
def begin(unit: Unit, parent: Plan, *, by: Post) -> Derivation:
    """The draft of the unit's plan after the plan above. Begun already, it is that one; dropped before, it begins anew.

    Raises Refused when the plan is not that of the unit above, or asks nothing of the unit.
    """
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    rules.may_begin(by, unit).or_refuse()
    standing = queries.live(unit, parent)
    if standing is not None:
        return standing
    if parent.pk not in {plan.pk for plan in queries.plans_above(unit, clock.today())}:
        raise Refused(
            _("Kế hoạch này không phải của cấp trên trực tiếp hiện nay. Mời tải lại trang kế hoạch của đơn vị.")
        )
    drawn = _drawn(unit, parent)
    named = _("Theo kế hoạch của %s") % parent.unit
    draft = drafting.draw_up(drawn.document, drawn.text, file_name=named, by=by)
    Derivation.objects.filter(unit=unit, parent=parent).delete()
    made = Derivation.objects.create(unit=unit, parent=parent, draft=draft, begun_by=by, begun_at=clock.now())
    Origin.objects.bulk_create(Origin(derivation=made, above=above, part=key) for key, above in drawn.origins.items())
    audit.record("derivation.begun", made, by=by, fields=("draft", "origins"))
    return made


def issued(draft: Draft, plan: Plan, document: Document, by: Post) -> None:
    """A derived plan was issued: its clauses are tied to those above, and the figures follow. Any other plan is none of this app's.

    Raises BadInput, which undoes the issuing, when it has no number or day, or is another unit's or year's.
    """
    derivation = Derivation.objects.select_related("unit", "parent").filter(draft=draft).first()
    if derivation is None:
        return
    problems = list(_unfit(derivation, plan))
    if problems:
        raise BadInput(problems)
    ids = dict(Clause.objects.filter(plan=plan).values_list("ref", "lasting_id"))
    origins = list(Origin.objects.filter(derivation=derivation))
    for origin in origins:
        origin.clause = ids.get(document.refs.get(origin.part, ""))
    Origin.objects.bulk_update(origins, ["clause"])
    assert plan.issued_on is not None, "a derived plan without a day is refused above"
    live.refresh_since(FORM, derivation.unit_id, plan.issued_on)


@dataclass(frozen=True, slots=True)
class Given:
    """One cell of the grid of shares: what the page showed, and what was typed; None for blank."""

    target_id: int
    unit_id: int
    before: int | None
    value: int | None


@durable
def share_out(plan: Plan, cells: list[Given], *, by: Post) -> int:
    """What of each target falls to each unit right below; how many cells changed. Nothing is balanced: sums are shown as they are.

    Raises Refused, BadInput for a unit or target that is not in the grid, Stale when somebody else changed a cell meanwhile.
    """
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=plan.pk)
    rules.may_share(by, plan).or_refuse()
    changed = [cell for cell in cells if cell.value != cell.before]
    _in_the_grid(plan, changed)
    held = {(row.target_id, row.unit_id): row for row in TargetShare.objects.filter(target__clause__plan=plan)}
    moment = clock.now()
    for cell in changed:
        row = held.get((cell.target_id, cell.unit_id))
        if (row.value if row else None) not in (cell.before, cell.value):
            raise Stale(_("Đồng nghiệp vừa giao lại phần của một đơn vị. Chưa ghi gì; mời tải lại trang rồi sửa tiếp."))
        if cell.value is None:
            TargetShare.objects.filter(target_id=cell.target_id, unit_id=cell.unit_id).delete()
            continue
        said = {"value": cell.value, "given_by": by, "given_at": moment}
        TargetShare.objects.update_or_create(target_id=cell.target_id, unit_id=cell.unit_id, defaults=said)
    if changed:
        audit.record("target.shared", plan, by=by, fields=("shares",))
    return len(changed)


def _drawn(unit: Unit, parent: Plan) -> skeleton.Skeleton:
    pack = packs.current()
    document = plans.document(parent, pack=pack, on=clock.today())
    terms, below = plans.terms(parent, pack=pack), queries.below_of(unit, pack)
    drawn = skeleton.begun(document, terms, below, head=_head(unit, parent), shares=queries.shares_of(unit, parent))
    if not drawn.origins:
        raise Refused(_("Kế hoạch cấp trên không giao điều nào cho %s.") % unit)
    return drawn


def _head(unit: Unit, parent: Plan) -> Head:
    above = f", {places.display(parent.unit)}"
    title = f"{parent.title.removesuffix(above)}, {places.display(unit)}"[:_LONGEST_TITLE]
    code = f"{parent.code}-{unit.code.lower()}"
    return Head(
        issuer=_("Ủy ban nhân dân %s") % places.display(unit), title=title, year=parent.year, unit=unit.code,
        code=code if len(code) <= _LONGEST_CODE else f"{parent.code[: _LONGEST_CODE - 1 - len(unit.code)]}-{unit.code.lower()}",
    )  # fmt: skip


def _unfit(derivation: Derivation, plan: Plan) -> list[Problem]:
    found = []
    if not plan.number or plan.issued_on is None:
        what = _("kế hoạch của địa phương cần số và ngày ban hành.")
        found.append(Problem(_("Số, ngày"), what, _("Mời ghi như trên văn bản đã ký.")))
    elif plan.issued_on > clock.today():
        found.append(Problem(_("Ngày ban hành"), _("ngày sau hôm nay."), _("Mời kiểm tra lại ngày ký.")))
    if plan.unit_id != derivation.unit_id or plan.year != derivation.parent.year:
        what = _("phải là %(unit)s, năm %(year)d như kế hoạch cấp trên.")
        said = what % {"unit": derivation.unit, "year": derivation.parent.year}
        found.append(Problem(_("Đơn vị, năm kế hoạch"), said, _("Mời ghi lại như lúc bắt đầu soạn.")))
    return found


def _in_the_grid(plan: Plan, cells: list[Given]) -> None:
    asked = {row.pk: row for row in Target.objects.filter(clause__plan=plan)}
    units = {unit.pk for unit in queries.right_below(plan.unit, clock.today())}
    if any(cell.target_id not in asked or cell.unit_id not in units for cell in cells):
        what = _("đơn vị hoặc chỉ tiêu không còn trong bảng.")
        raise BadInput([Problem(_("Phần giao"), what, _("Mời tải lại trang."))])
