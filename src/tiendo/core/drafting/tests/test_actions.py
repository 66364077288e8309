"""The verbs of a draft: begun once, one step at a time, back and forth, dropped, issued only when every question is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tiendo.core.drafting import actions, editing, queries
from tiendo.core.drafting.document import Document, Head, Kind
from tiendo.core.drafting.models import Draft, DraftStep
from tiendo.core.drafting.tests.conftest import Appoint
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import BadInput, Refused, Stale

HEAD = Head(
    number="245/KH-UBND", issued_on="2018-01-15", issuer="Ủy ban nhân dân tỉnh Quảng Bình",
    title="Truyền thông và hỗ trợ tại cộng đồng năm 2018", year=2018, unit="44", code="ho-tro-cong-dong-2018",
)  # fmt: skip


def take(draft: Draft, change: Callable[[Document], Document], by: Post, verb: str = "lead") -> Draft:
    """A step on the draft as it stands; the draft afterwards."""
    draft.refresh_from_db()
    actions.step(draft, change, kind=verb, version=draft.version, by=by)
    draft.refresh_from_db()
    return draft


def answered(draft: Draft, by: Post) -> Draft:
    """Every question answered, in the plainest way."""

    def everything(document: Document) -> Document:
        for said in {name for part in document.parts for name in part.lead_names}:
            document = editing.name(document, said, code="WU")
        for part in document.parts:
            document = editing.lead_below(document, part.key, codes=("DOLISA",))
            document = editing.excuse_below(document, part.key, reason="Theo dõi bằng báo cáo của cơ quan.")
        for one in document.promises:
            document = editing.unpromise(document, one.key)
        for part in document.parts:
            document = editing.excuse_below(document, part.key, reason="Theo dõi bằng báo cáo của cơ quan.")
        return document

    draft = take(draft, everything, by)
    for question in queries.review(draft).questions:
        draft = take(draft, lambda document, asked=question.id: editing.leave(document, asked), by, "leave")
    assert queries.review(draft).questions == ()
    return draft


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_a_text_becomes_one_draft_however_often_it_is_brought(draft: Draft, officer: Post) -> None:
    again = actions.begin(UNSEEN, file_name="khac.docx", by=officer)
    assert again.pk == draft.pk
    assert verbs().count("draft.begun") == 1
    assert draft.title == "Truyền thông và hỗ trợ tại cộng đồng năm 2018"


def test_a_text_without_an_outline_is_refused_with_a_remedy(officer: Post) -> None:
    with pytest.raises(BadInput, match="không thấy đề mục") as refused:
        actions.begin("Một lá thư ngắn.", file_name="thu.txt", by=officer)
    assert refused.value.problems[0].remedy
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.COMMUNE_OFFICER, "18889"), (Role.AGENCY_OFFICER, "POLICE"), (Role.VICE_CHAIR, "44"), (Role.AUDITOR, "44")],
)
def test_only_the_department_brings_a_plan_in(appoint: Appoint, role: Role, unit: str) -> None:
    with pytest.raises(Refused):
        actions.begin(UNSEEN, by=appoint(role, unit))


def test_a_step_is_kept_and_taken_back_exactly(draft: Draft, officer: Post) -> None:
    before = queries.document_of(draft)
    key = before.clauses[0].key
    draft = take(draft, lambda document: editing.lead(document, key, codes=("DIC",)), officer)
    after = queries.document_of(draft)
    draft = take(draft, lambda document: editing.merge(document, before.parts[3].key), officer, "merge")
    merged = queries.document_of(draft)
    assert actions.undo(draft, version=draft.version, by=officer) == after
    draft.refresh_from_db()
    assert actions.undo(draft, version=draft.version, by=officer) == before
    draft.refresh_from_db()
    with pytest.raises(Refused, match="Không còn bước nào"):
        actions.undo(draft, version=draft.version, by=officer)
    assert actions.redo(draft, version=draft.version, by=officer) == after
    draft.refresh_from_db()
    assert actions.redo(draft, version=draft.version, by=officer) == merged


def test_a_new_step_forgets_what_was_taken_back(draft: Draft, officer: Post) -> None:
    key = queries.document_of(draft).clauses[0].key
    draft = take(draft, lambda document: editing.lead(document, key, codes=("DIC",)), officer)
    actions.undo(draft, version=draft.version, by=officer)
    draft = take(draft, lambda document: editing.lead(document, key, codes=("DOH",)), officer)
    with pytest.raises(Refused, match="làm lại"):
        actions.redo(draft, version=draft.version, by=officer)
    assert DraftStep.objects.filter(draft=draft).count() == 1


def test_a_step_that_changes_nothing_is_none(draft: Draft, officer: Post) -> None:
    after = take(draft, lambda document: document, officer)
    assert (after.version, after.done) == (0, 0)


def test_of_two_who_see_the_same_version_the_second_is_told_and_nothing_is_lost(
    draft: Draft, officer: Post, appoint: Appoint
) -> None:
    document = queries.document_of(draft)
    first, second = document.clauses[0].key, document.clauses[1].key
    seen = draft.version
    actions.step(draft, lambda one: editing.lead(one, first, codes=("DIC",)), kind="lead", version=seen, by=officer)
    colleague = appoint(Role.DEPARTMENT_OFFICER, number=2)
    with pytest.raises(Stale, match="Đồng nghiệp vừa sửa"):
        actions.step(
            draft, lambda one: editing.lead(one, second, codes=("DOH",)), kind="lead", version=seen, by=colleague
        )
    draft.refresh_from_db()
    assert queries.document_of(draft).by_key[first].lead == ("DIC",)


def test_a_dropped_draft_takes_no_step_and_its_text_may_be_brought_anew(draft: Draft, officer: Post) -> None:
    actions.drop(draft, by=officer)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="đã bỏ"):
        actions.step(draft, lambda one: one, kind="lead", version=draft.version, by=officer)
    with pytest.raises(Refused, match="đã bỏ"):
        actions.drop(draft, by=officer)
    assert actions.begin(UNSEEN, by=officer).pk != draft.pk
    assert verbs().count("draft.dropped") == 1


def test_the_auditor_reads_and_takes_no_step(draft: Draft, appoint: Appoint) -> None:
    auditor = appoint(Role.AUDITOR, "44")
    assert [line.id for line in queries.drafts(auditor)] == [draft.pk]
    with pytest.raises(Refused):
        actions.step(draft, lambda one: one, kind="lead", version=0, by=auditor)


def test_issuing_is_refused_while_a_question_is_open(draft: Draft, officer: Post) -> None:
    with pytest.raises(Refused, match="câu phải trả lời"):
        actions.issue(draft, HEAD, version=draft.version, by=officer)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("lacks", ["lead", "measure"])
def test_issuing_is_refused_while_one_clause_has_neither_lead_and_evidence_nor_a_reason(
    draft: Draft, officer: Post, lacks: str
) -> None:
    draft = answered(draft, officer)
    key = queries.document_of(draft).clauses[-1].key
    if lacks == "lead":
        draft = take(draft, lambda one: editing.release(one, key, code="DOLISA"), officer)
    else:
        draft = take(draft, lambda one: editing.excuse(one, key, of="measure", reason=""), officer)
    with pytest.raises(Refused, match="Còn 1 câu"):
        actions.issue(draft, HEAD, version=draft.version, by=officer)


def test_an_answered_draft_becomes_a_plan_once(draft: Draft, officer: Post, pack: Pack) -> None:
    draft = answered(draft, officer)
    plan = actions.issue(draft, HEAD, version=draft.version, by=officer)
    again = actions.issue(draft, HEAD, version=draft.version, by=officer)
    assert again == plan
    assert Plan.objects.count() == 1
    assert (verbs().count("plan.issued"), verbs().count("draft.issued")) == (1, 1)
    document = queries.document_of(draft)
    written = plans.document(plan, pack=pack, on=plan.issued_on)
    assert [node.ref for node in written.nodes] == list(document.refs.values())
    asked = plans.terms(plan, pack=pack)
    assert all(clause.lead and clause.reason for clause in asked.clauses.values())
    assert [basis.number for basis in written.legal_bases] == ["361/QĐ-TTg"]
    draft.refresh_from_db()
    with pytest.raises(Refused, match="đã ban hành"):
        actions.step(draft, lambda one: one, kind="lead", version=draft.version, by=officer)


def test_a_code_that_another_plan_bears_is_refused(draft: Draft, officer: Post, pack: Pack) -> None:
    from tiendo.core.plans.actions import import_plan

    standing = import_plan(pack.plan_text, pack=pack, by=None)
    draft = answered(draft, officer)
    with pytest.raises(BadInput, match="đã có kế hoạch"):
        actions.issue(draft, Head(**_fields(HEAD, code=standing.code)), version=draft.version, by=officer)
    draft.refresh_from_db()
    assert draft.is_open


def test_a_lead_that_is_no_unit_when_the_plan_begins_is_named(draft: Draft, officer: Post) -> None:
    draft = answered(draft, officer)
    key = queries.document_of(draft).clauses[0].key
    draft = take(draft, lambda one: editing.lead(one, key, codes=("XOA-BO",)), officer)
    with pytest.raises(BadInput, match="XOA-BO"):
        actions.issue(draft, HEAD, version=draft.version, by=officer)
    assert not Plan.objects.exists()


def test_targets_are_written_with_their_rule_and_measure(draft: Draft, officer: Post, pack: Pack) -> None:
    kept = queries.document_of(draft).promises
    draft = answered(draft, officer)
    part = queries.document_of(draft).by_key[kept[0].part]

    def promised(document: Document) -> Document:
        document = editing.promise(document, part.key, start=kept[0].start, end=kept[0].end, text=draft.text)
        return editing.measure(
            document,
            document.promises[-1].key,
            lambda one: _with(one, rule="share", low=80, indicator="TGT-1A", unit_word="xã", judged="quarter"),
        )

    draft = take(draft, promised, officer, "target")
    plan = actions.issue(draft, HEAD, version=draft.version, by=officer)
    target = plans.terms(plan, pack=pack).targets["TGT-01"]
    assert (str(target.rule), target.measure, target.label, target.goal) == (
        "share 80",
        "TGT-1A",
        "T1",
        "ít nhất 80\u00a0%",
    )
    assert target.clause == queries.document_of(draft).refs[part.key]
    shown = plans.document(plan, pack=pack, on=plan.issued_on).node(target.clause)
    assert [segment.text for segment in shown.segments if segment.target] == [draft.text[kept[0].start : kept[0].end]]


def test_what_is_outside_the_plan_is_not_written(draft: Draft, officer: Post, pack: Pack) -> None:
    draft = answered(draft, officer)
    key = queries.document_of(draft).parts[-1].key
    draft = take(draft, lambda one: editing.retype(one, key, kind=Kind.OUTSIDE, asks=False, text=draft.text), officer)
    plan = actions.issue(draft, HEAD, version=draft.version, by=officer)
    assert "end" not in {node.ref for node in plans.document(plan, pack=pack, on=plan.issued_on).nodes}


def _fields(head: Head, **other: str) -> dict[str, object]:
    return {name: getattr(head, name) for name in Head.__dataclass_fields__} | other


def _with(one, **said):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(one, **said)
