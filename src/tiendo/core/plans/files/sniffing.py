"""What a file is by its first bytes and its insides, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.plans.files.refusals import refused


class Kind(Enum):
    """Kinds of content told apart."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    LOCKED = "locked"
    IMAGE = "image"
    OTHER_OFFICE = "other office"
    ARCHIVE = "archive"
    OTHER = "other"


TAKEN: dict[str, frozenset[Kind]] = {
    ".docx": frozenset({Kind.DOCX}),
    ".doc": frozenset({Kind.DOC, Kind.RTF}),
    ".pdf": frozenset({Kind.PDF}),
    ".txt": frozenset({Kind.TEXT, Kind.HTML}),
    ".html": frozenset({Kind.HTML, Kind.TEXT}),
    ".htm": frozenset({Kind.HTML, Kind.TEXT}),
}
"""Ending of the name → what may be inside. Word itself keeps RTF under `.doc`; a page without a first tag looks like text."""

_PROPER: dict[Kind, tuple[str, Promise]] = {
    Kind.DOCX: (".docx", gettext_lazy("tệp Word .docx")),
    Kind.DOC: (".doc", gettext_lazy("tệp Word đời cũ")),
    Kind.RTF: (".doc", gettext_lazy("tệp RTF")),
    Kind.PDF: (".pdf", gettext_lazy("tệp PDF")),
    Kind.HTML: (".html", gettext_lazy("trang web")),
}
"""The ending such a content should have, and what people call it."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 1024


def kind_of(content: bytes) -> Kind:
    """What `content` is. Never raises; a broken archive is an ARCHIVE."""
    head = content[:_HEAD_BYTES]
    if head.startswith(_OLE):
        return _ole_kind(content)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    if head.startswith(_IMAGES):
        return Kind.IMAGE
    if head.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    opening = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<!--", b"<head", b"<body", b"<meta", b"<?xml")):
        return Kind.HTML
    return Kind.TEXT if head.startswith(_UTF16) or b"\x00" not in content else Kind.OTHER


def check_ending(name: str, ending: str, kind: Kind) -> None:
    """Raises BadInput unless a file called `….ending` may hold `kind`; what never can be read is refused with its own remedy."""
    if kind is Kind.LOCKED:
        raise refused(name, _("tệp có mật khẩu."), _("Mời mở bằng Word, bỏ mật khẩu rồi lưu lại."))
    if kind is Kind.IMAGE:
        raise refused(
            name, _("là ảnh chụp, không có chữ để đọc."), _("Mời quét thành PDF rồi nạp lại, hoặc dán phần chữ.")
        )
    if ending not in TAKEN:
        raise refused(
            name,
            _("chỉ đọc được tệp .docx, .doc, .pdf, .txt và .html."),
            _("Mời lưu lại thành .docx, hoặc dán phần chữ."),
        )
    if kind not in TAKEN[ending]:
        raise _misnamed(name, ending, kind)


def _misnamed(name: str, ending: str, kind: Kind) -> Exception:
    if kind in _PROPER:
        proper, called = _PROPER[kind]
        what = _("tên kết thúc bằng %(ending)s nhưng bên trong là %(kind)s.") % {"ending": ending, "kind": called}
        return refused(name, what, _("Mời đổi phần đuôi thành %s rồi nạp lại.") % proper)
    if ending == ".txt":
        return refused(name, _("không phải văn bản trơn."), _("Mời lưu lại dạng văn bản, mã UTF-8."))
    what = {
        ".docx": _("không phải tệp Word hợp lệ."),
        ".doc": _("không phải tệp Word hợp lệ."),
        ".pdf": _("không phải tệp PDF hợp lệ."),
    }.get(ending, _("không phải trang web hợp lệ."))
    return refused(name, what, _("Mời mở bằng phần mềm đã tạo ra tệp và lưu lại."))


def _ole_kind(content: bytes) -> Kind:
    """An Office file of before 2007, or the sealed envelope Office puts round an encrypted one."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Kind.LOCKED
    return Kind.DOC if "WordDocument".encode("utf-16-le") in content else Kind.OTHER_OFFICE


def _zip_kind(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
        return Kind.ARCHIVE
    if any(name.startswith(("xl/", "ppt/")) for name in names) or "mimetype" in names:
        return Kind.OTHER_OFFICE
    return (
        Kind.DOCX if "[Content_Types].xml" in names or any(name.startswith("word/") for name in names) else Kind.ARCHIVE
    )
