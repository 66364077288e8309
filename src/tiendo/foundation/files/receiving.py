"""A file that was sent is checked by its insides, freed of what does not belong to it, and stored, before any row names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.foundation.files import store
from tiendo.foundation.files.archives import OfficeArchive
from tiendo.foundation.files.clearing import discard
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.refusals import refused
from tiendo.foundation.files.sniffing import Kind, kind_of
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel import pictures
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

LARGEST_BYTES = 20 * 1024 * 1024
MOST_AT_ONCE = 5
LONGEST_NAME = 80
ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,image/jpeg,image/png"
"""What a chooser of files offers; a telephone turns its own kinds of picture into JPEG for it."""

_ACTIVE = (b"/JavaScript", b"/Launch")
_KINDS = {
    Kind.PDF: Attachment.Kind.PDF,
    Kind.DOCX: Attachment.Kind.DOCX,
    Kind.XLSX: Attachment.Kind.XLSX,
    Kind.JPEG: Attachment.Kind.JPEG,
    Kind.PNG: Attachment.Kind.PNG,
}


class Upload(Protocol):
    """A file as it was sent; Django's `UploadedFile` is one."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A content that lies in the store and may be named by a row."""

    digest: str
    size: int
    kind: Attachment.Kind
    name: str


@contextmanager
def receiving(uploads: Iterable[Upload]) -> Iterator[list[Received]]:
    """Check and store what was sent; the act that names it runs inside. Raises BadInput with every fault of every file.

    What no row names afterwards, because the act failed or had been done before, is cleared away. A process killed meanwhile leaves
    bytes without a row, never the other way.
    """
    received: list[Received] = []
    try:
        with store.held():
            _keep_all(list(uploads), received)
            yield received
    finally:
        discard({one.digest for one in received})


def _keep_all(uploads: list[Upload], received: list[Received]) -> None:
    if len(uploads) > MOST_AT_ONCE:
        what = _("%(n)d tệp một lần, nhiều nhất %(most)d.") % {"n": len(uploads), "most": MOST_AT_ONCE}
        raise refused("", what, _("Mời gửi làm nhiều lần."))
    problems: list[Problem] = []
    for upload in uploads:
        try:
            received.append(_kept(upload))
        except BadInput as error:
            problems.extend(error.problems)
    if problems:
        raise BadInput(problems)


def _kept(upload: Upload) -> Received:
    name = _bare_name(upload.name or "")
    if (upload.size or 0) > LARGEST_BYTES:
        raise refused(name, _("tệp lớn hơn 20 MB."), _("Mời chia nhỏ, hoặc chụp, quét với độ nét thấp hơn."))
    kind, content = checked(name, upload.read())
    return Received(store.keep(content), len(content), kind, shown_name(name, kind))


def checked(name: str, content: bytes) -> tuple[Attachment.Kind, bytes]:
    """What the file is, and the bytes to keep: of a picture only the picture. Raises BadInput for anything not taken."""
    if not content.strip(b"\x00 \t\r\n"):
        raise refused(name, _("tệp rỗng."), _("Mời kiểm tra lại tệp đã chọn."))
    kind = kind_of(content)
    if kind is Kind.LOCKED:
        raise refused(name, _("tệp có mật khẩu."), _("Mời mở bằng Word hoặc Excel, bỏ mật khẩu rồi lưu lại."))
    if kind not in _KINDS:
        raise refused(name, _("chỉ nhận tệp PDF, Word .docx, Excel .xlsx và ảnh JPEG, PNG."), _remedy(kind))
    if kind in (Kind.JPEG, Kind.PNG):
        content = _bare_picture(name, kind, content)
    elif kind is Kind.PDF:
        _check_pdf(name, content)
    elif kind is Kind.DOCX:
        OfficeArchive(name, content)
    else:
        OfficeArchive(name, content, program="Excel", ending=".xlsx")
    return _KINDS[kind], content


def shown_name(name: str, kind: Attachment.Kind) -> str:
    """The name to show: no folders, no sign that cannot be printed, the ending its content has. One that could name a person is replaced."""
    stem = " ".join(PurePosixPath(_bare_name(name)).stem.split()).strip(". ")
    stem = stem[: LONGEST_NAME - len(f".{kind.value}")].strip()
    try:
        check_narrative(stem)
    except BadInput:
        stem = ""
    return f"{stem or _('tệp đính kèm')}.{kind.value}"


def _bare_name(name: str) -> str:
    last = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())


def _bare_picture(name: str, kind: Kind, content: bytes) -> bytes:
    try:
        return pictures.bare_jpeg(content) if kind is Kind.JPEG else pictures.bare_png(content)
    except pictures.TooManyPixels:
        raise refused(name, _("ảnh quá 100 triệu điểm."), _("Mời chụp lại với độ nét thấp hơn.")) from None
    except pictures.BadPicture:
        raise refused(name, _("ảnh bị hỏng hoặc bị cắt."), _("Mời chụp hoặc lưu lại ảnh.")) from None


def _check_pdf(name: str, content: bytes) -> None:
    if b"/Encrypt" in content:
        raise refused(name, _("PDF có mật khẩu hoặc bị khóa."), _("Mời in lại thành PDF không khóa."))
    if any(word in content for word in _ACTIVE):
        raise refused(name, _("PDF có lệnh tự chạy."), _("Mời in lại thành PDF."))
    if b"%%EOF" not in content[-2048:]:
        raise refused(name, _("PDF bị hỏng hoặc bị cắt."), _("Mời quét hoặc lưu lại."))


def _remedy(kind: Kind) -> str:
    if kind in (Kind.DOC, Kind.RTF):
        return _("Mời mở bằng Word và lưu lại thành .docx hoặc PDF.")
    if kind is Kind.OTHER_OFFICE:
        return _("Mời lưu lại thành PDF.")
    if kind is Kind.IMAGE:
        return _("Mời chụp hoặc lưu lại ảnh dạng JPEG.")
    if kind is Kind.ARCHIVE:
        return _("Mời giải nén rồi gửi từng tệp.")
    return _("Mời lưu lại thành PDF.")
