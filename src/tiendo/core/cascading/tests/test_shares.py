"""Targets that are done in parts: shared out cell by cell, the difference said and never balanced, carried into the plans below."""

from __future__ import annotations

import pytest

from tiendo.core.cascading import actions, forms, overview, queries
from tiendo.core.cascading.actions import Given
from tiendo.core.cascading.models import TargetShare
from tiendo.core.drafting import queries as drafts
from tiendo.core.plans.models import Target
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.kernel.verdicts import BadInput, Refused, Stale

from .conftest import begun, heads, issued


def target(office, code: str = "TGT-5A") -> Target:
    return Target.objects.get(clause__plan=office.plan, code=code)


def given(office, unit: str, value: int | None, before: int | None = None, code: str = "TGT-5A") -> Given:
    return Given(target(office, code).pk, office.unit(unit).pk, before, value)


def line(office, code: str = "TGT-5A") -> overview.SharedTarget:
    return next(one for one in overview.shared(office.plan) if one.target_id == target(office, code).pk)


def test_only_targets_counted_in_things_that_places_answer_for_are_shared_out(office) -> None:
    assert [one.label for one in overview.shared(office.plan)] == ["T5a"]
    assert len(line(office).cells) == 8


def test_what_another_body_answers_for_is_no_target_of_the_place_though_its_words_stay(office) -> None:
    draft = begun(office).draft
    labels = {one.label for one in drafts.document_of(draft).promises}
    assert labels == {"T1a", "T2", "T5a", "T5b"}
    assert "hàng tháng ít nhất một lần" in " ".join(draft.text.split())


def test_shares_short_of_the_whole_or_over_it_are_said_and_left_so(office) -> None:
    assert (line(office).agrees, line(office).not_given) == (False, 8)
    assert "còn thiếu 1" in line(office).difference
    actions.share_out(office.plan, [given(office, "450", 1), given(office, "452", 0)], by=office.giver)
    assert line(office).agrees
    assert "khớp" in line(office).difference
    actions.share_out(office.plan, [given(office, "453", 3)], by=office.giver)
    assert "vượt 2" in line(office).difference
    assert (line(office).total, line(office).not_given) == (4, 5)


def test_the_same_again_changes_nothing_and_blank_takes_a_share_back(office) -> None:
    assert actions.share_out(office.plan, [given(office, "450", 1)], by=office.giver) == 1
    assert actions.share_out(office.plan, [given(office, "450", 1, before=1)], by=office.giver) == 0
    assert actions.share_out(office.plan, [given(office, "450", 1)], by=office.giver) == 1
    assert actions.share_out(office.plan, [given(office, "450", None, before=1)], by=office.giver) == 1
    assert not TargetShare.objects.exists()
    assert Entry.objects.filter(verb="target.shared").count() == 3


def test_what_a_colleague_gave_meanwhile_is_not_overwritten(office) -> None:
    actions.share_out(office.plan, [given(office, "450", 2)], by=office.giver)
    with pytest.raises(Stale, match="Chưa ghi gì"):
        actions.share_out(office.plan, [given(office, "452", 1), given(office, "450", 1)], by=office.giver)
    assert list(TargetShare.objects.values_list("value", flat=True)) == [2]


def test_strangers_and_other_units_are_refused(office) -> None:
    for role, unit in ((Role.DISTRICT_OFFICER, "450"), (Role.COMMUNE_OFFICER, "18889")):
        with pytest.raises(Refused, match="giao được phần chỉ tiêu"):
            actions.share_out(office.plan, [given(office, "450", 1)], by=office.post(role, unit))
    with pytest.raises(BadInput, match="không còn trong bảng"):
        actions.share_out(office.plan, [given(office, "18889", 1)], by=office.giver)


def test_a_share_is_the_goal_of_the_plan_below_and_stands_in_its_words(office) -> None:
    actions.share_out(office.plan, [given(office, "450", 2)], by=office.giver)
    derivation = begun(office)
    document = drafts.document_of(derivation.draft)
    promise = next(one for one in document.promises if one.label == "T5a")
    assert (promise.rule, promise.low, promise.measured) == ("at_least", 2, True)
    assert derivation.draft.text[promise.start : promise.end] == "2 xã"
    plan = issued(office)
    made = Target.objects.get(clause__plan=plan, label="T5a")
    assert (made.rule, made.indicator) == ("at_least 2", "TGT-5A")


def test_a_districts_share_goes_on_to_its_communes(office) -> None:
    actions.share_out(office.plan, [given(office, "450", 2)], by=office.giver)
    plan = issued(office)
    made = Target.objects.get(clause__plan=plan, label="T5a")
    shown = next(one for one in overview.shared(plan) if one.target_id == made.pk)
    assert (shown.least, shown.most, shown.total) == (2, 2, 0)
    by, commune = heads(office), office.unit("18889")
    actions.share_out(plan, [Given(made.pk, commune.pk, None, 1)], by=by)
    document = drafts.document_of(begun(office, "18889", plan).draft)
    assert next(one for one in document.promises if one.label == "T5a").low == 1
    assert "còn thiếu 1" in overview.shared(plan)[0].difference
    with pytest.raises(Refused):
        actions.share_out(plan, [Given(made.pk, commune.pk, 1, 2)], by=office.giver)


def test_without_a_share_the_goal_is_asked_for(office) -> None:
    document = drafts.document_of(begun(office).draft)
    promise = next(one for one in document.promises if one.label == "T5a")
    assert (promise.low, promise.measured) == (None, False)


def test_a_share_of_nothing_is_no_target(office) -> None:
    actions.share_out(office.plan, [given(office, "450", 0)], by=office.giver)
    document = drafts.document_of(begun(office).draft)
    assert "T5a" not in {one.label for one in document.promises}


def test_a_share_given_or_changed_after_the_draft_began_is_shown_as_different(office) -> None:
    actions.share_out(office.plan, [given(office, "450", 1)], by=office.giver)
    begun(office)
    carried = {one.label: one for one in queries.following(office.unit("450"), office.plan).carried}
    assert not carried["T5a"].differs
    actions.share_out(office.plan, [given(office, "450", 2, before=1)], by=office.giver)
    carried = {one.label: one for one in queries.following(office.unit("450"), office.plan).carried}
    assert carried["T5a"].differs
    assert (carried["T5a"].share, carried["T5a"].goal) == (2, 1)


def test_a_pasted_column_finds_its_units_by_name_and_names_lines_it_cannot_place(office) -> None:
    grid = overview.shared(office.plan)
    here = target(office)
    typed = forms.read(grid, {f"paste-{here.pk}": "Đồng Hới\t1\nhuyện Lệ Thủy 2\n452\t0\nHuyện lạ\t4"})
    wanted = {office.unit("450").pk: 1, office.unit("457").pk: 2, office.unit("452").pk: 0}
    assert {cell.unit_id: cell.value for cell in typed.cells if cell.value is not None} == wanted
    assert typed.lost == ("Huyện lạ\t4",)


def test_what_is_no_number_comes_back_in_its_cell(office) -> None:
    name = f"share-{target(office).pk}-{office.unit('450').pk}"
    typed = forms.read(overview.shared(office.plan), {name: "hai"})
    assert typed.wrong == 1
    assert typed.typed[name] == "hai"
    assert office.unit("450").pk not in {cell.unit_id for cell in typed.cells if cell.target_id == target(office).pk}
