"""`tiendo plan score`: what it prints, its exit codes, and how a folder that cannot be used is refused."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from tiendo.cli import groups
from tiendo.kernel.reading import read_plan

PLAN = Path(settings.TIENDO_PACK_DIR) / "plan.txt"
CORPUS = Path(settings.BASE_DIR) / "tests" / "corpus" / "plans"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder holding the seed and the answers it reads to."""
    text = PLAN.read_text(encoding="utf-8")
    (tmp_path / "seed.txt").write_text(text, encoding="utf-8")
    _answer(tmp_path / "seed.json", read_plan(text).as_json())
    return tmp_path


def _answer(path: Path, given: object) -> None:
    path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")


def score(*words: str) -> Result:
    root = click.Group("tiendo")
    groups.add_to(root)
    return CliRunner().invoke(root, ["plan", "score", *words], catch_exceptions=False)


def test_a_folder_read_rightly_is_met_and_prints_its_texts_and_thresholds(folder: Path) -> None:
    answer = score(str(folder))
    assert answer.exit_code == 0, answer.output
    assert "64/64" in answer.output
    assert "CHƯA ĐẠT" not in answer.output


def test_a_threshold_not_met_is_exit_code_1_and_the_difference_is_named(folder: Path) -> None:
    given = json.loads((folder / "seed.json").read_text(encoding="utf-8"))
    given["legal_bases"] = [*given["legal_bases"], "999/QĐ-TTg"]
    _answer(folder / "seed.json", given)
    answer = score(str(folder), "--verbose")
    assert answer.exit_code == 1
    assert "CHƯA ĐẠT" in answer.output
    assert "thiếu bases: 999/qđ-ttg" in answer.output


def test_the_same_as_json(folder: Path) -> None:
    answer = score(str(folder), "--json")
    said = json.loads(answer.output)
    assert said["met"] is True
    assert said["texts"][0]["name"] == "seed"
    assert {"measure", "at_least", "reached", "met"} == set(said["thresholds"][0])


def test_a_word_file_is_scored_too(folder: Path) -> None:
    from docx import Document

    document = Document()
    for line in ("KẾ HOẠCH", "Phòng, chống mại dâm năm 2018", "I. MỤC TIÊU", "- Tuyên truyền sâu rộng."):
        document.add_paragraph(line)
    document.save(str(folder / "word.docx"))
    _answer(folder / "word.json", {"nodes": [{"ref": "I", "kind": "heading"}, {"ref": "I.-1", "kind": "clause"}]})
    answer = score(str(folder), "--json")
    assert [text["name"] for text in json.loads(answer.output)["texts"]] == ["seed", "word"]


def test_a_text_without_answers_is_named(folder: Path) -> None:
    (folder / "khac.txt").write_text("KẾ HOẠCH", encoding="utf-8")
    answer = score(str(folder))
    assert answer.exit_code == 2
    assert "khac.txt" in answer.output
    assert "khac.json" in answer.output


def test_broken_json_is_named_by_file_and_line(folder: Path) -> None:
    (folder / "seed.json").write_text('{"nodes": [\n{"ref": "I",}\n]}', encoding="utf-8")
    answer = score(str(folder))
    assert answer.exit_code == 2
    assert "seed.json, dòng 2" in answer.output
    assert "Mời" in answer.output


def test_json_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "seed.json").write_bytes("{}".encode("utf-16"))
    assert score(str(folder)).exit_code == 2


def test_all_unusable_answers_are_named_at_once(folder: Path) -> None:
    for name in ("một", "hai"):
        (folder / f"{name}.txt").write_text("KẾ HOẠCH", encoding="utf-8")
    _answer(folder / "một.json", {"nodes": 3})
    answer = score(str(folder))
    assert answer.exit_code == 2
    assert "một.json: nodes" in answer.output
    assert "hai.txt" in answer.output


def test_a_folder_without_texts_is_refused_and_so_are_two_texts_of_one_name(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert score(str(empty)).exit_code == 2
    (folder / "seed.docx").write_bytes(b"PK")
    answer = score(str(folder))
    assert answer.exit_code == 2
    assert "trùng tên" in answer.output


def test_a_text_that_cannot_be_read_is_exit_code_2(folder: Path) -> None:
    (folder / "hong.docx").write_bytes(b"not a Word file")
    _answer(folder / "hong.json", {"nodes": []})
    answer = score(str(folder))
    assert answer.exit_code == 2
    assert "hong.docx" in answer.output


def test_a_folder_that_is_not_there_is_a_wrong_command_line(tmp_path: Path) -> None:
    assert score(str(tmp_path / "nowhere")).exit_code == 2


def test_the_corpus_is_read_well_enough_word_files_included() -> None:
    answer = score(str(CORPUS), "--json")
    said = json.loads(answer.output)
    assert [one for one in said["thresholds"] if not one["met"]] == []
    assert len(said["texts"]) == len(list(CORPUS.glob("*.json")))
