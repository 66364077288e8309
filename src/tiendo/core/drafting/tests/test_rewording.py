"""Words of a plan drawn up here: whatever is changed, added or taken out, every span still points at its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.core.drafting import beginning, editing, rewording
from tiendo.core.drafting.document import Document, Kind
from tiendo.core.drafting.tests import test_editing
from tiendo.core.drafting.tests.texts import UNSEEN
from tiendo.kernel.reading import read_plan
from tiendo.kernel.verdicts import Refused

READING = read_plan(UNSEEN)
BEGUN = replace(beginning.begun(READING, known=test_editing.NOBODY), drawn_up=True)
TEXT = READING.text


def words_of(document: Document, text: str) -> dict[int, str]:
    return {part.key: f"{part.title(text)}|{part.words(text)}" for part in document.parts}


def promised(document: Document, text: str) -> dict[int, str]:
    return {one.key: text[one.start : one.end] for one in document.promises}


def cited(document: Document, text: str) -> list[str]:
    return [text[start:end] for basis in document.bases for start, end in basis.spans]


def first_clause(document: Document) -> int:
    return next(part.key for part in document.clauses if not document.promises_of(part.key))


def test_a_new_wording_leaves_every_other_word_where_it_was() -> None:
    key = first_clause(BEGUN)
    document, text = rewording.reword(BEGUN, TEXT, key, words="  Lời mới,\n dài hơn nhiều so với lời cũ của điều này. ")
    before, after = words_of(BEGUN, TEXT), words_of(document, text)
    assert after.pop(key).endswith("|Lời mới, dài hơn nhiều so với lời cũ của điều này.")
    del before[key]
    assert after == before
    assert promised(document, text) == promised(BEGUN, TEXT)
    assert cited(document, text) == cited(BEGUN, TEXT)


def test_a_heading_is_reworded_in_its_own_line() -> None:
    key = next(part.key for part in BEGUN.headings if not part.is_clause)
    document, text = rewording.reword(BEGUN, TEXT, key, words="MỤC TIÊU MỚI")
    assert document.by_key[key].title(text) == "MỤC TIÊU MỚI"
    assert not document.by_key[key].is_clause


def test_a_target_stays_in_new_words_that_keep_its_own() -> None:
    one = BEGUN.promises[0]
    quoted = TEXT[one.start : one.end]
    document, text = rewording.reword(BEGUN, TEXT, one.part, words=f"Phấn đấu trong năm: {quoted} trở lên.")
    assert promised(document, text)[one.key] == quoted
    with pytest.raises(Refused, match="không còn chữ"):
        rewording.reword(BEGUN, TEXT, one.part, words="Phấn đấu nhiều hơn.")


def test_a_clause_is_added_after_the_one_chosen_and_last_under_a_heading() -> None:
    key = first_clause(BEGUN)
    led = editing.lead(BEGUN, key, codes=("450",))
    document, text = rewording.add(led, TEXT, key, words="Mở lớp tập huấn")
    made = document.parts[-1 if document.index(key) == len(document.parts) else document.index(key) + 1]
    assert (made.words(text), made.lead, made.level) == ("Mở lớp tập huấn", ("450",), document.by_key[key].level)
    heading = BEGUN.headings[0].key
    document, text = rewording.add(BEGUN, TEXT, heading, words="Điều cuối")
    last = document.by_key[document.below[heading][-1]]
    assert last.words(text) == "Điều cuối"


def test_what_is_taken_out_is_gone_from_the_text_with_its_targets() -> None:
    one = BEGUN.promises[0]
    said = BEGUN.by_key[one.part].words(TEXT)
    document, text = rewording.remove(BEGUN, TEXT, one.part)
    assert one.part not in document.by_key
    assert one.key not in promised(document, text)
    assert " ".join(text.split()).count(said) == " ".join(TEXT.split()).count(said) - 1
    before = words_of(BEGUN, TEXT)
    del before[one.part]
    assert words_of(document, text) == before


def test_a_text_read_from_a_document_keeps_its_words() -> None:
    read = replace(BEGUN, drawn_up=False)
    for act in (rewording.reword, rewording.add):
        with pytest.raises(Refused, match="giữ như văn bản"):
            act(read, TEXT, read.parts[0].key, words="x")
    with pytest.raises(Refused):
        rewording.remove(read, TEXT, read.parts[0].key)


def test_nothing_is_no_wording_and_a_holder_stays_until_it_is_empty() -> None:
    with pytest.raises(Refused, match="Chưa ghi lời"):
        rewording.reword(BEGUN, TEXT, BEGUN.parts[0].key, words="  \n ")
    with pytest.raises(Refused, match="còn mục con"):
        rewording.remove(BEGUN, TEXT, BEGUN.headings[0].key)


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, int, str]:
    verb = draw(st.sampled_from(["reword", "add", "remove", "promote", "demote", "merge"]))
    return (
        verb,
        draw(st.integers(0, 60)),
        draw(st.sampled_from(["Ngắn.", "Lời dài hơn. Có hai câu.", "75 % số xã", " "])),
    )


@given(st.lists(acts(), max_size=12))
@settings(max_examples=80, deadline=None)
def test_any_sequence_leaves_every_part_pointing_at_words(asked: list[tuple[str, int, str]]) -> None:
    document, text = BEGUN, TEXT
    for verb, which, words in asked:
        key = document.parts[which % len(document.parts)].key
        try:
            match verb:
                case "reword" | "add":
                    document, text = getattr(rewording, verb)(document, text, key, words=words)
                case "remove":
                    document, text = rewording.remove(document, text, key)
                case _:
                    document = getattr(editing, verb)(document, key)
        except Refused:
            continue
        position = 0
        for part in document.parts:
            assert position <= part.start <= part.body <= part.text_start <= part.end <= len(text), part
            assert part.body < part.end
            position = part.end
        for one in document.promises:
            part = document.by_key[one.part]
            assert part.start <= one.start < one.end <= part.end
            assert not text[one.start].isspace()
        assert max(part.key for part in document.parts) < document.next_key
        assert all(part.kind is not Kind.CLOSING or part.level == 0 for part in document.parts)
