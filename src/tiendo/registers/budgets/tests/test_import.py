"""A workbook of entries is taken in whole or not at all; every fault is named by file, sheet, row and column; sent again it changes nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry as Logged
from tiendo.foundation.workbooks.reading import read
from tiendo.foundation.workbooks.writing import Table, workbook
from tiendo.kernel.verdicts import BadInput, Refused
from tiendo.registers.budgets import actions, downloads
from tiendo.registers.budgets.importing import Imported, import_file
from tiendo.registers.budgets.models import ImportedFile, Kind, Line, Movement
from tiendo.registers.budgets.sheets import COLUMNS, SHEET

HEADS = list(COLUMNS.values())
GIVEN = {
    "on": date(2017, 2, 10), "kind": "Giao, bố trí", "source": "Ngân sách huyện", "clause": "IV.11.-2", "title": "Tuyên truyền tại xã",
    "amount": 100_000_000, "document": "15/QĐ-UBND", "document_on": date(2017, 2, 6),
}  # fmt: skip
SPENT = {
    "on": date(2017, 3, 20), "kind": "Chi", "source": "Ngân sách huyện", "clause": "IV.11.-2", "title": "Tuyên truyền tại xã",
    "amount": 30_000_000, "note": "In tờ rơi",
}  # fmt: skip


def book(*rows: dict[str, object], heads: list[str] = HEADS, sheet: str = SHEET) -> bytes:
    return workbook(Table(sheet, heads, [[row.get(name) for name in COLUMNS] for row in rows]))


def sent(office, content: bytes, name: str = "chi.xlsx") -> Imported:
    return import_file(office.unit("450"), 2017, name, content, by=office.officer)


def refused(office, content: bytes) -> list[str]:
    with pytest.raises(BadInput) as error:
        sent(office, content)
    assert not Movement.objects.exists()
    assert not Line.objects.exists()
    assert not ImportedFile.objects.exists()
    return [str(problem) for problem in error.value.problems]


def test_every_row_becomes_an_entry_and_the_figures_follow(office) -> None:
    assert sent(office, book(GIVEN, SPENT)) == Imported(2, 0)
    line = Line.objects.get()
    assert (line.source, line.clause.ref) == ("district", "IV.11.-2")
    assert list(line.movements.values_list("kind", "amount", "note")) == [
        (Kind.ALLOCATION, 100_000_000, ""), (Kind.SPENDING, 30_000_000, "In tờ rơi"),
    ]  # fmt: skip
    assert reporting.live_faults() == []
    assert rollup.check(reporting.leaf_values()) == []
    assert Logged.objects.filter(verb="budget.imported").count() == 1


def test_the_template_filled_in_is_taken_in(office) -> None:
    first, second = read("mau.xlsx", downloads.template())
    heads = [first.cell(1, column).text for column in range(1, len(HEADS) + 1)]
    assert heads == HEADS
    assert [second.cell(row, 1).text for row in range(2, len(HEADS) + 2)] == HEADS
    assert sent(office, book(GIVEN, heads=heads)) == Imported(1, 0)


def test_the_template_as_it_is_has_no_rows(office) -> None:
    (said,) = refused(office, downloads.template())
    assert "có 0 dòng dữ liệu" in said


def test_the_same_file_again_changes_nothing(office) -> None:
    content = book(GIVEN, SPENT)
    sent(office, content)
    assert sent(office, content, "ten-khac.xlsx") == Imported(0, 2, again=True)
    assert Movement.objects.count() == 2
    assert Logged.objects.filter(verb="budget.imported").count() == 1


def test_a_file_that_grew_brings_only_its_new_rows(office) -> None:
    sent(office, book(GIVEN, SPENT))
    assert sent(office, book(GIVEN, SPENT | {"note": "In tờ rơi, đợt 1"}, SPENT | {"amount": 5_000_000})) == Imported(
        1, 2
    )
    assert Movement.objects.count() == 3


def test_two_equal_rows_of_one_file_are_two_entries_once(office) -> None:
    sent(office, book(GIVEN, SPENT, SPENT))
    assert Movement.objects.filter(kind=Kind.SPENDING).count() == 2
    assert sent(office, book(SPENT, SPENT, GIVEN)) == Imported(0, 3)


def test_rows_may_stand_in_any_order_and_columns_too(office) -> None:
    names = list(reversed(list(COLUMNS)))
    rows = [[row.get(name) for name in names] for row in (SPENT, GIVEN)]
    heads = [COLUMNS[name].upper() for name in names]
    assert sent(office, workbook(Table("Trang1", heads, rows, title="Kinh phí huyện"))) == Imported(2, 0)


def test_an_import_and_what_is_entered_by_hand_share_a_line(office) -> None:
    line = office.line()
    sent(office, book(SPENT))
    assert Line.objects.count() == 1
    assert line.movements.count() == 2


def test_every_fault_is_said_at_once_with_its_place_and_remedy(office) -> None:
    said = refused(
        office,
        book(
            GIVEN | {"on": "31/02/2017"},
            GIVEN | {"kind": "Cho vay"},
            GIVEN | {"source": "Ngân sách trời"},
            GIVEN | {"amount": "1,234,567"},
            GIVEN | {"amount": 1.5},
            GIVEN | {"amount": "1,5 triệu"},
            GIVEN | {"clause": "IX.9"},
            GIVEN | {"task": "NV-99"},
            GIVEN | {"purpose": "Đội nào đó"},
            GIVEN | {"title": ""},
            GIVEN | {"document": ""},
            GIVEN | {"on": date(2017, 5, 11)},
            GIVEN | {"on": date(2016, 5, 11)},
            GIVEN | {"amount": -5},
            GIVEN | {"note": "Gọi 0912 345 678"},
            GIVEN | {"title": "Chi cho số 0912 345 678"},
            SPENT | {"on": 42814},
        ),
    )
    wanted = [
        (2, "A (Ngày)", "“31/02/2017” không phải một ngày"),
        (3, "B (Loại)", "không có loại “Cho vay”"),
        (4, "C (Nguồn)", "không có nguồn “Ngân sách trời”"),
        (5, "H (Số tiền (đồng))", "có thể hiểu hai cách"),
        (6, "H (Số tiền (đồng))", "1,5 có phần lẻ của đồng"),
        (7, "H (Số tiền (đồng))", "“1,5 triệu” không phải số tiền"),
        (8, "D (Điều)", "không có điều “IX.9” trong kế hoạch năm 2017"),
        (9, "E (Nhiệm vụ)", "không có nhiệm vụ “NV-99”"),
        (10, "G (Dùng cho)", "không có mục “Đội nào đó”"),
        (11, "F (Nội dung)", "chưa có giá trị"),
        (12, "I (Số văn bản)", "chưa có số quyết định"),
        (13, "A (Ngày)", "ở tương lai"),
        (14, "A (Ngày)", "ngoài năm của sổ"),
        (15, "H (Số tiền (đồng))", "số tiền âm"),
        (16, "L (Diễn giải)", "thông tin riêng"),
        (17, "F (Nội dung)", "thông tin riêng"),
        (18, "A (Ngày)", "là số, không phải ngày"),
    ]
    assert len(said) == len(wanted)
    for line, (row, column, what) in zip(said, wanted, strict=True):
        assert line.startswith(f"chi.xlsx, trang Kinh phí, dòng {row}, cột {column}: "), line
        assert what in line
        assert "Mời" in line or "Số nghìn" in line or "Chỉ ghi" in line, line


def test_an_overspending_row_is_named_and_nothing_is_entered(office) -> None:
    (said,) = refused(office, book(GIVEN, SPENT, SPENT | {"amount": 80_000_000}))
    assert "dòng 4, cột H" in said
    assert "chi vượt số đã giao 10.000.000 đ" in said
    assert sent(office, book(GIVEN, SPENT, SPENT | {"amount": 80_000_000, "override": "33/UBND-TC"})) == Imported(3, 0)


def test_a_row_that_cannot_be_read_brings_no_false_overspending(office) -> None:
    (said,) = refused(office, book(GIVEN | {"amount": "một trăm"}, SPENT))
    assert "dòng 2" in said
    (said,) = refused(office, book(GIVEN | {"document": ""}, SPENT))
    assert "dòng 2" in said


def test_a_closed_quarter_takes_no_row(office) -> None:
    office.line()
    actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=1)
    with pytest.raises(BadInput, match="quý I/2017 đã chốt"):
        sent(office, book(SPENT))
    assert Movement.objects.count() == 1


def test_text_numbers_are_read_as_vietnamese_writes_them(office) -> None:
    sent(office, book(GIVEN | {"amount": "1.234.567 đ", "on": "10/02/2017"}))
    assert Movement.objects.get().amount == 1_234_567


def test_an_adjustment_downwards_has_a_minus(office) -> None:
    sent(office, book(GIVEN, GIVEN | {"kind": "điều chỉnh", "amount": "-20.000.000", "on": date(2017, 4, 1)}))
    assert sum(Movement.objects.values_list("amount", flat=True)) == 80_000_000


def made(fill) -> bytes:
    """A workbook with the heads and whatever the test writes into its rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as out:
        sheet = out.add_worksheet(SHEET)
        sheet.write_row(0, 0, HEADS)
        for column, name in enumerate(COLUMNS):
            value = GIVEN.get(name)
            if isinstance(value, date):
                sheet.write_datetime(1, column, value)
            elif value is not None:
                sheet.write(1, column, value)
        fill(sheet)
    return content.getvalue()


