"""Two versions of an outline are matched by what they say, one to one, the same either way round."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tiendo.kernel.matching import Item, Kind, differences, match

HEALTH = "Tổ chức khám sức khỏe định kỳ cho người lao động tại các cơ sở lưu trú"
PRESS = "Đăng tin, bài tuyên truyền trên báo, đài và hệ thống truyền thanh cơ sở"
CHECKS = "Kiểm tra cơ sở kinh doanh dịch vụ và xử lý nghiêm vi phạm phát hiện được"

words = st.text(alphabet="abcdeghiklmn ", min_size=1, max_size=40)
outlines = st.lists(words, min_size=0, max_size=25).map(
    lambda lines: [
        Item(place, f"I.{place}", line, parent=place // 3 if place else None) for place, line in enumerate(lines)
    ]
)


def outline(*lines: str) -> list[Item[int]]:
    return [Item(place, f"I.{place + 1}", line) for place, line in enumerate(lines)]


def kinds(old: list[Item[int]], new: list[Item[int]]) -> dict[tuple[int, int], Kind]:
    return {(pair.old, pair.new): pair.kind for pair in match(old, new).pairs}


@given(outlines)
def test_a_text_continues_itself(items: list[Item[int]]) -> None:
    found = match(items, items)
    said = [item for item in items if item.words.strip()]
    assert {pair.kind for pair in found.pairs} <= {Kind.SAME}
    assert {pair.new for pair in found.pairs} >= {item.key for item in said}
    assert all(pair.old == pair.new for pair in found.pairs)


@given(outlines)
def test_a_pure_renumbering_loses_nothing(items: list[Item[int]]) -> None:
    renumbered = [replace(item, ref=item.ref.replace("I.", "II.")) for item in items if item.words.strip()]
    found = match([item for item in items if item.words.strip()], renumbered)
    assert not found.dropped
    assert not found.new
    assert {pair.kind for pair in found.pairs} <= {Kind.MOVED}


@given(outlines, outlines)
def test_pairs_are_one_to_one_and_the_same_either_way_round(one: list[Item[int]], other: list[Item[int]]) -> None:
    there, back = match(one, other), match(other, one)
    pairs = {(pair.old, pair.new) for pair in there.pairs}
    assert pairs == {(pair.new, pair.old) for pair in back.pairs}
    assert there.dropped == back.new
    assert there.new == back.dropped
    assert len(pairs) == len({old for old, _new in pairs}) == len({new for _old, new in pairs})
    assert len(there.pairs) + len(there.dropped) == len(one)


def test_changed_words_stay_one_clause_and_a_foreign_one_is_new() -> None:
    old = outline(HEALTH, PRESS)
    new = outline(PRESS, HEALTH.replace("định kỳ", "mỗi quý một lần"), CHECKS)
    found = match(old, new)
    assert kinds(old, new) == {(0, 1): Kind.CHANGED, (1, 0): Kind.MOVED}
    assert found.new == (2,)


def test_a_clause_that_is_gone_is_dropped() -> None:
    found = match(outline(HEALTH, PRESS, CHECKS), outline(HEALTH, CHECKS))
    assert found.dropped == (1,)
    assert [pair.kind for pair in found.pairs] == [Kind.SAME, Kind.MOVED]


def test_of_a_split_clause_the_larger_half_goes_on_and_the_other_is_new() -> None:
    old = outline(f"{PRESS}; {HEALTH} trong các khu công nghiệp của tỉnh")
    new = outline(PRESS, f"{HEALTH} trong các khu công nghiệp của tỉnh")
    found = match(old, new)
    assert [(pair.old, pair.new) for pair in found.pairs] == [(0, 1)]
    assert found.new == (0,)


def test_of_two_merged_clauses_one_goes_on() -> None:
    found = match(outline(PRESS, HEALTH), outline(f"{PRESS}; {HEALTH}"))
    assert len(found.pairs) == 1
    assert len(found.dropped) == 1


def test_like_clauses_keep_their_own_mark() -> None:
    same = outline(PRESS, PRESS, PRESS)
    assert kinds(same, same) == {(place, place): Kind.SAME for place in range(3)}


def test_signs_capitals_and_marks_are_no_change() -> None:
    old, new = outline(f"{PRESS}."), outline(f"{PRESS.upper()} ;")
    assert kinds(old, new) == {(0, 0): Kind.SAME}


def test_three_hundred_clauses_of_two_years_are_matched_one_to_one() -> None:
    old = outline(*(f"{PRESS} {n % 17} {HEALTH} khu {n}" for n in range(300)))
    new = outline(*(f"{CHECKS} {n % 13} {HEALTH} vùng {n}" for n in range(300)))
    found = match(old, new)
    assert len({pair.old for pair in found.pairs}) == len({pair.new for pair in found.pairs}) == len(found.pairs)
    assert len(found.pairs) + len(found.new) == len(found.pairs) + len(found.dropped) == 300


def test_words_that_differ_are_marked_on_both_sides() -> None:
    left, right = differences("ít nhất 75% xã", "ít nhất 80% xã")
    assert [run.text for run in left if run.differs] == ["75%"]
    assert [run.text for run in right if run.differs] == ["80%"]
    assert "".join(run.text for run in right) == "ít nhất 80% xã"
