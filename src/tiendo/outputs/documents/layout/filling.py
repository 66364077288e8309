"""A paper and its signing put into the template: bytes of a .docx.

People's words are text and stay text: the template engine is sandboxed and escapes everything (`&`, `<`, braces).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment

from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.layout import charts, template, word
from tiendo.outputs.documents.paper import Block, Chart, Heading, Narrative, Paper, Sentence, Signing, Table, plain

CHART_WIDTH = 150
SIMULATED = "SỐ LIỆU MÔ PHỎNG, không phải số liệu thật"


def docx(definition: DocumentDef, paper: Paper, signing: Signing) -> bytes:
    """The Word file of a paper in the layout of its definition."""
    blocks = {
        template.block_name(at, position): block
        for at, section in enumerate(paper.sections)
        for position, block in enumerate(section.blocks)
    }
    tables = {name: block for name, block in blocks.items() if isinstance(block, Table)}
    document = DocxTemplate(BytesIO(template.build(definition, tables)))
    context = {
        **_frame(definition, paper, signing),
        **{name: _context(document, block) for name, block in blocks.items()},
    }
    document.render(context, jinja_env=SandboxedEnvironment(autoescape=True))
    word.describe_pictures(document.docx, [block.alt for block in blocks.values() if isinstance(block, Chart)])
    properties = document.docx.core_properties
    properties.title, properties.author, properties.language = paper.subject, "", "vi-VN"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _frame(definition: DocumentDef, paper: Paper, signing: Signing) -> dict[str, Any]:
    return {
        "number": signing.number or "       ",
        "day": signing.day or "      ",
        "month": signing.month,
        "year": signing.year,
        "authority": signing.acting[0] if signing.acting else definition.signature.authority,
        "position": signing.acting[1] if signing.acting else definition.signature.position,
        "signer": signing.signer,
        "footer": signing.footer,
        "draft": signing.draft,
        "simulated": SIMULATED if signing.simulated else "",
        "subject": paper.subject,
        "opening": plain(paper.opening),
        "closing": paper.closing,
    }


def _context(document: DocxTemplate, block: Block) -> dict[str, Any]:
    match block:
        case Sentence(line=line):
            return {"text": plain(line)}
        case Narrative():
            return {"paragraphs": block.paragraphs}
        case Table():
            rows = [[plain(line) for line in row] for row in block.rows]
            total = rows.pop() if block.total else []
            return {"rows": rows, "total": total, "caption": block.caption, "note": block.note}
        case Chart():
            picture = InlineImage(document, BytesIO(charts.picture(block)), width=Mm(CHART_WIDTH))
            return {"picture": picture, "caption": block.caption}
        case Heading():
            return {}
