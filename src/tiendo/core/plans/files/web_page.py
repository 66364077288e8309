"""The text of a web page: blocks as lines, lists with their marks, tables by row; scripts, menus and what is hidden left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree, html

from tiendo.core.plans.files import tables
from tiendo.core.plans.files.numbering import in_form
from tiendo.core.plans.files.plain import text_of_bytes
from tiendo.foundation.files.refusals import refused

MOST_TAGS = 400_000

_DROPPED_WORDS = (
    "script style head nav noscript template svg math iframe object embed applet form button select textarea input "
    "audio video canvas dialog footer aside title meta link"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_BLOCKS_WORDS = (
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr "
    "html legend li main ol p pre section summary table ul caption"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})|encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKED = re.compile(r"(?:[-–—+•*▪●]|\(?\w{1,4}[.)])(?:\s|$)")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BULLETS = ("-", "+", "•")
_HEAD_BYTES = 4096


@dataclass(slots=True)
class _Page:
    """The lines read so far and the one still open, with the lists round it."""

    lines: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    bullet_depth: int = 0

    def end_line(self) -> None:
        line = " ".join("".join(self.open).split())
        self.open = []
        if line:
            self.lines.append(line)


def text_of_html(name: str, content: bytes) -> str:
    """The words of the page, one block or table row a line. Nothing the page names is fetched. Raises BadInput."""
    found = _DECLARED.search(content[:_HEAD_BYTES])
    declared = (found[1] or found[2]).decode("ascii") if found else ""
    text = _NOT_XML.sub(" ", text_of_bytes(name, content, declared=declared))
    if text.count("<") > MOST_TAGS:
        raise refused(name, _("trang web quá lớn."), _("Mời dán riêng phần chữ của kế hoạch."))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise refused(
            name, _("trang web không có nội dung đọc được."), _("Mời lưu lại trang, hoặc dán phần chữ.")
        ) from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise refused(name, _("trang web có các phần lồng nhau quá sâu."), _("Mời dán riêng phần chữ của kế hoạch."))
    page = _Page()
    _read(root, page)
    page.end_line()
    return "\n".join(page.lines)


def _read(element: etree._Element, page: _Page) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _DROPPED or _is_hidden(element):
        return
    if tag == "br":
        page.end_line()
    elif tag == "table":
        page.end_line()
        page.lines += (
            tables.lines_of(_table(element, page)) if _holds_rows_only(element) else _one_by_one(element, page)
        )
    elif tag in ("ol", "ul"):
        _read_list(element, page, is_numbered=tag == "ol")
    elif tag == "pre":
        page.end_line()
        page.lines += [line for line in "".join(element.itertext()).splitlines() if line.strip()]
    else:
        _read_inside(element, page, is_block=tag in _BLOCKS)


def _read_inside(element: etree._Element, page: _Page, *, is_block: bool) -> None:
    if is_block:
        page.end_line()
    page.open.append(element.text or "")
    for part in element:
        _read(part, page)
        page.open.append(part.tail or "")
    if is_block:
        page.end_line()


def _read_list(element: etree._Element, page: _Page, *, is_numbered: bool) -> None:
    """Marks as the browser prints them; an item that brings its own keeps that one."""
    page.end_line()
    number = _integer(element.get("start"), 1)
    form = _FORMS.get(element.get("type", "1"), "decimal")
    mark = _BULLETS[min(page.bullet_depth, len(_BULLETS) - 1)]
    page.bullet_depth += not is_numbered
    for item in element:
        if item.tag != "li":
            _read(item, page)
            continue
        number = _integer(item.get("value"), number)
        at = len(page.lines)
        _read(item, page)
        if at < len(page.lines) and "list-style" not in element.get("style", "") and not _MARKED.match(page.lines[at]):
            printed = f"{in_form(number, form)}{')' if form == 'lowerLetter' else '.'}" if is_numbered else mark
            page.lines[at] = f"{printed} {page.lines[at]}"
        number += 1
    page.bullet_depth -= not is_numbered


def _table(element: etree._Element, page: _Page) -> list[list[list[str]]]:
    return [[_lines_inside(cell, page) for cell in row if cell.tag in ("td", "th")] for row in _rows(element)]


def _one_by_one(element: etree._Element, page: _Page) -> Iterator[str]:
    """A table that holds another one only lays the page out: its cells follow one another."""
    for row in _rows(element):
        for cell in row:
            if cell.tag in ("td", "th"):
                yield from _lines_inside(cell, page)


def _lines_inside(element: etree._Element, page: _Page) -> list[str]:
    inner = _Page(bullet_depth=page.bullet_depth)
    _read_inside(element, inner, is_block=True)
    return inner.lines


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot", "caption"):
            yield from _rows(part)


def _holds_rows_only(table: etree._Element) -> bool:
    return next(table.iterdescendants("table"), None) is None


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _integer(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
