"""A workbook reads as a person sees it, or is refused whole with what to do; nothing in it runs, expands or leads outside."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from tiendo.foundation.workbooks.archive import LARGEST_BYTES
from tiendo.foundation.workbooks.reading import address, column_name, read
from tiendo.foundation.workbooks.writing import Table, workbook
from tiendo.kernel.verdicts import BadInput


def made(fill) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Kinh phí"))
    return content.getvalue()


def repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return out.getvalue()


def simple() -> bytes:
    return workbook(Table("Kinh phí", ["Ngày", "Số tiền"], [(date(2017, 3, 20), 1_234_567)]))


def test_what_is_written_is_read_back() -> None:
    (sheet,) = read("a.xlsx", simple())
    assert (sheet.name, sheet.hidden) == ("Kinh phí", False)
    assert sheet.cell(1, 2).text == "Số tiền"
    assert (sheet.cell(2, 1).day, sheet.cell(2, 1).text) == (date(2017, 3, 20), "20/03/2017")
    assert (sheet.cell(2, 2).number, sheet.cell(2, 2).text) == (Decimal(1234567), "1234567")
    assert sheet.cell(9, 9).blank


def test_formulas_merged_cells_errors_and_text_numbers_are_told_apart() -> None:
    def fill(book, sheet) -> None:
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.merge_range(1, 0, 2, 1, "gộp")
        sheet.write_string(3, 0, "1.234.567")
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
        sheet.write_number(5, 0, 1.5e6)
        sheet.write_number(6, 0, 0.1)
        sheet.write_rich_string(7, 0, "Tuyên ", book.add_format({"bold": True}), "truyền")

    (sheet,) = read("a.xlsx", made(fill))
    assert sheet.cell(1, 1).formula
    assert sheet.merged == ("A2:B3",)
    assert (sheet.cell(4, 1).text, sheet.cell(4, 1).number) == ("1.234.567", None)
    assert (sheet.cell(5, 1).formula, sheet.cell(5, 1).error) == (True, True)
    assert (sheet.cell(6, 1).text, sheet.cell(7, 1).text) == ("1500000", "0.1")
    assert sheet.cell(8, 1).text == "Tuyên truyền"


def test_a_day_is_a_day_whatever_its_format_and_a_number_with_words_is_not() -> None:
    def fill(book, sheet) -> None:
        sheet.write_number(0, 0, 42814, book.add_format({"num_format": "dd-mmm-yy"}))
        sheet.write_number(1, 0, 42814, book.add_format({"num_format": '#,##0 "dong"'}))
        sheet.write_number(2, 0, 42814, book.add_format({"num_format": 14}))

    (sheet,) = read("a.xlsx", made(fill))
    assert [sheet.cell(row, 1).day for row in (1, 2, 3)] == [date(2017, 3, 20), None, date(2017, 3, 20)]


def test_a_calendar_from_1904_is_heeded() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": True}) as book:
        book.add_worksheet("a").write_datetime(0, 0, date(2017, 3, 20), book.add_format({"num_format": 14}))
    assert read("a.xlsx", content.getvalue())[0].cell(1, 1).day == date(2017, 3, 20)


def test_a_hidden_sheet_is_known_as_hidden() -> None:
    def fill(book, _sheet) -> None:
        book.add_worksheet("ẩn").hide()

    assert [sheet.hidden for sheet in read("a.xlsx", made(fill))] == [False, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tệp rỗng"),
        (b"so,tien\n1,2\n", "không phải tệp .xlsx"),
        (b"PK\x03\x04 hong", "không phải bảng tính"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "xls cũ hoặc tệp có mật khẩu"),
        (b"PK" + bytes(LARGEST_BYTES), "lớn hơn 10 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_name_and_a_remedy(content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read("chi.xlsx", content)
    (problem,) = refused.value.problems
    assert said in problem.what
    assert problem.where == "chi.xlsx"
    assert problem.remedy


def test_a_document_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(BadInput, match="không phải bảng tính"):
        read("a.xlsx", out.getvalue())


def test_a_bomb_a_macro_an_entity_and_a_broken_part_are_refused() -> None:
    bomb = repacked(simple(), {"xl/media/a.bin": bytes(70 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><sst xmlns="z"><si><t>&x;</t></si></sst>'
    for content, said in (
        (bomb, "quá lớn"),
        (repacked(simple(), {"xl/vbaProject.bin": b"x"}), "macro"),
        (repacked(simple(), {"xl/sharedStrings.xml": entity}), "DTD"),
        (repacked(simple(), {"xl/worksheets/sheet1.xml": b"<worksheet><row>"}), "hỏng"),
        (simple()[: len(simple()) // 2], "hỏng"),
    ):
        with pytest.raises(BadInput, match=said):
            read("a.xlsx", content)


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    (sheet,) = read("a.xlsx", workbook(Table("a", ["x"], [("=1+1",)], title="Sổ")))
    assert (sheet.cell(1, 1).text, sheet.cell(4, 1).text, sheet.cell(4, 1).formula) == ("Sổ", "=1+1", False)


def test_columns_are_named_as_the_spreadsheet_names_them() -> None:
    assert [column_name(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert [address(text) for text in ("A1", "AA10", "rubbish")] == [(1, 1), (10, 27), (0, 0)]
