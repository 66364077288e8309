"""The text of a PDF: its printed lines put back into paragraphs, two columns read one after the other, scans through OCR.

The file itself is opened by `pdf_pages.py`, a process with limited memory and time.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.plans.files import programs
from tiendo.core.plans.files.extracted import Extracted
from tiendo.foundation.files.refusals import refused
from tiendo.kernel.text import fold

FEWEST_LETTERS = 20
"""A page with a picture and fewer letters than this is a scan."""

_CHILD = Path(__file__).with_name("pdf_pages.py")
_CHILD_SECONDS = 75
_OCR_SECONDS_A_PAGE = 30
_SAME_PLACE = 3.0
_WIDE_GAP = 24.0
_BESIDE = 12.0
_HEAD_LINES = 6
_RAGGED = 12.0
_MOTTO, _MOTTO_END, _FOOT = "cong hoa xa hoi", "viet nam", "noi nhan"
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_DASH = re.compile(r"[-–—+•●▪*]\s")
_NUMBERED = re.compile(
    r"(?:\(?[a-zđA-ZĐ]|\(?\d{1,2}|[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})+)[.)]\s|(?:Điều|Mục|Phần|Chương)\s\S+"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line, places in points from the top left of its page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    stands: bool = False
    """A row of a table or a line of a head: never one paragraph with its neighbours."""


def text_of_pdf(name: str, content: bytes) -> Extracted:
    """The text in reading order. Raises BadInput for a locked, broken or too long file, and for a scan where no OCR is installed."""
    pages, pictured = _pages(name, content)
    scanned = [
        number
        for number, page in enumerate(pages, start=1)
        if number in pictured and sum(len(line.text) for line in page) < FEWEST_LETTERS
    ]
    if not any(map(_is_text, pages)):
        return Extracted(
            recognised(name, content), (_("Tệp là bản quét, chữ do máy nhận dạng: mời soát lại từng điều."),)
        )
    notes = [
        _("Trang %(pages)s là ảnh quét, chữ trên đó chưa được đọc.") % {"pages": ", ".join(map(str, scanned))}
    ] * bool(scanned)
    return Extracted(
        "\n".join(paragraphs([_in_reading_order(list(_without_page_number(page))) for page in pages])), tuple(notes)
    )


def paragraphs(pages: Sequence[Sequence[_Line]]) -> list[str]:
    """Lines joined where the printer broke them: the next word would not have fitted, and nothing new begins there."""
    right = _right_margin([line for page in pages for line in page if not line.stands])
    joined: list[str] = []
    last: _Line | None = None
    for line in (line for page in pages for line in page):
        if last is not None and _goes_on(last, line, right):
            joined[-1] += " " + line.text
        else:
            joined.append(line.text)
        last = line
    return joined


def recognised(name: str, content: bytes) -> str:
    """The text of a scan read by tesseract with its Vietnamese letters. Raises BadInput where they are not installed."""
    tesseract = programs.find("tesseract")
    languages = programs.output_of([tesseract, "--list-langs"], seconds=10) if tesseract else None
    if tesseract is None or b"vie" not in (languages or b"").split():
        raise refused(
            name,
            _("là bản quét (ảnh), không có chữ để đọc; máy chủ chưa cài phần nhận dạng chữ (OCR)."),
            _("Mời dùng tệp Word, dán phần chữ, hoặc nhờ quản trị cài tesseract-ocr và tesseract-ocr-vie."),
        )
    with tempfile.TemporaryDirectory(prefix="tiendo-") as folder:
        _child(content, "images", folder)
        images = sorted(Path(folder).glob("*.png"))
        read = [
            programs.output_of([tesseract, str(image), "-", "-l", "vie"], seconds=_OCR_SECONDS_A_PAGE)
            for image in images
        ]
    if not images or None in read:
        raise refused(name, _("không nhận dạng được chữ trên bản quét."), _("Mời quét lại rõ hơn, hoặc dán phần chữ."))
    return "\n".join(page.decode("utf-8", "replace").replace("\f", "") for page in read if page is not None)


def _pages(name: str, content: bytes) -> tuple[list[list[_Line]], set[int]]:
    """The lines of each page, and the numbers of pages that hold a picture."""
    printed = _child(content, "text")
    said: dict[str, Any] = json.loads(printed) if printed else {"refused": "broken"}
    match said.get("refused"):
        case "locked":
            raise refused(name, _("tệp PDF có mật khẩu."), _("Mời bỏ mật khẩu rồi lưu lại."))
        case "long":
            raise refused(name, _("tệp PDF quá dài."), _("Mời tách bớt phụ lục, hoặc dán phần chữ."))
        case "broken":
            raise refused(
                name,
                _("không phải tệp PDF hợp lệ, hoặc tệp bị hỏng, bị cắt, quá nặng."),
                _("Mời mở bằng phần mềm đọc PDF rồi in lại ra PDF, hoặc dán phần chữ."),
            )
    return [[_Line(**line) for line in page] for page in said["pages"]], set(said["pictured"])


def _child(content: bytes, *arguments: str) -> bytes | None:
    return programs.output_of(
        [sys.executable, "-I", str(_CHILD), *arguments], seconds=_CHILD_SECONDS, content=content, limited=False
    )


def _is_text(page: Sequence[_Line]) -> bool:
    return sum(sum(map(str.isalpha, line.text)) for line in page) >= FEWEST_LETTERS


def _in_reading_order(page: Sequence[_Line]) -> list[_Line]:
    """Head and foot of an official paper column by column; elsewhere what stands at one height is one line."""
    start, split = _columns(page)
    if split is None:
        return list(_merged(page))
    block, after = [], len(page)
    for at, line in enumerate(page[start:], start=start):
        if line.x0 < split - _SAME_PLACE and line.x1 > split + _SAME_PLACE:
            after = at
            break
        block.append(line)
    left = _merged([line for line in block if line.x0 < split - _SAME_PLACE])
    right = _with_whole_motto(_merged([line for line in block if line.x0 >= split - _SAME_PLACE]))
    columns = [replace(line, stands=True) for line in (*left, *right)]
    return [*_merged(page[:start]), *columns, *_in_reading_order(page[after:])]


def _with_whole_motto(column: Iterable[_Line]) -> Iterator[_Line]:
    """A narrow column breaks “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”; everything that reads a head looks for it whole."""
    held: _Line | None = None
    for line in column:
        if held is not None:
            yield replace(held, text=f"{held.text} {line.text}", bottom=line.bottom)
            held = None
        elif fold(line.text).startswith(_MOTTO) and not fold(line.text).endswith(_MOTTO_END):
            held = line
        else:
            yield line
    if held is not None:
        yield held


def _columns(page: Sequence[_Line]) -> tuple[int, float | None]:
    """Where two columns begin (index of the first line) and where the right one does (x); no x when there are none."""
    for at, line in enumerate(page):
        words = fold(line.text)
        if not words.startswith((_MOTTO, _FOOT)):
            continue
        beside = [other for other in page if other is not line and abs(other.bottom - line.bottom) <= _BESIDE]
        left = [other.x1 for other in beside if other.x1 < line.x0]
        right = [other for other in beside if other.x0 > line.x1]
        if words.startswith(_MOTTO) and left:
            return 0, min(other.x0 for other in page[: at + _HEAD_LINES] if other.x0 > max(left))
        if words.startswith(_FOOT) and right:
            return min(at, page.index(right[0])), min(other.x0 for other in right)
    return 0, None


def _merged(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Pieces at one height as one line; a wide gap stays visible as two spaces."""
    held: _Line | None = None
    for line in lines:
        if (
            held is not None
            and abs(line.bottom - held.bottom) <= _SAME_PLACE
            and line.x0 >= held.x1
            and not line.stands
        ):
            between = "  " if line.x0 - held.x1 > _WIDE_GAP else " "
            held = _Line(held.text + between + line.text, held.x0, line.x1, held.top, held.bottom)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _without_page_number(page: Sequence[_Line]) -> Iterator[_Line]:
    """A bare number as the first or last line of a page would cut a sentence in two."""
    for at, line in enumerate(page):
        if at not in (0, len(page) - 1) or not _PAGE_NUMBER.fullmatch(line.text):
            yield line


