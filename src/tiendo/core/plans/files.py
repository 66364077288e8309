"""A plan's file becomes text: `.txt` as it is, `.docx` paragraph by paragraph and table by table in the order of the page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from tiendo.kernel.verdicts import BadInput, Problem

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024


def text_of(path: Path) -> str:
    """The file's text, not yet normalised. Raises BadInput for another kind of file, a broken or too large one."""
    if not path.is_file():
        raise _refused(path, _("không có tệp này."), _("Mời kiểm tra lại đường dẫn."))
    if path.stat().st_size > LARGEST_BYTES:
        raise _refused(path, _("tệp lớn hơn 10 MB."), _("Mời tách bớt phụ lục hoặc dán phần chữ."))
    match path.suffix.lower():
        case ".txt":
            return _text(path)
        case ".docx":
            return "\n".join(_docx(path))
    raise _refused(
        path, _("chỉ đọc được tệp .txt và .docx."), _("Mời lưu lại thành .docx, hoặc dán phần chữ vào tệp .txt.")
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, _("không phải chữ Unicode (UTF-8)."), _("Mời lưu lại với mã UTF-8.")) from None


def _docx(path: Path) -> Iterator[str]:
    from docx import Document  # loaded only for a Word file: it is slow to import
    from docx.table import Table

    _check_archive(path)
    try:
        document = Document(str(path))
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise _refused(path, _("không phải tệp Word hợp lệ."), _("Mời mở bằng Word và lưu lại.")) from None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _rows(table: object) -> Iterator[str]:
    """A row is one line; a merged cell is read once."""
    for row in table.rows:  # type: ignore[attr-defined]
        seen: list[object] = []
        words: list[str] = []
        for cell in row.cells:
            if cell._tc not in seen:
                seen.append(cell._tc)
                words.append(cell.text.strip())
        yield "  ".join(word for word in words if word)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise _refused(path, _("không phải tệp Word hợp lệ."), _("Mời mở bằng Word và lưu lại.")) from None
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise _refused(path, _("tệp nén bung ra quá lớn."), _("Mời lưu lại tệp không kèm ảnh."))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise _refused(path, _("tệp có macro."), _("Mời lưu lại thành .docx không macro."))


def _refused(path: Path, what: str, remedy: str) -> BadInput:
    return BadInput([Problem(path.name, what, remedy)])
