"""Reads of drafts: the list, one under review with its questions, and what a reviewer may choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pydantic import TypeAdapter

from tiendo.core.assignments import queries as assignments
from tiendo.core.drafting import amended, likeness
from tiendo.core.drafting.amended import OldPlan
from tiendo.core.drafting.document import Basis, Document
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.questions import Known, Review
from tiendo.core.indicators import queries as indicators
from tiendo.core.plans import catalogue as legal
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import IndicatorDef, Pack
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.text import fold

_SHAPE = TypeAdapter(Document)
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the list."""

    id: int
    shown: str
    file_name: str
    state: str
    state_shown: str
    changed_at: datetime
    plan_code: str
    amends: str

    @property
    def dialog(self) -> str:
        """The name of the question before it is dropped."""
        return f"drop-{self.id}"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who may be chosen to answer: a class of units, an agency or a place."""

    code: str
    shown: str
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator to choose, with what it comes to today."""

    code: str
    name: str
    unit: str
    is_share: bool
    value: indicators.Figure | None


def drafts(post: Post) -> list[DraftLine]:
    """The unit's drafts that were not dropped, the one last worked on first; every unit's for the auditor. One query."""
    rows = (
        Draft.objects.exclude(state=Draft.State.DROPPED)
        .select_related("plan", "amends")
        .defer("text", "document", "plan__text", "amends__text")
    )
    if post.role != Role.AUDITOR:
        rows = rows.filter(unit_id=post.unit_id)
    return [
        DraftLine(
            id=row.pk,
            shown=str(row),
            file_name=row.file_name,
            state=row.state,
            state_shown=str(row.get_state_display()),
            changed_at=row.changed_at,
            plan_code=row.outcome.code if row.outcome else "",
            amends=row.amends.title if row.amends else "",
        )
        for row in rows
    ]


def by_id(draft_id: int) -> Draft | None:
    """One draft with its unit; None when there is none. One query."""
    return Draft.objects.select_related("unit", "plan", "amends__unit").filter(pk=draft_id).first()


def document_of(draft: Draft) -> Document:
    """The document as it stands."""
    return _SHAPE.validate_python(draft.document)


def written(document: Document) -> dict[str, object]:
    """A document as a draft keeps it."""
    kept: dict[str, object] = _SHAPE.dump_python(document, mode="json")
    return kept


def read_back(kept: object) -> Document:
    """The document that was kept so."""
    return _SHAPE.validate_python(kept)


def review(draft: Draft, document: Document | None = None) -> Review:
    """The draft with what is left to answer. One query, for the names of places it speaks of."""
    document = document or document_of(draft)
    pack = packs.current()
    cited = legal.load(pack.folder_of(legal.FILE))

    def note_on(basis: Basis, plan_day: date) -> str:
        printed = date.fromisoformat(basis.dated) if basis.dated else None
        return legal.note_on(basis.number, printed, catalogue=cited, plan_day=plan_day)

    known = Known(
        who=_names(document, pack),
        indicators=_indicator_words(pack.digest, len(indicators.catalogue())),
        indicator_names={code: one.definition.name_vi for code, one in indicators.catalogue().items()},
        shares=frozenset(code for code, one in measurable().items() if one.denominator),
        note_on=note_on,
        amends=(old := old_plan(draft)),
        open_tasks=assignments.open_by_clause(draft.amends) if old and draft.amends else {},
    )
    return Review(document, draft.text, known)


def old_plan(draft: Draft) -> OldPlan | None:
    """The plan an amendment is held against, as it stood when the amendment was begun; None for a new plan."""
    if draft.amends is None or draft.base is None:
        return None
    return amended.of(draft.amends, draft.base, pack=packs.current())


def measurable() -> dict[str, IndicatorDef]:
    """The indicators a target or a clause may be shown by: all that can be read and count no persons."""
    return {code: one.definition for code, one in indicators.catalogue().items() if not one.definition.counts_people}


def measures(codes: Iterable[str]) -> list[Measure]:
    """Indicators with their value today, in the order asked; what cannot be read is left out. A handful of queries."""
    known = measurable()
    codes = [code for code in dict.fromkeys(codes) if code in known]
    if not codes:
        return []
    pack = packs.current()
    period = present()
    unit = places.in_force([pack.plan.unit_code], period.end)
    values = indicators.values(codes, unit=unit[0], period=period) if unit else {}
    return [
        Measure(code, known[code].name_vi, known[code].unit, bool(known[code].denominator), values.get(code))
        for code in codes
    ]


def find_measures(typed: str) -> list[Measure]:
    """Indicators whose code, name or definition holds every word typed, marks or not."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    texts = {code: fold(f"{code} {one.name_vi} {one.definition} {one.unit}") for code, one in measurable().items()}
    return measures([code for code, text in texts.items() if all(word in text for word in wanted)][:MOST_FOUND])


def find_somebody(typed: str, *, on: date) -> list[Somebody]:
    """Classes of units, agencies and places whose name holds every word typed, marks or not. One query."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    classes = [
        Somebody(one.code, one.name, "")
        for one in packs.current().classes.values()
        if all(word in fold(f"{one.name} {one.short_name}") for word in wanted)
    ]
    found = [
        Somebody(each.unit.code, str(each.unit), str(each.parent) if each.parent else "")
        for each in places.search(typed, on, limit=MOST_FOUND)
    ]
    return [*classes, *found]


def is_somebody(code: str, *, on: date) -> bool:
    """Whether a code is that of a class of units or of a unit in force on the day. One query at most."""
    return code in packs.current().classes or bool(places.in_force([code], on))


def first_day(document: Document) -> date:
    """The day whose tree of units the plan speaks of; today where it says no year."""
    return document.head.first_day or clock.today()


def present() -> Period:
    """The month today lies in."""
    return periods.of(clock.today(), "month")


def _names(document: Document, pack: Pack) -> Mapping[str, str]:
    """Code → short name of everybody the document speaks of, and of the pack's own bodies."""
    known = {one.code: one.short_name for one in pack.agencies.values()}
    known |= {one.code: one.short_name for one in pack.classes.values()}
    spoken = {code for part in document.parts for code in (*part.lead, *part.coordinating)}
    unknown = spoken - known.keys()
    if unknown:
        for unit in places.in_force(unknown, first_day(document)):
            known[unit.code] = unit.short_name or str(unit)
    return known


@lru_cache(maxsize=4)
def _indicator_words(_digest: str, _how_many: int) -> likeness.Collection[str]:
    return likeness.collection({code: likeness.words(one.name_vi) for code, one in measurable().items()})
