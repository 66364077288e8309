"""A pack's places as rows: units-history.csv, changes.csv and the pack's agencies, checked and dated. No database here.

Codes are text. An empty date is open. Where a row is wrong every problem is named, with file and line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.places.models import OPEN_END, OPEN_START, TERRITORIES, Kind, Manner
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

UNITS_FILE, CHANGES_FILE = "units-history.csv", "changes.csv"
_LEVELS = {"1": Kind.PROVINCE, "2": Kind.DISTRICT, "3": Kind.COMMUNE}
_EVIDENCE = {
    "read": "",
    "datasets": gettext_lazy("Theo hai bộ dữ liệu khớp nhau."),
    "derived": gettext_lazy("Suy ra từ danh mục đơn vị hành chính trước và sau ngày này."),
    "unread": gettext_lazy("Chưa đối chiếu với văn bản."),
}


class Agency(Protocol):
    """One row of the pack's agencies: a department, committee, team or office, and the code of the unit it serves."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def kind_vi(self) -> str: ...
    @property
    def parent(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


class PlacesPack(Protocol):
    """What loading needs of a pack."""

    @property
    def places_dir(self) -> Path: ...
    @property
    def agencies(self) -> Iterable[Agency] | Mapping[str, Agency]: ...


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One version of a unit as the pack states it; `parent` is a code, None for a province."""

    code: str
    name: str
    short_name: str
    kind: str
    kind_vi: str
    parent: str | None
    valid_from: date
    valid_to: date
    legal_from: str
    legal_to: str
    where: str

    @property
    def identity(self) -> tuple[str, date]:
        return self.code, self.valid_from

    @property
    def is_territory(self) -> bool:
        return self.kind in TERRITORIES


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One unit's passing into another on a day; without `to_code` it ended without a receiver."""

    effective_on: date
    manner: str
    from_code: str
    to_code: str | None
    share: Decimal | None
    legal_basis: str
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a pack says about places."""

    units: tuple[UnitRow, ...]
    changes: tuple[ChangeRow, ...]


def read(pack: PlacesPack) -> Source:
    """The pack's places. Raises BadInput with all problems of both files and of the agencies."""
    problems: list[Problem] = []
    units = [
        row for line, where in _lines(pack.places_dir / UNITS_FILE, problems) if (row := _unit(line, where, problems))
    ]
    agencies = pack.agencies.values() if isinstance(pack.agencies, Mapping) else pack.agencies
    units += [row for agency in agencies if (row := _agency(agency, problems))]
    lines = _lines(pack.places_dir / CHANGES_FILE, problems)
    changes = [change for line, where in lines if (change := _change(line, where, problems))]
    problems += _clashes(units)
    if problems:
        raise BadInput(problems)
    return Source(tuple(units), tuple(changes))


def _lines(file: Path, problems: list[Problem]) -> Iterator[tuple[dict[str, str], str]]:
    if not file.is_file():
        problems.append(Problem(file.name, _("không có tệp này trong thư mục địa bàn của gói.")))
        return
    with file.open(encoding="utf-8", newline="") as handle:
        for number, line in enumerate(csv.DictReader(handle), start=2):
            tidy = {key: nfc(value or "").strip() for key, value in line.items() if key}
            yield tidy, _("%(file)s, dòng %(line)s") % {"file": file.name, "line": number}


def _unit(line: dict[str, str], where: str, problems: list[Problem]) -> UnitRow | None:
    try:
        return UnitRow(
            code=line["code"], name=line["name"], short_name="", kind=_LEVELS[line["level"]], kind_vi=line["kind"],
            parent=line["parent"] or None, valid_from=_day(line["valid_from"], OPEN_START),
            valid_to=_day(line["valid_to"], OPEN_END), legal_from=line["legal_from"], legal_to=line["legal_to"], where=where,
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        problems.append(_unreadable(where, error))
        return None


def _change(line: dict[str, str], where: str, problems: list[Problem]) -> ChangeRow | None:
    try:
        return ChangeRow(
            effective_on=date.fromisoformat(line["effective_date"]), manner=Manner(line["kind"]),
            from_code=line["from_code"], to_code=line["to_code"] or None, share=Decimal(line["share"]) if line["share"] else None,
            legal_basis=line["legal_basis"], note=str(_EVIDENCE[line["evidence"]]), where=where,
        )  # fmt: skip
    except (KeyError, ValueError, InvalidOperation) as error:
        problems.append(_unreadable(where, error))
        return None


def _agency(agency: Agency, problems: list[Problem]) -> UnitRow | None:
    where = _("cơ quan %(code)s") % {"code": agency.code}
    kind = str(agency.kind)
    if kind not in Kind.values or kind in TERRITORIES:
        what = _("loại “%(kind)s” không phải là cơ quan, ban chỉ đạo, đội hay văn phòng.") % {"kind": kind}
        problems.append(Problem(where, what))
        return None
    return UnitRow(
        code=nfc(agency.code), name=nfc(agency.name), short_name=nfc(agency.short_name or ""), kind=kind,
        kind_vi=nfc(agency.kind_vi or str(Kind(kind).label)), parent=nfc(agency.parent), valid_from=agency.valid_from or OPEN_START,
        valid_to=agency.valid_to or OPEN_END, legal_from="", legal_to="", where=where,
    )  # fmt: skip


def _clashes(units: Iterable[UnitRow]) -> Iterator[Problem]:
    """Rows that cannot stand together: an identity given twice, a version that overlaps another of its code, an empty life."""
    seen: dict[str, list[UnitRow]] = {}
    for row in units:
        if row.valid_from >= row.valid_to:
            yield Problem(row.where, _("ngày bắt đầu không trước ngày kết thúc."))
        for other in seen.setdefault(row.code, []):
            if row.valid_from < other.valid_to and other.valid_from < row.valid_to:
                what = _("mã %(code)s trùng thời hạn với %(other)s.") % {"code": row.code, "other": other.where}
                yield Problem(row.where, what, _("Mỗi mã chỉ dùng cho một đơn vị trong một thời gian."))
        seen[row.code].append(row)


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _unreadable(where: str, error: Exception) -> Problem:
    said = _("thiếu cột hoặc giá trị lạ: %(what)s.") if isinstance(error, KeyError) else _("không đọc được: %(what)s.")
    return Problem(where, said % {"what": error}, _("Mời sửa dòng này."))
