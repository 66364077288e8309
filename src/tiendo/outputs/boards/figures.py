"""The list of figures of one unit and period, section by section, searched without marks. Figures that count people are never on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.queries import Figure
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.text import fold
from tiendo.outputs.boards.asking import Asked


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure with its name, its value and where it is typed."""

    code: str
    name: str
    unit: str
    figure: Figure
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """Figures of one section of the catalogue."""

    title: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class FigureList:
    """What the page of figures shows."""

    unit_code: str
    unit_shown: str
    query: str
    sections: tuple[Section, ...]

    @property
    def shown(self) -> int:
        """How many figures are listed."""
        return sum(len(section.lines) for section in self.sections)

    @property
    def with_value(self) -> int:
        """How many of them have a value."""
        return sum(line.figure.status == "value" for section in self.sections for line in section.lines)


def of(unit: Unit, asked: Asked, query: str) -> FigureList:
    """The figures whose name or code holds the words, for one unit and period."""
    words = fold(" ".join(query.split()))
    wanted = [one for one in indicators.catalogue().values() if _open(one) and _fits(one, words)]
    values = indicators.values([one.code for one in wanted], unit=unit, period=asked.period, as_of=asked.as_of)
    lines = [_line(one, values[one.code], unit.code, asked) for one in wanted]
    return FigureList(unit.code, places.display(unit), query, tuple(_sections(wanted, lines)))


def _open(one: Compiled) -> bool:
    return not one.definition.counts_people and one.definition.privacy == "open"


def _fits(one: Compiled, words: str) -> bool:
    return words in fold(one.definition.name_vi) or words in fold(one.code)


def _line(one: Compiled, figure: Figure, unit_code: str, asked: Asked) -> FigureLine:
    url = asked.lineage_url(one.code, unit=unit_code)
    return FigureLine(one.code, one.definition.name_vi, one.definition.unit, figure, url, one.closed or _source(one))


def _source(one: Compiled) -> str:
    forms = ", ".join(one.forms)
    return _("Mẫu %(forms)s") % {"forms": forms} if forms else _("Cây đơn vị hành chính")


def _sections(wanted: Iterable[Compiled], lines: Iterable[FigureLine]) -> Iterable[Section]:
    grouped: dict[str, list[FigureLine]] = {}
    for one, line in zip(wanted, lines, strict=True):
        grouped.setdefault(one.definition.section, []).append(line)
    return [Section(title, tuple(found)) for title, found in grouped.items()]
