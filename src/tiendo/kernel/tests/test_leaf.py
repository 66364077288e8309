"""The cases of the figures' specification worked by hand, one leaf at a time."""

import pytest

from tiendo.kernel.expressions import LeafFunction, LeafYear, evaluate

KEPT_UP = LeafFunction("F1", "every_quarter(A >= 1 or B >= 1)")
MONTHS = LeafFunction("F5", "months(A >= 1)")


def monthly(values, *, first=1, last=12, posted=None, **others):
    """A year of cell A from a text such as "2 . 1", dots for months not sent; B is zero in the months sent unless given."""
    others.setdefault("B", "".join(mark if mark in ". " else "0" for mark in values))
    cells = {name: (row.split() + ["."] * 12)[:12] for name, row in {"A": values, **others}.items()}
    read = {name: [None if mark == "." else int(mark) for mark in row] for name, row in cells.items()}
    sent = posted or [any(row[index] is not None for row in read.values()) for index in range(12)]
    return LeafYear("month", read, sent, first, last)


def quarters(first, second, third):
    """Months of three quarters with all the quarter's activities in its last month; "–" for a month never sent in the quarter's middle."""
    months = []
    for activities in (first, second, third):
        months += ["0", ".", "."] if activities == "–" else ["0", "0", str(activities)]
    return monthly(" ".join(months))


@pytest.mark.parametrize(
    ("commune", "activities", "counted"),
    [("A", (2, 1, 1), 1), ("B", (0, 3, 1), 1), ("C", (4, 0, 2), 0), ("D", (1, "–", 1), None)],
)
def test_t1a_four_communes(commune, activities, counted):
    assert evaluate(KEPT_UP, quarters(*activities), at=9, window="fixed") == counted


def test_t1a_with_an_unknown_first_quarter_then_nothing_then_one_is_not_proven():
    assert evaluate(KEPT_UP, quarters("–", 0, 1), at=9, window="fixed") is None


def test_t1a_with_an_unknown_first_quarter_then_kept_up_holds_however_it_turns_out():
    assert evaluate(KEPT_UP, quarters("–", 1, 1), at=9, window="fixed") == 1


def test_t1a_nobody_reported_is_unknown_and_all_zero_is_known():
    assert evaluate(KEPT_UP, monthly(""), at=9, window="fixed") is None
    assert evaluate(KEPT_UP, monthly("0 0 0 0 0 0 0 0 0"), at=9, window="fixed") == 0


def test_t1a_no_event_after_the_first_quarter_counts_there_and_never_again_that_year():
    year = monthly("0 2 0 0 0 0 0 0 0 0 0 0")
    by_month = [evaluate(KEPT_UP, year, at=at, window="fixed") for at in range(1, 13)]
    assert by_month == [0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]


def test_t1a_an_open_quarter_can_begin_it_but_not_break_it():
    assert evaluate(KEPT_UP, monthly("0 0 0 1"), at=4, window="fixed") == 1
    assert evaluate(KEPT_UP, monthly("0 0 1 0 0"), at=5, window="fixed") == 1
    assert evaluate(KEPT_UP, monthly("0 0 1 0 0 0"), at=6, window="fixed") == 0


def test_t1a_may_corrected_to_nothing_breaks_from_june_and_leaves_march():
    before, after = monthly("0 0 1 0 1 0 0"), monthly("0 0 1 0 0 0 0")
    assert [evaluate(KEPT_UP, before, at=at, window="fixed") for at in (3, 5, 6, 7)] == [1, 1, 1, 1]
    assert [evaluate(KEPT_UP, after, at=at, window="fixed") for at in (3, 5, 6, 7)] == [1, 1, 0, 0]


def test_t1a_two_kinds_of_activity_take_turns():
    assert evaluate(KEPT_UP, monthly("0 0 1 0 0 0", B="0 0 0 0 2 0"), at=6, window="fixed") == 1


def test_a_commune_absorbed_in_february_has_no_result_from_then_on():
    year = monthly("2", last=1)
    assert evaluate(KEPT_UP, year, at=1, window="fixed") == 1
    assert evaluate(KEPT_UP, year, at=2, window="fixed") is None


def test_the_commune_that_absorbs_keeps_its_own_history():
    year = monthly("0 0 0 0 1 0")
    assert [evaluate(KEPT_UP, year, at=at, window="fixed") for at in (2, 3, 4, 5, 6)] == [0, 0, 0, 1, 1]


def test_a_newborn_with_a_first_event_in_august_is_counted_from_august():
    year = monthly(". . . . . . . 3", first=8)
    assert evaluate(KEPT_UP, year, at=7, window="fixed") is None
    assert evaluate(KEPT_UP, year, at=8, window="fixed") == 1
    assert evaluate(LeafFunction("F1", "ytd(A) == 3"), year, at=8, window="fixed") == 1