def _right_margin(lines: Sequence[_Line]) -> float:
    """Where full lines end; beyond every line when no two end together, so that nothing is taken for full."""
    ends = sorted(line.x1 for line in lines)
    right = ends[int(len(ends) * 0.95)] if ends else 0.0
    return right if sum(abs(end - right) < _RAGGED for end in ends) >= 2 else float("inf")


def _goes_on(line: _Line, following: _Line, right: float) -> bool:
    if line.stands or following.stands or not _is_full(line, following, right):
        return False
    height = line.bottom - line.top
    if 0 < following.top - line.bottom > 1.2 * height:
        return False
    indent = following.x0 - line.x0
    begins = bool(_DASH.match(following.text) or _NUMBERED.match(following.text))
    if indent > _SAME_PLACE:
        return not begins and bool(_DASH.match(line.text) or _NUMBERED.match(line.text))
    if indent < -_SAME_PLACE:
        return not _NUMBERED.match(following.text)
    return not begins


def _is_full(line: _Line, following: _Line, right: float) -> bool:
    """Whether the next line's first word had no room left on this one."""
    a_sign = (following.x1 - following.x0) / max(len(following.text), 1)
    first_word = len(following.text.split(" ", 1)[0]) + 1
    return line.x1 + first_word * a_sign > right - 1
