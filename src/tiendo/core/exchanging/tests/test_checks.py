"""The checks stand in the sheet: limits and lists at the cells, definitions as notes, formulas of every rule beside them, all else locked."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tiendo.core.exchanging import checks
from tiendo.core.exchanging.layout import FLAG_WORDS, rows
from tiendo.core.exchanging.tests.sheets import VALUES, book_of, numbers, sheet_of
from tiendo.core.reporting import looking_back
from tiendo.core.reporting.duties import duty
from tiendo.core.reporting.tests import factories
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER
from tiendo.core.reporting.validation import Context
from tiendo.foundation.packs.schema import Rule

pytestmark = pytest.mark.django_db


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def formulas(world, context: Context | None = None, extra: tuple[Rule, ...] = ()) -> dict[str, str]:
    """Code → formula, every figure standing at its own code: readable without a spreadsheet."""
    owed = duty(world.commune, "F1", SEPTEMBER)
    if extra:
        owed = _with_rules(owed, extra)
    codes = [row.code for row in rows(owed.asked)]
    sheet = checks.Sheet(
        owed,
        context or looking_back.context(owed),
        {code: f"[{code}]" for code in codes},
        {code: f"<{code}>" for code in codes},
    )
    return {row.code: checks.formula(sheet, row) for row in rows(owed.asked)}


def _with_rules(owed, rules):
    from dataclasses import replace

    return replace(owed, form=owed.form.model_copy(update={"rules": rules}))


def test_only_cells_to_fill_are_open_and_each_has_its_limits_and_its_definition(world) -> None:
    sheet = opened(sheet_of(world)).worksheets[0]
    owed = duty(world.commune, "F1", SEPTEMBER)
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    limited = {area.coord: one for one in sheet.data_validations.dataValidation for area in one.sqref.ranges}
    for code, row in numbers(sheet).items():
        assert not sheet.cell(row, VALUES).protection.locked
        assert sheet.cell(row, 2).protection.locked
        assert sheet.cell(row, 7).value.startswith("=")
        if "#" not in code:
            limit = limited[sheet.cell(row, VALUES).coordinate]
            assert limit.type == ("list" if owed.by_code[code].nature == "flag" else "whole")
            assert limit.error
            assert owed.by_code[code].hint in sheet.cell(row, 2).comment.text


def test_last_period_and_the_draft_stand_in_the_sheet(world) -> None:
    factories.submitted(
        world, period=AUGUST, values=factories.whole_form(world.commune, period=AUGUST, OUT_01=4, OUT_02=40)
    )
    factories.draft(world, values={"OUT-01": 6})
    sheet = opened(sheet_of(world)).worksheets[0]
    row = numbers(sheet)["OUT-01"]
    assert (sheet.cell(row, 4).value, sheet.cell(row, VALUES).value) == (4, 6)
    assert sheet.cell(6, 4).value == "Tháng 8/2017"


def test_a_sent_report_is_given_out_to_be_read_only(world) -> None:
    factories.submitted(world)
    sheet = opened(sheet_of(world)).worksheets[0]
    assert all(sheet.cell(row, VALUES).protection.locked for row in numbers(sheet).values())


def test_of_a_returned_report_only_the_cells_asked_about_are_open(world) -> None:
    factories.returned(world, cells=("OUT-05",))
    sheet = opened(sheet_of(world)).worksheets[0]
    assert {code for code, row in numbers(sheet).items() if not sheet.cell(row, VALUES).protection.locked} == {"OUT-05"}


def test_the_book_of_a_district_opens_with_all_its_units_in_one_table(world) -> None:
    factories.draft(world, values={"OUT-01": 6})
    first = opened(book_of(world)).worksheets[0]
    assert first.title == "Tổng hợp"
    line = next(row for row in first.iter_rows(min_row=5, values_only=True) if row[0] == "Buổi tuyên truyền trực tiếp")
    assert line[1].startswith("=SUM(")
    assert line[2].startswith("=IF('xã Xã 00'!")
    assert first.protection.sheet


def test_every_rule_of_the_form_has_its_formula(world) -> None:
    before = {"SIT-07": 2, "OUT-01": 4, "OUT-02": 40, "OUT-05": 1, "OUT-06": 1, "OUT-12": 1}
    context = Context(before=before, before_label="tháng 8/2017", last_known={"SIT-07": 2}, recent=(before,) * 3)
    said = formulas(world, context)
    assert 'AND([OUT-12]<>"",[OUT-01]<>"",[OUT-12]>[OUT-01])' in said["OUT-12"]
    assert "[SIT-07]<>(2+[SIT-08]+[SIT-11]-[SIT-09])" in said["SIT-07"]
    assert "[OUT-01]=0,[OUT-02]<>0" in said["OUT-02"]
    assert "ABS([OUT-02]-40)>=10" in said["OUT-02"]
    assert "AND([OUT-01]=4,[OUT-02]=40)" in said["OUT-01"]
    assert '<OUT-01>=""' in said["OUT-01"]
    assert f'IF([PLN-01]="{FLAG_WORDS[0]}",1' in said["PLN-01#so_van_ban"]


def test_sums_and_balances_within_the_sheet_have_theirs(world) -> None:
    rules = (
        Rule(kind="V3", level="error", cells=("OUT-01", "OUT-12", "OUT-13"), text="Tổng {total} khác {sum}."),
        Rule(
            kind="V4",
            level="error",
            cells=("INS-20",),
            start="INS-07",
            minus=("INS-21",),
            text="Phải là {expected}, không phải “{value}”.",
        ),
        Rule(kind="V2", level="error", cells=("INS-12", "INS-07"), cumulative=True, text="Quá {whole}"),
    )
    said = formulas(world, Context(year_before={"INS-12": 3, "INS-07": 9}), rules)
    assert "[OUT-01]<>[OUT-12]+[OUT-13]" in said["OUT-01"]
    assert "[INS-20]<>([INS-07]-[INS-21])" in said["INS-20"]
    assert "([INS-12]+3)>([INS-07]+9)" in said["INS-12"]


def test_formulas_are_such_as_spreadsheets_take(world) -> None:
    for formula in formulas(world).values():
        assert len(formula) < 8192
        assert formula.count("(") == formula.count(")")
        assert formula.count('"') % 2 == 0
        assert all(len(text) <= 255 for text in re.findall(r'"([^"]*)"', formula))
