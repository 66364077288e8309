"""The rules of reading one by one, on sentences in the style of plans, and whatever else may come."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tiendo.kernel.reading import read_plan
from tiendo.kernel.reading.citations import citations
from tiendo.kernel.reading.furniture import without_page_numbers
from tiendo.kernel.reading.lines import Line, lines, normalise
from tiendo.kernel.reading.marks import MarkKind, mark_of


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("II. NHIỆM VỤ", MarkKind.ROMAN, "II"),
        ("Phần I. Đánh giá", MarkKind.PART, "Phần I"),
        ("Mục 2. Kinh phí", MarkKind.SECTION, "Mục 2"),
        ("Điều 3. Tổ chức thực hiện", MarkKind.ARTICLE, "Điều 3"),
        ("A. CHỈ TIÊU", MarkKind.CAPITAL, "A"),
        ("2. Yêu cầu", MarkKind.NUMBER, "2"),
        ("2) Yêu cầu", MarkKind.NUMBER, "2"),
        ("1.2. Chỉ tiêu", MarkKind.NUMBER, "1.2"),
        ("(3) Rà soát", MarkKind.BRACKETED, "(3)"),
        ("a. Công tác", MarkKind.LETTER, "a"),
        ("đ) Công tác", MarkKind.LETTER, "đ"),
        ("(b) Công tác", MarkKind.LETTER, "b"),
        ("– Phấn đấu 75%", MarkKind.DASH, "-"),
        ("* Đối với cấp xã", MarkKind.STAR, "*"),
        ("+ Xây dựng", MarkKind.PLUS, "+"),
    ],
)
def test_marks_of_every_style(line: str, kind: MarkKind, label: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.kind, mark.label) == (kind, label)


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện tốt",
        "15/10/2013 là ngày",
        "100% các xã",
        "01-02 xã",
        "Công tác 1. tốt",
        "v.v...",
        "75 huyện",
        "-5 độ",
    ],
)
def test_sentences_dates_and_amounts_are_no_marks(line: str) -> None:
    assert mark_of(line) is None


def test_a_skipped_number_is_kept_and_warned_about() -> None:
    read = read_plan("I. NHIỆM VỤ\n1. Một\n- a\n2. Hai\n- b\n4. Bốn\n- c")
    assert [node.ref for node in read.nodes] == ["I", "I.1", "I.1.-1", "I.2", "I.2.-1", "I.4", "I.4.-1"]
    assert "skipped_number" in {warning.code for warning in read.warnings}


def test_a_repeated_mark_keeps_both_nodes_apart() -> None:
    read = read_plan("I. NHIỆM VỤ\n1. Một\n- a\n1. Một nữa\n- b")
    assert [node.ref for node in read.nodes] == ["I", "I.1", "I.1.-1", "I.1~2", "I.1~2.-1"]
    assert "repeated_mark" in {warning.code for warning in read.warnings}


def test_a_numbered_item_without_anything_below_is_itself_the_clause() -> None:
    read = read_plan("I. NHIỆM VỤ\n1. Tổ chức 12 lớp tập huấn.\n2. Tổ chức kiểm tra.")
    assert [(node.ref, node.kind.value) for node in read.nodes] == [
        ("I", "heading"),
        ("I.1", "clause"),
        ("I.2", "clause"),
    ]


def test_bases_with_dashes_before_the_first_heading_are_the_preamble() -> None:
    read = read_plan(
        "KẾ HOẠCH\nNăm 2018\n- Căn cứ Quyết định số 12/QĐ-UBND ngày 02/01/2018;\nI. MỤC TIÊU\n- Giảm nghèo."
    )
    assert [node.ref for node in read.nodes] == ["I", "I.-1"]
    assert [(basis.number, basis.refs) for basis in read.legal_bases] == [("12/QĐ-UBND", ())]


def test_the_head_of_a_signed_plan() -> None:
    read = read_plan(
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH QUẢNG TRỊ          Độc lập - Tự do - Hạnh phúc\n"
        "Số: 05/KH-UBND          Quảng Trị, ngày 09 tháng 01 năm 2018\nKẾ HOẠCH\nPhòng, chống tội phạm năm 2018\n"
        "Căn cứ Luật Phòng, chống mua bán người ngày 29/3/2011;\nI. MỤC TIÊU\n- Giữ vững an ninh."
    )
    assert (read.number, read.date) == ("05/KH-UBND", date(2018, 1, 9))
    assert read.issuer == "Ủy ban nhân dân tỉnh Quảng Trị"
    assert read.title == "Phòng, chống tội phạm năm 2018"
    assert read.legal_bases == ()
    assert [basis.title for basis in read.unnumbered_bases] == ["Luật Phòng, chống mua bán người"]


def test_a_figure_of_a_past_year_is_no_target() -> None:
    read = read_plan("KẾ HOẠCH\nGiảm nghèo năm 2018\nI. MỤC TIÊU\n- Năm 2016 đạt 70%.\n- Trên 80% xã có kế hoạch.")
    assert [(target.value, target.unit) for target in read.targets] == [(80, "percent")]


def test_a_percentage_outside_the_aims_is_no_target() -> None:
    read = read_plan("KẾ HOẠCH\nNăm 2018\nI. TÌNH HÌNH\n- Tỷ lệ 45% hộ nghèo.\nII. KINH PHÍ\n- Hỗ trợ 50% kinh phí.")
    assert read.targets == ()


def test_a_short_mention_joins_the_number_it_opens() -> None:
    text = "Theo Thông tư số 05/2006/TT-BLĐTBXH ngày 22/6/2006 và Thông tư số 05/2006."
    (basis,) = citations(text, (), None)
    assert basis.number == "05/2006/TT-BLĐTBXH"
    assert len(basis.spans) == 2


def test_an_impossible_date_is_not_invented() -> None:
    (basis,) = citations("Quyết định số 9/QĐ-TTg ngày 31/02/2017 của Thủ tướng Chính phủ", (), None)
    assert basis.date is None
    assert basis.by == "Thủ tướng Chính phủ"


def test_lines_that_hold_only_a_page_number_are_taken_out_with_the_blanks_around_them() -> None:
    assert without_page_numbers("một\n\n12\n\n- 3 -\nTrang 4/9\nhai") == "một\nhai"


def test_a_line_knows_where_it_stands() -> None:
    text = normalise("\r\n  một\u00a0hai \r\nba")
    assert list(lines(text)) == [Line("một hai", 3, 10), Line("ba", 12, 14)]


def test_nothing_readable_is_said_and_not_raised() -> None:
    assert read_plan("").nodes == ()
    assert {warning.code for warning in read_plan("xin chào").warnings} == {"no_outline"}


pieces = st.sampled_from(
    ["I. ", "II) ", "1. ", "1.1. ", "a) ", "(b) ", "- ", "+ ", "• ", "Điều 1. ", "\n", "\r\n", "\u00a0", "năm 2017", " 75% xã",
     "số 12/QĐ-TTg ngày 7/3/2017 của ", "Trên đây là ", "Nơi nhận", "KẾ HOẠCH\n", "MỤC TIÊU", "duy trì số xã", "01-02 xã", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=40).map("".join)))
@example("- a")
@example("1.1 x")
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read = read_plan(text)
    assert len({node.ref for node in read.nodes}) == len(read.nodes)
    for node in read.nodes:
        assert 0 <= node.start <= node.text_start <= node.end <= len(read.text)
    for target in read.targets:
        assert target.start < target.end
