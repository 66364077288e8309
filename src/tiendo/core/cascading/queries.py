"""Reads of plans that follow from the plan above: whose plan a unit follows, what came from where, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tiendo.core.arrangements.models import Integration
from tiendo.core.arrangements.register import in_force
from tiendo.core.cascading import skeleton
from tiendo.core.cascading.models import Derivation, Origin, TargetShare
from tiendo.core.cascading.skeleton import Below
from tiendo.core.drafting import queries as drafting
from tiendo.core.drafting.document import Document
from tiendo.core.drafting.models import Draft
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Answerable, Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit

EVERYBODY = "all"
"""The kind of the class that means every body there is, as packs write it."""


@dataclass(frozen=True, slots=True)
class FromAbove:
    """One clause the plan above asks of the unit; `ref_here` is where it stands in the unit's plan, "" when that leaves it out."""

    ref: str
    asked: str
    ref_here: str

    @property
    def is_missing(self) -> bool:
        """Whether the unit's plan leaves it out."""
        return not self.ref_here


@dataclass(frozen=True, slots=True)
class Carried:
    """A target of the plan above in the unit's plan: the share given now (None: not given), and the goal the unit's plan states."""

    label: str
    title: str
    unit_word: str
    share: int | None
    goal: int | None

    @property
    def differs(self) -> bool:
        """Whether the plan states another number than the share."""
        return self.share is not None and (self.goal or 0) != self.share


