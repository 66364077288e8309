"""The legal catalogue: read whole or refused with file and line; notes beside what a plan prints."""

from datetime import date
from pathlib import Path

import pytest

from tiendo.core.plans import catalogue
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.verdicts import BadInput

PLAN_DAY = date(2017, 4, 5)


def test_the_pack_has_every_document_the_plan_cites() -> None:
    known = catalogue.load(packs.current().directory)
    assert {"361/QĐ-TTg", "22/CT-TTg", "178/2004/NĐ-CP", "167/2013/NĐ-CP", "1224/LĐTBXH-PCTNXH"} <= set(known)


def test_a_printed_day_that_differs_is_noted_and_the_right_one_is_not() -> None:
    known = catalogue.load(packs.current().directory)
    wrong = catalogue.note_on("361/QĐ-TTg", date(2017, 3, 7), catalogue=known, plan_day=PLAN_DAY)
    assert "07/03/2017" in wrong
    assert "07/03/2016" in wrong
    assert catalogue.note_on("361/QĐ-TTg", date(2016, 3, 7), catalogue=known, plan_day=PLAN_DAY) == ""
    assert catalogue.note_on("999/QĐ-TTg", date(2016, 3, 7), catalogue=known, plan_day=PLAN_DAY) == ""


def test_a_number_that_starts_again_every_year_may_be_another_document() -> None:
    known = catalogue.load(packs.current().directory)
    other_year = catalogue.note_on("361/QĐ-TTg", date(2011, 3, 15), catalogue=known, plan_day=date(2023, 1, 1))
    assert other_year == ""
    same_year = catalogue.note_on("361/QĐ-TTg", date(2016, 3, 9), catalogue=known, plan_day=PLAN_DAY)
    assert "07/03/2016" in same_year
    with_its_year = catalogue.note_on("167/2013/NĐ-CP", date(2012, 1, 9), catalogue=known, plan_day=PLAN_DAY)
    assert "12/11/2013" in with_its_year


def test_a_document_no_longer_in_force_is_noted() -> None:
    known = catalogue.load(packs.current().directory)
    assert "01/01/2022" in catalogue.note_on("167/2013/NĐ-CP", None, catalogue=known, plan_day=date(2023, 1, 1))


def test_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "legal.yaml").write_text(
        "- {number: 1/QĐ, kind: Quyết định, by: A, date: hôm nay}\n- {number: 2/QĐ, kind: Quyết định}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as refused:
        catalogue.load(tmp_path)
    said = str(refused.value)
    assert "legal.yaml, dòng 1" in said
    assert "legal.yaml, dòng 2" in said


def test_a_number_written_twice_is_refused(tmp_path: Path) -> None:
    row = "- {number: 1/QĐ, kind: Quyết định, by: A}\n"
    (tmp_path / "legal.yaml").write_text(row * 2, encoding="utf-8")
    (problem,) = catalogue.faults(tmp_path)
    assert "dòng 2" in problem.where


def test_a_pack_without_a_catalogue_has_no_notes(tmp_path: Path) -> None:
    assert catalogue.load(tmp_path) == {}
    assert catalogue.faults(tmp_path) == ()
