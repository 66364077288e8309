"""Fonts of before Unicode: their signs become letters, and Unicode text is never touched."""

import pytest

from tiendo.kernel.legacy import from_tcvn3, from_vni, legible, vietnamese_share


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("KÕ ho¹ch phßng, chèng tÖ n¹n m¹i d©m", "Kế hoạch phòng, chống tệ nạn mại dâm"),
        ("®¬n vÞ thùc hiÖn", "đơn vị thực hiện"),
        ("ñy ban nh©n d©n", "ủy ban nhân dân"),
    ],
)
def test_tcvn3(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("KEÁ HOAÏCH phoøng, choáng", "KẾ HOẠCH phòng, chống"),
        ("ñöôïc thöïc hieän ôû caùc xaõ, phöôøng", "được thực hiện ở các xã, phường"),
        ("UÛy ban, Ñaø Naüng, kyõ, thò xaõ, chæ tieâu", "Ủy ban, Đà Nẵng, kỹ, thị xã, chỉ tiêu"),
    ],
)
def test_vni(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


@pytest.mark.parametrize(
    "text", ["", "Kế hoạch phòng, chống tệ nạn mại dâm của tỉnh", "Plan für 2019: très bien", "12 %"]
)
def test_other_text_is_left_alone(text: str) -> None:
    assert legible(text) == text


def test_a_paper_in_a_legacy_font_is_put_right() -> None:
    assert legible("Thùc hiÖn kÕ ho¹ch cña tØnh") == "Thực hiện kế hoạch của tỉnh"
    assert vietnamese_share("Thực hiện kế hoạch của tỉnh") == 1.0
    assert vietnamese_share("") == 0.0
