"""The cells of a workbook as a person sees them: text, exact numbers, days; formulas and merged cells are marked, never computed.

Rows and columns are numbered as the spreadsheet shows them, so that whoever reports a fault can say where it is.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lxml import etree

from tiendo.foundation.workbooks.archive import Archive
from tiendo.kernel.text import nfc

_WORKBOOK = "xl/workbook.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_A_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ERRORS = "e"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it shows as `text`, with `number` or `day` where it holds one; `formula`: its value is computed.

    `error`: it shows an error (#REF!) instead of a value.
    """

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    formula: bool = False
    error: bool = False

    @property
    def blank(self) -> bool:
        """Nothing to be seen in it."""
        return not self.text.strip()


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row number → column number (both from 1) → cell, blank ones left out; `merged` ranges as written (`A1:B2`)."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[str, ...] = ()
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; a blank one when there is none."""
        return self.rows.get(row, {}).get(column, NOTHING)


@dataclass(slots=True)
class _Book:
    archive: Archive
    strings: list[str] = field(default_factory=list)
    day_styles: frozenset[int] = frozenset()
    from_1904: bool = False


def read(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook sent under `name`, in order. Raises BadInput for a file that cannot or must not be read."""
    archive = Archive(name, content)
    if not archive.has(_WORKBOOK):
        raise archive.broken()
    root, parts = archive.xml(_WORKBOOK), archive.related(_WORKBOOK)
    book = _Book(archive, _strings(archive), _day_styles(archive), _starts_in_1904(root))
    sheets = [
        _sheet(book, node, parts[node.get(_ID, "")])
        for node in root.iter("{*}sheet")
        if archive.has(parts.get(node.get(_ID, ""), ""))
    ]
    if not sheets:
        raise archive.broken()
    return sheets


def column_name(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=8192)
def address(text: str) -> tuple[int, int]:
    """`B7` → (7, 2); (0, 0) for anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _sheet(book: _Book, node: etree._Element, part: str) -> Sheet:
    root = book.archive.xml(part)
    rows: dict[int, dict[int, Cell]] = {}
    next_row = 1
    for row in root.iter("{*}row"):
        number = _whole(row.get("r"), next_row)
        next_row, next_column = number + 1, 1
        for cell in row:
            _at, column = address(cell.get("r", ""))
            column = column or next_column
            next_column = column + 1
            if (
                len(cell) and (read_cell := _cell(book, cell)) is not None
            ):  # without anything in it only its look is stored
                rows.setdefault(number, {})[column] = read_cell
    merged = tuple(range_.get("ref", "") for range_ in root.iter("{*}mergeCell"))
    return Sheet(nfc(node.get("name", "")), rows, merged, node.get("state", "visible") != "visible")


def _cell(book: _Book, cell: etree._Element) -> Cell | None:
    """What the cell shows; None for a blank one that no formula made blank."""
    kind, raw, formula, rich = cell.get("t", "n"), "", False, None
    for part in cell:
        name = part.tag if isinstance(part.tag, str) else ""
        if name.endswith("}v"):
            raw = part.text or ""
        elif name.endswith("}f"):
            formula = True
        elif name.endswith("}is"):
            rich = part
    if kind == "n":
        found = _number(book, raw, cell.get("s"), formula)
    elif kind == "s":
        place = _whole(raw, -1)
        found = Cell(book.strings[place] if 0 <= place < len(book.strings) else "", formula=formula)
    elif kind == "inlineStr":
        found = Cell(_text(rich), formula=formula)
    elif kind == "b":
        found = Cell("TRUE" if raw == "1" else "FALSE", formula=formula)
    else:
        found = Cell(nfc(raw), formula=formula, error=kind == _ERRORS)
    return None if found.blank and not formula else found


def _number(book: _Book, raw: str, style: str | None, formula: bool) -> Cell:
    """A cell without a kind of its own; what is written with a kind nobody knows is a text."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return Cell(formula=formula)
    if not number.is_finite():
        return Cell(nfc(raw), formula=formula, error=True)
    day = _day(book, number) if _whole(style, 0) in book.day_styles else None
    return Cell(f"{day:%d/%m/%Y}" if day else _plain(number), None if day else number, day, formula)


def _plain(number: Decimal) -> str:
    """Digits without an exponent and without zeros after the comma."""
    shown = f"{number:f}" if abs(number.adjusted()) < 30 else str(number)
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"


def _day(book: _Book, number: Decimal) -> date | None:
    """Days since 30/12/1899 (1/1/1904 on some machines); None when it is no day of a calendar."""
    start = date(1904, 1, 1) if book.from_1904 else date(1899, 12, 30)
    try:
        return start + timedelta(days=int(number)) if number >= 1 else None
    except OverflowError:
        return None


def _strings(archive: Archive) -> list[str]:
    part = "xl/sharedStrings.xml"
    return [_text(node) for node in archive.xml(part).iterchildren("{*}si")] if archive.has(part) else []


def _text(node: etree._Element | None) -> str:
    """All runs of a string; the small signs that say how to read it are not part of it."""
    if node is None:
        return ""
    if len(node) == 1 and len(node[0]) == 0:  # nearly always: one run without a look of its own
        return nfc(node[0].text or "")
    runs = [
        one for one in node.iter("{*}t") if not (one.getparent() is not None and one.getparent().tag.endswith("}rPh"))
    ]
    return nfc("".join(run.text or "" for run in runs))


def _day_styles(archive: Archive) -> frozenset[int]:
    """Places of the cell styles that show a number as a day."""
    part = "xl/styles.xml"
    return _day_styles_in(archive.content(part), archive) if archive.has(part) else frozenset()


_styles_known: OrderedDict[bytes, frozenset[int]] = OrderedDict()
"""Digest of a part of styles → its answer: a hundred copies of one template have one."""
_MOST_KNOWN = 64


def _day_styles_in(content: bytes, archive: Archive) -> frozenset[int]:
    digest = hashlib.sha256(content).digest()
    if digest not in _styles_known:
        _styles_known[digest] = _read_day_styles(archive.parsed(content))
        while len(_styles_known) > _MOST_KNOWN:
            _styles_known.popitem(last=False)
    return _styles_known[digest]


def _read_day_styles(root: etree._Element) -> frozenset[int]:
    codes = {_whole(one.get("numFmtId"), -1): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    of_days = {number for number, code in codes.items() if re.search(r"[dmyDMY]", _NOT_A_DAY.sub("", code))}
    formats = root.find("{*}cellXfs")
    if formats is None:
        return frozenset()
    shown = [_whole(one.get("numFmtId"), 0) for one in formats.iterchildren("{*}xf")]
    return frozenset(
        place
        for place, number in enumerate(shown)
        if number in of_days or (number in _BUILT_IN_DAYS and number not in codes)
    )


def _starts_in_1904(root: etree._Element) -> bool:
    return any(node.get("date1904") in ("1", "true") for node in root.iter("{*}workbookPr"))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise
