"""Reads of documents: what there is, a paper as it stands today or as it went out, and what differs between the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Figure
from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.core.reporting import queries as reports
from tiendo.core.reporting.queries.since import Accepted, accepted_since
from tiendo.core.rollup import queries as rollup
from tiendo.core.standing.target_figures import Histories
from tiendo.foundation import clock
from tiendo.foundation.accounts import signatures
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.numbers import show
from tiendo.kernel.periods import Period
from tiendo.outputs.documents import definitions, rules
from tiendo.outputs.documents.composing import Composer, Coverage
from tiendo.outputs.documents.definition import DocumentDef, NarrativeBlock
from tiendo.outputs.documents.models import Document, DocumentFigure, DocumentNarrative
from tiendo.outputs.documents.paper import Narrative, Paper, Printed, Signing

_PAPER = TypeAdapter(Paper)
_MAKERS = ("plan__unit", "unit", "issued_by__user", "prepared_by__user")
BACK = 6
"""How many past periods the page for a new document offers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    id: int
    title: str
    period: str
    state: str
    symbol: str
    when: Any
    by: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A document that can be begun: its kind and period, and whether it is a letter."""

    kind: str
    is_letter: bool
    title: str
    period: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One printed part of a figure (its value, its fraction, its change) as it was and as it reads today."""

    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that reads differently today, in one or more of its parts. `difference` is None for shares and where a side is unknown;
    `places` counts its places in the paper; `opens` says whether it has a lineage page."""

    order: int
    label: str
    unit_name: str
    indicator: str
    unit: str
    period: str
    readings: tuple[Reading, ...]
    difference: int | None
    places: int
    opens: bool

    @property
    def first(self) -> Reading:
        """The part to say first."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An issued document against today: how many figures agree, which differ, how many were provisional when it was issued,
    and the reports of its period that were accepted after it went out."""

    same: int
    provisional: int
    changes: tuple[Change, ...]
    since: tuple[Accepted, ...]

    @property
    def marks(self) -> dict[str, int]:
        """Key of a changed part → the number of its figure in the list."""
        return {reading.key: change.order for change in self.changes for reading in change.readings}

    @property
    def places(self) -> int:
        """In how many places of the paper something differs."""
        return sum(change.places for change in self.changes)


@dataclass(slots=True)
class Totals:
    """Figures from the totals, as of one posting (None: as they are now). Who reported is read once per form and period."""

    root: Unit
    as_of: int | None = None
    _covered: dict[tuple[str, str], dict[int, Coverage]] = field(default_factory=dict)

    def figures(
        self, codes: Sequence[str], units: Sequence[Unit], period: Period
    ) -> Mapping[int, Mapping[str, Figure]]:
        """Unit id → code → figure: the same few queries for one unit as for many."""
        return indicators.values_of_many(codes, units=units, period=period, as_of=self.as_of)

    def coverage(self, form: str, unit: Unit, period: Period) -> Coverage:
        """Who reported a form under the plan's unit or one of its children."""
        known = self._covered.get((form, period.key))
        if known is None:
            known = self._covered[form, period.key] = self._covered_now(form, period)
        return known.get(unit.pk, Coverage(0, 0, ()))

    def _covered_now(self, form: str, period: Period) -> dict[int, Coverage]:
        progress = reports.period_progress(form, period, self.root)
        parts = [(self.root.pk, progress.counts, progress.missing)]
        parts += [(child.unit_id, child.counts, child.missing) for child in progress.children]
        return {
            unit_id: Coverage(counts.expected, counts.approved, tuple(one.unit for one in missing))
            for unit_id, counts, missing in parts
        }


def readable(post: Post) -> list[Listed]:
    """The documents a post may see, newest period first. One query."""
    rows = Document.objects.select_related("unit", "issued_by__user", "prepared_by__user", "plan").defer("plan__text")
    rows = rows.filter(plan__year__lte=clock.today().year)
    found = []
    for row in rows:
        if not rules.may_read(post, row):
            continue
        definition = definitions.of_plan(row.plan)[row.kind]
        signed = row.issued_by or row.prepared_by
        found.append(
            Listed(
                row.id, definition.title, row.over.label, row.state, symbol(row, definition),
                row.issued_at or row.prepared_at, signed.user.shown_name,
            )
        )  # fmt: skip
    return found


