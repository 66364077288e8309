"""Whatever comes, the reader gives an answer, soon, and the same one twice."""

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.kernel.reading import PlanReading, read_plan
from tiendo.kernel.reading.lines import LONGEST

TEXTS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))
}
SOON = timedelta(seconds=2)
patient = settings(deadline=SOON, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
DIRT = ("\n", "\f", " ", "\u00a0", "\u200b", "-", "–", "+", "*", "•", ".", ":", ";", ",", "(", ")", "/", "|", "1.", "a)", "I.", "Điều 1.", "100%",
        "12/QĐ-TTg", "năm 2017", "KẾ HOẠCH\n", "\nNơi nhận:\n", "\nVăn bản liên quan\n", "\nTrang 3\n", "Trên đây là ")  # fmt: skip


def sound(plan: PlanReading) -> None:
    """What holds of every reading: refs differ, parents exist, all spans lie in the text."""
    refs = [node.ref for node in plan.nodes]
    assert len(set(refs)) == len(refs)
    assert {node.parent for node in plan.nodes} <= {None, *refs}
    for node in plan.nodes:
        assert 0 <= node.start <= node.text_start <= node.end <= len(plan.text)
    spans = [(one.start, one.end) for one in (*plan.targets, *plan.deadlines, *plan.programmes, *plan.assignments)]
    spans += [span for basis in (*plan.legal_bases, *plan.unnumbered_bases) for span in basis.spans]
    assert all(0 <= start < end <= len(plan.text) for start, end in spans)
    assert {one.ref for one in (*plan.targets, *plan.deadlines, *plan.programmes, *plan.assignments)} <= set(refs)


@patient
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind(junk: bytes) -> None:
    sound(read_plan(junk.decode("utf-8", errors="replace")))
    sound(read_plan(junk.decode("latin-1")))


@patient
@given(st.text(max_size=500))
def test_letters_of_any_kind(text: str) -> None:
    sound(read_plan(text))


@patient
@given(
    name=st.sampled_from(sorted(TEXTS)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 80), st.sampled_from(("", *DIRT))), max_size=12),
)
def test_plans_with_pieces_lost_and_dirt_put_in(name: str, cuts: list[tuple[float, int, str]]) -> None:
    text = TEXTS[name]
    for place, lost, dirt in cuts:
        at = int(place * len(text))
        text = text[:at] + dirt + text[at + lost :]
    plan = read_plan(text)
    sound(plan)
    assert read_plan(text) == plan


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_plan_cut_anywhere_is_read(name: str) -> None:
    text = TEXTS[name]
    for end in range(0, len(text), 97):
        sound(read_plan(text[:end]))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_lines_in_any_order_are_read(name: str) -> None:
    lines = TEXTS[name].split("\n")
    random.Random(name).shuffle(lines)
    sound(read_plan("\n".join(lines)))


@pytest.mark.parametrize("piece", ["100% xã, ", "12 lớp, ", "từ 5 ", "năm 2015: 3 xã và ", "1/A", "trên 1.000 trẻ "])
def test_a_sentence_without_end_among_the_aims_does_not_hold_it_up(piece: str) -> None:
    began = time.process_time()
    sound(read_plan("KẾ HOẠCH\nnăm 2020\nI. MỤC TIÊU\n- " + piece * (60_000 // len(piece))))
    assert time.process_time() - began < SOON.total_seconds()


@pytest.mark.parametrize(
    "piece",
    ["(", " ", "\n", "1", "1.", "1. a\n", "- a:\n+ b\n", "12/QĐ-", "1/", "Luật A ", "MỤC TIÊU\n", "văn bản liên quan\n", "x\n1\n", "từ 1% ",
     "Sở Y tế và ", "chủ trì, phối hợp với Sở Y tế ", "ngày ", "Quảng ", "1,1,", "của ", "\u0301", "Cơ quan chủ trì: ", "tổ chức "],
)  # fmt: skip
def test_a_million_signs_of_one_kind_do_not_hold_it_up(piece: str) -> None:
    began = time.process_time()
    plan = read_plan(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < SOON.total_seconds()
    assert len(plan.text) <= LONGEST
    assert plan.warnings[0].code == "too_long"
