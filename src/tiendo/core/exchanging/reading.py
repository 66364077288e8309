"""A workbook sent back, read into sheets with every fault at its cell. Nothing of the database is asked: what the sheets mean for
reports is weighed afterwards. Only a file that is no such workbook at all is refused whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tiendo.core.exchanging import layout
from tiendo.core.exchanging.layout import Identity
from tiendo.core.exchanging.values import Unclear, figure, sentence
from tiendo.foundation.packs.schema import FormDef, Pack
from tiendo.foundation.workbooks.reading import Cell, Sheet, address, column_name, read
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Problem

MOST_SHEETS = 400
_WITHIN = 12
"""The identity stands within so many rows and columns of the corner."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where it is as the spreadsheet shows it, what is wrong, and what to do."""

    file: str
    sheet: str
    cell: str
    what: str
    remedy: str


@dataclass(slots=True)
class SheetRead:
    """One sheet understood as far as it could be; it is taken only without `faults`. `places`: code of a row → address of its figure."""

    file: str
    sheet: str
    form: str = ""
    version: int = 0
    period: str = ""
    unit: str = ""
    values: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, cell: str, what: str, remedy: str) -> None:
        """Note a fault of this sheet."""
        self.faults.append(Fault(self.file, self.sheet, cell, what, remedy))

    @property
    def key(self) -> tuple[str, str, str]:
        """Of two sheets with one key only one can be taken."""
        return self.form, self.period, self.unit

    @property
    def content(self) -> str:
        """Tells whether two sheets say the same."""
        said = json.dumps([self.key, self.values, self.notes, self.evidence], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything of one sheet stands: number of the row of keys, column of codes, of figures, of reasons (0: none)."""

    head: int
    codes: int
    values: int
    notes: int


def read_book(file: str, content: bytes, pack: Pack) -> list[SheetRead]:
    """Every sheet of a report in the file; other sheets are passed over. Raises BadInput for a file without any, or refused whole."""
    sheets = read(file, content)
    known = [(sheet, found) for sheet in sheets[:MOST_SHEETS] if (found := _identity(sheet)) is not None]
    if not known:
        what = _("không có biểu nào tải từ hệ thống, hoặc mã nhận dạng của biểu đã bị xóa.")
        raise BadInput([Problem(file, what, _("Mời tải biểu mới rồi chép số liệu vào."))])
    return [_read(file, sheet, head, code_column, said, pack) for sheet, (head, code_column, said) in known]


def _identity(sheet: Sheet) -> tuple[int, int, Identity] | None:
    """Row, column and content of the identity."""
    for row in range(1, _WITHIN):
        for column, cell in sheet.rows.get(row, {}).items():
            if column < _WITHIN and cell.text.startswith(layout.MARK) and (said := layout.identity_in(cell.text)):
                return row, column, said
    return None


def _read(file: str, sheet: Sheet, head: int, code_column: int, said: Identity, pack: Pack) -> SheetRead:
    found = SheetRead(file, sheet.name, said.form, said.version, said.period, said.unit)
    keys = {cell.text.strip(): column for column, cell in sheet.rows[head].items()}
    plan = _Plan(head, code_column, keys.get(layout.VALUE_KEY, 0), keys.get(layout.NOTE_KEY, 0))
    form = _form(found, pack)
    if form is None:
        return found
    numbers = _numbers(found, sheet, plan)
    if found.faults or not _proved(found, said, numbers, plan):
        return found
    for area in sheet.merged:
        if _touches(area, plan, numbers):
            found.wrong(area, _("các ô bị gộp."), _("Mời bỏ gộp ô và ghi giá trị vào từng ô."))
    cells = {cell.code: cell for cell in form.cells.values()}
    for code, number in numbers.items():
        _read_row(found, sheet, plan, number, code, cells, pack)
    return found


def _form(found: SheetRead, pack: Pack) -> FormDef | None:
    """The version of the form that the sheet was made from."""
    try:
        periods.parse(found.period)
    except ValueError:
        found.wrong("", _("kỳ “%s” không đọc được.") % found.period[:20], _("Mời tải biểu mới."))
        return None
    wanted = (found.form, found.version)
    form = next((one for one in pack.form_versions if (one.code, one.version) == wanted), None)
    if form is None:
        what = _("không có mẫu %(form)s bản %(version)d ở hệ thống này.")
        found.wrong("", what % {"form": found.form[:16], "version": found.version}, _("Mời tải biểu mới."))
    return form


def _numbers(found: SheetRead, sheet: Sheet, plan: _Plan) -> dict[str, int]:
    """Code of a row → its number. A code that stands twice is a fault."""
    numbers: dict[str, int] = {}
    if not plan.values:
        found.wrong("", _("không thấy cột số liệu."), _("Mời tải biểu mới rồi chép số liệu vào."))
    for number in sorted(sheet.rows):
        code = sheet.cell(number, plan.codes).text.strip()
        if number <= plan.head or not code:
            continue
        if code in numbers:
            what = _("mã %(code)s có hai dòng.") % {"code": code[:40]}
            found.wrong(f"{column_name(plan.codes)}{number}", what, _("Mời xóa dòng thừa hoặc tải biểu mới."))
        numbers[code] = number
    return numbers


def _proved(found: SheetRead, said: Identity, numbers: Mapping[str, int], plan: _Plan) -> bool:
    """Whether unit, period, form and rows are those that were given out together."""
    if layout.digest(said.form, said.version, said.period, said.unit, list(numbers)) == said.digest:
        return True
    where = f"{column_name(plan.codes)}{plan.head}"
    what = _("mã nhận dạng hoặc mã của các dòng đã bị sửa, thêm hoặc mất.")
    found.wrong(where, what, _("Mời tải biểu mới rồi chép số liệu vào."))
    return False


def _touches(area: str, plan: _Plan, numbers: Mapping[str, int]) -> bool:
    """Whether a merged range covers a cell that is read."""
    first, _colon, last = area.partition(":")
    (top, left), (bottom, right) = address(first), address(last or first)
    columns = {plan.codes, plan.values, plan.notes}
    return any(left <= column <= right for column in columns if column) and any(
        top <= number <= bottom for number in numbers.values()
    )


def _read_row(
    found: SheetRead, sheet: Sheet, plan: _Plan, number: int, row_code: str, cells: Mapping[str, object], pack: Pack
) -> None:
    code, part = layout.code_and_part(row_code)
    place = f"{column_name(plan.values)}{number}"
    found.places[row_code] = place
    given = sheet.cell(number, plan.values)
    try:
        if part:
            if text := sentence(given):
                found.evidence.setdefault(code, {})[part] = text
        elif code in cells and _filled(given):
            found.values[code] = figure(given, cells[code], pack)  # type: ignore[arg-type]
    except Unclear as fault:
        found.wrong(place, fault.what, fault.remedy)
    if not plan.notes or part:
        return
    try:
        if text := sentence(sheet.cell(number, plan.notes)):
            found.notes[code] = text
    except Unclear as fault:
        found.wrong(f"{column_name(plan.notes)}{number}", fault.what, fault.remedy)


def _filled(cell: Cell) -> bool:
    return cell.formula or not cell.blank


def faults_of(error: BadInput, file: str) -> Iterator[Fault]:
    """The faults of a file refused whole."""
    for problem in error.problems:
        yield Fault(file, "", "", problem.what, problem.remedy)
