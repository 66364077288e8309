"""A pack that builds on another: what it takes over, what it replaces, and how a base that is no base is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tiendo.foundation.packs import calendar, loading
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput

from .conftest import SHIPPED

SECOND = settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2026"
Write = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def second() -> Pack:
    return loading.load(SECOND)


@pytest.fixture(scope="module")
def first() -> Pack:
    return loading.load(SHIPPED)


@pytest.fixture
def beside(tmp_path: Path) -> Write:
    """The second pack in a folder of its own, beside a link to its base; one text in one file replaced."""
    (tmp_path / SHIPPED.name).symlink_to(SHIPPED)
    copy = tmp_path / SECOND.name
    shutil.copytree(SECOND, copy)

    def change(file: str, old: str, new: str) -> Path:
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return change


def told(directory: Path) -> str:
    with pytest.raises(BadInput) as refused:
        loading.load(directory)
    return str(refused.value)


def test_the_plan_is_its_own_and_the_catalogue_its_bases(first: Pack, second: Pack) -> None:
    assert len(second.clauses) == 49
    assert len(second.targets) == 6
    assert set(second.indicators) == set(first.indicators)
    assert second.registers == first.registers
    assert second.places_dir == first.places_dir


def test_rows_taken_over_speak_for_the_clauses_of_this_plan_and_belong_to_the_heirs(first: Pack, second: Pack) -> None:
    for code, row in second.indicators.items():
        assert set(row.clauses) == {ref for ref, clause in second.clauses.items() if code in clause.indicators}
    old = {code for code, row in first.indicators.items() if row.owner == "DOLISA"}
    assert {second.indicators[code].owner for code in old} == {"DOH"}


def test_a_target_has_the_goal_of_its_own_plan(first: Pack, second: Pack) -> None:
    assert str(first.targets["TGT-1A"].rule) == "share 75"
    assert str(second.targets["TGT-1A"].rule) == str(second.indicators["TGT-1A"].rule) == "share 80"
    assert second.indicators["TGT-2"].rule is None, "a goal of the base is none of this plan"


def test_communes_report_to_the_department_once_there_is_no_district(second: Pack) -> None:
    earlier, later = second.form_on("F1", date(2017, 6, 1)), second.form_on("F1", date(2026, 6, 1))
    assert earlier is not None
    assert later is not None
    assert (earlier.version, later.version) == (1, 2)
    assert (earlier.approves.role, later.approves.role) == ("district_officer", "department_officer")
    assert list(earlier.cells) == list(later.cells)
    assert second.form_on("F1", date(2019, 6, 1)) is None, "nobody owes it between the two plans"
    assert second.form_on("F2", date(2026, 6, 1)) is None


def test_the_calendar_goes_on_where_the_bases_ends(second: Pack) -> None:
    march = periods.month(2026, 3)
    assert calendar.due_day(second, march, "commune") == date(2026, 3, 17)
    assert calendar.due_day(second, periods.month(2026, 2), "commune") == date(2026, 2, 23), "after the days off of Tết"
    assert calendar.due_day(second, periods.month(2017, 1), "commune") == date(2017, 2, 3)


def test_of_the_bases_agencies_those_stand_that_live_in_the_packs_time(second: Pack) -> None:
    assert second.standing_agency == "DOH"
    assert "DOLISA" not in second.agencies
    assert {"CPC", "DPC", "all"} <= set(second.classes)


def test_a_base_that_is_not_there_is_named(beside: Write) -> None:
    said = told(beside("pack.yaml", "base: phong-chong-mai-dam-2017", "base: khong-co"))
    assert "không có gói nền “khong-co”" in said


def test_packs_that_build_on_each_other_are_refused(beside: Write) -> None:
    assert "thành vòng" in told(beside("pack.yaml", "base: phong-chong-mai-dam-2017", "base: phong-chong-mai-dam-2026"))


def test_a_fault_of_the_base_is_told_with_its_name(beside: Write) -> None:
    copy = beside("pack.yaml", "version: 1", "version: 2")
    base = copy.parent / SHIPPED.name
    base.unlink()
    shutil.copytree(SHIPPED, base)
    (base / "boards.yaml").unlink()
    assert told(copy).startswith("phong-chong-mai-dam-2017/boards.yaml")


def test_a_version_to_extend_must_be_there(beside: Write) -> None:
    said = told(beside("forms/F1.yaml", "extends: 1", "extends: 7"))
    assert "gói nền không có mẫu F1 bản 7" in said


def test_a_new_version_may_not_drop_a_cell_of_the_base(beside: Write) -> None:
    text = (SECOND / "forms" / "F6.yaml").read_text(encoding="utf-8")
    cell = text[text.index("      - code: SCO-10") : text.index("\nrules:")]
    said = told(beside("forms/F6.yaml", cell, ""))
    assert "bản mới bỏ ô SCO-10" in said


def test_a_target_measured_by_nothing_is_refused(beside: Write) -> None:
    said = told(beside("targets.yaml", "    indicator: INS-03\n", ""))
    assert "TGT-6" in said
    assert "Mời ghi mức" in said


def test_a_clause_of_an_unknown_indicator_is_refused(beside: Write) -> None:
    assert "OUT-99" in told(beside("clauses.yaml", "indicators: [OUT-09]", "indicators: [OUT-99]"))


def test_the_day_decides_which_pack_is_in_use(monkeypatch: pytest.MonkeyPatch, second: Pack, first: Pack) -> None:
    monkeypatch.setattr(settings, "TIENDO_MORE_PACKS", (SECOND,))
    assert packs.on(date(2016, 5, 1)).code == packs.on(date(2017, 10, 5)).code == first.code
    assert packs.on(date(2025, 12, 31)).code == first.code, "until the next one begins"
    assert packs.on(date(2026, 1, 1)).code == second.code
    assert packs.current().code == first.code, "tests live in 2017"
    assert packs.of_code(second.code) is not first
    with packs.using(packs.of_code(second.code)):
        assert packs.current().code == second.code
    assert packs.of_code("khong-con-nua").code == first.code


def test_a_change_of_the_base_is_a_change_of_the_pack(beside: Write) -> None:
    copy = beside("pack.yaml", "version: 1", "version: 2")
    before = loading.load(copy).digest
    base = copy.parent / SHIPPED.name
    base.unlink()
    shutil.copytree(SHIPPED, base)
    (base / "pack.yaml").write_text(
        (base / "pack.yaml").read_text(encoding="utf-8") + "# đã xem lại\n", encoding="utf-8"
    )
    assert loading.load(copy).digest != before
