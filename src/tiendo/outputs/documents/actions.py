"""The verbs of a document: prepare, save what people write, issue. One transaction each, with its audit entry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.core.rollup import queries as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.audit import queries as chain
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.periods import Period
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale
from tiendo.outputs.documents import definitions, queries, rules
from tiendo.outputs.documents.definition import NarrativeBlock
from tiendo.outputs.documents.layout import filling
from tiendo.outputs.documents.models import (
    LONGEST_NUMBER,
    Document,
    DocumentFigure,
    DocumentFile,
    DocumentNarrative,
    State,
)  # fmt: skip
from tiendo.outputs.documents.paper import Paper


class NumberTaken(Refused):
    """The number asked for stands on another document of the year; the sentence belongs at the field."""


@transaction.atomic
def prepare(kind: str, plan: Plan, period: Period, *, by: Post) -> Document:
    """Begin the document of a kind on a period that has ended. Raises Refused, also when it was begun before."""
    definition = definitions.by_key(carried.pack_of(plan), kind)
    unit = queries.issuer(definition)
    rules.may_prepare(by, unit).or_refuse()
    if period.kind != definition.period or not definition.in_force(period.end):
        raise BadInput([Problem("", _("văn bản này không lập cho %s.") % period.label, _("Mời chọn kỳ khác."))])
    if period.end >= clock.today():
        raise Refused(_("%s chưa hết; chỉ lập báo cáo của kỳ đã hết.") % _first_capital(period.label))
    if queries.of_period(plan, kind, period) is not None:
        raise Refused(_("Báo cáo %s đã được lập. Mời mở trong danh sách văn bản.") % period.label)
    moment = clock.now()
    document = Document(kind=kind, plan=plan, unit=unit, period=period.key, prepared_at=moment, prepared_by=by)
    _insert(document, _("Có người vừa lập báo cáo %s.") % period.label)
    DocumentNarrative.objects.bulk_create(
        DocumentNarrative(document=document, key=block.key, edited_at=moment, edited_by=by)
        for block in definition.blocks
        if isinstance(block, NarrativeBlock)
    )
    audit.record("document.prepared", document, by=by, fields=["kind", "period"])
    return document


@transaction.atomic
def save_narrative(document: Document, key: str, text: str, *, version: int, by: Post) -> DocumentNarrative:
    """Keep what somebody wrote in one block of a draft; `version` is the one their page showed.

    Raises Refused, BadInput (too long, or it holds personal details), or Stale when somebody else saved meanwhile.
    """
    rules.may_write(by, document).or_refuse()
    written = nfc(text).replace("\r\n", "\n").strip()
    _check(written)
    changed = DocumentNarrative.objects.filter(document=document, document__state=State.DRAFT, key=key, version=version)
    if not changed.update(text=written, version=version + 1, edited_at=clock.now(), edited_by=by):
        if Document.objects.filter(pk=document.pk, state=State.ISSUED).exists():
            raise Stale(_("Văn bản vừa được ban hành, lời văn không sửa được nữa."))
        raise Stale(_("Phần này vừa được sửa ở nơi khác. Mời đối chiếu hai bản rồi lưu bản cuối cùng."))
    audit.record("document.narrative_saved", document, by=by, fields=[key])
    return DocumentNarrative.objects.get(document=document, key=key)


def issue(document: Document, number: int, *, by: Post) -> Document:
    """Sign a draft under a number that is free in the year: its figures, its words and its file stand from here on.

    Raises Refused (wrong person, wrong state), NumberTaken, or Stale when somebody changed it meanwhile.
    """
    rules.may_issue(by, document).or_refuse()
    _check_number(document, number)
    made = _make(document, number, by=by)
    with transaction.atomic():
        if made.words != _words(document):
            raise Stale(_("Lời văn vừa được sửa trong lúc ký. Mời đọc lại bản mới rồi ký."))
        _move_to_issued(document, number, made, by=by)
        _keep(document, made)
        audit.record("document.issued", document, by=by, fields=["number", "state"], revision_hash=made.digest)
    return document


@dataclass(frozen=True, slots=True)
class _Made:
    """A document made ready before the transaction that issues it: drawing its charts would hold the database up."""

    paper: Paper
    content: bytes
    digest: bytes
    posting: int
    anchor: str
    words: dict[str, str]


def _make(document: Document, number: int, *, by: Post) -> _Made:
    moment, anchor = clock.now(), chain.head()[1]
    posting = rollup.latest_seq(moment)
    words = _words(document)
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    paper = queries.compose(definition, document.plan, document.over, narratives=words, as_of=posting)
    signing = queries.signed(number=number, day=moment.date(), by=by, anchor=anchor, posting=posting)
    content = filling.docx(definition, paper, signing)
    return _Made(paper, content, hashlib.sha256(content).digest(), posting, anchor, words)


def _move_to_issued(document: Document, number: int, made: _Made, *, by: Post) -> None:
    """One conditional UPDATE: of two people signing at once, or two papers taking one number, exactly one wins."""
    moment = clock.now()
    stamps = {
        "state": State.ISSUED, "issued_at": moment, "issued_by": by, "number": number, "year": moment.year,
        "posting_seq": made.posting, "paper": queries.stored(made.paper), "anchor": made.anchor,
    }  # fmt: skip
    try:
        with transaction.atomic():
            won = Document.objects.filter(pk=document.pk, state=State.DRAFT).update(**stamps)
    except IntegrityError as error:
        raise NumberTaken(_taken(number)) from error
    if not won:
        raise Stale(_("Văn bản này vừa được ban hành."))
    document.refresh_from_db()


def _keep(document: Document, made: _Made) -> None:
    DocumentFigure.objects.bulk_create(
        DocumentFigure(
            document=document, position=position, key=figure.key, indicator=figure.indicator, unit=figure.unit,
            period=figure.period, value_text=figure.text, numerator=figure.numerator, denominator=figure.denominator,
            provisional=figure.provisional, posting_seq=made.posting,
        )
        for position, figure in enumerate(made.paper.distinct_figures().values())
    )  # fmt: skip
    DocumentFile.objects.create(document=document, content=made.content, digest=made.digest, made_at=clock.now())


def _words(document: Document) -> dict[str, str]:
    return dict(DocumentNarrative.objects.filter(document=document).values_list("key", "text"))


def _insert(document: Document, otherwise: str) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(otherwise) from error


def _check(text: str) -> None:
    longest = DocumentNarrative._meta.get_field("text").max_length or 0
    if len(text) > longest:
        what = _("dài %(now)s ký tự, nhiều nhất %(most)s.") % {"now": len(text), "most": longest}
        raise BadInput([Problem("", what, _("Mời rút gọn."))])
    check_narrative(text)


def _check_number(document: Document, number: int) -> None:
    if not 1 <= number <= LONGEST_NUMBER:
        raise Refused(_("Số văn bản từ 1 đến %s.") % LONGEST_NUMBER)
    if Document.objects.filter(unit=document.unit, year=clock.today().year, number=number).exists():
        raise NumberTaken(_taken(number))


def _taken(number: int) -> str:
    return _("Số %(number)02d đã dùng cho văn bản khác trong năm. Mời lấy số khác.") % {"number": number}


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
