"""What a file is by its first bytes and its insides, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from enum import Enum


class Kind(Enum):
    """Kinds of content told apart."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    LOCKED = "locked"
    XLSX = "xlsx"
    JPEG = "jpeg"
    PNG = "png"
    IMAGE = "image"
    OTHER_OFFICE = "other office"
    ARCHIVE = "archive"
    OTHER = "other"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_IMAGES = (b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"\x89PNG")
_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
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
    if head.startswith(_JPEG):
        return Kind.JPEG
    if head.startswith(_PNG):
        return Kind.PNG
    if head.startswith(_IMAGES) or head[4:12] in _HEIF:
        return Kind.IMAGE
    if head.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    opening = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<!--", b"<head", b"<body", b"<meta", b"<?xml")):
        return Kind.HTML
    return Kind.TEXT if head.startswith(_UTF16) or b"\x00" not in content else Kind.OTHER


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
    if "mimetype" not in names and any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if any(name.startswith("ppt/") for name in names) or "mimetype" in names:
        return Kind.OTHER_OFFICE
    return (
        Kind.DOCX if "[Content_Types].xml" in names or any(name.startswith("word/") for name in names) else Kind.ARCHIVE
    )
