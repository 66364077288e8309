"""How numbers, days, states and trends are written on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from tiendo.web.sparklines import draw
from tiendo.web.templatetags import shown


@dataclass(frozen=True)
class Figure:
    value: Decimal | int | None
    numerator: int | None = None
    denominator: int | None = None
    status: str = "value"
    reported: int = 142
    expected: int = 159


def test_a_count_is_grouped_with_dots_and_an_unknown_one_is_a_dash_never_zero():
    assert shown.count(1042) == "1.042"
    assert shown.count(0) == "0"
    assert shown.count(None) == "—"


def test_a_share_has_a_comma_and_a_space_that_does_not_break():
    assert shown.percent(112, 159) == "70,4\u00a0%"
    assert shown.percent(120, 120) == "100\u00a0%"
    assert shown.percent(Decimal("88.9")) == "88,9\u00a0%"


def test_nothing_is_ever_divided_by_zero():
    assert shown.percent(0, 0) == "—"


def test_days_and_times_are_those_of_vietnam():
    moment = datetime(2017, 10, 3, 9, 40, tzinfo=UTC)
    assert shown.vntime(moment) == "16:40"
    assert shown.vnmoment(moment) == "16:40, 03/10/2017"
    assert shown.vndate(date(2017, 10, 3)) == "03/10/2017"
    assert shown.vnday(date(2017, 10, 3)) == "03/10"
    assert shown.vndate(None) == "—"


@pytest.mark.parametrize("state", shown.STATES)
def test_every_state_has_a_shape_and_a_word_beside_its_colour(state: str):
    drawn = shown.status(state)
    assert "<svg" in drawn
    assert 'aria-hidden="true"' in drawn
    assert str(shown.STATES[state][2]) in drawn


def test_a_label_with_markup_stays_text():
    assert "<b>" not in shown.status("slow", label="<b>")
    assert "<b>" not in shown.button("<b>")


def test_coverage_says_how_many_reported_and_draws_nothing_when_nobody_is_expected():
    drawn = shown.coverage(142, 159, "xã")
    assert "142/159 xã đã báo cáo" in drawn
    assert 'width="89.31%"' in drawn
    assert shown.coverage(0, 0, "xã") == ""
    assert shown.coverage(None, 159, "xã") == ""


def test_a_figure_without_a_value_has_a_dash_a_word_and_no_link():
    drawn = shown.figure_value(Figure(None, status="no_data"), href="/x")
    assert "Chưa có số liệu" in drawn
    assert "href" not in drawn
    assert "Không áp dụng" in shown.figure_value(Figure(None, 0, 0, status="not_applicable"))


def test_a_share_is_shown_from_its_exact_fraction():
    figure = Figure(Decimal("70.44"), 112, 159)
    assert "70,4\u00a0%" in shown.figure_value(figure, href="/x")
    assert shown.figure_fraction(figure, "xã") == "112/159 xã"


def test_a_missing_period_breaks_the_line_and_a_partial_end_is_hollow_and_dashed():
    drawn = draw([1, 2, None, 3, 4], 5, partial=True, dots=False, label="")
    assert drawn.count("<polyline") == 2
    assert "line--partial" in drawn
    assert "dot--partial" in drawn


def test_a_trend_without_any_value_draws_only_its_goal():
    drawn = draw([None, None], 75, partial=False, dots=False, label="Tháng 1 & 2")
    assert "<polyline" not in drawn
    assert "<circle" not in drawn
    assert "Tháng 1 &amp; 2" in drawn


def test_a_level_series_lies_in_the_middle():
    assert 'points="5.0,17.0 127.0,17.0"' in draw([97, 97], None, partial=False, dots=False, label="")


def test_a_button_is_a_link_when_it_leads_somewhere_and_a_button_when_it_does_something():
    made = Template(
        '{% load shown %}{% button "Mở" href="/x" kind="primary" %}{% button "Gửi" key="g" busy="Đang gửi" %}'
    )
    html = made.render(Context())
    assert '<a class="button button--primary" href="/x">' in html
    assert 'data-key="g" data-busy="Đang gửi" type="submit"' in html


def test_no_part_carries_a_style_attribute():
    parts = [
        shown.coverage(1, 2, "xã"),
        shown.bar(5, 7),
        shown.progress_bar(1, 2),
        shown.sparkline([1, 2], 3),
        shown.icon("send"),
    ]
    assert not any("style=" in part for part in parts)
