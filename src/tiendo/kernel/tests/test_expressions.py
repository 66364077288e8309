"""The indicator language: what it accepts, what it refuses and where, and the terms it compiles to."""

from dataclasses import dataclass, field

import pytest

from tiendo.kernel.expressions import (
    Applicable,
    CellInfo,
    Constant,
    Elapsed,
    ExpressionError,
    LeafCount,
    LeafFunction,
    LeafSum,
    LinearFlow,
    Met,
    Reported,
    Units,
    compile_aggregate,
    default_numerator,
    read_at,
)
from tiendo.kernel.periods import parse

KEPT_UP = "every_quarter(OUT_01 >= 1 or OUT_05 >= 1)"


@dataclass
class Cells:
    targets: frozenset[str] = frozenset({"TGT_1", "TGT_2"})
    forms: dict[str, str] = field(default_factory=lambda: {"F1": "month", "F2": "month", "F3": "quarter"})

    def cell(self, name):
        form, nature, unit, owner, leaf = {
            "OUT_01": ("F1", "flow", "buổi", "CPC", "commune"),
            "OUT_05": ("F1", "flow", "buổi", "CPC", "commune"),
            "OUT_02": ("F1", "flow", "lượt người", "CPC", "commune"),
            "OUT_13": ("F1", "flow", "buổi", "VFF", "commune"),
            "INS_01": ("F1", "stock", "cơ sở", "CPC", "commune"),
            "INS_02": ("F1", "stock", "cơ sở", "CPC", "commune"),
            "INS_08": ("F2", "flow", "buổi", "DPC", "district"),
            "CAS_01": ("F3", "flow", "vụ", "POLICE", "agency"),
        }.get(name, (None,) * 5)
        return CellInfo(name, form, nature, unit, owner, leaf) if form else None


def terms(text, **options):
    return compile_aggregate(text, Cells(), **options).terms


def test_a_sum_of_flows_is_linear_term_by_term_with_its_factors():
    assert terms("sum(OUT_01 + OUT_05 - 2 * OUT_13)") == (
        LinearFlow(1, "F1", "OUT_01", "shown"),
        LinearFlow(1, "F1", "OUT_05", "shown"),
        LinearFlow(-2, "F1", "OUT_13", "shown"),
    )
    assert terms("sum(2 * (ytd(OUT_01) - OUT_05))") == (
        LinearFlow(2, "F1", "OUT_01", "ytd"),
        LinearFlow(-2, "F1", "OUT_05", "shown"),
    )


def test_stocks_and_months_become_result_slots():
    assert terms("sum(last(INS_01) - last(INS_02))") == (
        LeafSum(1, "F1", LeafFunction("F1", "last(INS_01)")),
        LeafSum(-1, "F1", LeafFunction("F1", "last(INS_02)")),
    )
    assert terms("sum(months(OUT_01 >= 1))") == (LeafSum(1, "F1", LeafFunction("F1", "months(OUT_01 >= 1)")),)


def test_a_plan_that_starts_in_march_counts_its_months_from_march():
    (term,) = terms("sum(months(OUT_01 >= 1))", start_month=3)
    assert term.function.text == "months(OUT_01 >= 1, 3)"
    assert term.function.tree.start == 3
    with pytest.raises(ExpressionError):
        terms("sum(months(OUT_01 >= 1, 3))")


def test_counts_frames_and_judgements():
    assert terms("count(OUT_01 >= 1) + units(commune) - reported(F1) + 3 - elapsed(month)") == (
        LeafCount(1, "F1", LeafFunction("F1", "OUT_01 >= 1")),
        Units(1, "commune"),
        Reported(-1, "F1"),
        Constant(3),
        Elapsed(-1, "month"),
    )
    assert terms("met(TGT_1, TGT_2)") == (Met(1, ("TGT_1", "TGT_2")),)
    assert terms("applicable(TGT_2)") == (Applicable(1, ("TGT_2",)),)


def test_two_leaves_add_up_as_two_sums():
    assert terms("sum(ytd(OUT_01)) - sum(ytd(INS_08))") == (
        LinearFlow(1, "F1", "OUT_01", "ytd"),
        LinearFlow(-1, "F2", "INS_08", "ytd"),
    )


