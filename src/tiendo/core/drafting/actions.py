"""The verbs of a draft: begin, one step of review, back and forth, drop, issue. One transaction each."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.drafting import amended, beginning, editing, following, issuing, naming, queries, rules
from tiendo.core.drafting.document import Document, Head
from tiendo.core.drafting.models import Draft, DraftStep
from tiendo.core.indicators import own
from tiendo.core.plans import actions as plans
from tiendo.core.plans import amending
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.transactions import durable
from tiendo.kernel.reading import read_plan
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale

Change = Callable[[Document], Document]
Rewriting = Callable[[Document, str], tuple[Document, str]]
"""A change of the words too: document and text in, both out."""
_LONGEST_NAME, _LONGEST_TITLE = 80, 400


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """A measure as a reviewer builds it, in the language of indicators; no denominator for a count."""

    title: str
    unit_word: str
    numerator: str
    denominator: str


@durable
def begin(text: str, *, file_name: str = "", amends: Plan | None = None, by: Post) -> Draft:
    """Reads a plan's text into a draft; with `amends`, the amended text of that plan, each part tied to the clause it continues.

    The same text under review already is that draft, not a second one. Raises Refused, or BadInput when no heading or clause can be
    read from it or the amended text is the plan's own.
    """
    rules.may_begin(by).or_refuse()
    reading = read_plan(text)
    if not reading.nodes:
        what = _("không thấy đề mục hay điều khoản nào trong văn bản.")
        raise BadInput([Problem(file_name, what, _("Mời kiểm tra có đúng tệp kế hoạch, hoặc dán phần chữ."))])
    digest = _digest(reading.text)
    standing = Draft.objects.filter(unit_id=by.unit_id, digest=digest, state=Draft.State.OPEN).first()
    if standing is not None:
        return _the_same(standing, amends)
    document = beginning.begun(reading, known=naming.directory())
    if amends is not None:
        document = _held_against(document, reading.text, amends)
    return _open(document, reading.text, file_name=file_name, by=by, amends=amends)


def draw_up(document: Document, text: str, *, file_name: str, by: Post) -> Draft:
    """A draft of the post's own unit from a document put together by another app, in that app's transaction. Raises Refused."""
    rules.may_work(by).or_refuse()
    return _open(document, text, file_name=file_name, by=by)


def _open(document: Document, text: str, *, file_name: str, by: Post, amends: Plan | None = None) -> Draft:
    moment, digest = clock.now(), _digest(text)
    draft = Draft.objects.create(
        unit_id=by.unit_id,
        created_by=by,
        created_at=moment,
        changed_at=moment,
        file_name=nfc(file_name)[:_LONGEST_NAME],
        title=document.head.title[:_LONGEST_TITLE],
        text=text,
        digest=digest,
        document=queries.written(document),
        amends=amends,
        base=amends.edition if amends else None,
    )
    audit.record("draft.begun", draft, by=by, fields=["text"], revision_hash=bytes.fromhex(digest))
    return draft


def _the_same(standing: Draft, amends: Plan | None) -> Draft:
    if standing.amends_id != (amends.pk if amends else None):
        raise Refused(_("Văn bản này đang được rà soát trong bản nháp “%s”. Mời mở bản nháp ấy.") % standing)
    return standing


def _held_against(document: Document, text: str, plan: Plan) -> Document:
    if text == plan.text:
        what = _("trùng nguyên văn bản đang theo dõi, không có gì sửa đổi.")
        raise BadInput([Problem(plan.title, what, _("Mời kiểm tra có đúng tệp sửa đổi."))])
    old = amended.of(plan, plan.edition, pack=packs.current())
    tied = amended.continued(document, text, old)
    head = replace(document.head, year=plan.year, unit=plan.unit.code, code=plan.code)
    return replace(tied, head=replace(head, title=plan.title, issuer=head.issuer or plan.issuer))


@durable
def step(draft: Draft, change: Change, *, kind: str, version: int, by: Post) -> Document:
    """One step of review on the version the reviewer saw; what was taken back before it is forgotten.

    Raises Refused, BadInput, or Stale when somebody else took a step meanwhile. A step that changes nothing is none.
    """
    return _step(_fresh(draft, version, by), change, kind=kind, by=by)


@durable
def rewrite(draft: Draft, change: Rewriting, *, kind: str, version: int, by: Post) -> Document:
    """One step that changes the words of a plan drawn up here, and where everything after them stands. Raises as `step`."""
    draft = _fresh(draft, version, by)
    before = queries.document_of(draft)
    after, text = change(before, draft.text)
    if (after, text) == (before, draft.text):
        return before
    _write(draft, after, done=draft.done + 1, text=text)
    _keep(draft, kind, _packed(before, draft.text), by)
    return after


@durable
def measure_by_own(draft: Draft, promise: int, measure: OwnMeasure, *, version: int, by: Post) -> Document:
    """Builds a measure from cells and measures a target by it, in one transaction. Raises Refused, BadInput, Stale."""
    draft = _fresh(draft, version, by)
    code = own.define(measure.title, measure.unit_word, measure.numerator, measure.denominator, by=by)
    return _step(draft, lambda document: editing.measure_by(document, promise, indicator=code), kind="measure", by=by)


def _step(draft: Draft, change: Change, *, kind: str, by: Post) -> Document:
    before = queries.document_of(draft)
    after = change(before)
    if after == before:
        return before
    _write(draft, after, done=draft.done + 1)
    _keep(draft, kind, _packed(before), by)
    return after


def _keep(draft: Draft, kind: str, other: bytes, by: Post) -> None:
    """The step's other side; what was taken back before it is forgotten."""
    DraftStep.objects.filter(draft=draft, number__gt=draft.done).delete()
    DraftStep.objects.create(draft=draft, number=draft.done + 1, verb=kind, other=other, by=by, at=clock.now())


