"""The text of a .docx as Word shows its body: paragraphs with their automatic marks, tables, text boxes, tracked changes accepted.

Headers, footers, footnotes, comments, hidden text and tables of contents are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from tiendo.core.plans.files import tables
from tiendo.core.plans.files.numbering import Numbering, Styles, child, value
from tiendo.foundation.files.archives import OfficeArchive
from tiendo.foundation.files.refusals import refused

_DROPPED_WORDS = (
    "del moveFrom delText instrText delInstrText pPr rPr sectPr footnoteReference endnoteReference annotationRef "
    "commentReference softHyphen rt"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_BREAKS = frozenset({"br", "cr"})
_TABS = frozenset({"tab", "ptab"})
_CONTAINERS = frozenset({"body", "tc", "txbxContent"})
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xA8: "□", 0xFC: "✓", 0xFE: "☑", 0x6F: "□", 0xD8: "➢", 0xE0: "→", 0xF0: "→"}
_PICTURE_FONTS = ("wingdings", "webdings", "zapf")


def text_of_docx(name: str, content: bytes) -> str:
    """The body's text, one paragraph or table row a line. Raises BadInput for what cannot or must not be read."""
    archive = OfficeArchive(name, content)
    part = archive.related("", "officeDocument") or "word/document.xml"
    root = archive.xml(part)
    body = child(root, "body")
    if body is None:
        raise archive.broken()
    if next(body.iter("{*}altChunk"), None) is not None:
        raise refused(
            name, _("tệp chỉ nhúng một văn bản khác bên trong."), _("Mời mở bằng Word và lưu lại thành .docx.")
        )
    return "\n".join(_Body(_styles(archive, part), archive, part).lines(body))


def _styles(archive: OfficeArchive, part: str) -> Styles:
    styles = archive.related(part, "styles")
    return Styles(archive.xml(styles) if styles else None)


@dataclass(slots=True)
class _Paragraph:
    """The words of one paragraph and the boxes anchored in it, while its runs are read."""

    words: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    instructions: list[bool] = field(default_factory=list)
    """For each field begun: whether its instruction, which is not printed, still goes on."""


class _Body:
    """One document walked from its first paragraph to its last, with the counters of its lists."""

    def __init__(self, styles: Styles, archive: OfficeArchive, part: str) -> None:
        numbering = archive.related(part, "numbering")
        self._styles = styles
        self._numbering = Numbering(archive.xml(numbering) if numbering else None, styles)
        self._held = ""

    def lines(self, block: etree._Element) -> Iterator[str]:
        """The lines of a body, a cell or a text box, in the order of the page."""
        for element in block:
            match _local(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from tables.lines_of([self._row(row) for row in _rows(element)])
                case "sdt" if not _is_contents(element):
                    content = child(element, "sdtContent")
                    yield from self.lines(content) if content is not None else ()
                case "customXml" | "ins" | "moveTo":
                    yield from self.lines(element)
        if self._held and _local(block) in _CONTAINERS:
            yield self._held
            self._held = ""

    def _row(self, row: etree._Element) -> list[list[str]]:
        return [list(self.lines(cell)) for cell in _cells(row)]

    def _paragraph(self, element: etree._Element) -> Iterator[str]:
        """Its mark and words; a paragraph whose end was deleted runs on into the next and is never counted."""
        properties = child(element, "pPr")
        read = _Paragraph()
        _read_runs(element, read)
        words = self._held + "".join(read.words)
        if child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None:
            self._held = words
            return
        self._held = ""
        mark = self._numbering.mark(properties)
        if not self._styles.name(value(child(properties, "pStyle"))).startswith("toc "):
            yield from _with_mark(mark, words, is_cell=_local(element.getparent()) == "tc")
        for box in read.boxes:
            yield from self.lines(box)


def _with_mark(mark: str, words: str, *, is_cell: bool) -> Iterator[str]:
    """The printed lines; a mark without words is printed only in a table, whose first column is often nothing else."""
    if mark and (words.strip() or is_cell):
        words = f"{mark} {words.lstrip()}".rstrip()
    yield from words.split("\n")


def _read_runs(element: etree._Element, read: _Paragraph) -> None:
    for part in element:
        kind = _local(part)
        if kind == "fldChar":
            _turn_field(part, read)
        elif kind == "AlternateContent":
            chosen = child(part, "Choice")
            chosen = child(part, "Fallback") if chosen is None or not _has_text(chosen) else chosen
            if chosen is not None:
                _read_runs(chosen, read)
        elif kind == "txbxContent":
            read.boxes.append(part)
        elif kind in _DROPPED or (kind == "r" and _is_hidden(part)):
            continue
        elif any(read.instructions):
            _read_runs(part, read)
        elif (sign := _sign(part, kind)) is not None:
            read.words.append(sign)
        else:
            _read_runs(part, read)


def _sign(part: etree._Element, kind: str) -> str | None:
    """What the element prints, or None when it only holds others."""
    if kind == "t":
        return part.text or ""
    if kind in _TABS:
        return "\t"
    if kind in _BREAKS:
        return "\n"
    if kind == "noBreakHyphen":
        return "-"
    if kind == "sym":
        return _symbol(value(part, "font"), value(part, "char"))
    return None


def _turn_field(part: etree._Element, read: _Paragraph) -> None:
    match value(part, "fldCharType"):
        case "begin":
            read.instructions.append(True)
        case "separate" if read.instructions:
            read.instructions[-1] = False
        case "end" if read.instructions:
            read.instructions.pop()


def _symbol(font: str, char: str) -> str:
    """A sign of a symbol font: those seen in lists and forms by their Unicode twin, plain letters as they are."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        if font.lower().startswith(_PICTURE_FONTS) or code in _SYMBOLS:
            return _SYMBOLS.get(code, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows that are not deleted, also those inside content controls."""
    for element in table:
        kind = _local(element)
        if kind == "tr" and child(element, "trPr", "del") is None:
            yield element
        elif kind in ("sdt", "sdtContent", "customXml"):
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        kind = _local(element)
        if kind == "tc":
            yield element
        elif kind in ("sdt", "sdtContent", "customXml"):
            yield from _cells(element)


def _is_contents(control: etree._Element) -> bool:
    return value(child(control, "sdtPr", "docPartObj", "docPartGallery")) == "Table of Contents"


def _is_hidden(run: etree._Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false", "off")


def _has_text(element: etree._Element) -> bool:
    return any(_local(part) in ("t", "txbxContent") for part in element.iter())


def _local(element: etree._Element | None) -> str:
    """The element's name without its namespace; `` for a comment or an entity left unresolved."""
    tag = element.tag if element is not None else None
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
