"""Run as a program of its own, with its memory and time limited: a PDF on standard input becomes lines on standard output.

    pdf_pages.py text          {"pages": [[{"text", "x0", "x1", "top", "bottom", "stands"}]], "pictured": [pages that
                               hold a picture]} or {"refused": "locked" | "broken" | "long"}
    pdf_pages.py images DIR    writes one grey picture per page into DIR for recognition

Imports nothing of Tiến Độ, so that it starts at once. Whatever a hostile file does, it does here: the caller sees an exit code.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any

LARGEST_MEMORY_BYTES = 1024**3
MOST_SECONDS = 60
MOST_PAGES = 300
MOST_SCANNED_PAGES = 40
MOST_LETTERS = 1_000_000
SCAN_DPI = 300
SCAN_LONGEST_SIDE = 5000
_LINE_TOLERANCE = 3.0
_COLUMN_GAP = 12.0
_BETWEEN_CELLS = "  "


def main(arguments: list[str]) -> None:
    """Limits itself, reads standard input, answers."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY_BYTES, LARGEST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    if arguments[0] == "images":
        write_images(content, Path(arguments[1]))
    else:
        json.dump(read_pages(content), sys.stdout)


def read_pages(content: bytes) -> dict[str, Any]:
    """The lines of every page with their place in points, or why the file is refused."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        document = pdfplumber.open(io.BytesIO(content))
    except PDFPasswordIncorrect:
        return {"refused": "locked"}
    except PdfminerException as error:
        is_locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__))
        return {"refused": "locked" if is_locked else "broken"}
    pages: list[list[dict[str, Any]]] = []
    pictured: list[int] = []
    letters = 0
    for page in document.pages:
        if len(pages) == MOST_PAGES:
            return {"refused": "long"}
        lines = page_lines(page)
        letters += sum(len(line["text"]) for line in lines)
        if letters > MOST_LETTERS:
            return {"refused": "long"}
        pages.append(lines)
        if page.images:
            pictured.append(page.page_number)
        page.close()
    return {"pages": pages, "pictured": pictured}


def page_lines(page: Any) -> list[dict[str, Any]]:
    """Lines from top to bottom; a ruled table gives one line per row, and two columns side by side stay apart."""
    tables = [table for table in page.find_tables() if _is_real(table)]
    boxes = [table.bbox for table in tables]
    words = [word for word in page.extract_words(x_tolerance_ratio=0.15) if not _inside(word, boxes)]
    lines = _lines(words)
    for table in tables:
        lines += _rows(table)
    return sorted(lines, key=lambda line: (round(line["top"] / _LINE_TOLERANCE), line["x0"]))


def write_images(content: bytes, folder: Path) -> None:
    """`001.png`, `002.png`… for the first pages: grey, 300 dots an inch, never larger than a sheet of A3."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), MOST_SCANNED_PAGES)):
        page = document[number]
        scale = min(SCAN_DPI / 72, SCAN_LONGEST_SIDE / max(*page.get_size(), 1))
        page.render(scale=scale, grayscale=True).to_pil().save(folder / f"{number + 1:03d}.png")
        page.close()


def _is_real(table: Any) -> bool:
    """Boxes drawn round one word, or rules above and below, are no table."""
    return len(table.rows) >= 2 and max(len(row.cells) for row in table.rows) >= 2


def _inside(word: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _rows(table: Any) -> list[dict[str, Any]]:
    lines = []
    for row, cells in zip(table.rows, table.extract(x_tolerance_ratio=0.15), strict=True):
        written = [" ".join(cell.split()) for cell in cells if cell and cell.strip()]
        left, top, right, bottom = row.bbox
        if written:
            lines.append(
                {"text": _BETWEEN_CELLS.join(written), "x0": left, "x1": right, "top": top, "bottom": bottom}
                | {"stands": True}
            )
    return lines


def _lines(words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words of one height joined; a gap wider than a column's makes two lines."""
    lines: list[dict[str, Any]] = []
    for row in _by_height(words):
        row.sort(key=lambda word: word["x0"])
        first = True
        for word in row:
            if first or word["x0"] - lines[-1]["x1"] > _COLUMN_GAP:
                lines.append({key: word[key] for key in ("text", "x0", "x1", "top", "bottom")})
            else:
                lines[-1]["text"] += " " + word["text"]
                lines[-1]["x1"] = word["x1"]
            first = False
    return lines


def _by_height(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: word["bottom"]):
        if rows and abs(word["bottom"] - rows[-1][0]["bottom"]) <= _LINE_TOLERANCE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
