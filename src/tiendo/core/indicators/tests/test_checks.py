"""Expressions are judged when the pack is loaded: file, line, column of the sheet, place in the text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tiendo.core.indicators import catalogue, slots
from tiendo.core.indicators.catalogue import Owed
from tiendo.foundation.packs import loading
from tiendo.kernel.verdicts import BadInput, Problem

from .conftest import SHIPPED


def refused(tmp_path: Path, old: str, new: str, file: str = "indicators.csv") -> tuple[Problem, ...]:
    directory = tmp_path / "pack"
    shutil.copytree(SHIPPED, directory)
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        loading.load(directory)
    return error.value.problems


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ("sum(months(OUT_09 >= 1))", "sum(months(OUT_99 >= 1))", "numerator", "OUT_99"),
        ("sum(last(PLN_12))", "sum(PLN_12)", "numerator", "PLN_12"),
        ("sum(last(PLN_11))", "sum(last(PLN_11)", "denominator", ""),
        ("sum(ytd(CAS_02))", "sum(last(CAS_02))", "numerator", "CAS_02"),
        ("units(district)", "units(region)", "numerator", "region"),
        ("keep SCO_08", "keep CAS_01", "target", "CAS_01"),
    ],
)
def test_a_bad_expression_is_refused_with_its_place(tmp_path: Path, old: str, new: str, column: str, says: str) -> None:
    (fault,) = refused(tmp_path, old, new)
    assert fault.where.startswith("indicators.csv, dòng ")
    assert f"cột {column}" in fault.where
    assert "ký tự" in fault.where
    assert says in fault.what
    assert fault.remedy


def test_a_target_whose_cells_no_form_asks_for_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, "sum(ytd(CAS_01))", "sum(ytd(CAS_03))")
    assert any("CAS_03" in fault.what and "F3" in fault.what for fault in found)


def test_only_first_round_sources_are_open() -> None:
    compiled = catalogue.compile_all(loading.load(SHIPPED))
    assert not compiled["TGT-1A"].closed
    assert compiled["TRN-01"].closed
    assert compiled["INS-10"].closed  # one of its cells has no form yet
    assert "SUP-12" not in compiled  # withdrawn: it has no figure by design


def test_whose_figures_an_indicator_is_made_of() -> None:
    compiled = catalogue.compile_all(loading.load(SHIPPED))
    assert compiled["TGT-1A"].owed == (Owed("F1", "CPC", "to_date"),)
    assert compiled["OUT-01"].owed == (Owed("F1", "CPC", "shown"),)
    assert compiled["TGT-3"].owed == (Owed("F5", "DOLISA", "latest"),)
    assert compiled["REF-01"].owed == ()


def test_every_form_of_the_pack_gets_slots_for_its_cells_and_for_who_posted() -> None:
    pack = loading.load(SHIPPED)
    functions = slots.functions(pack)
    assert set(pack.forms) == {"F1", "F2", "F3", "F5", "F6"}
    assert set(pack.forms) <= set(functions) <= set(pack.forms) | set(pack.registers)
    assert all("posted()" in [function.text for function in functions[form]] for form in pack.forms)
    assert "every_quarter(OUT_01 >= 1 or OUT_05 >= 1 or OUT_06 >= 1)" in [function.text for function in functions["F1"]]
