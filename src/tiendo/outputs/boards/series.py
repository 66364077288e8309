"""One figure of the units below another one, month by month, across changes of the map: on today's map, or on that day's.

On today's map a unit's past is the sum of what made it up, where the figure adds up; where it does not, the cell says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.queries import Answers, Ask, Figure
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.comparing import Made, Maps
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.expressions import LinearFlow
from tiendo.kernel.numbers import show, show_percent
from tiendo.kernel.periods import Base, Period
from tiendo.outputs.boards.asking import Asked

Map = Literal["today", "then"]
COLUMNS: dict[Base, int] = {"month": 12, "quarter": 8}


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """One unit in one period: its value in words ('' where the unit was not there), or the number of the reason why there is none."""

    text: str
    reason: int = 0
    summed: bool = False


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One unit; `ended` when it stands no more."""

    name: str
    cells: tuple[SeriesCell, ...]
    ended: bool = False


@dataclass(slots=True)
class SeriesView:
    """The page: rows of units, columns of periods, the reasons by number."""

    code: str
    name: str
    unit_code: str
    unit_shown: str
    shown_map: Map
    changed: bool
    columns: tuple[Period, ...]
    rows: tuple[SeriesRow, ...]
    reasons: list[str] = field(default_factory=list)


def of(code: str, unit: Unit, asked: Asked, shown_map: Map) -> SeriesView:
    """The series of one figure. Raises KeyError for a code without a figure that may be shown."""
    compiled = indicators.catalogue()[code]
    if compiled.definition.counts_people or compiled.definition.privacy != "open":
        raise KeyError(code)
    columns = _columns(compiled, asked.period)
    maps = Maps(columns[0].end, columns[-1].end)
    table = _Table(compiled, maps, columns, asked)
    rows = table.on_todays_map(unit) if shown_map == "today" else table.on_that_days_map(unit)
    return SeriesView(
        code,
        compiled.definition.name_vi,
        unit.code,
        str(unit),
        shown_map,
        maps.changed,
        columns,
        tuple(rows),
        table.reasons,
    )


def _columns(compiled: Compiled, last: Period) -> tuple[Period, ...]:
    """The last periods of the form's own length, the shown one's end last."""
    base: Base = "month"
    for owed in compiled.owed:
        form = packs.current().forms.get(owed.form)
        base = form.base_period if form else base
    found = [periods.of(last.end, base)]
    while len(found) < COLUMNS[base]:
        found.append(found[-1].previous())
    return tuple(reversed(found))


class _Table:
    """Rows of one figure over some periods."""

    def __init__(self, compiled: Compiled, maps: Maps, columns: Sequence[Period], asked: Asked) -> None:
        self.compiled, self.maps, self.columns, self.asked = compiled, maps, columns, asked
        self.reasons: list[str] = []
        self.adds_up = all(isinstance(term, LinearFlow) for one in compiled.aggregates for term in one.terms)
        classes = packs.current().classes
        kinds = [classes[owed.owner].kind for owed in compiled.owed if owed.owner in classes]
        self.leaf_kind = kinds[0] if kinds else ""

    def on_that_days_map(self, top: Unit) -> Iterator[SeriesRow]:
        """Every unit that ever hung there, blank where it did not."""
        units = {unit.pk: unit for column in self.columns for unit in self._below(top, column)}
        answers = self._answers(units.values())
        standing = {unit.pk for unit in self._below(top, self.columns[-1])}
        for unit in sorted(units.values(), key=lambda one: (one.pk not in standing, bytes(one.name_sort))):
            cells = [
                SeriesCell(
                    _said(answers.figure(self.compiled.code, unit, column)) if unit in self._below(top, column) else ""
                )
                for column in self.columns
            ]
            yield SeriesRow(str(unit), tuple(cells), unit.pk not in standing)

    def on_todays_map(self, top: Unit) -> Iterator[SeriesRow]:
        """The units of the last period; their past is what made them up."""
        rows = self._below(top, self.columns[-1])
        made = {(unit.pk, column): self._made_of(unit, column) for unit in rows for column in self.columns}
        answers = self._answers([*rows, *(one for each in made.values() if each for one in each.units)])
        for unit in rows:
            yield SeriesRow(
                str(unit), tuple(self._cell(unit, column, made[unit.pk, column], answers) for column in self.columns)
            )

    def _below(self, top: Unit, column: Period) -> list[Unit]:
        """Territories right below a unit, itself where there are none."""
        tree = self.maps.at(column.end)
        if top.pk not in tree:
            return []
        below = [unit for unit in tree.children(top.pk) if unit.is_territory]
        return below or [tree.unit(top.pk)]

    def _made_of(self, unit: Unit, column: Period) -> Made | None:
        """What made up the leaves below a unit; None where they are the same that stood there then."""
        now, then = self.maps.at(self.columns[-1].end), self.maps.at(column.end)
        leaves = now.descendants(unit.pk, self.leaf_kind) if self.leaf_kind else []
        made = [self.maps.made_of(leaf, column.end) for leaf in leaves]
        whole = Made(
            tuple(one for each in made for one in each.units), tuple(one for each in made for one in each.partly)
        )
        if not leaves:
            return None if unit.pk in then else Made(())
        there = {leaf.pk for leaf in then.descendants(unit.pk, self.leaf_kind)} if unit.pk in then else set()
        same = there == {one.pk for one in whole.units} and not whole.partly and unit.pk in then
        return None if same and there == {leaf.pk for leaf in leaves} else whole

    def _cell(self, unit: Unit, column: Period, made: Made | None, answers: Answers) -> SeriesCell:
        if made is None:
            return SeriesCell(_said(answers.figure(self.compiled.code, unit, column)))
        if made.partly:
            names = ", ".join(dict.fromkeys(str(one) for one in made.partly))
            return SeriesCell(
                "",
                self._reason(
                    _("một phần của %(units)s chia về nơi khác, không có số riêng của từng phần") % {"units": names}
                ),
            )
        if not self.adds_up and len(made.units) != 1:
            return SeriesCell(
                "",
                self._reason(
                    _("số này đếm đơn vị hoặc trạng thái của từng đơn vị; nhập các đơn vị lại thì không cộng được")
                ),
            )
        figures = [answers.figure(self.compiled.code, one, column) for one in made.units]
        return SeriesCell(_together(figures), summed=True)

    def _reason(self, text: str) -> int:
        if text not in self.reasons:
            self.reasons.append(text)
        return self.reasons.index(text) + 1

    def _answers(self, units: Iterable[Unit]) -> Answers:
        wanted = list({unit.pk: unit for unit in units}.values())
        return indicators.together([Ask([self.compiled.code], wanted, list(self.columns))], as_of=self.asked.as_of)


def _said(figure: Figure) -> str:
    if figure.status != "value" or figure.numerator is None:
        return "—"
    if figure.denominator:
        return show_percent(figure.numerator, figure.denominator)
    return show(figure.numerator)


def _together(figures: Sequence[Figure]) -> str:
    """The sum of numerators, over that of denominators where it is a share."""
    known = [one for one in figures if one.status == "value" and one.numerator is not None]
    if not known:
        return "—"
    numerator = sum(one.numerator or 0 for one in known)
    denominators = [one.denominator for one in known if one.denominator is not None]
    return show_percent(numerator, sum(denominators)) if denominators else show(numerator)
