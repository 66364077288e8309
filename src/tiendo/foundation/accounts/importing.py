"""The CSV of new people and posts: reads the file, checks every row, keeps nothing. The writing is `actions.open_accounts`.

A fault names the row as the spreadsheet numbers it (its first line is row 1), the column, the value and the remedy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tiendo.foundation.accounts import rules
from tiendo.foundation.accounts.models import Post, User, normal_username
from tiendo.foundation.accounts.roles import FITS, Role, role_named
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import check_narrative
from tiendo.foundation.privacy.denylist import is_denied
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

COLUMNS = ("username", "shown_name", "role", "unit_code", "title", "starts")
MOST_ROWS = 1000
MOST_BYTES = 1_000_000
_DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Record:
    """One row as typed. `number` is the row in the spreadsheet."""

    number: int
    username: str
    shown_name: str
    role: str
    unit_code: str
    title: str
    starts: str
    has_extra: bool = field(default=False, kw_only=True)
    """Whether the row has more cells than the first line has names."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The six values in the order of COLUMNS."""
        return (self.username, self.shown_name, self.role, self.unit_code, self.title, self.starts)


@dataclass(frozen=True, slots=True)
class Row:
    """One row understood: a post that can be given."""

    number: int
    username: str
    shown_name: str
    role: Role
    unit: Unit
    title: str
    starts: date


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One fault: where it stands (`row`, `column`), the value found there, what is wrong and the remedy."""

    row: int
    column: str
    value: str
    what: str
    remedy: str

    def as_problem(self) -> Problem:
        """The same fault as every other input reports it."""
        where = _("Dòng %(row)s") % {"row": self.row}
        if self.column:
            where = _("Dòng %(row)s, cột %(column)s") % {"row": self.row, "column": self.column}
        return Problem(where, f"“{self.value}”: {self.what}" if self.value else self.what, self.remedy)


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that are right and the faults of the others; the import goes on only without faults."""

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]


def read(content: bytes) -> list[Record]:
    """The rows of a CSV file with exactly the columns COLUMNS, in any order; comma, semicolon or tab between them.

    Raises BadInput for a file that is refused whole: not UTF-8, too long, without rows, a column missing, unknown or personal.
    It then names the faults of the rows too, unless a column is missing or holds what must not be read.
    """
    lines = _lines(_decoded(content))
    heads = [nfc(head).strip().lower() for head in lines[0]] if lines else []
    problems = list(_faults_of_heads(heads))
    if not set(COLUMNS) <= set(heads):
        raise BadInput(problems)
    records = _records(lines, heads)
    if not 0 < len(records) <= MOST_ROWS:
        what = _("Tệp có %(count)s dòng dữ liệu.") % {"count": len(records)}
        problems.append(Problem("", what, _("Mời nhập từ 1 đến %(most)s dòng mỗi lần.") % {"most": MOST_ROWS}))
    if problems:
        may_read_on = not any(map(is_denied, set(heads) - set(COLUMNS))) and len(records) <= MOST_ROWS
        found = check(records).problems if may_read_on else ()
        raise BadInput([*problems, *(fault.as_problem() for fault in found)])
    return records


def _records(lines: Sequence[Sequence[str]], heads: Sequence[str]) -> list[Record]:
    """The rows with something in them; a row is as wide as its cells, so that one too many can be told."""
    place = {head: heads.index(head) for head in COLUMNS}
    records = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        padded = [*cells, *[""] * len(heads)]
        extra = any(cell.strip() for cell in cells[len(heads) :])
        records.append(Record(number, *(nfc(padded[place[head]]).strip() for head in COLUMNS), has_extra=extra))
    return records


def check(records: Sequence[Record]) -> Checked:
    """Every row against the people, posts and units there are now; all faults at once."""
    known = _Known(records)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    for record in records:
        row, faults = _understood(record, known)
        problems += faults
        if row is not None:
            rows.append(row)
    return Checked(tuple(rows), tuple(sorted(problems, key=attrgetter("row"))))


