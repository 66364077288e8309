"""A plan is amended: what goes on keeps its tasks, figures and history; what is dropped stays readable; both texts can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments import queries as tasks
from tiendo.core.assignments.models import Task
from tiendo.core.drafting import actions, changes, editing, queries
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.tests.conftest import Appoint
from tiendo.core.drafting.tests.test_actions import HEAD, _with, answered, take
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans import editions
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Clause, Edition, HandCount, Plan, Target
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.kernel.verdicts import BadInput, Refused, Stale

ISSUED, AMENDED, LATER = datetime(2018, 1, 20, 9), datetime(2018, 8, 20, 9), date(2018, 8, 15)
PRESS = "- Tổ chức tuyên truyền trên báo, đài và hệ thống loa truyền thanh cơ sở."
CHECKS = "- Kiểm tra các cơ sở kinh doanh dịch vụ. Xử lý nghiêm các vi phạm phát hiện được."
MODELS = "- Xây dựng ít nhất 02 mô hình hỗ trợ tại cộng đồng; duy trì thường xuyên."
SUMMARY = "- Tổng hợp, báo cáo kết quả định kỳ."
SWAPPED = UNSEEN.replace(f"{PRESS}\n\n{CHECKS}", f"{CHECKS}\n\n{PRESS}")
"""Two clauses change places, and so their marks."""


@pytest.fixture
def plan(officer: Post) -> Plan:
    """The plan, issued in January with one target counted by hand."""
    with clock.set_to(ISSUED):
        draft = answered(actions.begin(UNSEEN, by=officer), officer)
        part = next(part for part in queries.document_of(draft).parts if "02 mô hình" in part.words(draft.text))
        start = draft.text.index("ít nhất 02 mô hình")

        def promised(document):  # type: ignore[no-untyped-def]
            document = editing.promise(document, part.key, start=start, end=start + 18, text=draft.text)
            return editing.measure(
                document,
                document.promises[-1].key,
                lambda one: _with(
                    one,
                    rule="at_least",
                    low=2,
                    by_hand=True,
                    evidence="Quyết định",
                    unit_word="mô hình",
                    judged="quarter",
                ),
            )

        draft = take(draft, promised, officer, "target")
        return actions.issue(draft, HEAD, version=draft.version, by=officer)


def clause_of(plan: Plan, words: str) -> Clause:
    plan.refresh_from_db()
    return next(row for row in Clause.objects.filter(plan=plan) if words in plan.text[row.text_start : row.end])


def give(plan: Plan, clause: Clause, by: Post) -> Task:
    order = assignments.Order(
        plan=plan, clause=clause, title="Làm theo điều", expected="Báo cáo", units=[by.unit], due_on=date(2018, 9, 30),
        request=uuid4(),
    )  # fmt: skip
    with clock.set_to(ISSUED):
        return assignments.give(order, by=by)[0]


def begun(plan: Plan, text: str, by: Post) -> Draft:
    plan.refresh_from_db()
    return actions.begin(text, amends=plan, by=by)


def settled(draft: Draft, by: Post) -> Draft:
    """Every question of an amendment left as it is or excused."""

    def everything(document):  # type: ignore[no-untyped-def]
        for part in document.parts:
            document = editing.lead_below(document, part.key, codes=("DOLISA",))
            document = editing.excuse_below(document, part.key, reason="Theo dõi bằng báo cáo của cơ quan.")
        return document

    draft = take(draft, everything, by)
    for one in [one for one in queries.document_of(draft).promises if not one.measured]:
        draft = take(draft, lambda document, key=one.key: editing.unpromise(document, key), by, "no-target")
    draft = take(draft, everything, by)
    for question in queries.review(draft).questions:
        draft = take(draft, lambda document, asked=question.id: editing.leave(document, asked), by, "leave")
    return draft


def amend(plan: Plan, text: str, by: Post, *, day: date = LATER) -> Plan:
    draft = settled(begun(plan, text, by), by)
    head = HEAD.__class__(**{**_head(), "number": "300/KH-UBND", "issued_on": day.isoformat()})
    return actions.issue_amendment(draft, head, day, version=draft.version, by=by)


def _head() -> dict[str, object]:
    return {name: getattr(HEAD, name) for name in HEAD.__dataclass_fields__}


@pytest.fixture
def _in_august() -> object:
    with clock.set_to(AMENDED):
        yield


def kinds(draft: Draft) -> dict[str, int]:
    return {kind: number for kind, number in changes.counts(changes.lines(queries.review(draft))).items() if number}


@pytest.mark.usefixtures("_in_august")
class TestWhatGoesOn:
    def test_a_renumbered_clause_keeps_its_row_its_task_and_its_history(self, plan: Plan, officer: Post) -> None:
        press, checks = clause_of(plan, "báo, đài và hệ thống"), clause_of(plan, "Kiểm tra các cơ sở")
        task = give(plan, checks, officer)
        amend(plan, SWAPPED, officer)
        now = clause_of(plan, "Kiểm tra các cơ sở")
        assert (now.pk, now.lasting_id, now.ref) == (checks.pk, checks.lasting_id, press.ref)
        task.refresh_from_db()
        assert task.clause == now
        assert tasks.by_clause(plan, until=date(2018, 12, 31), on=LATER)[now.ref].all == 1

    def test_a_draft_of_a_renumbered_text_asks_nothing_of_what_was_answered(self, plan: Plan, officer: Post) -> None:
        draft = begun(plan, SWAPPED, officer)
        assert kinds(draft) == {"moved": 2, "same": len(queries.document_of(draft).parts) - 2}
        assert {question.kind for question in queries.review(draft).questions} <= {"basis", "notice", "head"}

    def test_changed_words_stay_the_same_clause_with_its_answers(self, plan: Plan, officer: Post) -> None:
        before = clause_of(plan, "báo, đài và hệ thống")
        amend(plan, UNSEEN.replace("hệ thống loa truyền thanh cơ sở", "mạng xã hội của các cơ quan"), officer)
        after = clause_of(plan, "mạng xã hội")
        assert (after.pk, after.ref) == (before.pk, before.ref)
        assert [row.code for row in after.answerables.all()] == ["DOLISA"]
        assert "mạng xã hội" in after.asked, "the summary of other words is made of the new ones"

    def test_a_target_that_goes_on_keeps_its_own_words(self, plan: Plan, officer: Post) -> None:
        Target.objects.filter(clause__plan=plan).update(goal="từ 2 mô hình trở lên", who=["DOH"], above_note="vượt mức")
        Plan.objects.filter(pk=plan.pk).update(terms="in words of its own")
        amend(plan, SWAPPED, officer)
        target = Target.objects.get(clause__plan=plan)
        assert (target.goal, target.who, target.above_note) == ("từ 2 mô hình trở lên", ["DOH"], "vượt mức")

    def test_a_target_with_another_value_is_the_same_target(self, plan: Plan, officer: Post) -> None:
        target = Target.objects.get(clause__plan=plan)
        HandCount.objects.create(target=target, period="2018-06", value=1, evidence="1/BC", by=officer, at=clock.now())
        draft = begun(plan, UNSEEN.replace("ít nhất 02 mô hình", "ít nhất 03 mô hình"), officer)
        said = [line.targets for line in changes.lines(queries.review(draft)) if line.targets]
        assert said[0][0] == "T1: ít nhất 2\u00a0mô hình thành ít nhất 3\u00a0mô hình"
        amend(plan, UNSEEN.replace("ít nhất 02 mô hình", "ít nhất 03 mô hình"), officer)
        target.refresh_from_db()
        assert (target.rule, target.by_hand, target.dropped_from) == ("at_least 3", True, None)
        assert target.counts.count() == 1


@pytest.mark.usefixtures("_in_august")
class TestWhatIsDroppedAndNew:
    def test_a_dropped_clause_leaves_the_outline_and_keeps_what_hangs_on_it(self, plan: Plan, officer: Post) -> None:
        clause = clause_of(plan, "Tổng hợp, báo cáo kết quả")
        ref, task = clause.ref, give(plan, clause, officer)
        draft = begun(plan, UNSEEN.replace(SUMMARY, ""), officer)
        asked = [question for question in queries.review(draft).questions if question.kind == "dropped"]
        assert [question.hint for question in asked] == [
            "Còn 1 nhiệm vụ đang mở: sau khi ban hành sẽ chờ hủy hoặc chuyển điều."
        ]
        amend(plan, UNSEEN.replace(SUMMARY, ""), officer)
        task.refresh_from_db()
        assert (task.clause.ref, task.clause.dropped_from) == (f"{ref} (đã bỏ)", LATER)
        assert not Clause.objects.filter(pk=clause.pk).exists()
        assert Clause.every.get(pk=clause.pk).answerables.exists()

    def test_the_target_of_a_dropped_clause_goes_with_it_and_keeps_its_counts(self, plan: Plan, officer: Post) -> None:
        target = Target.objects.get(clause__plan=plan)
        HandCount.objects.create(target=target, period="2018-06", value=1, evidence="1/BC", by=officer, at=clock.now())
        amend(plan, UNSEEN.replace(MODELS, ""), officer)
        assert not Target.objects.filter(clause__plan=plan).exists()
        assert Target.every.get(pk=target.pk).counts.count() == 1

    def test_of_a_split_clause_one_half_goes_on_and_the_other_is_new(self, plan: Plan, officer: Post) -> None:
        before = clause_of(plan, "Kiểm tra các cơ sở")
        halves = "- Kiểm tra các cơ sở kinh doanh dịch vụ.\n\n- Xử lý nghiêm các vi phạm phát hiện được."
        draft = begun(plan, UNSEEN.replace(CHECKS, halves), officer)
        assert (kinds(draft)["changed"], kinds(draft)["new"], "dropped" in kinds(draft)) == (1, 1, False)
        amend(plan, UNSEEN.replace(CHECKS, halves), officer)
        found = {clause_of(plan, "Kiểm tra các cơ sở").pk, clause_of(plan, "Xử lý nghiêm").pk}
        assert before.pk in found
        assert len(found) == 2

    def test_of_two_merged_clauses_one_goes_on_and_the_other_waits_for_a_decision(
        self, plan: Plan, officer: Post
    ) -> None:
        first, second = clause_of(plan, "báo, đài và hệ thống"), clause_of(plan, "Kiểm tra các cơ sở")
        given = [give(plan, first, officer), give(plan, second, officer)]
        merged = f"{PRESS.rstrip('.')}; k{CHECKS[3:]}"
        amend(plan, UNSEEN.replace(f"{PRESS}\n\n{CHECKS}", merged), officer)
        now = clause_of(plan, "báo, đài và hệ thống")
        left = [task for task in given if Clause.every.get(tasks=task).dropped_from]
        assert now.pk in (first.pk, second.pk)
        assert [line.task_id for line in tasks.on_dropped(plan)] == [left[0].pk]
        with pytest.raises(BadInput, match="không thuộc kế hoạch"):
            assignments.rehang(left[0], Clause.every.get(tasks=left[0]), by=officer)
        assignments.rehang(left[0], now, by=officer)
        assert tasks.on_dropped(plan) == []
        assert left[0].words.last().text.startswith("Chuyển sang điều")

    def test_a_clause_dropped_twice_under_one_mark_has_a_ref_of_its_own(self, plan: Plan, officer: Post) -> None:
        amend(plan, UNSEEN.replace(SUMMARY, "- Mở lớp tập huấn cho cộng tác viên."), officer)
        with clock.set_to(datetime(2018, 9, 3, 9)):
            amend(plan, UNSEEN.replace(SUMMARY, "- Lập sổ theo dõi hộ gia đình."), officer, day=date(2018, 9, 1))
        refs = set(Clause.every.filter(plan=plan, dropped_from__isnull=False).values_list("ref", flat=True))
        assert len(refs) == 2
        assert {ref.rpartition("(")[2] for ref in refs} == {"đã bỏ)", "đã bỏ 2)"}


@pytest.mark.usefixtures("_in_august")
def test_a_task_of_a_dropped_clause_is_listed_and_hung_elsewhere(
    plan: Plan, officer: Post, signed_in: Callable[[Post], Client]
) -> None:
    task = give(plan, clause_of(plan, "Tổng hợp, báo cáo kết quả"), officer)
    amend(plan, UNSEEN.replace(SUMMARY, ""), officer)
    browser, gaps = signed_in(officer), reverse("assignments:gaps") + f"?plan={plan.code}"
    assert "Nhiệm vụ ở điều đã bỏ" in browser.get(gaps).content.decode()
    page, send = reverse("assignments:task", args=[task.pk]), reverse("assignments:rehang", args=[task.pk])
    assert "Chuyển sang điều khác" in browser.get(page).content.decode()
    assert browser.post(send, {"clause": "khong-co"}).status_code == 422
    now = clause_of(plan, "báo, đài và hệ thống")
    assert browser.post(send, {"clause": now.ref})["Location"] == page
    assert "Nhiệm vụ ở điều đã bỏ" not in browser.get(gaps).content.decode()
    assert "Chuyển sang điều khác" not in browser.get(page).content.decode()


@pytest.mark.usefixtures("_in_august")
class TestCorrectingByHand:
    def test_a_pair_is_cut_tied_elsewhere_and_taken_back(self, plan: Plan, officer: Post) -> None:
        draft = begun(plan, UNSEEN.replace(SUMMARY, "- Mở lớp tập huấn cho cộng tác viên."), officer)
        part = next(one for one in queries.document_of(draft).parts if "tập huấn" in one.words(draft.text))
        old = queries.old_plan(draft)
        gone = old.dropped(queries.document_of(draft))
        assert [part.was, len(gone)] == ["", 1]
        draft = take(
            draft, lambda one: editing.tie(one, part.key, node=gone[0], text=draft.text, old=old), officer, "tie"
        )
        tied = queries.document_of(draft).by_key[part.key]
        assert (tied.was, tied.lead) == (gone[0].item.key, ("DOLISA",))
        draft = take(draft, lambda one: editing.untie(one, part.key), officer, "untie")
        assert queries.document_of(draft).by_key[part.key].was == ""
        actions.undo(draft, version=draft.version, by=officer)
        draft.refresh_from_db()
        assert queries.document_of(draft).by_key[part.key].was == gone[0].item.key

    def test_the_page_ties_confirms_and_undoes(
        self, plan: Plan, officer: Post, signed_in: Callable[[Post], Client]
    ) -> None:
        browser = signed_in(officer)
        text = UNSEEN.replace(SUMMARY, "- Mở lớp tập huấn cho cộng tác viên.")
        answer = browser.post(reverse("drafting:new"), {"pasted": text, "amends": plan.code})
        draft = Draft.objects.get(amends=plan)
        page = reverse("drafting:changes", args=[draft.pk])
        assert answer["Location"] == page
        said = browser.get(page).content.decode()
        assert "Tổng hợp, báo cáo kết quả định kỳ." in said
        assert "chờ xác nhận" in said
        part = next(one for one in queries.document_of(draft).parts if "tập huấn" in one.words(draft.text))
        gone = queries.old_plan(draft).dropped(queries.document_of(draft))[0].item.key
        fields = {"version": draft.version, "page": "changes", "at": part.key, "old": gone, "line": f"line-{part.key}"}
        answer = browser.post(reverse("drafting:step", args=[draft.pk, "tie"]), fields)
        assert answer["Location"] == f"{page}#line-{part.key}"
        assert "<del>" in browser.get(page).content.decode()
        draft.refresh_from_db()
        browser.post(reverse("drafting:undo", args=[draft.pk]), {"version": draft.version, "page": "changes"})
        draft.refresh_from_db()
        browser.post(
            reverse("drafting:step", args=[draft.pk, "leave-dropped"]), {"version": draft.version, "page": "changes"}
        )
        draft.refresh_from_db()
        assert not [one for one in queries.review(draft).questions if one.kind == "dropped"]
        assert "Không có mục nào" in browser.get(page, {"kind": "moved"}).content.decode()

    def test_steps_of_amendments_are_refused_to_a_new_plan(
        self, officer: Post, signed_in: Callable[[Post], Client]
    ) -> None:
        draft = actions.begin(UNSEEN, by=officer)
        address = reverse("drafting:step", args=[draft.pk, "leave-dropped"])
        assert signed_in(officer).post(address, {"version": 0}).status_code == 409
        assert signed_in(officer).get(reverse("drafting:changes", args=[draft.pk])).status_code == 302


@pytest.mark.usefixtures("_in_august")
class TestBothVersions:
    def test_the_plan_reads_as_it_stood(self, plan: Plan, officer: Post, pack: Pack) -> None:
        before = plans.document(plan, pack=pack, on=LATER)
        terms = plans.terms(plan, pack=pack)
        plan = amend(plan, SWAPPED, officer)
        history = editions.history(plan)
        first = history.on(date(2018, 8, 1))
        kept = plans.document(plan, pack=pack, on=LATER, edition=first)
        assert (kept.nodes, kept.legal_bases) == (before.nodes, before.legal_bases)
        assert plans.terms(plan, pack=pack, edition=first) == terms
        assert plans.terms_of(editions.KeptRows(first), pack).digest == terms.digest
        assert history.on(LATER) is None
        assert history.on(LATER, known=datetime(2018, 8, 19, tzinfo=clock.VIETNAM)) == first
        assert history.last_day(first) == date(2018, 8, 19)

    def test_what_an_amendment_changed_can_be_listed(self, plan: Plan, officer: Post) -> None:
        plan = amend(plan, SWAPPED.replace(SUMMARY, ""), officer)
        found = editions.changes(*editions.history(plan).editions)
        assert sorted(one.kind for one in found if one.kind != "same") == ["dropped", "moved", "moved"]
        assert [version.number for version in editions.versions(plan)] == [2, 1]

    def test_an_amendment_is_logged_and_its_draft_closed(self, plan: Plan, officer: Post) -> None:
        amended = amend(plan, SWAPPED, officer)
        assert (amended.edition, Edition.objects.filter(plan=plan).count()) == (2, 2)
        assert Entry.objects.filter(verb="plan.amended").count() == 1
        draft = Draft.objects.get(amends=plan)
        assert (draft.state, draft.edition, draft.outcome) == ("issued", 2, plan)


@pytest.mark.usefixtures("_in_august")
class TestRefused:
    def test_the_plans_own_text_is_no_amendment(self, plan: Plan, officer: Post) -> None:
        with pytest.raises(BadInput, match="trùng nguyên"):
            begun(plan, UNSEEN, officer)

    def test_the_same_text_is_one_draft_and_not_both_kinds(self, plan: Plan, officer: Post) -> None:
        draft = begun(plan, SWAPPED, officer)
        assert begun(plan, SWAPPED, officer) == draft
        with pytest.raises(Refused, match="bản nháp"):
            actions.begin(SWAPPED, by=officer)

    def test_a_question_left_open_keeps_it_from_being_issued(self, plan: Plan, officer: Post) -> None:
        draft = begun(plan, UNSEEN.replace(SUMMARY, ""), officer)
        with pytest.raises(Refused, match="câu phải trả lời"):
            actions.issue_amendment(draft, HEAD, LATER, version=draft.version, by=officer)

    def test_of_two_amendments_of_one_version_the_second_is_told(self, plan: Plan, officer: Post) -> None:
        other = settled(begun(plan, UNSEEN.replace(SUMMARY, ""), officer), officer)
        amend(plan, SWAPPED, officer)
        with pytest.raises(Stale, match="vừa được sửa đổi"):
            actions.issue_amendment(other, HEAD, date(2018, 8, 18), version=other.version, by=officer)
        other.refresh_from_db()
        assert other.is_open
        plan.refresh_from_db()
        assert plan.edition == 2

    def test_pressed_twice_it_is_one_amendment(self, plan: Plan, officer: Post) -> None:
        draft = settled(begun(plan, SWAPPED, officer), officer)
        head = HEAD.__class__(**{**_head(), "number": "300/KH-UBND"})
        for _press in range(2):
            assert actions.issue_amendment(draft, head, LATER, version=draft.version, by=officer) == plan
        assert Edition.objects.filter(plan=plan).count() == 2

    @pytest.mark.parametrize("day", [date(2018, 9, 1), date(2018, 1, 15), date(2017, 12, 1)])
    def test_a_day_to_come_before_the_plan_or_of_another_year_is_refused(
        self, plan: Plan, officer: Post, day: date
    ) -> None:
        with pytest.raises(BadInput, match="Ngày hiệu lực"):
            amend(plan, SWAPPED, officer, day=day)
        plan.refresh_from_db()
        assert plan.edition == 1

    def test_an_amendment_is_not_issued_as_a_plan(self, plan: Plan, officer: Post) -> None:
        draft = settled(begun(plan, SWAPPED, officer), officer)
        with pytest.raises(Refused, match="sửa đổi một kế hoạch"):
            actions.issue(draft, HEAD, version=draft.version, by=officer)

    def test_only_the_department_amends(self, plan: Plan, appoint: Appoint) -> None:
        with pytest.raises(Refused):
            begun(plan, SWAPPED, appoint(Role.DISTRICT_OFFICER, "450"))


@pytest.mark.usefixtures("_in_august")
def test_the_amendment_is_issued_from_its_page(plan: Plan, officer: Post, signed_in: Callable[[Post], Client]) -> None:
    draft = settled(begun(plan, SWAPPED, officer), officer)
    browser, page = signed_in(officer), reverse("drafting:issue", args=[draft.pk])
    assert "Đổi vị trí: 2" in browser.get(page).content.decode()
    fields = {"version": draft.version, "number": "300/KH-UBND", "issued_on": "15/08/2018", "title": "Kế hoạch"}
    late = browser.post(page, {**fields, "effective_from": "01/12/2018"})
    assert late.status_code == 422
    assert "sau hôm nay" in late.content.decode()
    done = browser.post(page, {**fields, "effective_from": "15/08/2018"})
    assert done["Location"] == reverse("standing:plan", args=[plan.code])
    assert browser.get(page).status_code == 302
    plan.refresh_from_db()
    assert plan.edition == 2


def test_a_dropped_agency_is_refused_whole(plan: Plan, officer: Post) -> None:
    with clock.set_to(AMENDED):
        draft = settled(begun(plan, SWAPPED, officer), officer)
        key = queries.document_of(draft).clauses[0].key
        draft = take(draft, lambda one: editing.lead(one, key, codes=("XOA-BO",)), officer)
        with pytest.raises(BadInput, match="XOA-BO"):
            actions.issue_amendment(draft, HEAD, LATER, version=draft.version, by=officer)
    plan.refresh_from_db()
    assert (plan.edition, Edition.objects.exists()) == (1, False)
    assert places.by_code("DOLISA", LATER)
