"""A plan's file becomes text, or a sentence says why not."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from tiendo.core.plans.files import text_of
from tiendo.kernel.reading import read_plan
from tiendo.kernel.verdicts import BadInput


def test_a_word_file_is_read_paragraph_and_table_in_the_order_of_the_page(tmp_path: Path) -> None:
    word = Document()
    for line in ("I. NHIỆM VỤ", "1. Tập huấn", "- Tổ chức lớp."):
        word.add_paragraph(line)
    row = word.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "Sở Y tế", "Chủ trì"
    word.add_paragraph("2. Kiểm tra")
    word.save(str(tmp_path / "kế hoạch.docx"))
    text = text_of(tmp_path / "kế hoạch.docx")
    assert text.splitlines() == ["I. NHIỆM VỤ", "1. Tập huấn", "- Tổ chức lớp.", "Sở Y tế  Chủ trì", "2. Kiểm tra"]
    assert [node.ref for node in read_plan(text).nodes] == ["I", "I.1", "I.1.-1", "I.2"]


def test_a_text_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I. Một", encoding="utf-8-sig")
    assert text_of(tmp_path / "a.txt") == "I. Một"


def test_another_kind_of_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(BadInput, match=r"a\.pdf: chỉ đọc được"):
        text_of(tmp_path / "a.pdf")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="không có tệp này"):
        text_of(tmp_path / "b.txt")


def test_a_text_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Kế hoạch".encode("utf-16"))
    with pytest.raises(BadInput, match="UTF-8"):
        text_of(tmp_path / "a.txt")


def test_a_file_that_only_calls_itself_word_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"not a zip")
    with pytest.raises(BadInput, match="không phải tệp Word"):
        text_of(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(BadInput, match="macro"):
        text_of(tmp_path / "b.docx")


def test_a_file_over_ten_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * (10 * 1024 * 1024 + 1))
    with pytest.raises(BadInput, match="10 MB"):
        text_of(tmp_path / "a.txt")