def by_person(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each person together, people in the order of the file."""
    first = {row.username: row.number for row in reversed(rows)}
    for _username, held in groupby(
        sorted(rows, key=lambda row: (first[row.username], row.number)), attrgetter("username")
    ):
        yield list(held)


def sample(on: date) -> str:
    """The text of a file that could be sent as it is: the columns, and one row for a unit there really is on that day."""
    role, unit = _sample_seat(on)
    title = capfirst(str(role.label))
    cells = ("vi.du", f"{title}, {unit}", str(role.label), unit.code, title)
    kept = io.StringIO()
    csv.writer(kept).writerows([COLUMNS, (*cells, f"{on:%d/%m/%Y}")])
    return kept.getvalue()


def _sample_seat(on: date) -> tuple[Role, Unit]:
    """An officer of a commune where there is one; else whatever role the units of this installation have."""
    for role in Role:
        standing = Unit.objects.filter(kind__in=FITS[role], valid_from__lte=on, valid_to__gt=on)
        if unit := standing.order_by("code").first():
            return role, unit
    raise _refused_whole(_("Chưa có đơn vị nào."), _("Mời cài gói dữ liệu đơn vị trước."))


def packed(records: Sequence[Record]) -> list[tuple[object, ...]]:
    """Records as plain lists, to travel signed from the preview to the confirmation instead of being kept."""
    return [(record.number, *record.cells) for record in records]


def unpacked(rows: Sequence[Sequence[object]]) -> list[Record]:
    """The inverse of `packed`."""
    return [Record(int(str(number)), *map(str, cells)) for number, *cells in rows]


class _Known:
    """What the rows are checked against, read in two queries, and what earlier rows of the file already claim."""

    def __init__(self, records: Sequence[Record]) -> None:
        names = {normal_username(record.username) for record in records}
        self.taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
        self.units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(code__in={record.unit_code for record in records}):
            self.units.setdefault(unit.code, []).append(unit)
        self.shown_names: dict[str, str] = {}
        self.seats: dict[str, list[tuple[Role, Unit]]] = {}

    def unit(self, code: str, on: date) -> Unit | None:
        return next((unit for unit in self.units.get(code, []) if unit.in_force(on)), None)


def _understood(record: Record, known: _Known) -> tuple[Row | None, list[RowProblem]]:
    """The row, or None with its faults."""
    faults: list[RowProblem] = []

    def fault(column: str, what: str, remedy: str) -> None:
        value = dict(zip(COLUMNS, record.cells, strict=True)).get(column, "")
        faults.append(RowProblem(record.number, column, value, what, remedy))

    username = normal_username(record.username)
    role, starts = role_named(record.role), _date(record.starts)
    unit = known.unit(record.unit_code, starts) if starts else None
    if username in known.taken:
        fault("username", _("Đã có người dùng tên này."), _("Thêm chức vụ cho người đã có ở trang của người đó."))
    elif known.shown_names.setdefault(username, record.shown_name) != record.shown_name:
        fault("shown_name", _("Cùng tên đăng nhập nhưng khác tên hiển thị."), _("Mời ghi giống nhau ở mọi dòng."))
    if role is None:
        fault("role", _("Không có vai trò này."), _("Các vai trò: %(roles)s.") % {"roles": _role_names()})
    if starts is None:
        fault("starts", _("Không đọc được ngày."), _("Mời ghi dạng 01/09/2017."))
        if record.unit_code not in known.units:
            fault("unit_code", _("Không có đơn vị mang mã này."), _("Mời tra mã ở trang Đơn vị."))
    elif unit is None:
        fault("unit_code", _("Không có đơn vị mang mã này vào ngày bắt đầu."), _("Mời tra mã ở trang Đơn vị."))
    if record.has_extra:
        fault("", _("Dòng có nhiều ô hơn dòng tên cột."), _("Ô có dấu phẩy phải đặt trong ngoặc kép."))
    for column, what in _invalid_texts(record, username):
        fault(column, what, _("Mời sửa rồi nạp lại tệp."))
    if role and unit:
        if not (verdict := rules.role_fits(role, unit)):
            fault("role", str(verdict.reason), "")
        for reason in _beside_others(username, role, unit, known):
            fault("role", reason, "")
    if faults or role is None or unit is None or starts is None:
        return None, faults
    return Row(record.number, username, record.shown_name, role, unit, record.title, starts), []


def _role_names() -> str:
    return ", ".join(f"{role.value} ({role.label})" for role in Role)


def _invalid_texts(record: Record, username: str) -> Iterator[tuple[str, str]]:
    """What the models and the ban on personal details find wrong in what was typed freely, by column."""
    for column, value, model_field in (
        ("username", username, User._meta.get_field("username")),
        ("shown_name", record.shown_name, User._meta.get_field("shown_name")),
        ("title", record.title, Post._meta.get_field("title")),
    ):
        try:
            model_field.clean(value, None)
            check_narrative(value)
        except ValidationError as error:
            yield from ((column, message) for message in error.messages)
        except BadInput as error:
            yield from ((column, problem.what) for problem in error.problems)


def _beside_others(username: str, role: Role, unit: Unit, known: _Known) -> Iterator[str]:
    """Why the person's posts in earlier rows, right or not in their other cells, exclude this one."""
    for held, at in known.seats.setdefault(username, []):
        if not (verdict := rules.may_stand_beside(held, at, role=role, unit=unit)):
            yield str(verdict.reason)
    known.seats[username].append((role, unit))


def _date(text: str) -> date | None:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _refused_whole(_("Tệp lớn hơn 1 MB."), _("Mời chia nhỏ tệp."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused_whole(
            _("Tệp không phải CSV mã UTF-8."), _("Trong bảng tính, mời lưu lại dạng “CSV UTF-8”.")
        ) from error


def _lines(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise _refused_whole(_("Tệp CSV hỏng: dấu ngoặc kép không khép."), _("Mời lưu lại từ bảng tính.")) from error


def _faults_of_heads(heads: Sequence[str]) -> Iterator[Problem]:
    """Every column that is missing, unknown, doubled, or that would bring personal details."""
    for head in dict.fromkeys(heads):
        where = _("Cột “%(head)s”") % {"head": head}
        if head in COLUMNS:
            if heads.count(head) > 1:
                yield Problem(where, _("Có hai lần."), _("Mời giữ một cột."))
        elif is_denied(head):
            remedy = _("Mời xóa cột này khỏi tệp rồi nạp lại; tệp vừa gửi không được lưu.")
            yield Problem(where, _("Là thông tin riêng của một người; hệ thống không nhận."), remedy)
        else:
            yield Problem(where, _("Không thuộc mẫu."), _("Mời xóa cột này."))
    for head in COLUMNS:
        if head not in heads:
            yield Problem(_("Cột “%(head)s”") % {"head": head}, _("Thiếu."), _("Mời dùng tệp mẫu."))


def _refused_whole(what: str, remedy: str) -> BadInput:
    return BadInput([Problem("", what, remedy)])
