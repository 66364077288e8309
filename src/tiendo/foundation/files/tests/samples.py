"""Small files of every kind, for tests of every app that keeps files."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from tiendo.kernel.tests.photographs import exif, jpeg, png

__all__ = ["exif", "jpeg", "office", "pdf", "png", "sent"]


def pdf(more: bytes = b"") -> bytes:
    """A PDF as to its form."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + more + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def office(kind: str = "docx", **parts: bytes) -> bytes:
    """A Word or Excel file as to its form; a part's name is written `word__media__a_DOT_png`."""
    main = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<a/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return packed.getvalue()


def sent(content: bytes, name: str = "tệp.pdf") -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(name, content)