def test_an_aggregate_says_what_it_reads():
    compiled = compile_aggregate(f"count({KEPT_UP}) + count(last(INS_01) >= 1) - reported(F1)", Cells())
    assert compiled.cells == (("F1", "OUT_01"), ("F1", "OUT_05"), ("F1", "INS_01"))
    assert [function.text for function in compiled.functions] == ["posted()", KEPT_UP, "last(INS_01) >= 1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OUT_01>=1", "(OUT_01   >= 1)"),
        ("1 <= OUT_01", "OUT_01 >= 1"),
        ("OUT_01 < OUT_05", "OUT_05 > OUT_01"),
        ("not(OUT_01 >= 1)", "not OUT_01 >= 1"),
        ("OUT_01 >= 1 or (OUT_05 >= 1 and OUT_13 >= 1)", "OUT_01 >= 1 or OUT_05 >= 1 and OUT_13 >= 1"),
    ],
)
def test_two_spellings_of_one_condition_share_a_slot(one, other):
    assert terms(f"count({one})") == terms(f"count({other})")


@pytest.mark.parametrize(
    "text",
    [
        "OUT_01 >= 1 and (OUT_05 >= 1 or OUT_13 >= 1)",
        "not (OUT_01 >= 1 and not OUT_05 == 1)",
        "OUT_01 - (OUT_05 - OUT_13) >= 2 * (OUT_01 + OUT_05)",
        "ytd(OUT_01) > 3 and last(INS_01) != 0 and months(OUT_01 >= 1) >= 2",
        "(OUT_01 >= 1 or OUT_05 >= 1) and (OUT_13 > 1 or OUT_05 > 2)",
        KEPT_UP,
    ],
)
def test_the_canonical_text_reads_back_to_the_same_tree(text):
    (term,) = terms(f"count({text})")
    again = LeafFunction("F1", term.function.text)
    assert terms(f"count({again.text})") == (term,)
    assert again.tree == term.function.tree


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("sum(OUT_99)", 5, "không có ô OUT_99"),
        ("sum(INS_01)", 5, "viết last(INS_01)"),
        ("sum(ytd(INS_01))", 5, "viết last(INS_01)"),
        ("sum(last(OUT_01))", 5, "không dùng last()"),
        ("count(every_quarter(ytd(OUT_01) >= 1))", 21, "không đặt trong every_quarter()"),
        ("count(months(last(INS_01) >= 1) >= 1)", 14, "không đặt trong months()"),
        ("count(months(months(OUT_01 >= 1) >= 1) >= 1)", 14, "không đặt trong months()"),
        ("count(every_quarter(every_quarter(OUT_01 >= 1)))", 21, "không đặt trong every_quarter()"),
        ("sum(months(every_quarter(OUT_01 >= 1)))", 12, "không đặt trong months()"),
        ("sum(months(OUT_01 >= 1 or OUT_13 >= 1))", 5, "một cơ quan"),
        ("sum(months(CAS_01 >= 1))", 5, "theo tháng"),
        ("sum(OUT_01 + OUT_02)", 5, "khác đơn vị"),
        ("sum(OUT_01 + 1)", 5, "khác đơn vị"),
        ("sum(OUT_01) + sum(OUT_02)", 15, "khác đơn vị"),
        ("count(OUT_01 >= OUT_02)", 7, "khác đơn vị"),
        ("count(3 >= 2)", 7, "ít nhất một ô"),
        ("sum(5)", 1, "ít nhất một ô"),
        ("sum(OUT_01 - INS_08)", 1, "nhiều biểu"),
        ("count(OUT_01 >= INS_08)", 1, "nhiều biểu"),
        ("OUT_01", 1, "chỗ này"),
        ("sum(OUT_01) / 2", 1, "chỗ này"),
        ("sum(OUT_01 / 2)", 5, "phép"),
        ("sum(OUT_01 * 2)", 5, "số nguyên trước"),
        ("sum(2.5 * OUT_01)", 5, "số nguyên"),
        ("sum(True * OUT_01)", 5, "số nguyên"),
        ("sum(-OUT_01)", 5, "chỗ này"),
        ("count(1 <= OUT_01 <= 3)", 7, "một dấu"),
        ("count(OUT_01 in OUT_05)", 7, "một dấu"),
        ("count(OUT_01)", 7, "điều kiện"),
        ("sum(OUT_01 >= 1)", 5, "chỗ này"),
        ("sum(OUT_01, OUT_05)", 1, "đúng một"),
        ("sum(*OUT_01)", 1, "đúng một"),
        ("sum(number=OUT_01)", 1, "chỗ này"),
        ("sum()", 1, "đúng một"),
        ("count(posted())", 7, "chỗ này"),
        ("units(village)", 1, "không nhận village"),
        ("units(commune, district)", 1, "đúng một tên"),
        ("met(TGT_9)", 1, "không nhận TGT_9"),
        ("met(TGT_1, TGT_1)", 1, "khác nhau"),
        ("reported(F9)", 1, "không nhận F9"),
        ("elapsed(year)", 1, "không nhận year"),
        ("sum(OUT_01", 4, "không đọc được"),
        ("", 1, "không đọc được"),
        ("__import__('os').system('ls')", 1, "chỗ này"),
        ("sum(OUT_01.__class__)", 5, "chỗ này"),
        ("sum(ＯＵＴ_01)", 5, "ký tự"),
        ("sum(OUT_01)\n", 12, "ký tự"),
        ("sum(100000 * OUT_01)", 5, "quá lớn"),
        ("sum(9999999999999999 * OUT_01)", 5, "số nguyên"),
        ("count(OUT_01 >= " + "(" * 30 + "not 1" + ")" * 30 + ")", 47, "chỗ này"),
    ],
)
def test_a_fault_is_named_with_its_column(text, column, said):
    with pytest.raises(ExpressionError) as caught:
        terms(text)
    assert said in caught.value.message
    assert caught.value.column == column


