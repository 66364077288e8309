"""The workbook of entries: its columns, the template people fill, and its rows read into entries with every fault found.

Nothing is written here. A fault names file, sheet, row and column as the spreadsheet shows them, with what to do.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy.denylist import is_denied
from tiendo.foundation.workbooks.archive import LARGEST_BYTES as LARGEST_BYTES
from tiendo.foundation.workbooks.reading import Cell, Sheet, address, column_name, read
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.registers.budgets import catalogue, typed
from tiendo.registers.budgets.models import Kind
from tiendo.registers.budgets.typed import Unclear

SHEET: Final = "Kinh phí"
COLUMNS: Final[Mapping[str, str]] = {
    "on": "Ngày",
    "kind": "Loại",
    "source": "Nguồn",
    "clause": "Điều",
    "task": "Nhiệm vụ",
    "title": "Nội dung",
    "purpose": "Dùng cho",
    "amount": "Số tiền (đồng)",
    "document": "Số văn bản",
    "document_on": "Ngày văn bản",
    "override": "Văn bản cho chi vượt",
    "note": "Diễn giải",
}
"""Field → head of its column. Heads are compared without marks and case; the order does not matter."""
NEEDED: Final = ("on", "kind", "source", "title", "amount")
KINDS: Final = (Kind.ALLOCATION, Kind.ADJUSTMENT, Kind.RECEIPT, Kind.SPENDING)
MOST_ROWS: Final = 1000
_HEAD_WITHIN: Final = 10
_HEADS: Final = {fold(head): name for name, head in COLUMNS.items()}

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row understood. `key` tells the same row sent again; a row that is twice in one file has two keys."""

    number: int
    kind: Kind
    on: date
    source: str
    clause: Clause | None
    task: Task | None
    title: str
    purpose: str
    amount: int
    document: str
    document_on: date | None
    override: str
    note: str
    key: str = ""


@dataclass(slots=True)
class Entries:
    """The rows of a file that could be read, and everything that is wrong with the others."""

    file: str
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def at(self, row: int, name: str) -> str:
        """File, sheet, row and column of a field, as people find it."""
        said = {"file": self.file, "sheet": self.sheet, "row": row}
        where = _("%(file)s, trang %(sheet)s, dòng %(row)d") % said
        name = _HEADS.get(fold(name), name)
        column, head = self.columns.get(name), COLUMNS.get(name)
        if column is None or head is None:
            return where
        return _("%(where)s, cột %(letter)s (%(head)s)") % {"where": where, "letter": column_name(column), "head": head}