@dataclass(frozen=True, slots=True)
class Following:
    """The unit's plan after one plan above. `draft` is None before it is begun, `plan` before it is issued; `dropped` are refs here
    whose clause the plan above has no more, `added` those it never had."""

    parent: Plan
    draft: Draft | None
    plan: Plan | None
    clauses: tuple[FromAbove, ...]
    carried: tuple[Carried, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def missing(self) -> tuple[FromAbove, ...]:
        """What the plan above asks and this one leaves out; nothing while none is begun."""
        return tuple(one for one in self.clauses if one.is_missing) if self.draft else ()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: who stands above it, its plan after each plan of that one, and the programmes nothing is integrated for."""

    unit: Unit
    above: Unit | None
    followings: tuple[Following, ...]
    missing_programmes: tuple[str, ...]


def above(unit: Unit, on: date) -> Unit | None:
    """The unit right above in the tree of the day: a commune's district, where there are none its province. One or two queries."""
    path = places.paths([unit.pk], on).get(unit.pk, ())
    return Unit.objects.get(pk=path[-2]) if len(path) > 1 else None


def plans_above(unit: Unit, on: date) -> list[Plan]:
    """The plans the unit's own plan follows: those of the unit above, of its latest year with one. A few queries."""
    over = above(unit, on)
    return plans.of_unit(over) if over is not None else []


def right_below(unit: Unit, on: date) -> list[Unit]:
    """The places right below on the day: a province's districts, its communes where there are none; a district's communes. Few queries."""
    if unit.kind == Kind.PROVINCE:
        return places.directly_under(unit, Kind.DISTRICT, on) or places.directly_under(unit, Kind.COMMUNE, on)
    return places.directly_under(unit, Kind.COMMUNE, on) if unit.kind == Kind.DISTRICT else []


def below_of(unit: Unit, pack: Pack) -> Below:
    """What the unit and the level under it are called where plans say who answers. No query."""
    classes: dict[str, str] = {known.kind: known.code for known in pack.classes.values()}
    under = classes.get(Kind.COMMUNE.value, "") if unit.kind == Kind.DISTRICT else ""
    own = {unit.code, classes.get(unit.kind, "")} - {""}
    return Below(
        code=unit.code,
        name=places.display(unit),
        own=frozenset(own),
        everybody=frozenset({classes.get(EVERYBODY, "")} - {""}),
        passed=frozenset({under} - {""}),
        under=under,
    )


def answers(unit: Unit, pack: Pack) -> Q:
    """Answerables that mean the unit, its class, everybody or the level under it."""
    below = below_of(unit, pack)
    return Q(unit=unit) | Q(unit_class__in=sorted(below.own | below.everybody | below.passed))


def asks(plan: Plan, unit: Unit) -> bool:
    """Whether the plan asks anything of the unit. One query."""
    return Answerable.objects.filter(answers(unit, packs.current()), clause__plan=plan).exists()


def shares_of(unit: Unit, plan: Plan) -> dict[str, int]:
    """Code of a target of the plan → the unit's share. One query."""
    rows = TargetShare.objects.filter(unit=unit, target__clause__plan=plan)
    return dict(rows.values_list("target__code", "value"))


def unit_page(unit: Unit) -> UnitPage:
    """The unit's plans as they stand; a handful of queries for each plan above."""
    today = clock.today()
    over = above(unit, today)
    parents = plans.of_unit(over) if over is not None else []
    return UnitPage(
        unit=unit,
        above=over,
        followings=tuple(following(unit, parent) for parent in parents if asks(parent, unit)),
        missing_programmes=tuple(missing_programmes([unit.pk], today)[unit.pk]),
    )


def following(unit: Unit, parent: Plan) -> Following:
    """The unit's plan after one plan above, clause by clause."""
    pack = packs.current()
    terms = plans.terms(parent, pack=pack)
    below = below_of(unit, pack)
    asked = skeleton.asked_of(terms, below)
    derivation = live(unit, parent)
    ids = dict(Clause.objects.filter(plan=parent, ref__in=asked).values_list("ref", "lasting_id"))
    here = _refs_here(derivation) if derivation else {}
    draft = derivation.draft if derivation else None
    document = drafting.document_of(draft) if draft else None
    known = {str(lasting_id) for lasting_id in Clause.objects.filter(plan=parent).values_list("lasting_id", flat=True)}
    origins = {ref: above_id for above_id, ref in here.items()}
    return Following(
        parent=parent,
        draft=draft,
        plan=draft.plan if draft else None,
        clauses=tuple(FromAbove(ref, terms.clauses[ref].asked, here.get(str(ids[ref]), "")) for ref in asked),
        carried=tuple(_carried(parent, below, shares_of(unit, parent), document)),
        added=tuple(ref for ref in _clauses(document) if ref not in origins),
        dropped=tuple(ref for ref, above_id in origins.items() if above_id not in known),
    )


def live(unit: Unit, parent: Plan) -> Derivation | None:
    """The unit's derivation from the plan whose draft was not dropped; None when there is none. One query."""
    rows = Derivation.objects.filter(unit=unit, parent=parent).exclude(draft__state=Draft.State.DROPPED)
    return rows.select_related("draft__plan", "draft__unit").first()


def missing_programmes(unit_ids: Iterable[int], on: date) -> dict[int, list[str]]:
    """Unit id → names of the required programmes that no content of its plan carries out on the day. One query."""
    ids = list(unit_ids)
    linked = set(in_force(Integration, on).filter(unit_id__in=ids).values_list("unit_id", "programme"))
    required = [one for one in packs.current().programmes if one.required]
    return {pk: [one.name for one in required if (pk, one.code) not in linked] for pk in ids}


def _refs_here(derivation: Derivation) -> Mapping[str, str]:
    """Lasting id above → ref in the unit's plan, for what is still in it."""
    rows = list(Origin.objects.filter(derivation=derivation))
    if derivation.draft.plan_id is not None:
        standing = Clause.objects.filter(plan_id=derivation.draft.plan_id, lasting_id__in=[row.clause for row in rows])
        by_id = dict(standing.values_list("lasting_id", "ref"))
        return {str(row.above): by_id[row.clause] for row in rows if row.clause in by_id}
    document = drafting.document_of(derivation.draft)
    asking = {part.key for part in document.clauses}
    return {str(row.above): document.refs[row.part] for row in rows if row.part in asking}


def _clauses(document: Document | None) -> list[str]:
    return [document.refs[part.key] for part in document.clauses] if document else []


def _carried(parent: Plan, below: Below, shares: Mapping[str, int], document: Document | None) -> Iterable[Carried]:
    """The counted targets that come down to the unit, with the goal its document states."""
    terms = plans.terms(parent, pack=packs.current())
    for target in terms.targets.values():
        if skeleton.is_divided(target) and skeleton.comes_down(target, parent, terms, below):
            yield Carried(
                label=target.label,
                title=target.title,
                unit_word=target.unit_word,
                share=shares.get(target.code),
                goal=_goal(target, document),
            )


def _goal(target: TargetDef, document: Document | None) -> int | None:
    found = (one for one in document.promises if one.label == target.label) if document else iter(())
    promise = next(found, None)
    return promise.low if promise is not None else None