def test_a_formula_is_refused_with_how_to_replace_it(office) -> None:
    (said,) = refused(office, made(lambda sheet: sheet.write_formula(1, 7, "=50000000*2", None, 100_000_000)))
    assert "cột H (Số tiền (đồng)): ô chứa công thức" in said
    assert "Dán đặc biệt" in said


def test_an_error_in_a_cell_is_refused(office) -> None:
    (said,) = refused(office, made(lambda sheet: sheet.write_formula(1, 11, "=1/0", None, "#DIV/0!")))
    assert "cột L (Diễn giải)" in said


def test_merged_cells_are_named(office) -> None:
    (said,) = refused(office, made(lambda sheet: sheet.merge_range("A5:B6", "")))
    assert "ô A5:B6: các ô bị gộp" in said


def test_a_value_under_no_head_is_named(office) -> None:
    (said,) = refused(office, made(lambda sheet: sheet.write(1, 14, "gì đây")))
    assert "dòng 2, cột O: có nội dung dưới cột không tên" in said


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (["Ngày", "Loại", "Nguồn", "Nội dung"], "thiếu cột “Số tiền (đồng)”"),
        ([*HEADS, "Ghi thêm"], "“Ghi thêm” không thuộc mẫu"),
        ([*HEADS, "Ngày"], "“Ngày” có hai lần"),
        ([*HEADS, "Họ tên"], "thông tin riêng"),
        (["x", "y"], "không thấy dòng tên cột"),
    ],
)
def test_wrong_columns_are_refused_whole(office, heads: list[str], said: str) -> None:
    problems = refused(office, book(GIVEN, heads=heads))
    assert any(said in problem for problem in problems), problems


def test_a_workbook_without_the_sheet_names_those_it_has(office) -> None:
    (said,) = refused(office, workbook(Table("Một", HEADS, []), Table("Hai", HEADS, [])))
    assert "có các trang Một, Hai, không có trang “Kinh phí”" in said


def test_a_file_that_is_no_workbook_is_refused(office) -> None:
    (said,) = refused(office, b"ngay,loai\n")
    assert said.startswith("chi.xlsx: không phải tệp .xlsx")


@pytest.mark.parametrize(("role", "unit"), [(Role.DISTRICT_CHAIR, "450"), (Role.DEPARTMENT_OFFICER, "DOLISA")])
def test_only_the_units_own_officer_imports(office, role: Role, unit: str) -> None:
    with pytest.raises(Refused):
        import_file(office.unit("450"), 2017, "chi.xlsx", book(GIVEN), by=office.post(role, unit))


def test_many_rows_are_a_bounded_number_of_statements(office, django_assert_max_num_queries) -> None:
    rows = [SPENT | {"amount": 1_000 + number, "clause": None} for number in range(300)]
    office.officer  # noqa: B018 — made before counting
    with django_assert_max_num_queries(400):
        assert sent(office, book(GIVEN | {"clause": None}, *rows)).added == 301
