"""What comes back is known by its codes wherever it stands, and every fault is told with sheet, cell and remedy."""

from __future__ import annotations

import pytest

from tiendo.core.exchanging.layout import digest
from tiendo.core.exchanging.reading import SheetRead, read_book
from tiendo.core.exchanging.tests.sheets import CODES, NOTES, VALUES, book_of, changed, filled, numbers, sheet_of
from tiendo.core.reporting.tests.factories import draft
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.workbooks.writing import Table, workbook
from tiendo.kernel.verdicts import BadInput

pytestmark = pytest.mark.django_db


def read(content: bytes) -> SheetRead:
    (sheet,) = read_book("thang-9.xlsx", content, packs.current())
    return sheet


def only_fault(sheet: SheetRead):
    (fault,) = sheet.faults
    assert fault.file == "thang-9.xlsx"
    assert fault.remedy
    return fault


def test_a_sheet_says_whose_report_it_is_and_gives_what_was_typed(world) -> None:
    sheet = read(filled(sheet_of(world), {"OUT-01": 3, "OUT-02": 120}, {"OUT-02": "Đợt cao điểm"}))
    assert (sheet.form, sheet.version, sheet.period, sheet.unit) == ("F1", 1, "2017-09", world.commune.code)
    assert (sheet.values, sheet.notes, sheet.faults) == ({"OUT-01": 3, "OUT-02": 120}, {"OUT-02": "Đợt cao điểm"}, [])


def test_a_blank_is_not_a_zero(world) -> None:
    sheet = read(filled(sheet_of(world), {"OUT-01": 0, "OUT-02": None}))
    assert sheet.values == {"OUT-01": 0}


def test_what_the_draft_holds_comes_back_as_it_was(world) -> None:
    report = draft(world, evidence={"PLN-01": {"so_van_ban": "12/KH-UBND"}})
    sheet = read(sheet_of(world))
    assert sheet.values == report.values
    assert sheet.evidence == {"PLN-01": {"so_van_ban": "12/KH-UBND"}} or "PLN-01" not in report.values


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.234", 1234), ("1 234", 1234), ("12", 12), (3.0, 3), ("Có", 1), ("chưa", 0), ("không", 0), (1, 1)],
)
def test_numbers_typed_as_text_are_read_the_vietnamese_way(world, typed, value) -> None:
    code = "PLN-01" if value in (0, 1) else "OUT-01"
    assert read(filled(sheet_of(world), {code: typed})).values == {code: value}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12 buổi", "không phải là số"),
        ("1,5", "không phải số nguyên"),
        ("1,234", "hai cách"),
        (1.5, "1,5 là số lẻ"),
        (-1, "không thể âm"),
        ("-1", "không thể âm"),
        (10**14, "lớn hơn"),
        ("=1+1", "công thức"),
        ("=SUM(D8:E8)", "công thức"),
        (True, "không phải là số"),
    ],
)
def test_what_is_no_whole_number_is_told_at_its_cell(world, typed, said) -> None:
    content = filled(sheet_of(world), {"OUT-01": typed, "OUT-02": 5})
    sheet = read(content)
    fault = only_fault(sheet)
    assert said in fault.what.lower()
    assert (fault.sheet, fault.cell) == (sheet.sheet, sheet.places["OUT-01"])


def test_a_cell_shown_as_a_day_is_no_number(world) -> None:
    def as_day(sheet) -> None:
        cell = sheet.cell(numbers(sheet)["OUT-01"], VALUES)
        cell.value, cell.number_format = 42980, "dd/mm/yyyy"

    assert "ngày" in only_fault(read(changed(sheet_of(world), as_day))).what


def test_merged_cells_are_refused_where_they_are_read_and_nowhere_else(world) -> None:
    def merge(sheet) -> None:
        row = numbers(sheet)["OUT-01"]
        sheet.merge_cells(start_row=row, start_column=VALUES, end_row=row + 1, end_column=VALUES)

    assert "gộp" in only_fault(read(changed(sheet_of(world), merge))).what
    assert not read(changed(sheet_of(world), lambda sheet: sheet.merge_cells("J1:K4"))).faults


