"""What a person may type as a number, and how numbers are shown."""

from decimal import Decimal

import pytest

from tiendo.kernel.numbers import (
    LARGEST,
    Fault,
    Unreadable,
    parse_count,
    parse_money,
    parse_percent,
    show,
    show_decimal,
    show_percent,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        (" 12 ", 12),
        ("1234", 1234),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("1.234.567", 1234567),
        ("１２", 12),
    ],
)
def test_a_count_is_read_the_vietnamese_way(typed: str, number: int) -> None:
    assert parse_count(typed) == number


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("1,234", Fault.AMBIGUOUS),
        ("1,234,567", Fault.AMBIGUOUS),
        ("12,5", Fault.NOT_WHOLE),
        ("1.5", Fault.NOT_WHOLE),
        ("1.2345", Fault.NOT_WHOLE),
        ("-3", Fault.NEGATIVE),
        ("\u22123", Fault.NEGATIVE),
        ("", Fault.NOT_A_NUMBER),
        ("ba", Fault.NOT_A_NUMBER),
        ("1.234 567", Fault.NOT_A_NUMBER),
        ("12 34", Fault.NOT_A_NUMBER),
        ("3 buổi", Fault.NOT_A_NUMBER),
        ("٣", Fault.NOT_A_NUMBER),
        (str(LARGEST + 1), Fault.TOO_LARGE),
    ],
)
def test_what_is_not_surely_a_count_is_refused(typed: str, fault: Fault) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_count(typed)
    assert refusal.value.fault is fault
    assert refusal.value.typed == typed


def test_the_largest_number_summed_over_the_nation_fits_64_bits() -> None:
    assert LARGEST * 12_000 * 12 < 2**63


@pytest.mark.parametrize("typed", ["1.234.567 đ", "1.234.567 đồng", "1 234 567 VND", "1234567", "1.234.567đ"])
def test_money_is_whole_dong(typed: str) -> None:
    assert parse_money(typed) == 1_234_567


def test_a_percentage_has_a_decimal_comma() -> None:
    assert parse_percent("12,5 %") == Decimal("12.5")
    assert parse_percent("70") == Decimal(70)
    with pytest.raises(Unreadable):
        parse_percent("12.5 %")
    with pytest.raises(Unreadable) as refusal:
        parse_percent("-1 %")
    assert refusal.value.fault is Fault.NEGATIVE


def test_numbers_are_shown_with_dots() -> None:
    assert [show(0), show(1042), show(1_234_567), show(-1042)] == ["0", "1.042", "1.234.567", "\u22121.042"]


@pytest.mark.parametrize("number", [0, 9, 1000, 1_234_567, LARGEST])
def test_what_is_shown_can_be_typed_back(number: int) -> None:
    assert parse_count(show(number)) == number


def test_a_share_is_shown_with_a_comma_and_a_fixed_space() -> None:
    assert show_percent(119, 159) == "74,8\u00a0%"
    assert show_percent(120, 159) == "75,5\u00a0%"
    assert show_percent(8, 9) == "88,9\u00a0%"
    assert show_percent(1, 1, places=0) == "100\u00a0%"
    assert show_decimal(Decimal("-1234.56")) == "\u22121.234,6"
