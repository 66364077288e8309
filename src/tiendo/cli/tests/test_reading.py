"""`tiendo plan read`: every kind of file, text from a pipe, and exit code 2 with the reason for a file that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from tiendo.cli.plans import plan

TEXT = "I. NHIỆM VỤ\n1. Tập huấn\n- Tổ chức 02 lớp cho cán bộ.\n"


def read(*words: str, typed: bytes = b"") -> Result:
    return CliRunner().invoke(plan, ["read", *words], input=typed, catch_exceptions=False)


def test_a_word_file_shows_its_tree(tmp_path: Path) -> None:
    word = Document()
    for line in TEXT.splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    answer = read(str(tmp_path / "a.docx"))
    assert answer.exit_code == 0
    assert "I.1.-1" in answer.stdout


def test_a_dash_reads_standard_input() -> None:
    answer = read("-", "--json", typed=TEXT.encode())
    assert answer.exit_code == 0
    assert [node["ref"] for node in json.loads(answer.stdout)["nodes"]][:3] == ["I", "I.1", "I.1.-1"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 \xff\x00", b"", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_named_with_the_remedy(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    answer = read(str(tmp_path / "a.docx"), "--json")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("a.docx: ")
    assert "Mời" in answer.stderr


def test_a_missing_file_and_an_empty_pipe_end_with_two(tmp_path: Path) -> None:
    assert read(str(tmp_path / "không có.docx")).exit_code == 2
    assert read("-").exit_code == 2
