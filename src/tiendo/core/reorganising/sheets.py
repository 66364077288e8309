"""A file of changes as lines: .csv or .xlsx, one row for each unit that changes; rows with one receiver make one line.

Columns `kind, from_code, to_code, to_name, to_kind, parent_code, share`, under these names or their Vietnamese ones, in any order; others
are left out, so that a list kept for people can be sent as it is. Every fault names file, sheet, row, column and remedy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tiendo.core.reorganising.lines import ABOLISH, LEVEL, MERGE, MOST_LINES, MOVE, RENAME, SPLIT, Line, To
from tiendo.foundation.places.models import Kind, Unit
from tiendo.foundation.workbooks import reading
from tiendo.kernel.text import fold, nfc
from tiendo.kernel.verdicts import BadInput, Problem

COLUMNS = ("kind", "from_code", "to_code", "to_name", "to_kind", "parent_code", "share")
MOST_BYTES = 2_000_000
_HEADS = {
    "kind": "kind", "loai": "kind", "loai thay doi": "kind", "from_code": "from_code", "ma don vi": "from_code", "ma cu": "from_code",
    "to_code": "to_code", "ma moi": "to_code", "ma don vi nhan": "to_code", "to_name": "to_name", "ten moi": "to_name",
    "to_kind": "to_kind", "loai hinh": "to_kind", "loai hinh moi": "to_kind", "parent_code": "parent_code",
    "ma cap tren": "parent_code", "ma don vi cap tren": "parent_code", "share": "share", "ty le": "share",
}  # fmt: skip
_KINDS = {
    "merge": MERGE, "nhap": MERGE, "sap nhap": MERGE, "split": SPLIT, "chia": SPLIT, "move": MOVE, "chuyen": MOVE,
    "rename": RENAME, "doi ten": RENAME, "abolish": ABOLISH, "ket thuc": ABOLISH, "giai the": ABOLISH, "level": LEVEL, "bo cap": LEVEL,
}  # fmt: skip
_LEVELS = {"huyen": Kind.DISTRICT, "cap huyen": Kind.DISTRICT, "district": Kind.DISTRICT, "": Kind.DISTRICT}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: what it says by column, and where it stands."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet."""

    file: str
    sheet: str
    rows: tuple[Row, ...]

    def at(self, row: Row | None = None, column: str = "") -> str:
        """A place in words."""
        parts = [_("tệp %s") % self.file, _("trang %s") % self.sheet if self.sheet else ""]
        parts += [_("dòng %d") % row.number if row else "", _("cột %s") % column if column else ""]
        return ", ".join(part for part in parts if part)


def read(file: str, content: bytes, on: date) -> list[Line]:
    """The lines of a file for a day. Raises BadInput with every fault of every row; nothing of such a file is taken."""
    table = _table(file, content)
    problems = [*_faults(table), *_unknown(table, on)]
    if not table.rows:
        problems.append(Problem(table.at(), _("không có dòng dữ liệu nào."), _("Mời dùng tệp mẫu.")))
    if len(table.rows) > 4 * MOST_LINES:
        problems.append(Problem(table.at(), _("quá nhiều dòng."), _("Mời tách thành nhiều tệp.")))
    if problems:
        raise BadInput(problems)
    return _lines(table)


def sample() -> str:
    """The columns, and one row of each kind."""
    kept = io.StringIO()
    csv.writer(kept).writerows(
        [
            COLUMNS,
            ("nhập", "18862", "18868", "Đồng Hải", "phường", "", ""),
            ("nhập", "18868", "18868", "Đồng Hải", "phường", "", ""),
            ("chuyển", "18865", "", "", "", "456", ""),
            ("đổi tên", "19165", "19165", "Phong Nha", "thị trấn", "", ""),
            ("bỏ cấp", "44", "", "", "huyện", "", ""),
        ]
    )
    return kept.getvalue()


def _table(file: str, content: bytes) -> Table:
    if len(content) > MOST_BYTES:
        raise BadInput([Problem(_("tệp %s") % file, _("lớn hơn 2 MB."), _("Mời tách thành nhiều tệp."))])
    if file.lower().endswith(".xlsx"):
        sheet = reading.read(file, content)[0]
        grid = {number: {column: cell.text for column, cell in cells.items()} for number, cells in sheet.rows.items()}
        return _headed(file, sheet.name, grid)
    if not file.lower().endswith(".csv"):
        raise BadInput(
            [Problem(_("tệp %s") % file, _("không phải .csv hay .xlsx."), _("Mời lưu lại một trong hai dạng."))]
        )
    rows = enumerate(_csv(file, content), start=1)
    return _headed(file, "", {number: dict(enumerate(cells, start=1)) for number, cells in rows})


