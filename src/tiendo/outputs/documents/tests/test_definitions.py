"""The documents of a pack, right and wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tiendo.foundation.packs import queries as packs
from tiendo.outputs.documents import definitions


@dataclass
class Changed:
    """The current pack with other documents."""

    documents: tuple[dict[str, Any], ...]
    agencies: Any = field(default_factory=lambda: packs.current().agencies)
    indicators: Any = field(default_factory=lambda: packs.current().indicators)
    forms: Any = field(default_factory=lambda: packs.current().forms)


def raw() -> dict[str, Any]:
    return dict(packs.current().documents[0])


def faults(*documents: dict[str, Any]) -> str:
    return "\n".join(map(str, definitions.problems(Changed(documents))))  # type: ignore[arg-type]


def with_block(**block: Any) -> dict[str, Any]:
    return {**raw(), "sections": ({"title": "I. MỤC", "blocks": (block,)},)}


def test_the_pack_s_own_documents_are_sound() -> None:
    assert faults(raw()) == ""
    assert "bao-cao-thang" in definitions.of(packs.current())


def test_two_documents_with_one_key_are_refused() -> None:
    assert "trùng mã" in faults(raw(), raw())


def test_every_fault_is_named_not_only_the_first() -> None:
    said = faults({**raw(), "issuer": "KHONG-CO"}, {**raw(), "key": "khac", "place": 5, "la": 1})
    assert "không có cơ quan “KHONG-CO”" in said
    assert "place" in said
    assert "la" in said


@pytest.mark.parametrize("text", ["Có {ABC-99} buổi.", "Có {OUT-01.half} buổi.", "Có {missing}."])
def test_a_sentence_that_names_what_is_not_there_is_refused(text: str) -> None:
    assert "không hiểu được" in faults(with_block(block="sentence", text=text))


def test_a_form_that_is_not_there_is_refused() -> None:
    block = {"block": "coverage", "caption": "Bảng", "form": "F9", "headings": ("A", "B", "C", "D"), "total": "Cộng"}
    assert "không có biểu “F9”" in faults(with_block(**block))


def test_a_restricted_figure_is_in_no_document() -> None:
    known = packs.current().indicators.values()
    code = next(one.code for one in known if one.privacy == "restricted")
    assert "không được đưa vào văn bản" in faults(with_block(block="chart", caption="Biểu đồ", code=code))


def test_two_blocks_of_words_with_one_key_are_refused() -> None:
    words = {"block": "narrative", "key": "next", "label": "Lời", "otherwise": "Không."}
    twice = {**raw(), "sections": ({"title": "I. MỤC", "blocks": (words, words)},)}
    assert "trùng mã" in faults(twice)