def undo(draft: Draft, *, version: int, by: Post) -> Document:
    """Takes the last step back. Raises Refused when there is none, Stale as `step`."""
    return _turn(draft, version=version, by=by, back=1, none=_("Không còn bước nào để hoàn tác."))


def redo(draft: Draft, *, version: int, by: Post) -> Document:
    """Takes the step that was taken back again. Raises Refused when there is none, Stale as `step`."""
    return _turn(draft, version=version, by=by, back=0, none=_("Không có bước nào để làm lại."))


@durable
def drop(draft: Draft, *, by: Post) -> None:
    """Gives the draft up: it leaves the list, its steps are forgotten. Raises Refused."""
    draft = _latest(draft)
    rules.may_review(by, draft).or_refuse()
    moved = Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN).update(
        state=Draft.State.DROPPED, version=draft.version + 1, changed_at=clock.now()
    )
    if not moved:
        raise Stale(_("Bản nháp này vừa được ban hành hoặc bỏ. Mời tải lại trang."))
    DraftStep.objects.filter(draft=draft).delete()
    audit.record("draft.dropped", draft, by=by, fields=["state"])


def issue(draft: Draft, head: Head, *, version: int, by: Post) -> Plan:
    """Writes the reviewed plan down under `head` and closes the draft, all or nothing. Issued already, it gives the same plan again.

    Raises Refused while a question is open, BadInput naming what the head still lacks or which unit is not in force, Stale.
    """
    try:
        return _issue(draft, head, version=version, by=by)
    except Stale:
        issued = _latest(draft).outcome
        if issued is None:
            raise
        return issued


def issue_amendment(draft: Draft, head: Head, effective_from: date, *, version: int, by: Post) -> Plan:
    """Writes the reviewed text down as the plan's next edition, in force from a day, and closes the draft, all or nothing.

    Clauses that go on keep their tasks, figures and history. Issued already, it gives the plan again. Raises as `issue`, and Stale
    when the plan was amended by another draft meanwhile.
    """
    try:
        return _issue_amendment(draft, head, effective_from, version=version, by=by)
    except Stale:
        if (issued := _latest(draft).outcome) is None:
            raise
        return issued


@durable
def _issue_amendment(draft: Draft, head: Head, effective_from: date, *, version: int, by: Post) -> Plan:
    draft = _latest(draft)
    if draft.outcome is not None:
        rules.may_read(by, draft).or_refuse()
        return draft.outcome
    draft = _fresh(draft, version, by)
    plan, base = draft.amends, draft.base
    assert plan is not None, "an amendment is issued as one"
    assert base is not None, "a draft that amends knows its edition"
    document = replace(
        queries.document_of(draft), head=replace(head, year=plan.year, unit=plan.unit.code, code=plan.code)
    )
    rules.may_issue(by, draft, left=len(queries.review(draft, document).questions)).or_refuse()
    pack = packs.current()
    said = amending.Amendment(
        base=base,
        effective_from=effective_from,
        blueprint=issuing.blueprint(document, draft.text, pack=pack, old=queries.old_plan(draft)),
        continues=issuing.continues(document),
    )
    _write(draft, document, done=draft.done)
    amending.amend(plan, said, pack=pack)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.ISSUED, edition=base + 1)
    audit.record("plan.amended", plan, by=by, fields=plans.WRITTEN, revision_hash=bytes.fromhex(plan.digest))
    audit.record("draft.issued", draft, by=by, fields=["state", "plan"])
    return plan


