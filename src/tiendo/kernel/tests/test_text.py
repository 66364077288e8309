"""Vietnamese text: one spelling, a search without marks, the order of a Vietnamese dictionary."""

import random
import unicodedata

import pytest

from tiendo.kernel.text import fold, nfc, sort_key


def in_order(*words):
    shuffled = list(words)
    random.Random(2017).shuffle(shuffled)
    return sorted(shuffled, key=sort_key) == list(words)


def test_text_from_a_pdf_is_composed():
    assert nfc(unicodedata.normalize("NFD", "Lệ Thủy")) == "Lệ Thủy"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đồng Hới", "dong hoi"),
        ("ĐỒNG HỚI", "dong hoi"),
        ("Nghị quyết Ơ Ư ă â ê ô", "nghi quyet o u a a e o"),
        ("Sở Lao động – Thương binh và Xã hội", "so lao dong – thuong binh va xa hoi"),
        ("", ""),
    ],
)
def test_folding_takes_every_mark_off(written, folded):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


def test_both_ways_of_placing_a_tone_fold_alike():
    assert fold("Minh Hòa") == fold("Minh Hoà") == "minh hoa"
    assert fold("Lệ Thủy") == fold("Lệ Thuỷ") == "le thuy"


def test_letters_follow_the_vietnamese_alphabet():
    assert in_order(*"aăâbcdđeêghiklmnoôơpqrstuưvxy")


def test_tones_follow_none_huyen_hoi_nga_sac_nang():
    assert in_order("ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mầ", "mấ", "mb")


def test_a_letter_outranks_any_tone_before_it():
    assert in_order("Ba Đồn", "Bạch Xá", "Bắc Lý", "Bố Trạch")
    assert in_order("Quang Phú", "Quảng Ninh", "Quảng Trạch", "Quy Đạt") is False
    assert in_order("Quảng Ninh", "Quang Phú", "Quảng Trạch", "Quy Đạt")


def test_the_districts_of_quang_binh_are_listed_as_people_list_them():
    assert in_order("Ba Đồn", "Bố Trạch", "Đồng Hới", "Lệ Thủy", "Minh Hóa", "Quảng Ninh", "Quảng Trạch", "Tuyên Hóa")


def test_d_comes_before_đ_and_small_before_capital():
    assert in_order("dân", "Dân", "đan", "Đan", "em")


def test_spaces_then_digits_then_letters():
    assert in_order("Đội 2", "Đội 10") is False
    assert in_order("Đội", "Đội 1", "Đội 2", "Đội Cung", "Đội-Cung", "Đội1", "Đồng")


def test_foreign_letters_come_last_and_decomposed_text_sorts_alike():
    assert in_order("vay", "z", "Ωmega")
    assert sort_key(unicodedata.normalize("NFD", "Đồng Hới")) == sort_key("Đồng Hới")