def openings(post: Post, plan: Plan) -> list[Opening]:
    """Documents the post may begin today: periods of the plan's year that have ended and have none yet. One query."""
    today = clock.today()
    begun = set(Document.objects.filter(plan=plan).values_list("kind", "period"))
    found = []
    for definition in definitions.of_plan(plan).values():
        if not rules.may_prepare(post, issuer(definition)):
            continue
        period = periods.of(today, definition.period).previous()
        for _step in range(BACK):
            if (
                period.year == plan.year
                and (definition.key, period.key) not in begun
                and definition.in_force(period.end)
            ):
                found.append(Opening(definition.key, definition.is_letter, definition.title, period.key, period.label))
            period = period.previous()
    return found


def issuer(definition: DocumentDef) -> Unit:
    """The office that issues the kind of document, as it stands today."""
    return places.by_code(definition.issuer, clock.today())


def symbol(document: Document, definition: DocumentDef) -> str:
    """`118/BC-SLĐTBXH`; a number below ten has a zero before it; empty without a number."""
    return f"{document.number:02d}/{definition.symbol}" if document.number else ""


def next_number(document: Document) -> int:
    """A number to begin with: one above the greatest the office has used this year in this installation."""
    used = Document.objects.filter(unit=document.unit, year=clock.today().year).order_by("-number")
    last = used.exclude(number=None).values_list("number", flat=True).first()
    return (last or 0) + 1


def paper_of(document: Document, *, as_of: int | None = None) -> Paper:
    """The paper: of an issued document as it went out, of a draft from the totals as of a posting (None: now)."""
    if document.is_issued and document.paper is not None:
        paper: Paper = _PAPER.validate_python(document.paper)
        return paper
    return paper_now(document, as_of=as_of)


def paper_now(document: Document, *, as_of: int | None = None) -> Paper:
    """What the document would say from the totals as of a posting (None: now), with the words people wrote."""
    words = dict(document.narratives.values_list("key", "text"))
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    return compose(definition, document.plan, document.over, narratives=words, as_of=as_of)


def narrative_block(document: Document, saved: DocumentNarrative) -> Narrative:
    """One block of words alone, as the paper would hold it. No query."""
    blocks = definitions.by_key(carried.pack_of(document.plan), document.kind).blocks
    block = next(one for one in blocks if isinstance(one, NarrativeBlock) and one.key == saved.key)
    return Narrative(block.key, block.label, saved.text, block.otherwise)


def compose(
    definition: DocumentDef, plan: Plan, period: Period, *, narratives: Mapping[str, str], as_of: int | None
) -> Paper:
    """A paper about one period of a plan."""
    pack = carried.pack_of(plan)
    rows = places.tree(period.end).children(plan.unit_id, definition.rows)
    with packs.using(pack):
        targets = carried.targets_of(plan, pack)
        composer = Composer(
            definition, pack, plan_in_words(plan), plan.unit, rows, period, Totals(plan.unit, as_of), narratives, targets,
            counted_by_hand(plan, pack, targets, period),
        )  # fmt: skip
        return composer.paper()


def counted_by_hand(plan: Plan, pack: Pack, targets: Mapping[str, TargetDef], period: Period) -> Mapping[str, Figure]:
    """Target code → its figure, for targets that nothing measures. One query; none when there is no such target."""
    if not any(target.by_hand for target in targets.values()):
        return {}
    histories = Histories(plan, pack, plan.unit, Answers({}))
    return {code: histories.of(target, [period])[0] for code, target in targets.items() if target.by_hand}


def stored(paper: Paper) -> Any:
    """A paper as it is kept in the database."""
    return _PAPER.dump_python(paper, mode="json")


def plan_in_words(plan: Plan) -> str:
    """`Kế hoạch … năm 2017 số 12/KH-UBND ngày 28/4/2017 của UBND tỉnh …`; number and day only where the plan prints them."""
    number = _(" số %s") % plan.number if plan.number else ""
    day = _(" ngày %s") % f"{plan.issued_on:%d/%m/%Y}" if plan.issued_on else ""
    return _("%(title)s%(number)s%(day)s của %(issuer)s") % {
        "title": plan.title.rstrip("."), "number": number, "day": day, "issuer": plan.issuer,
    }  # fmt: skip


def signing_of(document: Document) -> Signing:
    """What signing put on the paper; of a draft, the blanks."""
    if document.issued_at is None or document.issued_by is None or document.number is None:
        return unsigned()
    day = document.issued_at.astimezone(clock.VIETNAM).date()
    return signed(
        number=document.number, day=day, by=document.issued_by, anchor=document.anchor, posting=document.posting_seq or 0,
    )  # fmt: skip


