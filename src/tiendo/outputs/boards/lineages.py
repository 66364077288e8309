"""Where a figure comes from: formula in words, what each unit below gives, who is missing, the leaf's reports, the cell, its log.

The choice of units lives in the address: `at=450,18889` opens district 450, then commune 18889; `month` the report looked into.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.catalogue import Compiled, Owed
from tiendo.core.indicators.queries import Ask, Figure
from tiendo.core.plans import carried
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import queries as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.expressions import LeafCount
from tiendo.kernel.numbers import show_percent
from tiendo.outputs.boards import leaf_sources, live_sources, targets
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.columns import Column, Row, RowGroup
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.leaf_sources import LeafSource
from tiendo.outputs.boards.live_sources import LiveLeaf
from tiendo.outputs.boards.wording import figure_words, fraction


@dataclass(frozen=True, slots=True)
class Words:
    """The formula as sentences."""

    numerator_words: str
    denominator_words: str


@dataclass(frozen=True, slots=True)
class LineageView:
    """Everything the page of a figure's way shows."""

    code: str
    title: str
    question: str
    label: str
    name: str
    figure: Figure
    state: str
    goal: str
    coverage_unit: str
    lineage: Words
    range_words: str
    source_words: str
    clauses: tuple[str, ...]
    known_at: datetime
    seq: int
    columns: tuple[Column, ...]
    leaf: LeafSource | None
    live: LiveLeaf | None
    """The records behind a figure that registers keep, of the unit chosen."""


def of(code: str, unit: Unit, frame: Frame, *, at: str, month: str, post: Post) -> LineageView:
    """The way of one figure. Raises KeyError for a code without a figure."""
    asked = frame.asked
    compiled = indicators.catalogue()[code]
    if compiled.definition.counts_people or compiled.definition.privacy != "open":
        raise KeyError(code)
    period = asked.period
    target = frame.target_of(code)
    asks = [Ask([code], [unit], [period]), *([targets.ask(frame, unit)] if target else [])]
    answers = indicators.together(asks, as_of=asked.as_of)
    figure = answers.figure(code, unit, period)
    chosen = [part for part in at.split(",") if part]
    live: LiveLeaf | None = None
    leaf: Unit | None = None
    if compiled.is_live:
        columns, live = live_sources.down(compiled, unit, asked, chosen, month=month, post=post)
    else:
        columns, leaf = _Walk(compiled, unit, asked, chosen).down()
    moment = datetime.combine(asked.as_of, time.max, clock.VIETNAM) if asked.as_of else clock.now()
    line = (
        next((line for line in targets.lines(frame, unit, answers=answers) if line.code == target.code), None)
        if target
        else None
    )
    return LineageView(
        code=code,
        title=f"{target.label if target else code}: {compiled.definition.name_vi}",
        question=_question(figure, compiled),
        label=target.label if target else code,
        name=target.title if target else compiled.definition.name_vi,
        figure=figure,
        state=line.state if line else "",
        goal=line.goal if line else "",
        coverage_unit=_leaf_word(compiled),
        lineage=Words(_words(compiled), compiled.definition.denominator_vi if compiled.denominator else ""),
        range_words=_range(figure, compiled),
        source_words=_source(compiled),
        clauses=carried.clauses_showing(frame.plan, frame.pack, code),
        known_at=moment,
        seq=rollup.latest_seq(moment) or 0,
        columns=tuple(columns),
        leaf=leaf_sources.of(compiled, leaf, period, month=month, number=len(columns) + 2, post=post) if leaf else None,
        live=live,
    )


