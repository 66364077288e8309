"""The zip archive an .xlsx is, opened with limits: nothing goes to disk, no outside relation is followed, no entity expanded."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from tiendo.kernel.verdicts import BadInput, Problem

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 60 * 1024 * 1024
LARGEST_PART_BYTES = 30 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_ELEMENTS = 1_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_FAULTS_OF_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    OverflowError, KeyError,
)  # fmt: skip


class Archive:
    """The parts of one .xlsx. Opening raises BadInput for what is too large, locked, carries macros or is no workbook."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._check_content(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except _FAULTS_OF_ZIP:
            raise self.broken() from None
        self._names = {entry.filename for entry in entries}
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise self.refused(_("tệp có mật khẩu."), _("Mời bỏ mật khẩu rồi lưu lại."))
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
            raise self._too_large()
        if any(posixpath.basename(entry).lower().startswith("vbaproject") for entry in self._names):
            raise self.refused(_("tệp có macro."), _("Mời lưu lại thành .xlsx không macro."))

    def refused(self, what: str, remedy: str) -> BadInput:
        """The file is not taken, for this reason."""
        return BadInput([Problem(self.name, what, remedy)])

    def broken(self) -> BadInput:
        """What is raised for an archive or a part that cannot be understood."""
        return self.refused(
            _("không phải bảng tính .xlsx hợp lệ, hoặc tệp bị hỏng."), _("Mời mở bằng Excel và lưu lại thành .xlsx.")
        )

    def has(self, part: str) -> bool:
        """Whether the archive holds `part`."""
        return part in self._names

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises BadInput when it is absent, broken, too large or declares a document type."""
        return self.parsed(self.content(part))

    def content(self, part: str) -> bytes:
        """An XML part as it stands. Raises BadInput when it is absent, broken, too large or declares a document type."""
        try:
            with self._zip.open(part) as handle:
                content = handle.read(LARGEST_PART_BYTES + 1)
        except _FAULTS_OF_ZIP:
            raise self.broken() from None
        if len(content) > LARGEST_PART_BYTES:
            raise self._too_large()
        if b"<!DOCTYPE" in content.replace(b"\x00", b""):
            raise self.refused(_("tệp khai báo DTD, là điều bảng tính không cần."), _("Mời lưu lại bằng Excel."))
        return content

    def related(self, part: str) -> dict[str, str]:
        """Id of a relation of `part` → the part of this archive it names. What stands outside is not seen."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(relations):
            return {}
        return {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip(
                "/"
            )
            for relation in self.xml(relations).iter("{*}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def _check_content(self, content: bytes) -> None:
        if len(content) > LARGEST_BYTES:
            raise self.refused(_("tệp lớn hơn 10 MB."), _("Mời chia làm nhiều tệp."))
        if not content:
            raise self.refused(_("tệp rỗng."), _("Mời kiểm tra lại tệp đã chọn."))
        if content.startswith(_OLD_OR_LOCKED):
            raise self.refused(_("là .xls cũ hoặc tệp có mật khẩu."), _("Mời bỏ mật khẩu, lưu lại dạng .xlsx rồi gửi."))
        if not content.startswith(b"PK"):
            raise self.refused(_("không phải tệp .xlsx."), _("Mời lưu bảng tính dạng .xlsx rồi gửi."))

    def parsed(self, content: bytes) -> etree._Element:
        """The root. Every element needs a `<`: a part with fewer of them than may be elements is parsed in one go."""
        try:
            if content.count(b"<") <= MOST_ELEMENTS:
                return etree.fromstring(content, _parser())
            return self._counted(content)
        except (etree.XMLSyntaxError, ValueError):
            raise self.broken() from None

    def _counted(self, content: bytes) -> etree._Element:
        """The root, given up as soon as it has too many elements."""
        events = etree.iterparse(
            io.BytesIO(content), events=("start",), resolve_entities=False, no_network=True, huge_tree=False
        )
        for count, _event in enumerate(events):
            if count > MOST_ELEMENTS:
                raise self._too_large()
        root: etree._Element | None = events.root
        if root is None:
            raise self.broken()
        return root

    def _too_large(self) -> BadInput:
        return self.refused(_("tệp nén bung ra quá lớn."), _("Mời chỉ giữ một trang tính có số liệu, bỏ ảnh."))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
