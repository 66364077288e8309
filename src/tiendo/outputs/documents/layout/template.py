"""The Word template of a document, built from its definition in the pack: no binary file is kept, and an office can still restyle it.

Layout: annex I of NĐ 30/2020/NĐ-CP (law.md, section 7). Every value is a placeholder; `filling` puts the values in.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.layout import word
from tiendo.outputs.documents.layout.word import first_paragraph, paragraph
from tiendo.outputs.documents.paper import Table

TEXT_WIDTH = 165.0
HEADING = (70.0, 100.0)
"""At 65 mm and 13 pt the national name wraps; 70 and 100 mm with 12.5 and 13.5 pt hold one line each."""
FOOT = (80.0, 85.0)
BODY: dict[str, Any] = {"size": 14, "first_line": 12.7, "after": 6, "spacing": 1.1}


def build(definition: DocumentDef, tables: Mapping[str, Table]) -> bytes:
    """The template as .docx. `tables` by block name: of these only the columns and the total row are read, not the rows."""
    document = docx.Document()
    _page(document)
    _heading(document, definition)
    _title(document, definition)
    _body(document, definition, tables)
    _foot(document, definition)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def block_name(section: int, block: int) -> str:
    """How the template calls a block: `s0b2` is the third block of the first section."""
    return f"s{section}b{block}"


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True
    word.set_font(document.styles["Normal"], 14)
    document.styles["Normal"].paragraph_format.space_after = Mm(0)
    word.in_vietnamese(document.styles["Normal"])
    number = section.header.paragraphs[0]
    number.alignment = word.ALIGN["center"]
    word.page_number(number, 13)
    for header in (section.header, section.first_page_header):
        paragraph(header, "{{ simulated }}", size=9, italic=True, align="center")
    born = section.first_page_header.paragraphs[0]
    born._p.getparent().remove(born._p)
    for footer in (section.footer, section.first_page_footer):
        first_paragraph(footer, "{{ footer }}", size=8, align="left")


def _heading(document: Any, definition: DocumentDef) -> None:
    made = word.table(document, HEADING, borders=False)
    left, right = made.rows[0].cells
    left.vertical_alignment = right.vertical_alignment = 0
    lines = definition.managing_body
    first_paragraph(left, lines[0], size=12.5, align="center")
    for line in lines[1:]:
        paragraph(left, line, size=12.5, align="center")
    for line in definition.issuer_lines:
        paragraph(left, line, size=12.5, bold=True, align="center")
    word.rule(left, indent=22)
    first_paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12.5, bold=True, align="center")
    paragraph(right, "Độc lập - Tự do - Hạnh phúc", size=13.5, bold=True, align="center")
    word.rule(right, indent=20)
    second = word.add_row(made, HEADING)
    number, dated = second.cells
    first_paragraph(number, "Số: {{ number }}/" + definition.symbol, size=13, align="center", before=4)
    if definition.is_letter:
        paragraph(number, "V/v {{ subject }}", size=12, align="center", before=2)
    words = definition.place + ", ngày {{ day }} tháng {{ month }} năm {{ year }}"
    first_paragraph(dated, words, size=13.5, italic=True, align="center", before=4)
    paragraph(document, "{%p if draft %}", size=4)
    paragraph(document, "DỰ THẢO", size=12, bold=True, align="left", before=4)
    paragraph(document, "{%p endif %}", size=4)


def _title(document: Any, definition: DocumentDef) -> None:
    if definition.is_letter:
        paragraph(document, "", size=8, after=4)
    else:
        paragraph(document, definition.type_name, size=14, bold=True, align="center", before=16)
        paragraph(document, "{{ subject }}", size=14, bold=True, align="center", before=2)
        word.rule(document, indent=62, after=10)
    if len(definition.to) == 1:
        paragraph(document, f"Kính gửi: {definition.to[0]}.", align="center", after=10)
    else:
        paragraph(document, "Kính gửi:", align="left", first_line=35, after=3)
        for position, recipient in enumerate(definition.to, start=1):
            end = "." if position == len(definition.to) else ";"
            paragraph(document, f"- {recipient}{end}", align="left", first_line=50, after=3)
    paragraph(document, "{{ opening }}", **BODY)


def _body(document: Any, definition: DocumentDef, tables: Mapping[str, Table]) -> None:
    for at, section in enumerate(definition.sections):
        if section.title:
            word.keep_with_next(paragraph(document, section.title, bold=True, first_line=12.7, before=6, after=6))
        for position, block in enumerate(section.blocks):
            name = block_name(at, position)
            match block.block:
                case "heading":
                    made = paragraph(document, block.text, bold=True, first_line=12.7, before=2, after=6)
                    word.keep_with_next(made)
                case "sentence":
                    _optional(document, f"{name}.text", "{{ " + name + ".text }}")
                case "narrative":
                    _repeated(document, name)
                case "chart":
                    _chart(document, name)
                case _:
                    _table(document, name, tables[name])
    word.keep_with_next(paragraph(document, "{{ closing }}", **BODY))


def _optional(document: Any, condition: str, text: str) -> None:
    paragraph(document, "{%p if " + condition + " %}", size=4)
    paragraph(document, text, **BODY)
    paragraph(document, "{%p endif %}", size=4)


def _repeated(document: Any, name: str) -> None:
    paragraph(document, "{%p for words in " + name + ".paragraphs %}", size=4)
    paragraph(document, "{{ words }}", **BODY)
    paragraph(document, "{%p endfor %}", size=4)


def _chart(document: Any, name: str) -> None:
    caption = paragraph(document, "{{ " + name + ".caption }}", size=13, italic=True, align="center", before=6, after=2)
    word.keep_with_next(caption)
    paragraph(document, "{{ " + name + ".picture }}", align="center", after=6)


def _table(document: Any, name: str, table: Table) -> None:
    caption = paragraph(document, "{{ " + name + ".caption }}", size=13, italic=True, align="center", before=6, after=3)
    word.keep_with_next(caption)
    widths = tuple(TEXT_WIDTH * column.weight / sum(c.weight for c in table.columns) for column in table.columns)
    numbers = tuple(column.number for column in table.columns)
    made = word.table(document, widths, borders=True)
    word.repeat_on_each_page(made.rows[0])
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        first_paragraph(cell, column.heading, size=12, bold=True, align="center", before=2, after=2)
    _tag_row(made, widths, "{%tr for row in " + name + ".rows %}")
    _row(made, widths, "row", numbers=numbers, together=table.total)
    _tag_row(made, widths, "{%tr endfor %}")
    if table.total:
        _row(made, widths, f"{name}.total", numbers=numbers, bold=True)
    _optional_note(document, name)


def _row(
    made: Any,
    widths: tuple[float, ...],
    source: str,
    *,
    numbers: tuple[bool, ...],
    bold: bool = False,
    together: bool = False,
) -> None:
    """A row of placeholders `source[0]`, `source[1]`…; `together` keeps it on the page of the next, so that no total stands alone."""
    for position, cell in enumerate(word.add_row(made, widths).cells):
        words = "{{ " + f"{source}[{position}]" + " }}"
        align = "center" if numbers[position] else "left"
        line = first_paragraph(cell, words, size=12, bold=bold, align=align, before=1, after=1)
        line.paragraph_format.keep_with_next = together


def _tag_row(made: Any, widths: tuple[float, ...], tag: str) -> None:
    first_paragraph(word.add_row(made, widths).cells[0], tag, size=4)


def _optional_note(document: Any, name: str) -> None:
    paragraph(document, "{%p if " + name + ".note %}", size=4)
    paragraph(document, "{{ " + name + ".note }}", size=11, italic=True, align="left", before=2)
    paragraph(document, "{%p endif %}", size=4)
    paragraph(document, "", size=6, after=4)


def _foot(document: Any, definition: DocumentDef) -> None:
    word.keep_with_next(paragraph(document, "", size=8))
    made = word.table(document, FOOT, borders=False)
    left, right = made.rows[0].cells
    left.vertical_alignment = right.vertical_alignment = 0
    first_paragraph(left, "Nơi nhận:", size=12, bold=True, italic=True, align="left")
    for position, receiver in enumerate(definition.receives, start=1):
        end = "." if position == len(definition.receives) else ";"
        paragraph(left, f"- {receiver}{end}", size=11, align="left")
    first_paragraph(right, "{{ authority }}", size=13.5, bold=True, align="center")
    paragraph(right, "{{ position }}", size=13.5, bold=True, align="center", after=66)
    paragraph(right, "{{ signer }}", size=14, bold=True, align="center")
