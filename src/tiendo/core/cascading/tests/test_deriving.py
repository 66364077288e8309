"""A district's plan follows from the province's, a commune's from its district's: begun once, issued once, tied clause by clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tiendo.core.cascading import actions, overview, queries
from tiendo.core.cascading.models import Derivation, Origin
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting import editing, rewording
from tiendo.core.drafting import queries as drafts
from tiendo.core.drafting.models import Draft
from tiendo.core.indicators import queries as indicators
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Answerable, Clause, Plan
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused

from .conftest import begun, heads, integrated, issued, officer, settled

MARCH = periods.month(2017, 3)


def figure(office, code: str, unit: str = "44") -> int | None:
    found = indicators.values([code], unit=office.unit(unit), period=MARCH)[code]
    return found.numerator if found.denominator is not None else found.value  # type: ignore[return-value]


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_the_skeleton_holds_what_is_asked_of_districts_of_everybody_and_of_communes(office) -> None:
    draft = begun(office).draft
    document = drafts.document_of(draft)
    said = [part.words(draft.text) for part in document.clauses]
    pack = packs.current()
    wanted = [ref for ref, clause in pack.clauses.items() if {"DPC", "CPC", "all", "450"} & set(clause.who)]
    assert len(said) == len(wanted) == Origin.objects.count()
    assert all(part.lead for part in document.clauses)
    own = [part for part in document.clauses if "450" in part.lead]
    passed = [part for part in document.clauses if part.lead == ("CPC",)]
    assert own
    assert passed
    assert len(own) + len(passed) == len(said)
    assert document.head.title.endswith("thành phố Đồng Hới")


def test_it_keeps_the_headings_above_and_the_order_of_the_text(office) -> None:
    draft = begun(office).draft
    document = drafts.document_of(draft)
    assert "I" in document.refs.values()
    assert {part.kind.value for part in document.headings} == {"heading"}
    starts = [part.start for part in document.parts]
    assert starts == sorted(starts)
    refs = list(document.refs.values())
    assert len(refs) == len(set(refs))


def test_begun_twice_it_is_one_draft(office) -> None:
    assert begun(office) == begun(office)
    assert (Draft.objects.count(), Derivation.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="derivation.begun").count() == 1


def test_a_draft_that_was_dropped_is_begun_anew(office) -> None:
    first = begun(office)
    drafting.drop(first.draft, by=officer(office))
    second = begun(office)
    assert second.draft_id != first.draft_id
    assert Derivation.objects.get().draft_id == second.draft_id
    assert set(Origin.objects.values_list("derivation", flat=True)) == {second.pk}


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.DEPARTMENT_OFFICER, "DOLISA"), (Role.DISTRICT_OFFICER, "452"), (Role.COMMUNE_OFFICER, "18889")],
)
def test_nobody_else_begins_a_districts_plan(office, role, unit) -> None:
    with pytest.raises(Refused, match="Chỉ người của"):
        actions.begin(office.unit("450"), office.plan, by=office.post(role, unit))


def test_the_officer_drafts_and_the_head_issues(office) -> None:
    derivation = begun(office)
    settled(derivation, officer(office))
    draft = drafts.by_id(derivation.draft_id)
    assert draft
    with pytest.raises(Refused, match="do lãnh đạo ban hành"):
        drafting.issue(draft, drafts.document_of(draft).head, version=draft.version, by=officer(office))


def test_issued_it_is_a_plan_of_the_district_tied_clause_by_clause(office) -> None:
    plan = issued(office)
    assert (plan.unit.code, plan.number, plan.year) == ("450", "12/KH-UBND", 2017)
    above = dict(Clause.objects.filter(plan=office.plan).values_list("lasting_id", "ref"))
    origins = Origin.objects.filter(derivation__draft__plan=plan)
    assert {origin.above for origin in origins} <= set(above)
    assert not origins.filter(clause=None).exists()
    shown = queries.following(office.unit("450"), office.plan)
    assert (shown.missing, shown.added, shown.dropped) == ((), (), ())
    assert shown.plan == plan
    assert plans.latest() == office.plan
    assert plans.plans() == [office.plan]


def test_issued_twice_it_is_one_plan(office) -> None:
    plan = issued(office)
    draft = Draft.objects.get()
    again = drafting.issue(draft, drafts.document_of(draft).head, version=0, by=heads(office))
    assert again == plan
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "on", "said"),
    [("", "2017-03-06", "cần số và ngày"), ("1/KH", "", "cần số và ngày"), ("1/KH", "2017-03-11", "sau hôm nay")],
)
def test_without_number_or_day_nothing_is_issued(office, number: str, on: str, said: str) -> None:
    derivation = begun(office)
    document = settled(derivation, officer(office))
    for question in ("head:number", "head:issued_on"):
        draft = drafts.by_id(derivation.draft_id)
        drafting.step(
            draft,
            lambda one, asked=question: editing.leave(one, asked),
            kind="leave",
            version=draft.version,
            by=officer(office),
        )
    draft = drafts.by_id(derivation.draft_id)
    head = replace(document.head, number=number, issued_on=on)
    with pytest.raises(BadInput) as told:
        drafting.issue(draft, head, version=draft.version, by=heads(office))
    assert any(said in str(problem) for problem in told.value.problems)
    assert Plan.objects.count() == 1
    assert Draft.objects.get().is_open


def test_it_cannot_be_issued_for_another_unit(office) -> None:
    derivation = begun(office)
    document = settled(derivation, officer(office))
    draft = drafts.by_id(derivation.draft_id)
    head = replace(document.head, number="1/KH", issued_on="2017-03-06", unit="452")
    with pytest.raises(BadInput, match="như kế hoạch cấp trên"):
        drafting.issue(draft, head, version=draft.version, by=heads(office))


def test_a_commune_follows_its_district_and_waits_until_that_has_issued(office) -> None:
    commune = office.unit("18889")
    with pytest.raises(Refused, match="cấp trên trực tiếp"):
        begun(office, "18889")
    assert queries.unit_page(commune).followings == ()
    plan = issued(office)
    derived = issued(office, "18889", plan, number="3/KH-UBND")
    assert derived.unit == commune
    assert set(Answerable.objects.filter(clause__plan=derived).values_list("unit__code", flat=True)) == {"18889"}
    assert queries.following(commune, plan).missing == ()


def test_what_the_plan_leaves_out_is_named_and_what_it_adds_too(office) -> None:
    derivation = begun(office)
    document = drafts.document_of(derivation.draft)
    first = document.clauses[0]
    by = officer(office)
    draft = drafts.by_id(derivation.draft_id)
    drafting.rewrite(
        draft, lambda one, text: rewording.remove(one, text, first.key), kind="remove", version=draft.version, by=by
    )
    draft = drafts.by_id(derivation.draft_id)
    last = drafts.document_of(draft).clauses[0]
    drafting.rewrite(
        draft,
        lambda one, text: rewording.add(one, text, last.key, words="Mở hai lớp tập huấn ở xã"),
        kind="add",
        version=draft.version,
        by=by,
    )
    shown = queries.following(office.unit("450"), office.plan)
    assert [one.ref for one in shown.missing] == ["I.1.-1"]
    assert len(shown.added) == 1
    plan = _issue(office, derivation)
    shown = queries.following(office.unit("450"), office.plan)
    assert [one.ref for one in shown.missing] == ["I.1.-1"]
    assert "Mở hai lớp tập huấn ở xã" in plan.text
    assert first.words(derivation.draft.text) not in plan.text


def _issue(office, derivation) -> Plan:
    document = settled(derivation, officer(office))
    draft = drafts.by_id(derivation.draft_id)
    head = replace(document.head, number="12/KH-UBND", issued_on="2017-03-06")
    return drafting.issue(draft, head, version=draft.version, by=heads(office))


def test_a_clause_the_plan_above_no_longer_has_is_named(office) -> None:
    issued(office)
    gone = Origin.objects.order_by("part").first()
    assert gone
    ref = Clause.objects.get(lasting_id=gone.clause).ref
    Origin.objects.filter(pk=gone.pk).update(above="00000000-0000-4000-8000-000000000000")
    shown = queries.following(office.unit("450"), office.plan)
    assert shown.dropped == (ref,)
    assert len(shown.missing) == 1


def test_a_district_counts_when_issued_and_as_integrated_when_every_programme_has_a_link(office) -> None:
    assert (figure(office, "PLN-03"), figure(office, "PLN-04")) == (None, None)
    issued(office)
    assert (figure(office, "PLN-03"), figure(office, "PLN-04"), figure(office, "TGT-2")) == (1, 0, 0)
    integrated(office, but=("jobs",))
    assert figure(office, "PLN-04") == 0
    integrated(office)
    assert (figure(office, "PLN-04"), figure(office, "TGT-2")) == (1, 1)
    assert figure(office, "TGT-2", "450") == 1
    assert proved()


def test_links_without_an_issued_plan_do_not_make_it_integrated(office) -> None:
    integrated(office)
    begun(office)
    assert (figure(office, "PLN-03"), figure(office, "PLN-04")) == (0, 0)
    assert proved()


def test_a_plan_counts_from_the_day_printed_on_it(office) -> None:
    issued(office, on="2017-02-10")
    integrated(office)
    february = periods.month(2017, 2)
    found = indicators.values(["PLN-03", "PLN-04"], unit=office.unit("44"), period=february)
    assert (found["PLN-03"].value, found["PLN-04"].value) == (1, 0)
    january = indicators.values(["PLN-03"], unit=office.unit("44"), period=periods.month(2017, 1))
    assert january["PLN-03"].value in (None, 0)
    assert proved()


def test_communes_plans_are_not_counted_as_districts(office) -> None:
    issued(office, "18889", issued(office), number="3/KH-UBND")
    assert figure(office, "PLN-03") == 1
    assert proved()


def test_a_unit_that_is_no_more_begins_nothing(office) -> None:
    post, unit = officer(office), office.unit("450")
    with clock.set_to(datetime(2025, 7, 2, 9)), pytest.raises(Refused, match="không còn hoạt động"):
        actions.begin(unit, office.plan, by=post)


def test_where_there_are_no_districts_a_commune_follows_its_province(office) -> None:
    with clock.set_to(datetime(2025, 7, 2, 9)):
        today = clock.today()
        province = places.by_code("44", today)
        commune = places.directly_under(province, Kind.COMMUNE, today)[0]
        assert queries.above(commune, today) == province
        assert queries.right_below(province, today)[0] == commune
        Plan.objects.filter(pk=office.plan.pk).update(unit=province, year=2025, issued_on=today)
        user = User.objects.create(username="xa.moi", shown_name="Người dùng")
        post = Post.objects.create(user=user, role=Role.COMMUNE_OFFICER, unit=commune, title="Cán bộ", starts=today)
        derivation = actions.begin(commune, office.plan, by=post)
        document = drafts.document_of(derivation.draft)
        assert {part.lead for part in document.clauses} == {(commune.code,)}
        assert [line.unit for line in overview.listed(province, view="drafting").lines] == [commune]
