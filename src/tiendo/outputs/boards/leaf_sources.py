"""The end of a figure's way: the leaf's reports over the window, the cells in them, and their log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.queries.counted import Counted, counted_reports
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import words
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.numbers import show
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class CellValue:
    """One cell of the looked-into report."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One base period of the leaf: the values inside the totals, and whether it is the one looked into."""

    label: str
    values: tuple[str, ...]
    key: str
    selected: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the chained log about the report."""

    said: str
    at: datetime
    actor: str
    seq: int


@dataclass(frozen=True, slots=True)
class LeafSource:
    """A leaf's part of a figure: by base period, and one report opened to its cells and log. `hidden` says why the rest is not shown."""

    number: int
    unit: str
    cell_heads: tuple[tuple[str, str], ...]
    """Code and label of each cell; the labels stand in full below, beside the values of the month chosen."""
    periods: tuple[ReportLine, ...]
    title: str
    state: str
    url: str
    hidden: str
    cells: tuple[CellValue, ...]
    log: tuple[LogLine, ...]


def of(compiled: Compiled, leaf: Unit, period: Period, *, month: str, number: int, post: Post) -> LeafSource:
    """The reports of the leaf that the figure is made of; `month` picks the one opened, the latest counted one by default."""
    form = compiled.forms[0]
    pack = packs.current()
    cells = [name.replace("_", "-") for one in compiled.aggregates for of_form, name in one.cells if of_form == form]
    codes = list(dict.fromkeys(cells))
    window = period.year_to_date(pack.forms[form].base_period)
    counted = counted_reports(form, [one.key for one in window], unit_ids=[leaf.pk], cells=codes).get(leaf.pk, {})
    chosen = _chosen(window, counted, month)
    stories = [reporting.cell(leaf, form, chosen, code, post=post) for code in codes] if chosen else []
    hidden = next((story.hidden for story in stories if story.hidden), "")
    lines = [] if hidden else [_line(one, counted, codes, selected=one == chosen) for one in reversed(window)]
    first = stories[0] if stories else None
    return LeafSource(
        number=number,
        unit=places.display(leaf),
        cell_heads=tuple((code, _label(code)) for code in codes),
        periods=tuple(lines),
        title=_("Báo cáo %(period)s, %(unit)s") % {"period": chosen.label, "unit": places.display(leaf)}
        if chosen
        else "",
        state=(first.state or "not_opened") if first and not hidden else "",
        url=reverse("reporting:report", args=[first.report_id]) if first and first.report_id else "",
        hidden=hidden,
        cells=tuple(
            CellValue(story.code, story.label, "—" if story.value is None else show(story.value))
            for story in stories
            if not hidden
        ),
        log=tuple(_log(first)) if first and not hidden else (),
    )


def _chosen(window: Sequence[Period], counted: Mapping[str, Counted], month: str) -> Period | None:
    """The period asked for, else the latest with a counted report, else the latest of all."""
    asked = [one for one in window if one.key == month]
    with_report = [one for one in window if one.key in counted]
    return next(iter([*asked, *reversed(with_report), *reversed(window)]), None)


def _line(one: Period, counted: Mapping[str, Counted], codes: list[str], *, selected: bool) -> ReportLine:
    here = counted.get(one.key)
    values = tuple("—" if here is None or code not in here.values else show(here.values[code]) for code in codes)
    return ReportLine(one.label, values, one.key, selected)


def _label(code: str) -> str:
    cell = packs.current().cell(code)
    return cell.label if cell else code


def _log(story: reporting.CellStory) -> list[LogLine]:
    lines = sorted(story.log, key=lambda line: -line.seq)
    return [LogLine(words.said(line.verb), line.at, line.actor, line.seq) for line in lines]
