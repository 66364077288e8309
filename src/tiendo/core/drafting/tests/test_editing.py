"""Whatever a reviewer does, the document stays sound: spans in order, refs apart, parents first, targets in their words; and each verb
does what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.core.drafting import amended, beginning, editing, naming
from tiendo.core.drafting.amended import OldNode, OldPlan, OldTarget
from tiendo.core.drafting.document import Document, Kind, breaks, nodes
from tiendo.core.drafting.naming import Directory
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.core.plans.terms import ClauseTerms
from tiendo.foundation.packs.schema import TargetDef, TargetRule
from tiendo.kernel.matching import Item
from tiendo.kernel.reading import read_plan
from tiendo.kernel.verdicts import Refused

READING = read_plan(UNSEEN)
TEXT = READING.text
CORPUS = Path(__file__).parents[5] / "tests" / "corpus" / "plans"
NOBODY = Directory({}, {}, {})
BEGUN = beginning.begun(READING, known=NOBODY)


def old_plan() -> OldPlan:
    """The plan whose text is amended: the same text as it was read, each target under a code of its own."""
    nodes = {}
    for item in amended.items(BEGUN, TEXT):
        said = [TEXT[one.start : one.end] for one in BEGUN.promises_of(item.key)]
        targets = tuple(
            OldTarget(_target(f"TST-{item.key:02d}{'AB'[place]}", item.ref), words) for place, words in enumerate(said)
        )
        parent = None if item.parent is None else str(item.parent)
        part = BEGUN.by_key[item.key]
        terms = ClauseTerms(ref=item.ref, lead=("DIC",)) if part.is_clause else None
        kept = Item(str(item.key), item.ref, item.words, parent, item.kind)
        nodes[kept.key] = OldNode(kept, part.is_clause, terms, targets)
    return OldPlan(nodes)


def _target(code: str, ref: str) -> TargetDef:
    return TargetDef(
        code=code, label=code, title="Chỉ tiêu", goal="ít nhất 80 %", clause=ref, who=("DIC",), judged="year",
        unit_word="xã", rule=TargetRule(kind="share", low=80), who_shown="", by_hand=True, note="Báo cáo",
    )  # fmt: skip


OLD = old_plan()
PAIRABLE = list(OLD.nodes.values())


def assert_sound(document: Document) -> None:
    """What holds of every document, whatever was done to it."""
    position, above = 0, -1
    for part in document.parts:
        assert position <= part.start <= part.body <= part.text_start <= part.end <= len(TEXT), part
        assert part.body < part.end, "no part is empty"
        position = part.end
        assert 0 <= part.level <= above + 1, part
        if part.kind is Kind.CLOSING:
            assert part.level == 0
            above = -1
        elif part.kind is not Kind.OUTSIDE:
            above = part.level
    refs = [ref for ref in document.refs.values() if ref]
    assert len(refs) == len(set(refs))
    keys = [part.key for part in document.parts] + [one.key for one in document.promises]
    assert len(keys) == len(set(keys))
    assert max(keys) < document.next_key
    seen: set[str] = set()
    for node in nodes(document, TEXT):
        assert node.parent is None or node.parent in seen, node.ref
        seen.add(node.ref)
    last = 0
    for one in sorted(document.promises, key=lambda promise: promise.start):
        part = document.by_key[one.part]
        assert part.is_clause
        assert max(last, part.text_start) <= one.start < one.end <= part.end
        last = one.end
    for ties in ([part.was for part in document.parts if part.was], [one.was for one in document.promises if one.was]):
        assert len(ties) == len(set(ties)), "nothing of the plan goes on twice"


Operation = Callable[[Document], Document]


@st.composite
def operations(draw: st.DrawFn) -> tuple[str, int, int, int]:
    verb = draw(
        st.sampled_from(
            [
                "promote",
                "demote",
                "split",
                "merge",
                "retype",
                "mark",
                "promise",
                "unpromise",
                "lead",
                "below",
                "excuse",
                "tie",
                "untie",
            ]
        )
    )
    return verb, draw(st.integers(0, 99)), draw(st.integers(0, len(TEXT))), draw(st.integers(0, 60))


def done(document: Document, asked: tuple[str, int, int, int]) -> Document:
    """One thing done to some part; what cannot be done leaves everything as it was."""
    verb, which, at, length = asked
    key = document.parts[which % len(document.parts)].key
    part = document.by_key[key]
    kinds = [
        (Kind.HEADING, False),
        (Kind.HEADING, True),
        (Kind.CLAUSE, True),
        (Kind.CLOSING, True),
        (Kind.OUTSIDE, False),
    ]
    marks = ["-", "+", "a)", "3.", "II.", "1.2.", "Điều 4.", "thứ nhất"]
    within = part.body + at % max(1, part.end - part.body)
    verbs: dict[str, Operation] = {
        "promote": lambda one: editing.promote(one, key),
        "demote": lambda one: editing.demote(one, key),
        "split": lambda one: editing.split(one, key, at=within, text=TEXT),
        "merge": lambda one: editing.merge(one, key),
        "retype": lambda one: editing.retype(one, key, kind=kinds[at % 5][0], asks=kinds[at % 5][1], text=TEXT),
        "mark": lambda one: editing.mark(one, key, printed=marks[at % len(marks)]),
        "promise": lambda one: editing.promise(one, key, start=within, end=min(within + length, len(TEXT)), text=TEXT),
        "unpromise": lambda one: editing.unpromise(
            one, one.promises[at % len(one.promises)].key if one.promises else 0
        ),
        "lead": lambda one: editing.lead(one, key, codes=("DIC", "DOH")[: 1 + at % 2]),
        "below": lambda one: editing.lead_below(one, key, codes=("DPC",)),
        "excuse": lambda one: editing.excuse_below(one, key, reason="Theo dõi bằng báo cáo."),
        "tie": lambda one: editing.tie(one, key, node=PAIRABLE[at % len(PAIRABLE)], text=TEXT, old=OLD),
        "untie": lambda one: editing.untie(one, key),
    }
    try:
        return verbs[verb](document)
    except Refused:
        return document


@given(st.lists(operations(), max_size=25))
@settings(max_examples=150, deadline=None)
def test_any_sequence_of_steps_leaves_a_sound_document(asked: list[tuple[str, int, int, int]]) -> None:
    document = BEGUN
    for one in asked:
        before = document
        kept = (before.parts, before.promises, before.seen)
        document = done(document, one)
        assert_sound(document)
        assert (before.parts, before.promises, before.seen) == kept, "a step changes nothing of what was before it"


def test_a_text_read_again_goes_on_as_its_own_plan() -> None:
    again = amended.continued(BEGUN, TEXT, OLD)
    assert_sound(again)
    assert {part.key: part.was for part in again.parts} == {part.key: str(part.key) for part in BEGUN.parts}
    assert sorted(one.was for one in again.promises) == sorted(
        one.target.code for node in PAIRABLE for one in node.targets
    )
    assert OLD.dropped(again) == []


def test_a_reading_begins_as_a_sound_document_with_its_own_refs() -> None:
    assert_sound(BEGUN)
    assert list(BEGUN.refs.values()) == [node.ref for node in READING.nodes]


def key_of(document: Document, ref: str) -> int:
    return next(key for key, one in document.refs.items() if one == ref)


def words_of(document: Document, ref: str) -> str:
    return document.by_key[key_of(document, ref)].words(TEXT)


def test_splitting_an_item_makes_a_brother_and_renumbers_those_after_it() -> None:
    key = key_of(BEGUN, "II.-2")
    part = BEGUN.by_key[key]
    document = editing.split(BEGUN, key, at=breaks(TEXT, part)[0], text=TEXT)
    assert words_of(document, "II.-2") == "Kiểm tra các cơ sở kinh doanh dịch vụ."
    assert words_of(document, "II.-3") == "Xử lý nghiêm các vi phạm phát hiện được."


def test_merging_what_was_split_gives_the_words_back() -> None:
    key = key_of(BEGUN, "II.-2")
    split = editing.split(BEGUN, key, at=breaks(TEXT, BEGUN.by_key[key])[0], text=TEXT)
    merged = editing.merge(split, key_of(split, "II.-3"))
    assert [part.words(TEXT) for part in merged.parts] == [part.words(TEXT) for part in BEGUN.parts]
    assert merged.refs == BEGUN.refs


def test_a_heading_with_two_leads_splits_into_two_clauses_each_with_its_own() -> None:
    key = key_of(BEGUN, "III.3")
    led = editing.lead(BEGUN, key, codes=("PROC", "COURT"))
    document = editing.split_in_two(led, key, text=TEXT)
    first, second = document.by_key[key], document.by_key[key_of(document, "III.3.-1")]
    assert (first.lead, second.lead) == (("PROC",), ("COURT",))
    assert second.words(TEXT) == "Xét xử lưu động để giáo dục chung."


def test_a_part_moves_in_and_out_with_what_is_under_it() -> None:
    key = key_of(BEGUN, "III.2")
    inside = editing.demote(BEGUN, key)
    assert inside.refs[key] == "III.1.2"
    assert key_of(inside, "III.1.2.-1") == key_of(BEGUN, "III.2.-1")
    assert editing.promote(inside, key).refs == BEGUN.refs


def test_what_is_outside_the_plan_has_no_ref_and_its_items_move_up() -> None:
    key, item = key_of(BEGUN, "III.4"), key_of(BEGUN, "III.4.-1")
    document = editing.retype(BEGUN, key, kind=Kind.OUTSIDE, asks=False, text=TEXT)
    assert document.refs[key] == ""
    assert document.parents[item] == key_of(document, "III")


def test_a_clause_with_a_target_does_not_leave_the_plan() -> None:
    key = BEGUN.promises[0].part
    with pytest.raises(Refused, match="bỏ chỉ tiêu trước"):
        editing.retype(BEGUN, key, kind=Kind.OUTSIDE, asks=False, text=TEXT)


@pytest.mark.parametrize("printed", ["", "abc", "1", "#", "a/"])
def test_a_mark_nobody_prints_is_refused(printed: str) -> None:
    with pytest.raises(Refused, match="Không hiểu ký hiệu"):
        editing.mark(BEGUN, BEGUN.parts[3].key, printed=printed)


def test_words_become_a_target_once_and_only_inside_a_clause() -> None:
    key = key_of(BEGUN, "III.1.-2")
    part = BEGUN.by_key[key]
    document = editing.promise(BEGUN, key, start=part.text_start, end=part.text_start + 9, text=TEXT)
    assert TEXT[document.promises[-1].start : document.promises[-1].end] == "Tổng hợp,"
    with pytest.raises(Refused, match="chỉ tiêu khác"):
        editing.promise(document, key, start=part.text_start + 2, end=part.text_start + 5, text=TEXT)
    with pytest.raises(Refused, match="nằm trong lời"):
        editing.promise(document, key, start=part.start - 3, end=part.text_start + 5, text=TEXT)


def test_giving_a_section_to_somebody_leaves_those_led_already() -> None:
    section, led = key_of(BEGUN, "III"), key_of(BEGUN, "III.2.-1")
    document = editing.lead_below(editing.lead(BEGUN, led, codes=("DIC",)), section, codes=("DOLISA",))
    below = [document.by_key[key] for key in document.below[section] if document.by_key[key].is_clause]
    assert {part.lead for part in below if part.key != led} == {("DOLISA",)}
    assert document.by_key[led].lead == ("DIC",)


def test_naming_an_agency_answers_wherever_it_was_read() -> None:
    key = key_of(BEGUN, "III.4.-1")
    said = BEGUN.by_key[key].lead_names
    assert said == ("Hội Chữ thập xanh",)
    named = editing.name(BEGUN, said[0], code="WU")
    assert named.by_key[key].lead == ("WU",)
    assert not named.by_key[key].lead_names
    assert editing.name(BEGUN, said[0], code="").by_key[key].lead == ()


def test_a_part_that_is_gone_is_refused_with_a_word() -> None:
    with pytest.raises(Refused, match="tải lại trang"):
        editing.lead(BEGUN, 9_999, codes=("DIC",))


def test_an_agency_is_known_by_either_spelling_of_its_name() -> None:
    known = naming.directory()
    assert known.code("Sở Lao động – Thương binh và Xã hội") == known.code("Sở LĐTBXH") == "DOLISA"
    assert known.code("Viện kiểm sát") == "PROC"
    assert known.code("Uỷ ban Mặt trận Tổ quốc Việt Nam tỉnh") == "VFF"
    assert known.code("Ủy ban nhân dân các huyện, thị xã, thành phố") == "DPC"
    assert known.code("UBND các xã, phường, thị trấn") == "CPC"
    assert known.code("Hội Chữ thập xanh") is None


def test_spans_that_overlap_in_a_reading_are_cut() -> None:
    first, second, *rest = READING.nodes
    dirty = replace(READING, nodes=(replace(first, end=second.start + 4, text_start=second.start + 4), second, *rest))
    assert_sound(beginning.begun(dirty, known=NOBODY))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_plan_of_the_corpus_begins_as_it_was_read(path: Path) -> None:
    reading = read_plan(path.read_text(encoding="utf-8"))
    document = beginning.begun(reading, known=NOBODY)
    read = [(node.ref, node.parent, node.kind, node.is_clause, node.start, node.end) for node in reading.nodes]
    back = nodes(document, reading.text)
    assert [(node.ref, node.parent, node.kind, node.is_clause, node.start, node.end) for node in back] == read
