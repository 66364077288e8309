"""From figures to states: the worked examples of the decision table, with figures as the provinces' year would give them.

Codes are named here because the examples name them; the product's own code knows none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from tiendo.core.plans import terms
from tiendo.core.standing import wording
from tiendo.core.standing.decision import Decision, State, decide
from tiendo.core.standing.gathering import YearSoFar, gather, spans_of_year
from tiendo.core.standing.judging import Figure
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

SEPTEMBER = periods.month(2017, 9)
JUNE = periods.month(2017, 6)
AFTER_ALL_WERE_DUE = date(2017, 10, 10)
AFTER_THE_YEAR = date(2018, 1, 20)


@dataclass(frozen=True)
class Given:
    """A figure as the examples give it."""

    value: Decimal | int | None
    numerator: int | None = None
    denominator: int | None = None
    status: str = "value"
    reported: int = 159
    expected: int = 159
    met: bool | None = None


def share(numerator: int, denominator: int, *, goal: int = 100) -> Given:
    if not denominator:
        return Given(None, status="not_applicable")
    met = numerator * 100 >= goal * denominator
    return Given(Decimal(numerator * 100) / denominator, numerator, denominator, met=met)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.current()


def year_with(
    pack: Pack, figures: Mapping[str, Given], *, period: Period = SEPTEMBER, on: date = AFTER_ALL_WERE_DUE
) -> YearSoFar:
    """The year in which every span shows the same figures."""

    def read(codes: Sequence[str], spans: Sequence[Period]) -> Mapping[Period, Mapping[str, Figure]]:
        return {span: {code: figures[code] for code in codes if code in figures} for span in spans}

    return gather(pack, terms.of_pack(pack), period, on=on, read=read)


def decided(pack: Pack, ref: str, year: YearSoFar) -> Decision:
    return decide(year.of(terms.of_pack(pack).clauses[ref]))


FRAMES = {"REF-01": Given(159), "REF-02": Given(8), "REF-03": Given(9)}
COMMUNICATION = {**FRAMES, "OUT-05": Given(236), "OUT-09": Given(8)}


def test_one_month_missed_is_late_and_says_which(pack: Pack) -> None:
    year = year_with(pack, {**COMMUNICATION, "TGT-1A": share(120, 159, goal=75), "TGT-1B": share(8, 9)})
    assert decided(pack, "I.2.-1", year) == Decision(5, State.SLOW)
    said = wording.why(decided(pack, "I.2.-1", year), terms.of_pack(pack).clauses["I.2.-1"], year)
    assert said == "T1b tháng 9/2017 là 88,9\u00a0%, phải đạt 100 % số tháng."


def test_all_months_kept_is_achieved(pack: Pack) -> None:
    year = year_with(pack, {**COMMUNICATION, "TGT-1A": share(120, 159, goal=75), "TGT-1B": share(9, 9)})
    assert decided(pack, "I.2.-1", year) == Decision(6, State.MET)
    assert wording.in_short(terms.of_pack(pack).clauses["I.2.-1"], year) == "T1a 75,5\u00a0%, T1b 100\u00a0%"


def test_zero_cases_reported_is_not_started_and_at_the_end_achieved(pack: Pack) -> None:
    quiet = {"TGT-4": share(0, 0), "CAS-01": Given(0), "CAS-02": Given(0)}
    assert decided(pack, "I.2.-4", year_with(pack, quiet)) == Decision(8, State.NOT_STARTED)
    ended = year_with(pack, quiet, period=periods.month(2017, 12), on=AFTER_THE_YEAR)
    assert ended.ended
    assert decided(pack, "I.2.-4", ended) == Decision(6, State.MET)


def test_a_source_that_is_not_open_is_said(pack: Pack) -> None:
    year = year_with(pack, {})
    assert decided(pack, "II.2.a.-6", year) == Decision(2, State.NO_DATA)
    assert "nguồn số liệu của điều này chưa mở" in wording.why(
        Decision(2, State.NO_DATA), terms.of_pack(pack).clauses["II.2.a.-6"], year
    )


def test_a_report_that_never_came_is_named(pack: Pack) -> None:
    year = year_with(pack, FRAMES)
    assert decided(pack, "I.2.-4", year) == Decision(2, State.NO_DATA)
    said = wording.why(Decision(2, State.NO_DATA), terms.of_pack(pack).clauses["I.2.-4"], year)
    assert said == "Chưa có số liệu: chưa có biểu F3 (Công an tỉnh) nào được duyệt."


def test_units_counted_from_the_tree_are_no_data(pack: Pack) -> None:
    assert decided(pack, "IV.11.-4", year_with(pack, FRAMES)) == Decision(2, State.NO_DATA)


def test_one_reopened_hotspot_is_late_and_the_restricted_figure_is_not_in_the_sentence(pack: Pack) -> None:
    year = year_with(pack, {"SIT-08": Given(2), "SIT-09": Given(1), "SIT-11": Given(1)})
    decision = decided(pack, "II.2.b.-2", year)
    assert decision == Decision(5, State.SLOW)
    said = wording.why(decision, terms.of_pack(pack).clauses["II.2.b.-2"], year)
    assert said == "Một số liệu phải bằng 0 đang lớn hơn 0 (hạn chế người xem)."


def test_a_yearly_target_is_not_late_in_june(pack: Pack) -> None:
    scorecards = {
        "TGT-5A": Given(0, met=False),
        "TGT-5B": Given(40, met=True),
        "SCO-07": Given(40),
        "SCO-08": Given(40),
        "SCO-09": Given(0),
    }
    year = year_with(pack, scorecards, period=JUNE, on=date(2017, 7, 20))
    decision = decided(pack, "I.2.-5", year)
    assert decision == Decision(7, State.DOING)
    assert "chưa đến kỳ kết luận" in wording.why(decision, terms.of_pack(pack).clauses["I.2.-5"], year)


def test_nothing_is_due_in_the_first_days_of_february(pack: Pack) -> None:
    year = year_with(pack, FRAMES, period=periods.month(2017, 1), on=date(2017, 2, 2))
    decision = decided(pack, "II.1.-3", year)
    assert decision == Decision(1, State.NOT_STARTED)
    assert (
        wording.why(decision, terms.of_pack(pack).clauses["II.1.-3"], year)
        == "Chưa báo cáo nào đến hạn: biểu F1 hạn 03/02/2017."
    )


def test_a_target_without_data_at_the_end_is_no_data(pack: Pack) -> None:
    ended = year_with(
        pack,
        {"SUP-01": Given(None, status="no_data"), "INS-33": Given(4)},
        period=periods.year(2017),
        on=AFTER_THE_YEAR,
    )
    assert decided(pack, "I.2.-3", ended).state is State.NO_DATA


def test_a_flow_is_summed_over_the_spans_of_the_year_and_a_stock_is_the_latest(pack: Pack) -> None:
    by_span = {
        "2017-H1": {"OUT-01": Given(10), "PLN-01": Given(90)},
        "2017-07": {"OUT-01": Given(None, status="no_data"), "PLN-01": Given(None, status="no_data")},
        "2017-08": {"OUT-01": Given(5), "PLN-01": Given(120)},
    }
    asked: list[str] = []

    def read(codes: Sequence[str], spans: Sequence[Period]) -> Mapping[Period, Mapping[str, Figure]]:
        asked.extend(span.key for span in spans)
        return {
            span: {code: figure for code, figure in by_span.get(span.key, {}).items() if code in codes}
            for span in spans
        }

    year = gather(pack, terms.of_pack(pack), periods.month(2017, 8), on=date(2017, 9, 10), read=read)
    assert year.indicators["OUT-01"].total == 15
    assert year.indicators["PLN-01"].total == 120
    assert asked[:3] == ["2017-H1", "2017-07", "2017-08"]
    assert len(asked) == len(set(asked)) <= 6


def test_a_target_keeps_its_last_judgement_between_its_periods(pack: Pack) -> None:
    def read(codes: Sequence[str], spans: Sequence[Period]) -> Mapping[Period, Mapping[str, Figure]]:
        missed, kept_up = share(119, 159, goal=75), share(159, 159, goal=75)
        return {span: {"TGT-1A": missed if span.key == "2017-Q2" else kept_up} for span in spans}

    year = gather(pack, terms.of_pack(pack), periods.month(2017, 8), on=date(2017, 9, 10), read=read)
    standing = year.targets["TGT-1A"]
    assert standing.judged_in == periods.quarter(2017, 2)
    assert standing.state == "slow"
    assert standing.provisional


@pytest.mark.parametrize(
    ("on", "judged"),
    [(date(2017, 10, 3), "2017-Q2"), (date(2017, 10, 4), "2017-Q3")],
    ids=["on the due day", "the day after"],
)
def test_a_quarter_is_judged_once_its_due_day_is_past(pack: Pack, on: date, judged: str) -> None:
    judged_in = year_with(pack, COMMUNICATION, on=on).targets["TGT-1A"].judged_in
    assert judged_in is not None
    assert judged_in.key == judged


@pytest.mark.parametrize(
    ("month", "spans"),
    [
        (1, ["2017-01"]),
        (2, ["2017-01", "2017-02"]),
        (3, ["2017-Q1"]),
        (8, ["2017-H1", "2017-07", "2017-08"]),
        (9, ["2017-9M"]),
        (11, ["2017-9M", "2017-10", "2017-11"]),
        (12, ["2017"]),
    ],
)
def test_the_year_so_far_is_read_in_at_most_three_spans(month: int, spans: list[str]) -> None:
    assert [span.key for span in spans_of_year(periods.month(2017, month))] == spans


def test_every_clause_gets_a_row_and_a_sentence_whatever_is_known(pack: Pack) -> None:
    for figures in ({}, COMMUNICATION, {code: Given(1) for code in pack.indicators}):
        for period, on in ((SEPTEMBER, AFTER_ALL_WERE_DUE), (periods.year(2017), AFTER_THE_YEAR)):
            year = year_with(pack, figures, period=period, on=on)
            for clause in terms.of_pack(pack).clauses.values():
                decision = decide(year.of(clause))
                assert wording.why(decision, clause, year).endswith(".")
                assert wording.in_short(clause, year)