def test_rows_and_columns_may_move(world) -> None:
    def move(sheet) -> None:
        sheet.protection.sheet = False
        row = numbers(sheet)["OUT-01"]
        sheet.cell(row, VALUES).value = 7
        sheet.move_range(f"A1:H{sheet.max_row}", rows=2, cols=1)

    sheet = read(changed(sheet_of(world), move))
    assert (sheet.values, sheet.faults) == ({"OUT-01": 7}, [])


def _rename(sheet) -> None:
    sheet.cell(numbers(sheet)["OUT-01"], CODES).value = "OUT-99"


def _lose(sheet) -> None:
    sheet.cell(numbers(sheet)["OUT-01"], CODES).value = None


def _other_unit(sheet) -> None:
    sheet.cell(1, CODES).value = sheet.cell(1, CODES).value.replace("18800", "18801")


def _other_period(sheet) -> None:
    sheet.cell(1, CODES).value = sheet.cell(1, CODES).value.replace("2017-09", "2017-08")


@pytest.mark.parametrize("edit", [_rename, _lose, _other_unit, _other_period])
def test_edited_ids_are_refused_whole(world, edit) -> None:
    content = filled(sheet_of(world), {"OUT-02": 5})
    sheet = read(changed(content, edit))
    assert "đã bị sửa" in only_fault(sheet).what
    assert not sheet.values


def test_a_row_that_stands_twice_is_refused(world) -> None:
    def double(sheet) -> None:
        sheet.cell(sheet.max_row + 1, CODES).value = "OUT-01"

    assert "hai dòng" in only_fault(read(changed(sheet_of(world), double))).what


def test_a_form_and_a_period_that_are_not_here_are_told(world) -> None:
    def other_version(sheet) -> None:
        sheet.cell(1, CODES).value = sheet.cell(1, CODES).value.replace("|F1|1|", "|F1|9|")

    def no_period(sheet) -> None:
        sheet.cell(1, CODES).value = sheet.cell(1, CODES).value.replace("2017-09", "hôm nay")

    assert "bản 9" in only_fault(read(changed(sheet_of(world), other_version))).what
    assert "không đọc được" in only_fault(read(changed(sheet_of(world), no_period))).what


def test_a_reason_too_long_is_told_in_its_own_column(world) -> None:
    sheet = read(filled(sheet_of(world), {"OUT-01": 3}, {"OUT-01": "a" * 501}))
    assert only_fault(sheet).cell.startswith("ABCDEFGHIJ"[NOTES - 1])


def test_a_reason_that_names_somebody_is_refused_and_not_kept(world) -> None:
    sheet = read(filled(sheet_of(world), {"OUT-01": 3}, {"OUT-01": "Hỏi số 0912 345 678"}))
    assert only_fault(sheet).cell.startswith("ABCDEFGHIJ"[NOTES - 1])
    assert sheet.notes == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"so,tien", ".xlsx"),
        (b"PK\x03\x04 hong", "không phải bảng tính"),
        (b"PK" + bytes(50 * 1024 * 1024), "10 MB"),
        (workbook(Table("Kinh phí", ["Ngày"], [])), "không có biểu nào tải từ hệ thống"),
    ],
)
def test_a_file_that_is_no_report_is_refused_whole(content, said) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_book("a.xlsx", content, packs.current())
    assert all(problem.remedy for problem in refused.value.problems)


def test_a_book_has_a_sheet_for_every_unit_and_its_first_page_is_passed_over(world) -> None:
    sheets = read_book("a.xlsx", book_of(world), packs.current())
    assert [sheet.unit for sheet in sheets] == [unit.code for unit in world.communes[:3]]
    assert not any(sheet.faults for sheet in sheets)


def test_the_digest_does_not_depend_on_the_order_of_rows() -> None:
    assert digest("F1", 1, "2017-09", "1", ["a", "b"]) == digest("F1", 1, "2017-09", "1", ["b", "a"])
    assert digest("F1", 1, "2017-09", "1", ["a"]) != digest("F1", 1, "2017-09", "1", ["a", "b"])
