"""Reports as workbooks from the command line: out, filled, back; what is refused is told and ends with code 3."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tiendo.cli import groups
from tiendo.core.exchanging.tests.sheets import filled
from tiendo.core.reporting.models import Report
from tiendo.core.reporting.tests.factories import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def run(*words: object) -> Result:
    root = click.Group("tiendo")
    groups.add_to(root)
    return CliRunner().invoke(root, ["report", *map(str, words)], catch_exceptions=False)


def exported(world, folder: Path, *more: str) -> Path:
    out = folder / "thang-9.xlsx"
    answer = run(
        "export", "--unit", world.commune.code, "--period", "2017-09", "--by", world.officer().user.username, *more, out
    )
    assert answer.exit_code == 0, answer.output
    return out


def test_a_report_goes_out_and_comes_back_and_again_changes_nothing(world, tmp_path) -> None:
    file, who = exported(world, tmp_path), world.officer().user.username
    file.write_bytes(filled(file.read_bytes(), {"OUT-01": 3, "OUT-02": "1.240"}))
    assert "nhận được 1." in run("import", "--by", who, "--dry-run", file).output
    assert not Report.objects.exists()
    answer = run("import", "--by", who, file)
    assert (answer.exit_code, "2 ô thay đổi" in answer.output, "đã nhận 1." in answer.output) == (0, True, True)
    assert Report.objects.get().values["OUT-02"] == 1240
    assert "không đổi 1." in run("import", "--by", who, file).output


def test_every_fault_is_told_and_ends_with_code_three(world, tmp_path) -> None:
    file, other = exported(world, tmp_path), tmp_path / "khac.xlsx"
    file.write_bytes(filled(file.read_bytes(), {"OUT-01": "12 buổi"}))
    other.write_bytes(b"khong phai")
    answer = run("import", "--by", world.officer().user.username, file, other)
    assert answer.exit_code == 3
    assert "thang-9.xlsx, xã Xã 00, F" in answer.output
    assert "khac.xlsx: không phải tệp .xlsx." in answer.output
    assert not Report.objects.exists()


def test_a_book_of_the_district_and_its_taking_over(world, tmp_path) -> None:
    who, book = world.district_officer().user.username, tmp_path / "huyen.xlsx"
    assert (
        run("export", "--unit", world.district.code, "--all", "--period", "2017-09", "--by", who, book).exit_code == 0
    )
    run("import", "--by", world.officer().user.username, _one(world, tmp_path, 3))
    mine = _one(world, tmp_path, 4)
    assert run("import", "--by", who, mine).exit_code == 3
    assert run("import", "--by", who, "--stand-in", mine).exit_code == 0
    assert (Report.objects.get().values["OUT-01"], Report.objects.get().entered_for) == (4, True)


def _one(world, folder: Path, sessions: int) -> Path:
    file = exported(world, folder)
    file.write_bytes(filled(file.read_bytes(), {"OUT-01": sessions}))
    return file


def test_an_unknown_person_and_a_broken_period_are_answered(world, tmp_path) -> None:
    out = tmp_path / "x.xlsx"
    answer = run("export", "--unit", world.commune.code, "--period", "thang 9", "--by", "khong.co", out)
    assert (answer.exit_code, "không đọc được" in answer.output) == (1, True)
    answer = run("export", "--unit", world.commune.code, "--period", "2017-09", "--by", "khong.co", out)
    assert (answer.exit_code, "đang giữ chức vụ nào" in answer.output) == (1, True)
