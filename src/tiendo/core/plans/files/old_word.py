"""Word files of before 2007 (.doc, and RTF under that name), through antiword or LibreOffice where one is installed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from tiendo.core.plans.files import programs, tables
from tiendo.core.plans.files.word import text_of_docx
from tiendo.foundation.files.refusals import refused
from tiendo.foundation.files.sniffing import Kind

_ANTIWORD_SECONDS = 20
_OFFICE_SECONDS = 90
_SETTINGS = {"DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true", "MacroSecurityLevel": "3"}
"""LibreOffice's settings for one conversion: no macro runs and nothing linked is loaded."""


def text_of_doc(name: str, content: bytes, kind: Kind) -> str:
    """The text of a .doc; antiword reads no RTF. Raises BadInput where no program is installed or none could read it."""
    antiword = programs.find("antiword") if kind is Kind.DOC else None
    office = programs.find("soffice", "libreoffice")
    if antiword is None and office is None:
        raise refused(
            name,
            _("là tệp Word đời cũ; máy chủ chưa cài chương trình đọc loại này."),
            _("Mời mở bằng Word và lưu lại thành .docx, hoặc nhờ quản trị cài antiword."),
        )
    with tempfile.TemporaryDirectory(prefix="tiendo-") as folder:
        text = _by_antiword(antiword, Path(folder), content) if antiword else None
        if text is None and office is not None:
            text = _by_office(office, Path(folder), name, content)
    if text is None:
        raise refused(
            name,
            _("không đọc được: tệp hỏng, bị cắt, hoặc có mật khẩu."),
            _("Mời mở bằng Word và lưu lại thành .docx."),
        )
    return text


def _by_antiword(antiword: str, folder: Path, content: bytes) -> str | None:
    (folder / "plan.doc").write_bytes(content)
    printed = programs.output_of(
        [antiword, "-m", "UTF-8.txt", "-w", "0", "plan.doc"], seconds=_ANTIWORD_SECONDS, folder=folder
    )
    return "\n".join(_lines(printed.decode("utf-8", "replace"))) if printed else None


def _lines(printed: str) -> Iterator[str]:
    """antiword's own drawing of a table (`|a |b |`) goes the way of every other table."""
    rows: list[list[list[str]]] = []
    for line in printed.splitlines():
        words = line.strip()
        if words.startswith("|") and words.endswith("|") and len(words) > 1:
            _take_row(rows, [cell.strip() for cell in words[1:-1].split("|")])
            continue
        yield from tables.lines_of(rows)
        rows = []
        yield line
    yield from tables.lines_of(rows)


def _take_row(rows: list[list[list[str]]], cells: list[str]) -> None:
    """A drawn line whose first cell is blank carries on the row above: antiword breaks long cells."""
    if rows and not cells[0] and len(rows[-1]) == len(cells):
        for cell, words in zip(rows[-1], cells, strict=True):
            cell += [words] * bool(words)
    else:
        rows.append([[words] * bool(words) for words in cells])


def _by_office(office: str, folder: Path, name: str, content: bytes) -> str | None:
    """LibreOffice writes a .docx in a folder of its own; that file is then read, and distrusted, like any other."""
    _write_settings(folder / "profile" / "user")
    (folder / "plan.doc").write_bytes(content)
    programs.output_of(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "plan.doc")],
        seconds=_OFFICE_SECONDS, folder=folder, limited=False,
    )  # fmt: skip
    made = folder / "out" / "plan.docx"
    return text_of_docx(name, made.read_bytes()) if made.is_file() else None


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS.items()
    )
    (folder / "registrymodifications.xcu").write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', encoding="utf-8"
    )
