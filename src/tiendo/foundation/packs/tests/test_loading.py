"""The shipped pack is sound; a broken one is refused whole, each fault with file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tiendo.foundation.packs import loading
from tiendo.foundation.packs.schema import Pack, TargetRule
from tiendo.kernel.verdicts import BadInput, Problem

from .conftest import SHIPPED

Change = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return loading.load(SHIPPED)


def faults(directory: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refused:
        loading.load(directory)
    return refused.value.problems


def only_fault(directory: Path) -> Problem:
    found = faults(directory)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def line_of(directory: Path, file: str, text: str) -> int:
    lines = (directory / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_shipped_pack_loads_clean(pack: Pack) -> None:
    assert len(pack.indicators) == 197
    assert len(pack.clauses) == 64
    assert len(pack.targets) == 7
    assert {code: len(form.cells) for code, form in pack.forms.items()} == {
        "F1": 26,
        "F2": 2,
        "F3": 2,
        "F5": 2,
        "F6": 4,
    }


def test_the_plan_prints_neither_number_nor_date(pack: Pack) -> None:
    assert pack.plan.number is None
    assert pack.plan.date is None
    assert (pack.plan.unit_code, pack.plan.year) == ("44", 2017)


def test_forms_say_who_enters_signs_and_accepts(pack: Pack) -> None:
    assert (pack.forms["F1"].approves.role, pack.forms["F1"].approves.at) == ("district_officer", "parent")
    for code in ("F2", "F3", "F5", "F6"):
        assert (pack.forms[code].approves.role, pack.forms[code].approves.at) == ("department_officer", "DOLISA")
    assert pack.forms["F5"].owners == ("DIC", "DOLISA")


def test_whether_a_districts_plan_is_integrated_is_computed_and_typed_nowhere(pack: Pack) -> None:
    assert [pack.cell(code) for code in ("PLN-03", "PLN-04")] == [None, None]
    counted = pack.registers["R_plans"].cells
    assert (counted["PLN-03"].counts, counted["PLN-04"].counts) == (
        "district_plans_issued",
        "district_plans_integrated",
    )
    assert len([one for one in pack.programmes if one.required]) == 5


def test_only_the_cell_of_people_fined_counts_people(pack: Pack) -> None:
    assert [cell.code for form in pack.forms.values() for cell in form.cells.values() if cell.counts_people] == [
        "INS-32"
    ]
    restricted = {cell.code for cell in pack.forms["F1"].cells.values() if cell.restricted}
    assert restricted >= {"SIT-07", "SIT-08", "SIT-09", "SIT-10", "SIT-11"}


def test_the_same_contents_are_read_once(pack: Pack) -> None:
    assert loading.load(SHIPPED) is pack


def test_a_loaded_pack_cannot_be_changed(pack: Pack) -> None:
    with pytest.raises(ValueError, match="frozen"):
        pack.plan.year = 2018  # type: ignore[misc]


def test_a_district_form_ends_with_the_districts(pack: Pack) -> None:
    assert pack.form_on("F2", date(2025, 6, 30)) is not None
    assert pack.form_on("F2", date(2025, 7, 1)) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("share 75", TargetRule(kind="share", low=75)),
        ("range 1..2", TargetRule(kind="range", low=1, high=2)),
        ("keep SCO_08", TargetRule(kind="keep", keep="SCO_08")),
        ("exactly 0", TargetRule(kind="exactly", low=0)),
        ("", None),
    ],
)
def test_goals_are_read_from_the_target_column(text: str, rule: TargetRule | None) -> None:
    assert TargetRule.read(text) == rule


def test_an_unknown_key_is_named_with_its_line(change: Change) -> None:
    directory = change("plan.yaml", "start_month: 1", "start_month: 1\nthang_dau: 1")
    fault = only_fault(directory)
    assert fault.where == f"plan.yaml, dòng {line_of(directory, 'plan.yaml', 'thang_dau')}"
    assert "thang_dau" in fault.what
    assert fault.remedy


def test_a_missing_value_is_named_at_its_item(change: Change) -> None:
    directory = change("targets.yaml", "    unit_word: tháng\n", "")
    fault = only_fault(directory)
    assert fault.where == f"targets.yaml, dòng {line_of(directory, 'targets.yaml', 'code: TGT-1B')}"
    assert "unit_word" in fault.what


def test_a_year_written_as_a_word_is_refused(change: Change) -> None:
    fault = only_fault(change("plan.yaml", "year: 2017", 'year: "2017"'))
    assert "số nguyên" in fault.remedy


def test_a_key_written_twice_is_refused(change: Change) -> None:
    directory = change("plan.yaml", "start_month: 1", "start_month: 1\nyear: 2018")
    found = faults(directory)
    assert any("“year” được viết hai lần" in fault.what and fault.where == "plan.yaml, dòng 9" for fault in found), (
        found
    )


def test_broken_yaml_names_the_line(change: Change) -> None:
    found = faults(change("calendar.yaml", "rolls: {commune: next", "rolls: {commune next: ["))
    assert any(fault.where.startswith("calendar.yaml, dòng ") and "YAML" in fault.what for fault in found), found


def test_an_indicator_code_given_twice_is_refused(pack_dir: Path) -> None:
    path = pack_dir / "indicators.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*rows[:3], rows[2], *rows[3:]]), encoding="utf-8")
    fault = only_fault(pack_dir)
    assert fault.where == "indicators.csv, dòng 4"
    assert "REF-02" in fault.what


def test_a_row_with_a_comma_too_many_is_refused(change: Change) -> None:
    found = faults(change("indicators.csv", "OUT-05,Tuyên truyền,", "OUT-05,Tuyên truyền,thừa,"))
    assert any("23" in fault.what and "24" in fault.what and "ngoặc kép" in fault.remedy for fault in found), found


def test_a_clause_naming_an_indicator_that_does_not_name_it_back_is_refused(change: Change) -> None:
    directory = change("clauses.yaml", "[TGT-1A, TGT-1B, PLN-17]", "[TGT-1A, TGT-1B, PLN-17, OUT-01]")
    fault = only_fault(directory)
    assert fault.where == f"clauses.yaml, dòng {line_of(directory, 'clauses.yaml', 'I.1.-1')}"
    assert "OUT-01" in fault.what


def test_an_unknown_clause_in_the_catalogue_is_refused(change: Change) -> None:
    directory = change("indicators.csv", "II.1.-3;IV.3.-2;IV.10.1.-1", "II.1.-3;IV.3.-2;IV.10.1.-1;IV.99")
    fault = only_fault(directory)
    assert fault.where == f"indicators.csv, dòng {line_of(directory, 'indicators.csv', 'OUT-13,')}"
    assert "IV.99" in fault.what


def test_a_target_without_a_goal_is_refused(change: Change) -> None:
    found = faults(change("indicators.csv", 'share 100,"month of publication', ',"month of publication'))
    assert any("TGT-1B" in fault.what and fault.where.startswith("targets.yaml, dòng ") for fault in found), found


def test_an_unreadable_goal_is_refused(change: Change) -> None:
    found = faults(change("indicators.csv", "range 1..2", "range 2..1"))
    assert any("range 2..1" in fault.what for fault in found), found


def test_a_cell_on_a_form_that_is_not_its_home_is_refused(change: Change) -> None:
    directory = change("forms/F2.yaml", "- code: INS-04", "- code: PLN-01")
    found = faults(directory)
    assert any(fault.where == "forms/F2.yaml, dòng 20" and "thuộc F1" in fault.what for fault in found), found


def test_a_rule_on_a_cell_the_form_lacks_is_refused(change: Change) -> None:
    directory = change("forms/F1.yaml", "cells: [OUT-12, OUT-01]", "cells: [OUT-12, OUT-03]")
    fault = only_fault(directory)
    assert fault.where == f"forms/F1.yaml, dòng {line_of(directory, 'forms/F1.yaml', '[OUT-12, OUT-03]')}"
    assert "OUT-03" in fault.what


def test_a_sentence_with_an_unknown_number_is_refused(change: Change) -> None:
    fault = only_fault(change("forms/F1.yaml", "trực tiếp ({whole})", "trực tiếp ({tong})"))
    assert "tong" in fault.what


def test_a_form_whose_entering_officer_signs_is_refused(change: Change) -> None:
    fault = only_fault(change("forms/F1.yaml", "role: commune_chair", "role: commune_officer"))
    assert "người ký" in fault.what


def test_a_label_that_asks_for_a_person_is_refused(change: Change) -> None:
    fault = only_fault(change("forms/F1.yaml", "label: Dấu hiệu sớm được ngăn chặn", "label: Họ và tên"))
    assert "Họ và tên" in fault.what


def test_a_support_figure_below_the_province_is_refused(change: Change) -> None:
    found = faults(
        change(
            "forms/F2.yaml",
            "rules:",
            "  - key: B\n    title: Mô hình\n    owner: DPC\n    cells:\n"
            "      - {code: SUP-01, label: Mô hình, hint: Số mô hình, nature: stock, frequency: quarter}\n\nrules:",
        )
    )
    assert any("hỗ trợ" in fault.what for fault in found), found


def test_a_people_count_not_marked_so_is_refused(change: Change) -> None:
    fault = only_fault(change("forms/F1.yaml", "        counts_people: true\n", ""))
    assert "INS-32" in fault.what


@pytest.mark.parametrize("code", ["INS-32", "SUP-07"])
def test_figures_about_people_stay_off_the_boards(change: Change, code: str) -> None:
    fault = only_fault(change("boards.yaml", "figures: [CAS-01, CAS-02]", f"figures: [CAS-01, {code}]"))
    assert fault.where.startswith("boards.yaml, dòng ")
    assert code in fault.what


def test_figures_about_people_stay_out_of_documents(change: Change) -> None:
    directory = change("documents.yaml", "{OUT-05} lượt", "{INS-32} lượt")
    found = [fault for fault in faults(directory) if fault.where.startswith("documents.yaml")]
    assert any("INS-32" in fault.what for fault in found), found


def test_regimes_must_follow_one_another(change: Change) -> None:
    fault = only_fault(change("calendar.yaml", "valid_to: 2019-03-12", "valid_to: 2019-03-01"))
    assert "cách quãng" in fault.what


def test_dates_of_validity_must_be_in_order(change: Change) -> None:
    found = faults(change("forms/F2.yaml", "valid_to: 2025-07-01", "valid_to: 2016-07-01"))
    assert any("valid_to" in fault.what and fault.where.startswith("forms/F2.yaml") for fault in found), found


def test_two_versions_in_force_together_are_refused(pack_dir: Path) -> None:
    text = (pack_dir / "forms/F6.yaml").read_text(encoding="utf-8")
    (pack_dir / "forms/F6-2.yaml").write_text(text.replace("version: 1", "version: 2"), encoding="utf-8")
    fault = only_fault(pack_dir)
    assert fault.where.startswith("forms/F6-2.yaml, dòng ")


def test_an_unknown_body_answering_for_a_clause_is_refused(change: Change) -> None:
    fault = only_fault(change("clauses.yaml", "who: [DCS, VFF]", "who: [DCS, VFF, NASA]"))
    assert "NASA" in fault.what


def test_a_file_without_provenance_is_refused(pack_dir: Path) -> None:
    (pack_dir / "extra.csv").write_text("a\n", encoding="utf-8")
    assert "extra.csv" in only_fault(pack_dir).what


def test_every_fault_is_told_at_once(change: Change) -> None:
    change("plan.yaml", "start_month: 1", "start_month: 13")
    change("targets.yaml", "unit_word: vụ", "unit_words: vụ")
    change("forms/F3.yaml", "base_period: quarter", "base_period: week")
    change("agencies.yaml", "code: YU", "code: WU")
    files = {fault.where.split(",")[0] for fault in faults(change("boards.yaml", "title: Kế hoạch", "titel: Kế hoạch"))}
    assert {"plan.yaml", "targets.yaml", "forms/F3.yaml", "agencies.yaml", "boards.yaml"} <= files


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "thư mục" in only_fault(tmp_path / "nowhere").what
