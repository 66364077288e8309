"""Sheets of one delivery held against the reports and against each other: which are good, which change nothing, what is wrong with the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.exchanging.layout import code_and_part
from tiendo.core.exchanging.models import Outcome
from tiendo.core.exchanging.reading import Fault, SheetRead
from tiendo.core.reporting import actions
from tiendo.core.reporting.actions import weighing
from tiendo.core.reporting.actions.weighing import Filled, Weighed
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Problem

TOGETHER = 100
"""Reports taken in one transaction: a portion that fails for another reason than its sheets is small enough to send again."""


@dataclass(slots=True)
class Line:
    """One sheet with what it would do. `outcome` WAITING: good, not taken yet. `takes_over`: good once the post stands in for the unit."""

    sheet: SheetRead
    unit: Unit | None = None
    weighed: Weighed | None = None
    faults: list[Fault] = field(default_factory=list)
    outcome: str = Outcome.WAITING
    takes_over: bool = False
    seen: int | None = None

    @property
    def good(self) -> bool:
        """It can be taken."""
        return self.outcome == Outcome.WAITING

    @property
    def errors(self) -> int:
        """What the form's checks will ask to mend before the report is presented, blanks left out."""
        found = self.weighed.findings if self.weighed else []
        return sum(one.level == "error" and not one.is_blank for one in found)

    @property
    def blanks(self) -> int:
        """Cells that must still be filled."""
        return sum(one.is_blank for one in self.weighed.findings) if self.weighed else 0

    @property
    def warnings(self) -> int:
        """Unusual figures that will ask for a reason."""
        found = self.weighed.findings if self.weighed else []
        notes = self.weighed.notes if self.weighed else {}
        return sum(one.level == "warning" and not notes.get(one.cell, {}).get("text") for one in found)

    def filled(self) -> Filled | None:
        """What is to be stored; None while it is not known for whom."""
        if self.unit is None:
            return None
        sheet, period = self.sheet, periods.parse(self.sheet.period)
        return Filled(
            self.unit, sheet.form, sheet.version, period, sheet.values, sheet.notes, sheet.evidence, self.seen
        )

    def refuse(self, what: str, remedy: str, cell: str = "") -> None:
        """Note what keeps it out."""
        self.faults.append(Fault(self.sheet.file, self.sheet.sheet, cell, what, remedy))
        self.outcome = Outcome.REFUSED


def sort(sheets: Iterable[SheetRead]) -> list[Line]:
    """The sheets with their units; faults of reading and of two sheets for one report noted. A query for each period."""
    lines = [Line(sheet, faults=list(sheet.faults)) for sheet in sheets]
    for line in lines:
        if line.faults:
            line.outcome = Outcome.REFUSED
    _find_units(lines)
    _find_doubles(line for line in lines if line.good)
    return lines


def weigh(lines: Sequence[Line], *, by: Post, stand_in: bool = False) -> None:
    """Hold the good ones against their reports."""
    good = [(line, filled) for line in lines if line.good and (filled := line.filled())]
    for (line, _filled), weighed in zip(
        good, weighing.weigh([filled for _line, filled in good], by=by, stand_in=stand_in), strict=True
    ):
        _settle(line, weighed, Outcome.WAITING)
        line.takes_over = weighing.may_stand_in(weighed, by)


def take(lines: Sequence[Line], *, by: Post, stand_in: bool = False) -> None:
    """Store the good ones, a portion a transaction, each whole or not at all."""
    good = [(line, filled) for line in lines if line.good and (filled := line.filled())]
    for start in range(0, len(good), TOGETHER):
        portion = good[start : start + TOGETHER]
        weighed = actions.take_many([filled for _line, filled in portion], by=by, stand_in=stand_in)
        for (line, _filled), one in zip(portion, weighed, strict=True):
            _settle(line, one, Outcome.TAKEN)


def totals(lines: Iterable[Line]) -> dict[tuple[str, str], dict[str, int]]:
    """Form and period → cell → sum over the reports as they would stand; a cell that nobody gives is left out."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.weighed is not None and line.outcome != Outcome.REFUSED:
            of_form = sums[line.sheet.form, line.sheet.period]
            for code, value in line.weighed.values.items():
                of_form[code] += value
    return {key: dict(found) for key, found in sums.items()}


def _settle(line: Line, weighed: Weighed, otherwise: str) -> None:
    line.weighed = weighed
    if weighed.problems:
        for problem in weighed.problems:
            line.refuse(_said(problem, weighed), problem.remedy, _place(problem, line.sheet.places))
    else:
        line.outcome = Outcome.UNCHANGED if weighed.unchanged else otherwise


def _said(problem: Problem, weighed: Weighed) -> str:
    """With the cell's own name, where it is about one."""
    cell = weighed.duty.by_code.get(problem.where) if weighed.duty else None
    return f"{cell.label}: {problem.what}" if cell else problem.what


def _place(problem: Problem, where: Mapping[str, str]) -> str:
    return where.get(problem.where, "") or next(
        (place for code, place in where.items() if problem.where and code_and_part(code)[0] == problem.where), ""
    )


def _find_units(lines: Sequence[Line]) -> None:
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if day := _last_day(line.sheet.period):
            by_day[day].append(line)
    for day, group in by_day.items():
        units = {unit.code: unit for unit in places.in_force({line.sheet.unit for line in group}, day)}
        for line in group:
            line.unit = units.get(line.sheet.unit)
            if line.unit is None and line.good:
                what = _("không có đơn vị mang mã “%(code)s” vào ngày %(day)s.")
                said = what % {"code": line.sheet.unit[:16], "day": f"{day:%d/%m/%Y}"}
                line.refuse(said, _("Mời tải biểu mới của đơn vị."))


def _last_day(period: str) -> date | None:
    try:
        return periods.parse(period).end
    except ValueError:
        return None


def _find_doubles(lines: Iterable[Line]) -> None:
    """Of sheets that say the same the first is kept; sheets for one report that differ are all left out."""
    by_report: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_report[line.sheet.key].append(line)
    for group in by_report.values():
        if len({line.sheet.content for line in group}) == 1:
            for line in group[1:]:
                line.outcome = Outcome.UNCHANGED
            continue
        for line in group:
            others = ", ".join(f"{o.sheet.file} ({o.sheet.sheet})" for o in group if o is not line)
            what = _("có biểu khác của cùng đơn vị và kỳ, số liệu khác nhau: %s.") % others[:200]
            line.refuse(what, _("Mời giữ một biểu đúng rồi gửi lại."))


def refused_file(file: str, error: BadInput) -> SheetRead:
    """A file refused whole, as a line of the table."""
    found = SheetRead(file, "")
    for problem in error.problems:
        found.wrong("", problem.what, problem.remedy)
    return found