class _Walk:
    """From the unit asked about down to a leaf, one column a level, along the chosen codes."""

    def __init__(self, compiled: Compiled, unit: Unit, asked: Asked, chosen: Sequence[str]) -> None:
        self.compiled, self.unit, self.chosen = compiled, unit, chosen
        self.asked, self.period = asked, asked.period
        self.counts_leaves = _counts_leaves(compiled)
        self.columns: list[Column] = []

    def down(self) -> tuple[list[Column], Unit | None]:
        """The columns, and the leaf that was chosen (or the only one there is)."""
        owed = self.compiled.owed[0] if self.compiled.owed else None
        if owed is None or self.compiled.closed:
            return [], None
        group = packs.current().classes.get(owed.owner)
        if group is None:
            return self._agency(owed)
        here, depth = self.unit, 0
        while here.kind != group.kind:
            below = self._below(here)
            if not below:
                return self.columns, None
            chosen = self.chosen[depth] if depth < len(self.chosen) else ""
            self._add(here, below, chosen, self.chosen[:depth], leaves=below[0].kind == group.kind, owed=owed)
            found = next((unit for unit in below if unit.code == chosen), None)
            if found is None:
                return self.columns, None
            here, depth = found, depth + 1
        return self.columns, here

    def _below(self, here: Unit) -> list[Unit]:
        """Direct children that are leaves or hold some."""
        return indicators.children(self.compiled.code, unit=here, period=self.period, as_of=self.asked.as_of)

    def _agency(self, owed: Owed) -> tuple[list[Column], Unit | None]:
        return [], self.unit if self.unit.code == owed.owner else next(iter(self._below(self.unit)), None)

    def _add(
        self, here: Unit, below: list[Unit], chosen: str, before: Sequence[str], *, leaves: bool, owed: Owed
    ) -> None:
        figures = indicators.values_of_many(
            [self.compiled.code], units=below, period=self.period, as_of=self.asked.as_of
        )
        found = {unit.pk: figures[unit.pk][self.compiled.code] for unit in below}
        if leaves:
            groups = self._leaf_groups(here, below, found, chosen, before, owed)
        else:
            groups = self._unit_groups(below, found, chosen, before)
        title = f"{places.display(here)}, {len(below)} {_kind_word(below[0].kind)}"
        self.columns.append(Column(len(self.columns) + 2, title, groups))

    def _unit_groups(
        self, below: list[Unit], found: Mapping[int, Figure], chosen: str, before: Sequence[str]
    ) -> tuple[RowGroup, ...]:
        rows = [self._row(unit, (fraction(found[unit.pk]), _missing(found[unit.pk])), chosen, before) for unit in below]
        return (RowGroup(_("Đơn vị"), (_("Giá trị"), _("Thiếu")), tuple(rows)),)

    def _leaf_groups(
        self, here: Unit, below: list[Unit], found: Mapping[int, Figure], chosen: str, before: Sequence[str], owed: Owed
    ) -> tuple[RowGroup, ...]:
        known = [unit for unit in below if found[unit.pk].status == "value" and found[unit.pk].known]
        unknown = [unit for unit in below if unit not in known]
        split: list[tuple[str, list[Unit]]] = []
        if self.counts_leaves:
            split.append((_("Đạt, %(n)s"), [unit for unit in known if found[unit.pk].numerator]))
            split.append((_("Không đạt, %(n)s"), [unit for unit in known if not found[unit.pk].numerator]))
        else:
            split.append((_("Có số liệu, %(n)s"), sorted(known, key=lambda unit: -(found[unit.pk].numerator or 0))))
        groups = [
            self._group(title, units, found, chosen, before, with_value=not self.counts_leaves)
            for title, units in split
        ]
        groups.append(self._unknown(here, unknown, owed, chosen, before))
        return tuple(group for group in groups if group.rows)

    def _unknown(self, here: Unit, units: Sequence[Unit], owed: Owed, chosen: str, before: Sequence[str]) -> RowGroup:
        """Leaves of which nothing certain can be said, each with the state of the report that is missing."""
        base = self.period.year_to_date(packs.current().forms[owed.form].base_period)
        missing = reporting.missing_units(owed.form, base[-1], under=here) if units and base else []
        states = {one.unit_id: one.state or "not_opened" for one in missing}
        rows = [replace(self._row(unit, (), chosen, before), state=states.get(unit.pk, "")) for unit in units]
        heads = (_("Báo cáo %(period)s") % {"period": base[-1].label},) if states else ()
        return RowGroup(_("Chưa biết, %(n)s") % {"n": len(units)}, heads, tuple(rows))

    def _group(
        self,
        title: str,
        units: Sequence[Unit],
        found: Mapping[int, Figure],
        chosen: str,
        before: Sequence[str],
        *,
        with_value: bool,
    ) -> RowGroup:
        rows = [
            self._row(unit, (figure_words(found[unit.pk]),) if with_value else (), chosen, before) for unit in units
        ]
        return RowGroup(title % {"n": len(units)}, (_("Giá trị"),) if with_value else (), tuple(rows))

    def _row(self, unit: Unit, values: tuple[str, ...], chosen: str, before: Sequence[str]) -> Row:
        at = ",".join([*before, unit.code])
        url = self.asked.lineage_url(self.compiled.code, unit=self.unit.code, at=at)
        return Row(places.display(unit), values, url, unit.code == chosen)


def _counts_leaves(compiled: Compiled) -> bool:
    """Whether the numerator counts leaves of which something holds, so that each leaf holds it, fails it or is not known."""
    return all(isinstance(term, LeafCount) for term in compiled.numerator.terms)


def _question(figure: Figure, compiled: Compiled) -> str:
    if figure.status != "value":
        return _("Vì sao chưa có số liệu?") if figure.status == "no_data" else _("Vì sao không áp dụng?")
    return _("Số %(value)s này từ đâu ra?") % {"value": figure_words(figure)}


def _words(compiled: Compiled) -> str:
    return compiled.definition.numerator_vi or compiled.definition.definition or compiled.definition.name_vi


def _range(figure: Figure, compiled: Compiled) -> str:
    """What the missing leaves can still change: for shares of leaves counted. Of some that are missing, enough is known already."""
    unknown, missing = figure.expected - figure.known, figure.expected - figure.reported
    if figure.status != "value" or figure.denominator is None or not _counts_leaves(compiled) or missing <= 0:
        return ""
    said = _("%(n)s đơn vị thiếu báo cáo vẫn nằm trong mẫu số.") % {"n": missing}
    if unknown <= 0:
        return f"{said} {_('Dù báo cáo đến sau, kết quả không đổi.')}"
    low, high = (show_percent(number, figure.denominator) for number in _ends(figure, unknown))
    return f"{said} " + _(
        "Trong đó %(n)s đơn vị chưa kết luận được; khi biết đủ, kết quả nằm trong khoảng %(low)s đến %(high)s."
    ) % {
        "n": unknown,
        "low": low,
        "high": high,
    }


def _ends(figure: Figure, unknown: int) -> tuple[int, int]:
    return figure.numerator or 0, (figure.numerator or 0) + unknown


def _source(compiled: Compiled) -> str:
    if compiled.closed:
        return compiled.closed
    cells = sorted({f"{form} {name.replace('_', '-')}" for one in compiled.aggregates for form, name in one.cells})
    return _("Ô gốc: %(cells)s.") % {"cells": ", ".join(cells)} if cells else _("Đếm từ cây đơn vị hành chính.")


def _missing(figure: Figure) -> str:
    missing = figure.expected - figure.reported
    return f"{missing}" if missing > 0 else _("đủ")


def _leaf_word(compiled: Compiled) -> str:
    group = packs.current().classes.get(compiled.owed[0].owner) if compiled.owed else None
    return _kind_word(group.kind) if group else _("đơn vị")


def _kind_word(kind: str) -> str:
    return {"commune": _("xã"), "district": _("huyện")}.get(kind, _("đơn vị"))
