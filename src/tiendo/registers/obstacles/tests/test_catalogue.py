"""The pack's file of obstacles: every fault is named with its line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tiendo.foundation.packs import loading
from tiendo.kernel.verdicts import BadInput
from tiendo.registers.obstacles import catalogue


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    directory = tmp_path / "pack"
    shutil.copytree(settings.TIENDO_PACK_DIR, directory)
    return directory


def changed(pack: Path, old: str, new: str) -> list[str]:
    path = pack / catalogue.FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        loading.load(pack)
    except BadInput as error:
        return [str(problem) for problem in error.problems]
    return []


def test_the_shipped_file_has_two_routes_and_six_kinds() -> None:
    said = catalogue.current()
    assert [limit.level for limit in said.up(date(2025, 6, 30))] == ["district", "department", "province"]
    assert [limit.level for limit in said.up(date(2025, 7, 1))] == ["department", "province"]
    assert len(said.kinds) == 6
    assert said.name_of("bo-di") == "bo-di"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("code: khac", "code: can-bo", "đã có ở trên"),
        ("days: 5", "days: 0", "obstacles.yaml"),
        ("level: district, days: 5", "level: province, days: 5", "không theo thứ tự"),
        ("valid_to: 2025-07-01", "valid_to: 2025-08-01", "cùng lúc"),
        ("cell: OBS-01", "cell: OBS-09", "không có ô"),
        ("closes_after_days: 10", "closes_after: 10", "obstacles.yaml"),
    ],
)
def test_each_fault_is_named(pack: Path, old: str, new: str, said: str) -> None:
    assert any(said in problem and catalogue.FILE in problem for problem in changed(pack, old, new))


def test_a_register_without_its_file_is_a_fault(pack: Path) -> None:
    (pack / catalogue.FILE).unlink()
    with pytest.raises(BadInput, match="cần loại vướng mắc"):
        loading.load(pack)
