"""A page asks for all its figures at once: one reading, the same answers as one by one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tiendo.core.indicators import queries
from tiendo.core.indicators.queries import Ask
from tiendo.core.rollup import slots
from tiendo.foundation.packs import queries as packs
from tiendo.kernel import periods

from .conftest import post, unit
from .test_targets import quarters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small", "late")]

MONTHS = periods.month(2017, 9).year_to_date("month")
NINE_MONTHS = periods.parse("2017-9M")


def some_reports() -> None:
    quarters("A", 2, 1, 1)
    quarters("B", 0, 3, 1)
    post("DIC", "F5", "2017-01", {"OUT_09": 1})


def asks() -> list[Ask]:
    """The targets month by month, every open figure of the year so far, one share by district and commune."""
    province, district = unit("44"), unit("450")
    open_ones = [code for code, one in queries.catalogue().items() if not one.closed]
    return [
        Ask(list(packs.current().targets), [province], MONTHS),
        Ask(open_ones, [province], [NINE_MONTHS]),
        Ask(["TGT-1A"], [district, unit("A"), unit("B")], [NINE_MONTHS]),
    ]


def test_answers_together_are_the_answers_one_by_one() -> None:
    some_reports()
    wanted = asks()
    together = queries.together(wanted)
    for ask in wanted:
        for one in ask.units:
            for period in ask.periods:
                alone = queries.values(ask.codes, unit=one, period=period)
                assert {code: together.figure(code, one, period) for code in ask.codes} == alone


def test_they_cost_as_many_queries_as_one_figure(django_assert_num_queries) -> None:
    some_reports()
    wanted, province = asks(), unit("44")
    queries.together(wanted)
    with django_assert_num_queries(3):
        queries.values(["OUT-01"], unit=province, period=MONTHS[-1])
    with CaptureQueriesContext(connection) as captured:
        queries.together(wanted)
    assert len(captured) == 4, "the fourth tells what was given where nothing is known"


def test_what_was_not_asked_for_is_no_figure() -> None:
    found = queries.together([Ask(["OUT-01"], [unit("44")], [NINE_MONTHS])])
    with pytest.raises(KeyError):
        found.figure("OUT-01", unit("450"), NINE_MONTHS)


def test_children_of_a_figure_are_found_without_reading_the_tree(django_assert_num_queries) -> None:
    province, district = unit("44"), unit("450")
    slots.all_forms()  # read once a process, whoever asks first
    with django_assert_num_queries(3):
        assert queries.children("TGT-1A", unit=province, period=NINE_MONTHS) == [district]
    assert [one.code for one in queries.children("TGT-1A", unit=district, period=NINE_MONTHS)] == list("ABCD")
    assert [one.code for one in queries.children("TGT-1B", unit=province, period=NINE_MONTHS)] == ["DIC"]
    assert queries.children("TGT-1A", unit=unit("A"), period=NINE_MONTHS) == []