@durable
def _issue(draft: Draft, head: Head, *, version: int, by: Post) -> Plan:
    draft = _latest(draft)
    if draft.outcome is not None:
        rules.may_read(by, draft).or_refuse()
        return draft.outcome
    draft = _fresh(draft, version, by)
    if draft.amends_id is not None:
        raise Refused(_("Bản nháp này sửa đổi một kế hoạch đang theo dõi. Mời ban hành từ trang của bản nháp."))
    document = replace(queries.document_of(draft), head=head)
    rules.may_issue(by, draft, left=len(queries.review(draft, document).questions)).or_refuse()
    pack = packs.current()
    blueprint = issuing.blueprint(document, draft.text, pack=pack)
    if Plan.objects.filter(code=blueprint.code).exists():
        what = _("đã có kế hoạch mang mã “%s”.") % blueprint.code
        raise BadInput([Problem(_("Mã kế hoạch"), what, _("Mời chọn mã khác."))])
    _write(draft, document, done=draft.done)
    plan = plans.write_down(blueprint, pack=pack)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.ISSUED, plan=plan)
    audit.record("plan.issued", plan, by=by, fields=plans.WRITTEN, revision_hash=bytes.fromhex(plan.digest))
    following.tell(draft, plan, document, by)
    audit.record("draft.issued", draft, by=by, fields=["state", "plan"])
    return plan


def _latest(draft: Draft) -> Draft:
    found = queries.by_id(draft.pk)
    if found is None:
        raise Refused(_("Không có bản nháp này."))
    return found


def _fresh(draft: Draft, version: int, by: Post) -> Draft:
    """The draft as it stands, when the reviewer saw it so and may go on."""
    draft = _latest(draft)
    rules.may_review(by, draft).or_refuse()
    if draft.version != version:
        raise _stale()
    return draft


def _write(draft: Draft, document: Document, *, done: int, text: str = "") -> None:
    """One conditional UPDATE: of two who take a step on the same version, one does. The text stays unless a new one is given."""
    text = text or draft.text
    moved = Draft.objects.filter(pk=draft.pk, version=draft.version, state=Draft.State.OPEN).update(
        document=queries.written(document),
        title=document.head.title[:_LONGEST_TITLE],
        version=draft.version + 1,
        done=done,
        text=text,
        digest=_digest(text),
        changed_at=clock.now(),
    )
    if not moved:
        raise _stale()


@durable
def _turn(draft: Draft, *, version: int, by: Post, back: int, none: str) -> Document:
    """Swaps the document with the other side of a step: the last one (`back` 1), or the one taken back before (0)."""
    draft = _fresh(draft, version, by)
    turned = DraftStep.objects.filter(draft=draft, number=draft.done + 1 - back).first()
    if turned is None:
        raise Refused(none)
    other, text = _unpacked(bytes(turned.other))
    _write(draft, other, done=draft.done + 1 - 2 * back, text=text)
    here = _packed(queries.document_of(draft), draft.text if text else "")
    DraftStep.objects.filter(pk=turned.pk).update(other=here)
    return other


def _packed(document: Document, text: str = "") -> bytes:
    """The document, and the text where the step changed it."""
    written = queries.written(document)
    kept = {"document": written, "text": text} if text else written
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode())


def _unpacked(other: bytes) -> tuple[Document, str]:
    kept = json.loads(zlib.decompress(other))
    return (queries.read_back(kept["document"]), kept["text"]) if "document" in kept else (queries.read_back(kept), "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stale() -> Stale:
    return Stale(
        _(
            "Đồng nghiệp vừa sửa bản nháp này, bước vừa rồi chưa được ghi. Mời tải lại trang rồi làm lại; "
            "mọi bước trước vẫn giữ nguyên."
        )
    )