def signed(*, number: int, day: Any, by: Post, anchor: str, posting: int) -> Signing:
    """The marks of a signed paper: a zero before days under ten and months one and two (NĐ 30/2020, annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return Signing(
        number=f"{number:02d}", day=f"{day.day:02d}", month=month, year=str(day.year), signer=by.user.shown_name,
        footer=_footer(f"{day:%d/%m/%Y}", anchor, posting), draft=False, simulated=settings.INSTALLATION.simulated,
        acting=signatures.lines_of(by),
    )  # fmt: skip


def unsigned() -> Signing:
    """The marks of a draft: today's month, no day, no number; the head of the audit chain as it stands now."""
    today = clock.today()
    month = f"{today.month:02d}" if today.month <= 2 else str(today.month)
    return Signing(
        number="", day="", month=month, year=str(today.year), signer="",
        footer=_footer(f"{today:%d/%m/%Y}", audit.head()[1], rollup.latest_seq(clock.now())),
        draft=True, simulated=settings.INSTALLATION.simulated,
    )  # fmt: skip


def _footer(day: str, anchor: str, posting: int) -> str:
    return _("Mã chuỗi nhật ký ngày %(day)s: %(anchor)s · Số liệu đến lượt ghi số %(posting)s") % {
        "day": day, "anchor": anchor, "posting": show(posting),
    }  # fmt: skip


def comparison(document: Document) -> Comparison:
    """An issued document against today's totals."""
    issued, now = paper_of(document), paper_now(document).distinct_figures()
    places_of = Counter(figure.key for figure in issued.figures())
    figures: dict[tuple[str, str, str], list[DocumentFigure]] = {}
    for row in document.figures.all():
        figures.setdefault((row.indicator, row.unit, row.period), []).append(row)
    changes: list[Change] = []
    for rows in figures.values():
        readings = _readings(rows, now)
        if readings:
            said = issued.distinct_figures()[rows[0].key]
            changes.append(
                Change(
                    order=len(changes) + 1, label=said.label, unit_name=said.unit_name, indicator=said.indicator,
                    unit=said.unit, period=said.period, readings=readings, difference=_difference(rows[0], now),
                    places=sum(places_of[reading.key] for reading in readings),
                    opens=said.indicator in packs.current().indicators,
                )
            )  # fmt: skip
    provisional = sum(any(row.provisional for row in rows) for rows in figures.values())
    since = (
        accepted_since(document.period, document.issued_at, document.plan.unit)
        if changes and document.issued_at
        else ()
    )
    return Comparison(len(figures) - len(changes), provisional, tuple(changes), tuple(since))


def _readings(rows: Sequence[DocumentFigure], now: Mapping[str, Printed]) -> tuple[Reading, ...]:
    """The parts of one figure that read differently today."""
    today = {row.key: now[row.key].text if row.key in now else _("chưa có số liệu") for row in rows}
    return tuple(Reading(row.key, row.value_text, today[row.key]) for row in rows if today[row.key] != row.value_text)


def _difference(row: DocumentFigure, now: Mapping[str, Printed]) -> int | None:
    figure = now.get(row.key)
    if figure is None or figure.numerator is None or row.numerator is None or row.denominator is not None:
        return None
    return figure.numerator - row.numerator


def file_name(document: Document, definition: DocumentDef) -> str:
    """A name without marks that sorts: `2017-09-bao-cao-thang-118.docx`."""
    ending = f"-{document.number:02d}" if document.number else "-du-thao"
    return f"{document.period}-{definition.key}{ending}.docx"


def by_id(document_id: int) -> Document | None:
    """One document with all a page needs of its makers; None when there is none. One query."""
    return Document.objects.select_related(*_MAKERS).filter(pk=document_id).first()


def of_period(plan: Plan, kind: str, period: Period) -> Document | None:
    """The document of a kind on a period; None when none was begun. One query."""
    rows = Document.objects.select_related(*_MAKERS)
    return rows.filter(plan=plan, kind=kind, period=period.key).first()


def title_of(definition: DocumentDef, period: Period) -> str:
    """`Báo cáo tháng 8/2017` as a page calls it."""
    return f"{definition.type_name.capitalize()} {period.label}"
