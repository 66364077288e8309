"""The few things of WordprocessingML that python-docx has no words for: borders, fixed grids, page fields, alternative text."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}
Element = Any
"""python-docx ships no types that say more."""


def set_font(style_or_run: Element, size: float) -> None:
    """Times New Roman in every script range, `size` in points (half-points allowed)."""
    style_or_run.font.name = FONT
    style_or_run.font.size = Pt(size)
    fonts = style_or_run.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), FONT)


def in_vietnamese(style: Element) -> None:
    """The language that spelling checks and screen readers go by."""
    made = OxmlElement("w:lang")
    for slot in ("w:val", "w:eastAsia", "w:bidi"):
        made.set(qn(slot), "vi-VN")
    style.element.get_or_add_rPr().append(made)


def paragraph(
    parent: Element,
    text: str = "",
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: str = "justify",
    first_line: float = 0,
    before: float = 0,
    after: float = 0,
    spacing: float = 1.0,
) -> Element:
    """A paragraph of one run; `first_line` in millimetres, `before` and `after` in points."""
    made = parent.add_paragraph()
    made.alignment = ALIGN[align]
    shape = made.paragraph_format
    shape.first_line_indent = Mm(first_line)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), spacing
    if text:
        run = made.add_run(text)
        set_font(run, size)
        run.bold, run.italic = bold, italic
    return made


def first_paragraph(cell: Element, text: str, **looks: Any) -> Element:
    """Fills the empty paragraph every cell is born with, instead of leaving it above the text."""
    made = paragraph(cell, text, **looks)
    born = cell.paragraphs[0]
    if born is not None and born._p is not made._p and not born.text:
        born._p.getparent().remove(born._p)
    return made


def rule(parent: Element, *, indent: float, after: float = 0) -> None:
    """A short line: an empty tiny paragraph with a top border, `indent` millimetres in on both sides."""
    made = parent.add_paragraph()
    shape = made.paragraph_format
    shape.left_indent = shape.right_indent = Mm(indent)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(2), Pt(after), Pt(4)
    run = made.add_run()
    set_font(run, 2)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    made._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def table(parent: Element, widths: tuple[float, ...], *, borders: bool) -> Element:
    """An empty centred table of one row with a fixed grid, `widths` in millimetres; without borders the cells have no side margins."""
    made = parent.add_table(rows=1, cols=len(widths))
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    if borders:
        made.style = "Table Grid"
    else:
        made._tbl.tblPr.append(_no_side_margins())
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    size_cells(made.rows[0], widths)
    return made


def _no_side_margins() -> Element:
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def add_row(made: Element, widths: tuple[float, ...]) -> Element:
    """One more row on the same grid."""
    row = made.add_row()
    size_cells(row, widths)
    return row


def size_cells(row: Element, widths: tuple[float, ...]) -> None:
    """Word reads widths from the cells, LibreOffice from the grid: both are set. A row never breaks across pages."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = 1
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_on_each_page(row: Element) -> None:
    """Marks a head row, also for screen readers."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_with_next(made: Element) -> Element:
    """A heading or caption never ends a page."""
    made.paragraph_format.keep_with_next = True
    return made


def page_number(made: Element, size: float) -> None:
    """The field PAGE in an existing paragraph."""
    run = made.add_run()
    set_font(run, size)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def describe_pictures(document: Element, texts: list[str]) -> None:
    """Gives the pictures of the body, in order, their alternative text."""
    pictures = document.element.body.findall(".//" + qn("wp:docPr"))
    for picture, text in zip(pictures, texts, strict=True):
        picture.set("descr", text)
