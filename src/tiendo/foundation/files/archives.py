"""The zip archive a .docx or .xlsx is, opened with limits: how many parts, how large they unpack, what they may carry.

Nothing is written to disk, no relationship to the outside is followed, and a part is parsed without entities.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from tiendo.foundation.files.refusals import refused
from tiendo.kernel.verdicts import BadInput

MOST_ENTRIES = 4000
LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024
LARGEST_PART_BYTES = 20 * 1024 * 1024
LARGEST_RATIO = 200
"""Unpacked to packed size of one large part; the XML of long documents reaches about 40."""
MOST_ELEMENTS = 800_000
"""About 1,000 printed pages; a tree of this size takes some 200 MB."""

_LARGE_BYTES = 5 * 1024 * 1024
_PROLOGUE_BYTES = 64 * 1024
_FAULTS_OF_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    KeyError,
)


class OfficeArchive:
    """The parts of one .docx or .xlsx. Opening raises BadInput for a bomb, a locked archive, a macro, a document type or a broken file.

    `program` and `ending` are what a refusal's remedy names.
    """

    def __init__(self, name: str, content: bytes, *, program: str = "Word", ending: str = ".docx") -> None:
        self.name, self.program, self.ending = name, program, ending
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        except _FAULTS_OF_ZIP:
            raise self.broken() from None
        self._names = {entry.filename for entry in entries}
        self._check_sizes(entries)
        self._check_macros()
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                self._check_prologue(entry.filename)

    def broken(self) -> BadInput:
        """What is raised for an archive or a part that cannot be understood."""
        return refused(
            self.name,
            _("không phải tệp %s hợp lệ, hoặc tệp bị hỏng, bị cắt.") % self.program,
            self._save_again(),
        )

    def has(self, part: str) -> bool:
        """Whether the archive holds `part`."""
        return part in self._names

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises BadInput when it is absent, broken, too large or declares a document type."""
        content = self._read(part, LARGEST_PART_BYTES + 1)
        if len(content) > LARGEST_PART_BYTES:
            raise self._too_large()
        if b"<!DOCTYPE" in content.replace(b"\x00", b""):
            raise self._has_doctype()
        try:
            return self._parsed(content)
        except (etree.XMLSyntaxError, ValueError):
            raise self.broken() from None

    def related(self, part: str, kind: str) -> str | None:
        """The part of this archive that `part` names as its `kind` (`styles`, `numbering`…). What stands outside is not seen."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(relations):
            return None
        for relation in self.xml(relations).iter("{*}Relationship"):
            if relation.get("TargetMode") == "External" or not relation.get("Type", "").endswith(f"/{kind}"):
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if self.has(target):
                return target
        return None

    def _parsed(self, content: bytes) -> etree._Element:
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

    def _read(self, part: str, most: int) -> bytes:
        try:
            with self._archive.open(part) as handle:
                return handle.read(most)
        except _FAULTS_OF_ZIP:
            raise self.broken() from None

    def _check_sizes(self, entries: list[zipfile.ZipInfo]) -> None:
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise refused(
                self.name, _("tệp có mật khẩu."), _("Mời mở bằng %s, bỏ mật khẩu rồi lưu lại.") % self.program
            )
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
            raise self._too_large()
        if any(
            entry.file_size > _LARGE_BYTES and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)
            for entry in entries
        ):
            raise self._too_large()
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise self.broken()

    def _check_macros(self) -> None:
        has_code = any(
            posixpath.basename(name).lower().startswith("vbaproject") or name.startswith("xl/macrosheets/")
            for name in self._names
        )
        types = "[Content_Types].xml"
        if has_code or (self.has(types) and b"macroenabled" in self._read(types, _PROLOGUE_BYTES).lower()):
            raise refused(self.name, _("tệp có macro."), _("Mời lưu lại thành %s không macro.") % self.ending)

    def _check_prologue(self, part: str) -> None:
        """A document type stands before the first element; UTF-16 is seen through its zero bytes."""
        if b"<!DOCTYPE" in self._read(part, _PROLOGUE_BYTES).replace(b"\x00", b""):
            raise self._has_doctype()

    def _too_large(self) -> BadInput:
        return refused(self.name, _("tệp nén bung ra quá lớn."), _("Mời lưu lại tệp không kèm ảnh, hoặc tách phụ lục."))

    def _has_doctype(self) -> BadInput:
        return refused(
            self.name,
            _("tệp khai báo DTD hoặc thực thể ngoài, là điều tệp %s không cần.") % self.program,
            self._save_again(),
        )

    def _save_again(self) -> str:
        return _("Mời mở bằng %(program)s và lưu lại thành %(ending)s.") % {
            "program": self.program,
            "ending": self.ending,
        }
