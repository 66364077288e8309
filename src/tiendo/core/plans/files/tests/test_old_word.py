"""A .doc goes through antiword or LibreOffice; where neither is installed a sentence says what to do."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tiendo.core.plans import files
from tiendo.core.plans.files import old_word
from tiendo.core.plans.files.tests import papers
from tiendo.kernel.verdicts import BadInput

DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
RTF = rb"{\rtf1\ansi M\u7897?t \u273?i\u7873?u\par Hai \u273?i\u7873?u}"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a stand-in program under its name; nothing else is found."""
    found: dict[str, str] = {}
    monkeypatch.setattr(
        old_word.programs, "find", lambda *names: next((found[name] for name in names if name in found), None)
    )

    def install(name: str, script: str) -> None:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        found[name] = str(path)

    return install


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload("a.doc", content)
    return papers.what_is_wrong(refused)


def test_without_a_program_the_remedy_is_named(installed) -> None:
    message = refusal(DOC)
    assert "lưu lại thành .docx" in message
    assert "antiword" in message


def test_antiword_reads_it_and_its_tables_become_rows(installed) -> None:
    installed(
        "antiword",
        'test "$*" = "-m UTF-8.txt -w 0 plan.doc" && test -s plan.doc && cat <<END\n\nI. MỤC ĐÍCH\n\n'
        "|STT|Nội dung    |Chủ trì |\n|1  |Tập huấn    |Sở Y tế |\n|   |cán bộ      |        |\n|2  |Kiểm tra    |        |\nEND",
    )
    text = files.text_of_upload("a.doc", DOC)
    assert [line for line in text.split("\n") if line] == [
        "I. MỤC ĐÍCH",
        "STT  Nội dung  Chủ trì",
        "1  Tập huấn cán bộ  Sở Y tế",
        "2  Kiểm tra",
    ]


def test_where_antiword_fails_libreoffice_is_asked(installed, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(papers.docx(papers.paragraph("Một điều")))
    installed("antiword", "exit 1")
    installed(
        "soffice", f'while [ "$1" != --outdir ]; do shift; done; mkdir "$2"; cp {tmp_path}/made.docx "$2/plan.docx"'
    )
    assert files.text_of_upload("a.doc", DOC) == "Một điều"


def test_a_file_no_program_can_read_is_refused(installed) -> None:
    installed("antiword", "exit 1")
    installed("soffice", "exit 1")
    assert "tệp hỏng" in refusal(DOC)


def test_a_program_that_hangs_is_ended(installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "_ANTIWORD_SECONDS", 1)
    installed("antiword", "sleep 60")
    assert "tệp hỏng" in refusal(DOC)


def test_rich_text_is_not_antiwords(installed) -> None:
    installed("antiword", "echo sai")
    assert "chưa cài" in refusal(RTF) or "lưu lại thành .docx" in refusal(RTF)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_reads_rich_text_and_its_own_doc(tmp_path: Path) -> None:
    assert files.text_of_upload("a.doc", RTF).split("\n")[:2] == ["Một điều", "Hai điều"]
    numbering = papers.family(1, papers.level(0, "upperRoman", "%1.")) + papers.numbers(1, 1)
    (tmp_path / "a.docx").write_bytes(
        papers.docx(papers.paragraph("MỤC ĐÍCH", number="1", level=0), numbering=numbering)
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            str(OFFICE),
            profile,
            "--headless",
            "--convert-to",
            "doc",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert files.text_of(tmp_path / "a.doc").strip() == "I. MỤC ĐÍCH"