def _csv(file: str, content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        head = text.split("\n", 1)[0]
        separator = max((",", ";", "\t"), key=head.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        what, remedy = _("không đọc được như CSV mã UTF-8."), _("Trong bảng tính, mời lưu lại dạng “CSV UTF-8”.")
        raise BadInput([Problem(_("tệp %s") % file, what, remedy)]) from error


def _headed(file: str, sheet: str, grid: Mapping[int, Mapping[int, str]]) -> Table:
    """Rows under the first row with something in it, which names the columns."""
    filled = [number for number in sorted(grid) if any(text.strip() for text in grid[number].values())]
    heads = (
        {column: _HEADS.get(" ".join(fold(text).split())) for column, text in grid[filled[0]].items()} if filled else {}
    )
    table = Table(file, sheet, ())
    missing = [name for name in ("kind", "from_code") if name not in heads.values()]
    if missing:
        problems = [Problem(table.at(column=name), _("thiếu cột này."), _("Mời dùng tệp mẫu.")) for name in missing]
        raise BadInput(problems)
    rows = [
        Row(number, {head: nfc(text).strip() for column, text in grid[number].items() if (head := heads.get(column))})
        for number in filled[1:]
    ]
    return replace(table, rows=tuple(rows))


def _faults(table: Table) -> Iterator[Problem]:
    for row in table.rows:
        kind = _kind(row)
        if not kind:
            remedy = _("Mời ghi: nhập, chia, chuyển, đổi tên, kết thúc, bỏ cấp.")
            yield Problem(table.at(row, "kind"), _("loại thay đổi “%s” không có.") % row["kind"], remedy)
        if not row["from_code"]:
            yield Problem(table.at(row, "from_code"), _("trống."), _("Mời ghi mã đơn vị."))
        needed = {MERGE: "to_code", SPLIT: "to_code", MOVE: "parent_code", RENAME: "to_name"}.get(kind, "")
        if needed and not row[needed]:
            yield Problem(table.at(row, needed), _("trống."), _("Loại thay đổi này cần ô đó."))
        if kind == LEVEL and fold(row["to_kind"]) not in _LEVELS:
            yield Problem(table.at(row, "to_kind"), _("không có cấp “%s”.") % row["to_kind"], _("Mời ghi: huyện."))


def _unknown(table: Table, on: date) -> Iterator[Problem]:
    """Codes that nobody bears on the eve and that no row brings forth."""
    wanted = {row[column] for row in table.rows for column in ("from_code", "to_code", "parent_code") if row[column]}
    eve = on - timedelta(days=1)
    standing = set(
        Unit.objects.filter(code__in=wanted, valid_from__lte=on, valid_to__gt=eve).values_list("code", flat=True)
    )
    born = {row["to_code"] for row in table.rows if row["to_name"]}
    for row in table.rows:
        for column, known in (("from_code", standing), ("to_code", standing | born), ("parent_code", standing | born)):
            if row[column] and row[column] not in known:
                said = {"code": row[column], "day": f"{on:%d/%m/%Y}"}
                what = _("không có đơn vị mang mã “%(code)s” vào ngày %(day)s.") % said
                yield Problem(table.at(row, column), what, _("Mời tra mã ở trang Đơn vị."))


def _kind(row: Row) -> str:
    return _KINDS.get(" ".join(fold(row["kind"]).split()), "")


def _lines(table: Table) -> list[Line]:
    """Rows with one receiver, one split unit or one unit above together, in the order of their first row."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        groups.setdefault(_group(row), []).append(row)
    return [replace(_line(kind, rows), where=table.at(rows[0])) for (kind, _key), rows in groups.items()]


def _group(row: Row) -> tuple[str, str]:
    kind = _kind(row)
    by = {MERGE: row["to_code"], SPLIT: row["from_code"], MOVE: row["parent_code"], ABOLISH: ""}
    return kind, by.get(kind, row["from_code"])


def _line(kind: str, rows: Sequence[Row]) -> Line:
    units = tuple(dict.fromkeys(row["from_code"] for row in rows))
    match kind:
        case "merge":
            return Line(kind, units, (_to(next((row for row in rows if row["to_name"]), rows[0])),))
        case "split":
            return Line(kind, units, tuple(map(_to, rows)))
        case "move":
            return Line(kind, units, (To(rows[0]["parent_code"]),))
        case "rename":
            return Line(kind, units, (_to(rows[0]),))
        case "level":
            return Line(kind, units, level=_LEVELS[fold(rows[0]["to_kind"])])
        case _:
            return Line(kind, units)


def _to(row: Row) -> To:
    return To(row["to_code"], row["to_name"], row["to_kind"], row["parent_code"], row["share"])
