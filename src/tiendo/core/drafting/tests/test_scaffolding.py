"""A new pack laid down from a text: it stands as it is, beside its base, whatever the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tiendo.core.drafting import scaffolding
from tiendo.core.drafting.scaffolding import Asked
from tiendo.foundation.packs import loading
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.reading import read_plan

PACKS = settings.BASE_DIR / "packs"
CORPUS = settings.BASE_DIR / "tests" / "corpus" / "plans"
FIRST, SECOND = "phong-chong-mai-dam-2017", "phong-chong-mai-dam-2026"


def laid(tmp_path: Path, base: str, text: str, year: int) -> Pack:
    """The pack as its files say it, in a folder beside the packs it builds on."""
    for one in (FIRST, SECOND):
        (tmp_path / one).symlink_to(PACKS / one)
    folder = tmp_path / "goi-moi"
    folder.mkdir()
    asked = Asked("goi-moi", 'Gói "mới": năm sau', year, text)
    for name, content in scaffolding.files(asked, loading.load(tmp_path / base)).items():
        (folder / name).write_text(content, encoding="utf-8")
    return loading.load(folder)


@pytest.mark.parametrize(("base", "year"), [(FIRST, 2018), (SECOND, 2027)])
def test_without_a_text_there_is_a_specimen_to_replace(tmp_path: Path, base: str, year: int) -> None:
    pack = laid(tmp_path, base, "", year)
    assert (pack.head.base, pack.plan.year, len(pack.clauses)) == (base, year, 3)
    assert pack.title == 'Gói "mới": năm sau'


def test_every_clause_of_the_text_has_who_answers_and_every_target_its_goal(tmp_path: Path) -> None:
    text = (PACKS / SECOND / "plan.txt").read_text(encoding="utf-8")
    pack = laid(tmp_path, SECOND, text, 2027)
    assert list(pack.clauses) == [node.ref for node in read_plan(text).clauses]
    assert pack.clauses["IV.2.-1"].who == ("POLICE",), "named over the clause"
    assert pack.clauses["I.1.-1"].who == (pack.standing_agency,), "nobody is named"
    assert [str(target.rule) for target in pack.targets.values()] == [
        "share 80", "share 100", "at_least 2", "share 100", "share 90", "range 2..4",
    ]  # fmt: skip
    assert all(target.by_hand for target in pack.targets.values())


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.txt"))[::4], ids=lambda file: file.stem)
def test_a_plan_of_anybody_becomes_a_sound_pack(tmp_path: Path, file: Path) -> None:
    pack = laid(tmp_path, FIRST, file.read_text(encoding="utf-8"), 2018)
    assert pack.clauses
