"""Files of changes: the same lines from .csv and .xlsx, every fault with its place."""

import contextlib
import io

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.core.reorganising import sheets
from tiendo.core.reorganising.lines import Line, To
from tiendo.core.reorganising.tests.conftest import ON
from tiendo.kernel.verdicts import BadInput

ROWS = [
    ["Loại", "Mã đơn vị", "Mã mới", "Tên mới", "Loại hình", "Mã cấp trên", "Tỷ lệ"],
    ["nhập", "18800", "18800", "Đồng Hải", "phường", "", ""],
    ["Sáp nhập", "18801", "18800", "", "", "", ""],
    ["chia", "18802", "1", "Trên", "xã", "", "0,6"],
    ["chia", "18802", "2", "Dưới", "xã", "", "0,4"],
    ["chuyển", "19300", "", "", "", "450", ""],
]
LINES = [
    Line("merge", ("18800", "18801"), (To("18800", "Đồng Hải", "phường"),)),
    Line("split", ("18802",), (To("1", "Trên", "xã", "", "0,6"), To("2", "Dưới", "xã", "", "0,4"))),
    Line("move", ("19300",), (To("450"),)),
]


def as_csv(rows):
    return "\n".join(";".join(row) for row in rows).encode()


def as_xlsx(rows):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("Sắp xếp")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


def test_both_kinds_of_file_give_the_same_lines(world):
    assert sheets.read("a.csv", as_csv(ROWS), ON) == LINES
    assert sheets.read("a.xlsx", as_xlsx(ROWS), ON) == LINES


def test_the_list_of_a_pack_can_be_sent_as_it_is(world):
    text = "effective_date,kind,from_code,from_name,to_code,to_name,share,evidence\n2020-02-01,merge,18800,A,18801,,1,read\n"
    assert sheets.read("changes.csv", text.encode(), ON) == [Line("merge", ("18800",), (To("18801", share="1"),))]


def test_every_fault_has_its_place_and_remedy(world):
    rows = [*ROWS, ["xóa", "18800", "", "", "", "", ""], ["chuyển", "", "", "", "", "99", ""]]
    with pytest.raises(BadInput) as refused:
        sheets.read("a.xlsx", as_xlsx(rows), ON)
    said = [str(problem) for problem in refused.value.problems]
    assert any(one.startswith("tệp a.xlsx, trang Sắp xếp, dòng 7, cột kind") for one in said)
    assert any("dòng 8, cột from_code: trống." in one for one in said)
    assert any("dòng 8, cột parent_code: không có đơn vị mang mã “99”" in one for one in said)
    assert all(problem.remedy for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("a.pdf", b"%PDF", "không phải .csv hay .xlsx"),
        ("a.csv", b"\xff\xfe\x00", "không đọc được"),
        ("a.csv", b"", "thiếu cột này"),
        ("a.csv", b"kind,from_code\n", "không có dòng dữ liệu"),
        ("a.csv", b"kind,from_code\n" + b"x" * 2_000_001, "lớn hơn 2 MB"),
    ],
)
def test_what_is_no_such_file_is_refused(world, file, content, said):
    with pytest.raises(BadInput, match=said):
        sheets.read(file, content, ON)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), file=st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_file_breaks_it(world, content, file):
    with contextlib.suppress(BadInput):
        sheets.read(file, content, ON)