def test_a_newborn_that_has_sent_nothing_gives_nothing():
    year = monthly("", first=8)
    assert evaluate(MONTHS, year, at=9, window="fixed") is None
    assert evaluate(LeafFunction("F1", "last(A)"), year, at=9, window="fixed") is None


def test_t1b_eight_months_of_nine():
    items = monthly("1 1 0 2 1 1 1 1 1")
    assert evaluate(MONTHS, items, at=9, window="fixed") == 8
    assert evaluate(MONTHS, monthly("1 1 1 2 1 1 1 1 1"), at=9, window="fixed") == 9
    assert evaluate(MONTHS, monthly("1 1 1 2 1 1 1 1"), at=9, window="fixed") == 8
    assert evaluate(MONTHS, monthly("0 0 0 0 0 0 0 0 0"), at=9, window="fixed") == 0
    assert evaluate(MONTHS, monthly(""), at=9, window="fixed") is None


def test_a_plan_that_starts_in_march_does_not_count_january():
    from_march = LeafFunction("F5", "months(A >= 1, 3)")
    year = monthly("1 1 0 1")
    assert [evaluate(from_march, year, at=at, window="fixed") for at in (2, 3, 4)] == [None, 0, 1]


def test_t3_the_last_known_value_is_carried_to_a_blank_quarter():
    models = LeafYear("quarter", {"A": [1, None, 0, None]}, [True, True, True, False], 1, 4)
    shown = [evaluate(LeafFunction("F6", "last(A)"), models, at=at, window="fixed") for at in (1, 2, 3, 4)]
    assert shown == [1, 1, 0, 0]


def test_a_sum_with_a_month_missing_is_a_lower_bound():
    year = monthly("2 . 1")
    assert evaluate(LeafFunction("F1", "A >= 3"), year, at=3, window="quarter") == 1
    assert evaluate(LeafFunction("F1", "A > 3"), year, at=3, window="quarter") is None
    assert evaluate(LeafFunction("F1", "A == 3"), year, at=3, window="quarter") is None
    assert evaluate(LeafFunction("F1", "2 > A"), year, at=3, window="quarter") is None
    assert evaluate(LeafFunction("F1", "A - B >= 0"), monthly("5 . 1", B="0 0 0"), at=3, window="quarter") is None
    assert evaluate(LeafFunction("F1", "A + B >= 6"), monthly("5 . 1", B="0 0 0"), at=3, window="quarter") == 1


def test_each_window_looks_back_as_far_as_it_says():
    year = monthly("3 0 0 1 0 0")
    at_least_one = LeafFunction("F1", "A >= 1")
    assert [evaluate(at_least_one, year, at=5, window=window) for window in ("base", "quarter", "year")] == [0, 1, 1]
    assert evaluate(LeafFunction("F1", "A == 4"), year, at=6, window="year") == 1
    assert evaluate(LeafFunction("F1", "A == 1"), year, at=6, window="quarter") == 1


def test_a_quarterly_cell_of_a_monthly_form_is_complete_in_the_month_that_closes_it():
    year = LeafYear("month", {"A": [None, None, 0] + [None] * 9}, [True] * 6 + [False] * 6, every={"A": 3})
    none = LeafFunction("F5", "A == 0")
    assert [evaluate(none, year, at=at, window="quarter") for at in (1, 2, 3, 4, 6)] == [None, None, 1, None, None]


def test_posted_wants_every_base_period_of_the_window():
    year = monthly("1 1 . 1 1 1")
    posted = LeafFunction.posted("F1")
    assert [evaluate(posted, year, at=at, window="base") for at in (2, 3, 4)] == [1, 0, 1]
    assert [evaluate(posted, year, at=at, window="quarter") for at in (2, 3, 6)] == [1, 0, 1]
    assert [evaluate(posted, year, at=at, window="year") for at in (2, 3, 6)] == [1, 0, 0]


def test_posted_with_cells_wants_one_of_them_filled():
    year = monthly("1 . .", B=". 2 .", posted=[True] * 3 + [False] * 9)
    assert [evaluate(LeafFunction.posted("F1", ["A", "B"]), year, at=at, window="base") for at in (1, 2, 3)] == [
        1,
        1,
        0,
    ]
    assert evaluate(LeafFunction.posted("F1", ["A"]), year, at=2, window="year") == 0


def test_posted_does_not_ask_a_newborn_for_the_months_before_its_birth():
    year = monthly(". . . . . . . 1 1", first=8)
    assert [evaluate(LeafFunction.posted("F1"), year, at=at, window="year") for at in (7, 8, 9, 10)] == [None, 1, 1, 0]