def digest(content: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(content).hexdigest()


def read_entries(file: str, content: bytes, *, unit: Unit, year: int) -> Entries:
    """The rows of the file for a unit's book. Raises BadInput for a file refused whole: no workbook, no such sheet, wrong columns."""
    entries = Entries(file)
    sheet = _sheet_of(file, read(file, content))
    entries.sheet = sheet.name
    head = _head_row(entries, sheet)
    entries.columns = _columns(entries, sheet, head)
    entries.problems += _merged(entries, sheet, head)
    numbers = [number for number in sorted(sheet.rows) if number > head and _filled(entries, sheet, number)]
    if not 0 < len(numbers) <= MOST_ROWS:
        what = _("có %(n)d dòng dữ liệu.") % {"n": len(numbers)}
        raise BadInput([Problem(f"{file}, {sheet.name}", what, _("Mời nhập từ 1 đến %d dòng mỗi tệp.") % MOST_ROWS)])
    for number in numbers:
        row = _row(entries, sheet, number, unit, year)
        if row is not None:
            entries.rows.append(row)
    entries.rows = list(_keyed(entries.rows))
    return entries


def _sheet_of(file: str, sheets: Sequence[Sheet]) -> Sheet:
    """The sheet of that name; the only one in sight whatever its name."""
    in_sight = [sheet for sheet in sheets if not sheet.hidden]
    named = [sheet for sheet in in_sight if fold(sheet.name.strip()) == fold(SHEET)]
    if len(named) == 1:
        return named[0]
    if len(in_sight) == 1:
        return in_sight[0]
    names = ", ".join(sheet.name for sheet in in_sight) or "—"
    what = _("có các trang %s, không có trang “%s”.") % (names, SHEET)
    raise BadInput([Problem(file, what, _("Mời đặt tên trang có số liệu là “%s”.") % SHEET)])


def _head_row(entries: Entries, sheet: Sheet) -> int:
    """The row of the column heads, near the top."""
    first = sorted(sheet.rows)[:_HEAD_WITHIN]
    known = {row: sum(_head(cell) in _HEADS for cell in sheet.rows[row].values()) for row in first}
    best = max(known, key=lambda row: known[row], default=0)
    if not best or known[best] < 3:
        where = f"{entries.file}, {sheet.name}"
        raise BadInput(
            [Problem(where, _("không thấy dòng tên cột."), _("Mời tải tệp mẫu rồi chép số liệu vào đúng cột."))]
        )
    return best


def _columns(entries: Entries, sheet: Sheet, head: int) -> dict[str, int]:
    """Field → column. Raises BadInput naming every column that is missing, unknown, doubled or personal."""
    found: dict[str, int] = {}
    problems = []
    where = _("%(file)s, trang %(sheet)s, dòng %(row)d") % {"file": entries.file, "sheet": sheet.name, "row": head}
    for column, cell in sorted(sheet.rows[head].items()):
        name, place = _HEADS.get(_head(cell)), _("%s, cột %s") % (where, column_name(column))
        if name is None and is_denied(_head(cell).replace(" ", "_")):
            what = _("“%s” là thông tin riêng của một người; hệ thống không nhận.") % cell.text
            problems.append(Problem(place, what, _("Mời xóa cột này; tệp vừa gửi không được lưu.")))
        elif name is None:
            problems.append(Problem(place, _("“%s” không thuộc mẫu.") % cell.text, _("Mời xóa cột này.")))
        elif name in found:
            problems.append(Problem(place, _("“%s” có hai lần.") % cell.text, _("Mời giữ một cột.")))
        else:
            found[name] = column
    missing = [COLUMNS[name] for name in NEEDED if name not in found]
    problems += [Problem(where, _("thiếu cột “%s”.") % name, _("Mời dùng tệp mẫu.")) for name in missing]
    if problems:
        raise BadInput(problems)
    return found


def _head(cell: Cell) -> str:
    return " ".join(fold(cell.text).split())


def _merged(entries: Entries, sheet: Sheet, head: int) -> Iterator[Problem]:
    """Merged cells in the table: what belongs to which row cannot be known."""
    for area in sheet.merged:
        last, _column = address(area.partition(":")[2] or area)
        if last >= head:
            where = _("%(file)s, trang %(sheet)s, ô %(area)s") % {
                "file": entries.file,
                "sheet": sheet.name,
                "area": area,
            }
            yield Problem(where, _("các ô bị gộp."), _("Mời bỏ gộp ô và ghi giá trị vào từng dòng."))


def _filled(entries: Entries, sheet: Sheet, number: int) -> bool:
    return any(not cell.blank or cell.formula for cell in sheet.rows[number].values())


def _row(entries: Entries, sheet: Sheet, number: int, unit: Unit, year: int) -> Row | None:
    """The row, or None with its faults noted."""
    before = len(entries.problems)
    cells = {name: sheet.cell(number, column) for name, column in entries.columns.items()}
    stray = [column for column in sheet.rows[number] if column not in entries.columns.values()]
    if stray:
        where = entries.at(number, "") + _(", cột %s") % column_name(stray[0])
        entries.problems.append(Problem(where, _("có nội dung dưới cột không tên."), _("Mời xóa ô này.")))

    def ask(name: str, reader: Callable[[Cell], Found]) -> Found | None:
        cell = cells.get(name, Cell())
        if cell.blank and not cell.formula and name not in NEEDED:
            return None
        try:
            return reader(_trusted(cell))
        except Unclear as fault:
            entries.problems.append(Problem(entries.at(number, name), fault.what, fault.remedy))
            return None

    def text(name: str) -> str:
        return ask(name, lambda cell: " ".join(cell.text.split())) or ""

    on, kind, source, amount = ask("on", _day), ask("kind", _kind), ask("source", _source), ask("amount", _amount)
    title = ask("title", _title)
    found = {
        "clause": ask("clause", lambda cell: typed.clause(cell.text, year)),
        "task": ask("task", lambda cell: typed.task(cell.text, unit, year)),
        "purpose": ask("purpose", _purpose) or "",
        "document": text("document"),
        "document_on": ask("document_on", _day),
        "override": text("override"),
        "note": text("note"),
    }
    if (
        len(entries.problems) > before
        or on is None
        or kind is None
        or source is None
        or amount is None
        or title is None
    ):
        return None
    return Row(number=number, on=on, kind=kind, source=source, amount=amount, title=title, **found)  # type: ignore[arg-type]


def _trusted(cell: Cell) -> Cell:
    """A cell that holds what it shows. Raises Unclear for a formula, an error, or nothing."""
    if cell.formula:
        remedy = _("Mời chép ô, dán lại bằng Dán đặc biệt, chọn Giá trị.")
        raise Unclear(_("ô chứa công thức."), remedy)
    if cell.error:
        raise Unclear(_("ô báo lỗi %s.") % cell.text[:20], _("Mời ghi giá trị đúng vào ô."))
    if cell.blank:
        raise Unclear(_("chưa có giá trị."), _("Mời điền ô này."))
    return cell


def _day(cell: Cell) -> date:
    if cell.day is not None:
        return cell.day
    if cell.number is not None:
        what = _("“%s” là số, không phải ngày.") % cell.text[:20]
        raise Unclear(what, _("Mời định dạng ô là ngày, hoặc ghi chữ dạng 20/03/2017."))
    return typed.day(cell.text)


def _amount(cell: Cell) -> int:
    if cell.day is not None:
        raise Unclear(_("ô đang định dạng là ngày."), _("Mời định dạng ô là số."))
    return typed.exact(cell.number) if cell.number is not None else typed.amount(cell.text)


def _kind(cell: Cell) -> Kind:
    said = fold(cell.text.strip())
    found = next((kind for kind in KINDS if said in (fold(str(kind.label)), kind.value)), None)
    if found is None:
        names = ", ".join(str(kind.label) for kind in KINDS)
        raise Unclear(
            _("không có loại “%s”.") % cell.text.strip()[:30],
            _("Chỉ ghi một trong: %s.") % names.replace("Giao, bố trí", "“Giao, bố trí”"),
        )
    return found


def _source(cell: Cell) -> str:
    said = catalogue.current()
    return _named(cell.text, said.sources if said else (), _("không có nguồn “%s”."))


def _purpose(cell: Cell) -> str:
    said = catalogue.current()
    return _named(cell.text, said.purposes if said else (), _("không có mục “%s”."))


def _named(text: str, known: Sequence[catalogue.SourceDef | catalogue.PurposeDef], what: str) -> str:
    """The code of what is called so, in words or by code. Raises Unclear with all the names."""
    asked = " ".join(fold(text).split())
    found = next((one for one in known if asked in (fold(one.name), one.code)), None)
    if found is None:
        names = ", ".join(one.name for one in known) or "—"
        raise Unclear(what % text.strip()[:40], _("Chỉ ghi một trong: %s.") % names)
    return found.code


def _title(cell: Cell) -> str:
    said = " ".join(cell.text.split())
    if len(said) > 300:
        raise Unclear(_("dài %d ký tự, tối đa 300.") % len(said), _("Mời viết ngắn hơn."))
    return said


def _keyed(rows: Sequence[Row]) -> Iterator[Row]:
    """Each row with its key: what it says apart from explanations, and which of its equals it is."""
    seen: Counter[str] = Counter()
    for row in rows:
        said = (
            row.on, row.kind, row.source, row.clause and row.clause.pk, row.task and row.task.pk, fold(row.title),
            row.purpose, row.amount, fold(row.document), row.document_on,
        )  # fmt: skip
        text = "\x1f".join(map(str, said))
        seen[text] += 1
        yield replace(row, key=hashlib.sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest())
