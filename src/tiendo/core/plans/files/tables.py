"""A table made lines, the same for a Word file and a web page: one line per row, or column by column where it only places text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.kernel.text import fold

Cell = Sequence[str]
"""The lines of one cell."""

BETWEEN_CELLS = "  "
_PLACING_WORDS = ("cong hoa xa hoi chu nghia", "noi nhan")
_MOST_COLUMNS_OF_PLACING = 4


def lines_of(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The table as lines. A row of one written cell keeps that cell's lines; a head or foot of an official paper, which a
    table only puts side by side, is read down its columns."""
    if _only_places(rows):
        for column in range(max(map(len, rows))):
            for row in rows:
                yield from row[column] if column < len(row) else ()
        return
    for row in rows:
        written = [[line for line in cell if line.strip()] for cell in row]
        written = [cell for cell in written if cell]
        if len(written) == 1:
            yield from written[0]
        elif written:
            yield BETWEEN_CELLS.join(" ".join(" ".join(cell).split()) for cell in written)


def _only_places(rows: Sequence[Sequence[Cell]]) -> bool:
    """The two columns under “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”, or “Nơi nhận” beside the signature."""
    if not rows or max(map(len, rows)) > _MOST_COLUMNS_OF_PLACING:
        return False
    beginnings = (fold(line)[:60].strip() for row in rows for cell in row for line in cell)
    return any(beginning.startswith(_PLACING_WORDS) for beginning in beginnings)