def test_length_and_depth_are_bounded():
    with pytest.raises(ExpressionError, match="dài quá"):
        terms("sum(OUT_01)" + " + sum(OUT_01)" * 40)
    with pytest.raises(ExpressionError, match="lồng quá"):
        terms("count(" + "not " * 14 + "OUT_01 >= 1)")
    assert len(terms("sum(OUT_01)" + " + sum(OUT_01)" * 30)) == 31


def test_a_blank_numerator_means_what_the_cell_adds_up_by():
    assert default_numerator("OUT_01", "sum") == "sum(OUT_01)"
    assert default_numerator("INS_01", "last") == "sum(last(INS_01))"
    assert default_numerator("PLN_01", "count_communes_ge_1") == "count(last(PLN_01) >= 1)"
    with pytest.raises(KeyError):
        default_numerator("TGT_1", "ratio")


def test_only_bare_flows_need_a_window_of_their_own():
    assert LeafFunction("F1", "OUT_01 >= 1 and last(INS_01) >= 1").windows == ("base", "quarter", "year")
    assert LeafFunction("F1", "posted(OUT_01)").windows == ("base", "quarter", "year")
    assert LeafFunction("F1", KEPT_UP).windows == ("fixed",)
    assert LeafFunction("F1", "ytd(OUT_01) >= 1").windows == ("fixed",)
    assert LeafFunction("F3", "CAS_01 >= 1").windows_for("quarter") == ("base", "year")


@pytest.mark.parametrize(
    ("text", "base", "period", "place"),
    [
        ("OUT_01 >= 1", "month", "2017-05", ("base", 5)),
        ("OUT_01 >= 1", "month", "2017-Q2", ("quarter", 6)),
        ("OUT_01 >= 1", "month", "2017-9M", ("year", 9)),
        ("OUT_01 >= 1", "month", "2017-H1", ("year", 6)),
        ("OUT_01 >= 1", "month", "2017-H2", None),
        ("OUT_01 >= 1", "quarter", "2017-05", None),
        ("OUT_01 >= 1", "quarter", "2017-Q2", ("base", 2)),
        ("OUT_01 >= 1", "quarter", "2017", ("year", 4)),
        ("last(INS_01)", "quarter", "2017-05", ("fixed", 1)),
        ("last(INS_01)", "quarter", "2017-02", None),
        ("last(INS_01)", "month", "2017-Q3", ("fixed", 9)),
    ],
)
def test_the_slot_that_answers_for_a_shown_period(text, base, period, place):
    assert read_at(LeafFunction("F1", text), parse(period), base) == place


def test_coverage_of_the_same_cells_is_one_function():
    assert LeafFunction.posted("F1", ["OUT_05", "OUT_01"]) == LeafFunction.posted("F1", ["OUT_01", "OUT_05"])
    assert LeafFunction.posted("F1").text == "posted()"
    assert LeafFunction.posted("F1").counts
    assert not LeafFunction("F1", "last(INS_01)").counts
