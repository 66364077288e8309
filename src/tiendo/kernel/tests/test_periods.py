from datetime import date

import pytest

from tiendo.kernel import periods
from tiendo.kernel.periods import (
    month,
    of,
    parse,
    quarter,
    working_day_on_or_after,
    working_days_after,
    working_days_between,
    year,
)


@pytest.mark.parametrize(
    ("key", "kind", "start", "end", "label"),
    [
        ("2017-09", "month", date(2017, 9, 1), date(2017, 9, 30), "tháng 9/2017"),
        ("2016-02", "month", date(2016, 2, 1), date(2016, 2, 29), "tháng 2/2016"),
        ("2017-Q3", "quarter", date(2017, 7, 1), date(2017, 9, 30), "quý III/2017"),
        ("2017-H1", "half", date(2017, 1, 1), date(2017, 6, 30), "6 tháng đầu năm 2017"),
        ("2017-H2", "half", date(2017, 7, 1), date(2017, 12, 31), "6 tháng cuối năm 2017"),
        ("2017-9M", "nine_months", date(2017, 1, 1), date(2017, 9, 30), "9 tháng năm 2017"),
        ("2017", "year", date(2017, 1, 1), date(2017, 12, 31), "năm 2017"),
    ],
)
def test_a_period_reads_from_its_key_and_says_its_name(key, kind, start, end, label):
    period = parse(key)
    assert (period.key, period.kind, period.start, period.end, period.label) == (key, kind, start, end, label)


@pytest.mark.parametrize(
    "key",
    ["", "2017-13", "2017-00", "2017-Q5", "2017-H3", "2017-9", "17-09", "2017-09 ", "２０１７", "2017-10M", "0000"],
)
def test_anything_else_is_no_period(key):
    with pytest.raises(ValueError, match="period"):
        parse(key)


def test_a_period_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="no such period"):
        quarter(2017, 5)
    with pytest.raises(ValueError, match="nine months"):
        of(date(2017, 10, 1), "nine_months")


def test_base_periods_are_those_wholly_inside():
    assert [part.key for part in quarter(2017, 3).base_periods("month")] == ["2017-07", "2017-08", "2017-09"]
    assert [part.key for part in parse("2017-9M").base_periods("quarter")] == ["2017-Q1", "2017-Q2", "2017-Q3"]
    assert month(2017, 3).base_periods("quarter") == ()
    assert month(2017, 3).base_periods("month") == (month(2017, 3),)
    assert [part.key for part in parse("2017-H2").base_periods("quarter")] == ["2017-Q3", "2017-Q4"]


def test_the_year_to_date_holds_what_has_ended_by_then():
    assert [part.ordinal for part in month(2017, 5).year_to_date("month")] == [1, 2, 3, 4, 5]
    assert [part.key for part in month(2017, 5).year_to_date("quarter")] == ["2017-Q1"]
    assert month(2017, 2).year_to_date("quarter") == ()
    assert len(parse("2017-H2").year_to_date("month")) == 12
    assert periods.base_index(month(2017, 5), "quarter") == 1
    assert periods.base_index(year(2017), "quarter") == 4


def test_before_after_and_last_year():
    assert month(2017, 1).previous() == month(2016, 12)
    assert quarter(2017, 4).next() == quarter(2018, 1)
    assert parse("2017-9M").previous() == parse("2016-9M")
    assert parse("2017-H1").next() == parse("2017-H2")
    assert month(2017, 9).same_last_year() == month(2016, 9)


def test_periods_sort_as_time_passes_and_the_shorter_first():
    keys = ["2017", "2017-Q1", "2017-03", "2018-01", "2017-H1", "2017-06", "2017-9M"]
    assert [period.key for period in sorted(map(parse, keys))] == [
        "2017-03",
        "2017-Q1",
        "2017-06",
        "2017-H1",
        "2017-9M",
        "2017",
        "2018-01",
    ]


def test_the_period_of_a_day():
    assert of(date(2017, 9, 30), "quarter") == quarter(2017, 3)
    assert of(date(2017, 7, 1), "half").key == "2017-H2"
    assert of(date(2017, 12, 31), "year") == year(2017)
    assert quarter(2017, 3).contains(date(2017, 9, 30))
    assert not quarter(2017, 3).contains(date(2017, 10, 1))


def test_a_due_day_moves_past_weekend_and_holidays():
    assert working_day_on_or_after(date(2017, 9, 4), frozenset()) == date(2017, 9, 4)
    assert working_day_on_or_after(date(2017, 9, 2), frozenset({date(2017, 9, 4)})) == date(2017, 9, 5)


def test_working_days_pass_over_weekends_and_holidays():
    off = {date(2017, 5, 1), date(2017, 5, 2)}
    assert working_days_after(date(2017, 4, 28), 1, off) == date(2017, 5, 3)
    assert working_days_after(date(2017, 4, 29), 0, off) == date(2017, 4, 29)
    assert working_days_between(date(2017, 4, 28), date(2017, 5, 4), off) == 2
    assert working_days_between(date(2017, 5, 4), date(2017, 4, 28), off) == 0


def test_counting_working_days_undoes_going_on_by_them():
    off = {date(2017, 5, 1), date(2017, 5, 2), date(2017, 9, 4)}
    for number in range(30):
        for start in (date(2017, 4, 20), date(2017, 4, 29), date(2017, 8, 31)):
            assert working_days_between(start, working_days_after(start, number, off), off) == number
