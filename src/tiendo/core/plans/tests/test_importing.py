"""The issued text becomes clauses, citations, targets and answerable units: all or nothing, once."""

import pytest
from django.conf import settings

from tiendo.core.plans import queries, terms
from tiendo.core.plans.actions import import_plan
from tiendo.core.plans.models import Answerable, Clause, LegalBasis, Plan, Target
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.packs import loading
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import actions as places
from tiendo.kernel.verdicts import BadInput, Refused

pytestmark = pytest.mark.usefixtures("places_loaded")


def test_the_plan_of_the_pack_is_imported_whole_with_one_audit_entry(pack: Pack) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    assert (plan.code, plan.year, plan.unit.code) == (pack.code, 2017, "44")
    assert list(plan.clauses.filter(is_clause=True).values_list("ref", flat=True)) == list(pack.clauses)
    assert plan.clauses.filter(kind=Clause.Kind.HEADING).count() == 27
    assert plan.legal_bases.count() == 6
    assert Target.objects.count() == len(pack.targets) == 7
    assert Entry.objects.filter(verb="plan.imported", subject_id=str(plan.pk)).count() == 1


def test_each_target_stands_on_the_words_that_promise_it(pack: Pack) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    words = {row.code: plan.text[row.start : row.end] for row in Target.objects.all()}
    labels = {pack.targets[code].label: text for code, text in words.items()}
    assert labels["T1a"] == "75% xã, phường, thị trấn"
    assert labels["T1b"] == "ít nhất một lần"
    assert labels["T5a"] == "01-02 xã, phường, thị trấn"
    assert labels["T5b"] == "duy trì số xã, phường, thị trấn"


def test_the_terms_read_back_are_those_of_the_pack(pack: Pack, django_assert_num_queries: object) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    queries._TERMS.clear()
    read = queries.terms(plan, pack=pack)
    assert read == terms.of_pack(pack)
    assert read.digest == plan.terms
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.terms(plan, pack=pack)


def test_every_clause_is_answered_for_by_the_units_and_classes_of_the_map(pack: Pack) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    pilot = plan.clauses.get(ref="I.2.-3")
    named = [(row.unit.code if row.unit else row.unit_class, row.role) for row in pilot.answerables.all()]
    assert named == [("DOLISA", "lead"), ("450", "coordinating")]
    classes = Answerable.objects.filter(unit=None).values_list("unit_class", flat=True)
    assert set(classes) <= set(pack.classes)
    assert not plan.clauses.filter(is_clause=True, answerables=None).exists()


def test_importing_the_same_text_again_changes_nothing(pack: Pack) -> None:
    first = import_plan(pack.plan_text, pack=pack, by=None)
    lasting = dict(first.clauses.values_list("ref", "lasting_id"))
    again = import_plan("\ufeff" + pack.plan_text.replace("\n", "\r\n"), pack=pack, by=None)
    assert again == first
    assert dict(again.clauses.values_list("ref", "lasting_id")) == lasting
    assert Plan.objects.count() == 1
    assert LegalBasis.objects.count() == 6
    assert Entry.objects.filter(verb="plan.imported").count() == 1


def test_another_text_under_the_same_code_is_refused(pack: Pack) -> None:
    import_plan(pack.plan_text, pack=pack, by=None)
    with pytest.raises(Refused, match="văn bản khác"):
        import_plan(pack.plan_text + "\nThêm một câu.", pack=pack, by=None)


def test_every_missing_and_foreign_clause_is_named_and_nothing_is_written(pack: Pack) -> None:
    text = pack.plan_text.replace("8. Sở Du lịch", "8. Sở Du lịch tỉnh\n- Một điều lạ.\n- Hai điều lạ.")
    cut = text[: text.index("11. UBND các huyện")]
    with pytest.raises(BadInput) as refused:
        import_plan(cut, pack=pack, by=None)
    said = str(refused.value)
    for ref in ("IV.11.-1", "IV.11.-4.+3", "end", "IV.8.-1", "IV.8.-2"):
        assert f"điều {ref} " in said
    assert not Plan.objects.exists()
    assert not Clause.objects.exists()


def test_a_target_without_its_words_is_named(pack: Pack) -> None:
    text = pack.plan_text.replace("01 mô hình", "mô hình")
    with pytest.raises(BadInput, match=r"I\.2\.-3: gói có 1 chỉ tiêu, văn bản đọc được 0"):
        import_plan(text, pack=pack, by=None)


def test_the_document_reads_in_order_in_few_queries(pack: Pack, django_assert_max_num_queries: object) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        read = queries.document(plan, pack=pack, on=plan.imported_at.date())
    assert [node.ref for node in read.clauses] == list(pack.clauses)
    assert read.target_count == 7
    first_aim = read.node("I.2.-1")
    assert first_aim is not None
    assert "".join(segment.text for segment in first_aim.segments) == first_aim.text
    assert [node.ref for node in read.path("I.2.-1")] == ["I", "I.2"]
    assert "(159)" in first_aim.answers
    assert read.preamble[0] == "KẾ HOẠCH"


def test_a_misprinted_date_is_kept_and_noted(pack: Pack) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    read = queries.document(plan, pack=pack, on=plan.imported_at.date())
    notes = {basis.number: basis.note for basis in read.legal_bases}
    assert "07/03/2016" in notes["361/QĐ-TTg"]
    assert "07/03/2017" in notes["361/QĐ-TTg"]
    assert [number for number, note in notes.items() if note] == ["361/QĐ-TTg"]


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("duong day nong", "IV.2.-3"),
        ("mo hinh dong dang", "II.3.-1"),
        ("IV.11.-4.+2", "IV.11.-4.+2"),
        ("Tin, thư TỐ GIÁC", "IV.2.-3"),
    ],
)
def test_words_are_found_without_their_marks(pack: Pack, typed: str, ref: str) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    assert ref in [hit.ref for hit in queries.search(plan, typed)]


def test_nothing_typed_finds_nothing(pack: Pack) -> None:
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    assert queries.search(plan, "  ") == ()
    assert queries.search(plan, "máy bay") == ()


def test_the_plan_of_the_two_level_province_is_imported_with_no_hand_correction() -> None:
    second = loading.load(settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2026")
    places.load_places(second)
    plan = import_plan(second.plan_text, pack=second, by=None)
    assert (plan.year, plan.unit.code, plan.unit.name) == (2026, "44", "Quảng Trị")
    assert plan.issuer == "Ủy ban nhân dân tỉnh Quảng Trị"
    assert list(plan.clauses.filter(is_clause=True).values_list("ref", flat=True)) == list(second.clauses)
    assert len(second.clauses) == 49
    words = {row.label: plan.text[row.start : row.end] for row in Target.objects.filter(clause__plan=plan)}
    assert words == {
        "T1a": "80% số xã, phường", "T1b": "100%", "T2": "02 mô hình", "T3": "100% số vụ", "T4": "90% số cơ sở",
        "T5": "02-04 xã, phường",
    }  # fmt: skip
    assert [one.number for one in plan.legal_bases.all()] == [
        "10/2003/PL-UBTVQH11", "178/2004/NĐ-CP", "282/2025/NĐ-CP", "09/2019/NĐ-CP",
    ]  # fmt: skip
    standing = Answerable.objects.get(clause__plan=plan, clause__ref="IV.1.-1")
    assert standing.unit is not None
    assert (standing.unit.code, standing.unit.valid_from.year) == ("DOH", 2025)
