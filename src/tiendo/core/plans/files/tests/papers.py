"""Files made for the tests: a .docx from its XML, a PDF set by typst, pages without text."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Sequence

import pytest
import typst
from PIL import Image

from tiendo.kernel.verdicts import BadInput

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PARTS}.document.main+xml"/></Types>'
)


def relations(*pairs: tuple[str, str], extra: str = "") -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}{extra}</Relationships>'


def docx(body: str, *, numbering: str = "", styles: str = "", **parts: str | bytes) -> bytes:
    """A .docx whose body is `body`; further parts by name (`__` for `/`, `_DOT_` for `.`) replace or join the usual ones."""
    space = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {space}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {space}>{styles}</w:styles>",
    }
    made |= {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    return zipped(made)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def unzipped(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def paragraph(words: str, *, style: str = "", number: str = "", level: int | None = None, extra: str = "") -> str:
    """A paragraph with one run; `number` and `level` put it in a list."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    at = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    listed = f'<w:numPr>{at}<w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{styled}{listed}{extra}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def level(at: int, form: str, text: str, *, start: int = 1, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def family(key: int, *levels: str, extra: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{"".join(levels)}</w:abstractNum>'


def numbers(key: int, of: int, extra: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{extra}</w:num>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose cells hold one paragraph per line of text."""

    def cell(words: str) -> str:
        return f"<w:tc>{''.join(map(paragraph, words.split(chr(10))))}</w:tc>"

    return f"<w:tbl>{''.join(f'<w:tr>{chr(32).join(map(cell, row))}</w:tr>' for row in rows)}</w:tbl>"


@functools.cache
def pdf(source: str) -> bytes:
    """A PDF of A4 pages set by typst from its markup."""
    head = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 13pt, lang: "vi")\n'
    return bytes(typst.compile((head + source).encode()))


@functools.cache
def picture(form: str) -> bytes:
    """A blank sheet as a picture: "PNG", or "PDF" for a scan."""
    kept = io.BytesIO()
    Image.new("L", (30, 40), 255).save(kept, form)
    return kept.getvalue()


def scan() -> bytes:
    """A PDF whose only page is a picture."""
    return picture("PDF")


def locked_pdf() -> bytes:
    """A PDF that says it is encrypted with a password nobody gave."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for at, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table_at = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % table_at
    return made


def what_is_wrong(refused: pytest.ExceptionInfo[BadInput]) -> str:
    """The only problem's sentence, with file and remedy known to be there."""
    (problem,) = refused.value.problems
    assert problem.where
    assert problem.remedy
    return str(problem)
