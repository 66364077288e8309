"""Every file comes in as text or is refused with its name, what is wrong and a remedy; nothing else ever comes out."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tiendo.core.plans import files
from tiendo.core.plans.files.tests import papers
from tiendo.kernel.verdicts import BadInput

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LEVELS = papers.family(1, papers.level(0, "decimal", "%1."), papers.level(1, "lowerLetter", "%1.%2)"))
STYLES = '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
WORD = papers.docx(
    papers.paragraph("Một điều.", number="1", level=1)
    + papers.table([("1", "Hai")])
    + papers.paragraph("Ba", style="A"),
    numbering=LEVELS + papers.numbers(1, 1),
    styles=STYLES,
)
PDF = papers.pdf("Một điều đã in ra giấy, đủ dài để không phải ảnh.")
PAGE = "<html><body><ol><li>Một điều của các đơn vị</ol><table><tr><td>a<td>b</table></body></html>".encode()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload(name, content)
    return papers.what_is_wrong(refused)


def test_a_file_and_its_upload_read_alike(tmp_path: Path) -> None:
    (tmp_path / "kế hoạch.DOCX").write_bytes(WORD)
    assert files.text_of(tmp_path / "kế hoạch.DOCX") == files.text_of_upload("kế hoạch.DOCX", WORD)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="không có tệp này"):
        files.text_of(tmp_path / "b.txt")
    with pytest.raises(BadInput, match="không mở được"):
        files.text_of(tmp_path)


def test_a_file_over_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.seek(200 * files.LARGEST_BYTES)
        file.write(b"a")
    with pytest.raises(BadInput, match="10 MB"):
        files.text_of(tmp_path / "a.txt")
    assert "10 MB" in refusal("a.docx", b"a" * (files.LARGEST_BYTES + 1))


def test_a_text_of_more_than_a_million_letters_is_refused() -> None:
    assert "1 triệu chữ" in refusal("a.txt", b"chu " * 300_000)
    with pytest.raises(BadInput, match="1 triệu chữ"):
        files.text_of_pasted("chữ " * 300_000)


@pytest.mark.parametrize("content", [b"", b"   \n", b"\x00" * 40])
@pytest.mark.parametrize("ending", files.ENDINGS)
def test_an_empty_file_is_refused(ending: str, content: bytes) -> None:
    assert "tệp rỗng" in refusal(f"a{ending}", content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", PDF, "bên trong là tệp PDF. Mời đổi phần đuôi thành .pdf"),
        ("a.pdf", WORD, "bên trong là tệp Word .docx. Mời đổi phần đuôi thành .docx"),
        ("a.doc", PAGE, "bên trong là trang web. Mời đổi phần đuôi thành .html"),
        ("a.doc", WORD, "thành .docx"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "thành .doc "),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("a.docx", OLE + "Workbook".encode("utf-16-le"), "không phải tệp Word hợp lệ"),
        ("a.docx", papers.zipped({"xl/workbook.xml": "<a/>"}), "không phải tệp Word hợp lệ"),
        ("a.docx", b"not a zip", "không phải tệp Word hợp lệ"),
        ("a.docx", WORD[:200], "không phải tệp Word hợp lệ"),
        ("a.pdf", "Một điều".encode(), "không phải tệp PDF hợp lệ"),
        ("a.txt", b"a\x00\x01\x02", "không phải văn bản trơn"),
        ("a.pdf", b"\x89PNG\r\n", "là ảnh chụp"),
        ("a.xlsx", papers.zipped({"xl/workbook.xml": "<a/>"}), "chỉ đọc được tệp .docx, .doc, .pdf, .txt và .html"),
        ("a", b"abc", "chỉ đọc được"),
        ("a.zip", papers.zipped({"a.txt": "a"}), "chỉ đọc được"),
    ],
)
def test_what_a_file_is_must_agree_with_its_name(name: str, content: bytes, said: str) -> None:
    message = refusal(name, content)
    assert message.startswith(f"{name}: ")
    assert said in message


def test_a_name_from_outside_is_cleaned_and_cut() -> None:
    message = refusal("x" * 500 + "\x1b[31m.docx", b"abc")
    assert "\x1b" not in message
    assert len(message) < 300


def test_pasted_text_is_kept_as_it_is_and_must_hold_letters() -> None:
    assert files.text_of_pasted("I. Một\n- hai") == "I. Một\n- hai"
    with pytest.raises(BadInput, match="không có chữ nào"):
        files.text_of_pasted(" 12 …")


def test_a_sign_that_cannot_be_stored_is_left_out() -> None:
    assert files.text_of_pasted("Mộ\ud800t") == "Một"


_samples = st.sampled_from(
    [WORD, PDF, PAGE, OLE + b"x" * 600, "Một điều".encode("utf-16"), b"PK\x03\x04", b"{\\rtf1 a}"]
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """A real file with bytes replaced, a piece cut out, or its end torn off."""
    content = bytearray(draw(_samples))
    for _change in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 12))] = draw(st.binary(max_size=12))
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


def _comes_in_or_is_refused(name: str, content: bytes) -> bool:
    try:
        return bool(files.text_of_upload(name, content).encode("utf-8").strip())
    except BadInput as refused:
        return all(problem.where and problem.what and problem.remedy for problem in refused.problems)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ending=st.sampled_from([".docx", ".txt", ".html", ".htm", ".odt", ""]), content=st.binary(max_size=400) | _mutated()
)
@example(ending=".html", content=b"<?xml version='1.0' encoding='x'?><html>")
@example(ending=".html", content=b"\xff\xfe<")
@example(ending=".txt", content=b"\xff\xfe\x00")
def test_no_bytes_ever_raise_anything_else(ending: str, content: bytes) -> None:
    assert _comes_in_or_is_refused(f"tệp{ending}", content)


_PARTS = {
    "word__document_DOT_xml": papers.unzipped(WORD, "word/document.xml"),
    "word__numbering_DOT_xml": papers.unzipped(WORD, "word/numbering.xml"),
    "word__styles_DOT_xml": papers.unzipped(WORD, "word/styles.xml"),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    part=st.sampled_from(sorted(_PARTS)), cut=st.integers(0, 900), length=st.integers(0, 30), new=st.binary(max_size=20)
)
def test_no_part_of_a_word_file_ever_raises_anything_else(part: str, cut: int, length: int, new: bytes) -> None:
    changed = _PARTS[part][:cut] + new + _PARTS[part][cut + length :]
    assert _comes_in_or_is_refused("a.docx", papers.docx(papers.paragraph("Một", number="1"), **{part: changed}))


@settings(max_examples=8, deadline=None)
@given(content=_mutated() | st.binary(max_size=300).map(lambda noise: b"%PDF-1.7\n" + noise))
def test_no_bytes_called_pdf_or_doc_ever_raise_anything_else(content: bytes) -> None:
    for ending in (".pdf", ".doc"):
        assert _comes_in_or_is_refused(f"tệp{ending}", content)


def test_a_pipe_is_read_as_text() -> None:
    assert files.read_pasted("I. Một điều".encode()).text == "I. Một điều"
    with pytest.raises(BadInput, match=r"văn bản dán\.txt"):
        files.read_pasted(os.urandom(4) + b"\x00\x01")
