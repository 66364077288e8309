"""A paper made of a definition and of figures: which sentence stands, what a table's cell says, when a figure is only provisional.

Reads figures through `Numbers` alone and writes nothing.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Figure
from tiendo.core.standing.target_figures import held_against
from tiendo.foundation.packs.schema import IndicatorDef, Pack, TargetDef
from tiendo.foundation.places.models import Unit
from tiendo.kernel.numbers import show, show_percent
from tiendo.kernel.periods import Period
from tiendo.outputs.documents import definition as shapes
from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.paper import (
    Bar,
    Block,
    Chart,
    Heading,
    Line,
    Narrative,
    Paper,
    Piece,
    Printed,
    Section,
    Sentence,
    Table,
    TableColumn,
)  # fmt: skip

NOTHING = "—"
PROVISIONAL = "\u00a0(*)"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who reported a form: leaves expected, leaves whose report is accepted, and the names of the others."""

    expected: int
    reported: int
    missing: tuple[str, ...]


class Numbers(Protocol):
    """Where a paper's figures come from; one reader stands at one posting, so all its figures agree."""

    def figures(
        self, codes: Sequence[str], units: Sequence[Unit], period: Period
    ) -> Mapping[int, Mapping[str, Figure]]: ...
    def coverage(self, form: str, unit: Unit, period: Period) -> Coverage: ...


@dataclass(slots=True)
class Composer:
    """One paper in the making: `unit` is the plan's own, `rows` the units its tables and charts go through."""

    definition: DocumentDef
    pack: Pack
    plan_words: str
    unit: Unit
    rows: Sequence[Unit]
    period: Period
    numbers: Numbers
    narratives: Mapping[str, str]
    targets: Mapping[str, TargetDef]
    by_hand: Mapping[str, Figure] = field(default_factory=dict)
    _known: dict[tuple[int, str], Mapping[str, Figure]] = field(default_factory=dict)

    def paper(self) -> Paper:
        """The whole paper."""
        return Paper(
            subject=self._words(self.definition.subject),
            opening=(self._words(self.definition.opening),),
            sections=tuple(
                Section(section.title, tuple(self._block(block) for block in section.blocks))
                for section in self.definition.sections
            ),
            closing=self._words(self.definition.closing),
        )

    def _block(self, block: shapes.DocumentBlock) -> Block:
        match block:
            case shapes.HeadingBlock():
                return Heading(self._words(block.text))
            case shapes.SentenceBlock():
                return self._sentence(block)
            case shapes.CoverageBlock():
                return self._coverage_table(block)
            case shapes.TargetsBlock():
                return self._targets_table(block)
            case shapes.FiguresBlock():
                return self._figures_table(block)
            case shapes.ChartBlock():
                return self._chart(block)
            case shapes.NarrativeBlock():
                return Narrative(block.key, block.label, self.narratives.get(block.key, ""), block.otherwise)

    # Sentences

    def _sentence(self, block: shapes.SentenceBlock) -> Sentence:
        """The sentence with its figures; if one is unknown, the one for that case."""
        pieces: list[Piece] = []
        for literal, name, _format, _conversion in string.Formatter().parse(block.text):
            pieces.append(literal)
            if name is not None:
                pieces.append(self._piece(name, block.form))
        if any(isinstance(piece, Printed) and not piece.known for piece in pieces):
            return Sentence((self._words(block.otherwise),) if block.otherwise else ())
        return Sentence(tuple(piece for piece in pieces if piece))

    def _piece(self, name: str, form: str | None) -> Piece:
        if form is not None and name == "coverage":
            return self._covered(form, self.unit)
        if form is not None and name == "missing":
            return ", ".join(self.numbers.coverage(form, self.unit, self.period).missing)
        if name in ("period", "plan"):
            return self._words("{" + name + "}")
        code, _dot, part = name.partition(".")
        return self._change(code) if part == "change" else self._printed(code, self.unit, part or "value")

    def _words(self, text: str) -> str:
        return text.format(period=in_a_sentence(self.period), plan=self.plan_words)

    # Figures

    def _figure(self, code: str, unit: Unit, period: Period) -> Figure:
        """One figure; the first question about a period fetches all that the paper asks of it."""
        if (unit.pk, period.key) not in self._known:
            units = [self.unit, *self.rows] if period == self.period else [self.unit]
            codes = list(dict.fromkeys([*self.definition.codes, *self._target_codes()]))
            for unit_id, figures in self.numbers.figures(codes, units, period).items():
                self._known[unit_id, period.key] = figures
        return self._known[unit.pk, period.key][code]

    def _target_codes(self) -> tuple[str, ...]:
        has_targets = any(isinstance(block, shapes.TargetsBlock) for block in self.definition.blocks)
        return tuple(target.measure for target in self.targets.values() if target.measure) if has_targets else ()

    def _printed(self, code: str, unit: Unit, part: str) -> Printed:
        figure = self._figure(code, unit, self.period)
        return self._print(code, unit, part, text=text_of(figure, part), figure=figure, known=figure.status == "value")

    def _change(self, code: str) -> Printed:
        """`tăng 8,1 %` against the period before; unknown unless both are known and the earlier one is above 0."""
        now, before = (self._figure(code, self.unit, period) for period in (self.period, self.period.previous()))
        known = now.status == before.status == "value" and bool(before.numerator) and now.numerator is not None
        text = change_in_words(now.numerator or 0, before.numerator or 1) if known else NOTHING
        return self._print(code, self.unit, "change", text=text, figure=now, known=known)

    def _print(self, code: str, unit: Unit, part: str, *, text: str, figure: Figure, known: bool) -> Printed:
        return Printed(
            key=f"{code}|{unit.code}|{self.period.key}|{part}", label=self._label(code), indicator=code,
            unit=unit.code, unit_name=str(unit), period=self.period.key, text=text, numerator=figure.numerator,
            denominator=figure.denominator, known=known, provisional=is_provisional(figure),
        )  # fmt: skip

    def _label(self, code: str) -> str:
        """What a figure is called: as its indicator, or as the target that was counted by hand."""
        return self.targets[code].title if code in self.by_hand else indicators.definition(code).name_vi

    def _covered(self, form: str, unit: Unit, part: str = "coverage") -> Printed:
        covered = self.numbers.coverage(form, unit, self.period)
        text = f"{show(covered.reported)}/{show(covered.expected)}" if part == "coverage" else show(covered.reported)
        return Printed(
            key=f"{form}|{unit.code}|{self.period.key}|{part}", label=_("Số đơn vị đã báo cáo"), indicator=form,
            unit=unit.code, unit_name=str(unit), period=self.period.key, text=text, numerator=covered.reported,
            denominator=covered.expected, known=covered.reported > 0,
        )  # fmt: skip

    # Tables and charts

    def _coverage_table(self, block: shapes.CoverageBlock) -> Table:
        weights = (46, 22, 22, 75)
        columns = tuple(
            TableColumn(heading, position in (1, 2), weights[position])
            for position, heading in enumerate(block.headings)
        )
        shown = [unit for unit in self.rows if not block.only_missing or self._misses(block.form, unit)]
        rows = [self._coverage_row(block.form, unit, in_a_table(unit), named=True) for unit in shown]
        rows.append(self._coverage_row(block.form, self.unit, block.total, named=False))
        return Table(self._words(block.caption), columns, tuple(rows), total=True)

    def _misses(self, form: str, unit: Unit) -> bool:
        covered = self.numbers.coverage(form, unit, self.period)
        return covered.reported < covered.expected

    def _coverage_row(self, form: str, unit: Unit, name: str, *, named: bool) -> tuple[Line, ...]:
        covered = self.numbers.coverage(form, unit, self.period)
        missing = ", ".join(covered.missing) if named else _count_missing(covered)
        return (name,), (show(covered.expected),), (self._covered(form, unit, "reported"),), (missing,)

    def _targets_table(self, block: shapes.TargetsBlock) -> Table:
        weights = (47, 30, 18, 23, 24, 23)
        columns = tuple(
            TableColumn(heading, position in (2, 3), weights[position])
            for position, heading in enumerate(block.headings)
        )
        rows = tuple(self._target_row(target) for target in self.targets.values())
        noted = any(PROVISIONAL in line for row in rows for line in row)
        return Table(self._words(block.caption), columns, rows, note=block.note if noted else "")

    def _target_row(self, target: TargetDef) -> tuple[Line, ...]:
        code, measured = target.measure or target.code, self._measured(target)
        figure = held_against(target, measured, self.period)
        value = self._print(
            code, self.unit, "value", text=text_of(measured, "value"), figure=measured, known=measured.status == "value"
        )
        fraction: Line = (NOTHING,)
        if figure.status == "value":
            fraction = (
                self._print(
                    code, self.unit, "fraction", text=text_of(measured, "fraction"), figure=measured, known=True
                ),
            )
        shown: Line = (value, PROVISIONAL) if value.provisional else (value,)
        who = ", ".join(self.pack.who_name(code) for code in target.who)
        return (target.title,), (who,), fraction, shown, (target.goal,), (judged_in_words(figure),)

    def _measured(self, target: TargetDef) -> Figure:
        """The figure of what measures the target, or the value recorded by hand."""
        return self._figure(target.measure, self.unit, self.period) if target.measure else self.by_hand[target.code]

    def _figures_table(self, block: shapes.FiguresBlock) -> Table:
        columns = (TableColumn(block.first, False, 45), *(TableColumn(c.heading, True, 24) for c in block.columns))
        codes = [column.code for column in block.columns]
        rows = [self._figures_row(codes, unit, in_a_table(unit)) for unit in self.rows]
        rows.append(self._figures_row(codes, self.unit, block.total))
        return Table(self._words(block.caption), columns, tuple(rows), total=True)

    def _figures_row(self, codes: Sequence[str], unit: Unit, name: str) -> tuple[Line, ...]:
        figures: list[Line] = [(self._printed(code, unit, "value"),) for code in codes]
        return (name,), *figures

    def _chart(self, block: shapes.ChartBlock) -> Chart:
        bars = tuple(self._bar(block.code, unit) for unit in self.rows)
        said = "; ".join(f"{bar.name} {bar.figure.text if bar.figure.known else _('chưa có số liệu')}" for bar in bars)
        caption = self._words(block.caption)
        goal = goal_of(self.pack.indicators[block.code])
        words = _("Mức giao %s") % f"{show(goal)}\u00a0%" if goal is not None else ""
        return Chart(caption, f"{caption}: {said}.", bars, goal, words)

    def _bar(self, code: str, unit: Unit) -> Bar:
        figure, printed = self._figure(code, unit, self.period), self._printed(code, unit, "value")
        if figure.status != "value" or figure.numerator is None:
            return Bar(in_a_table(unit), printed, None)
        height = 100 * figure.numerator / figure.denominator if figure.denominator else float(figure.numerator)
        return Bar(in_a_table(unit), printed, round(height, 2))


def text_of(figure: Figure, part: str) -> str:
    """A figure as the paper prints it; a dash when there is none, words when it does not apply."""
    if figure.status == "not_applicable":
        return _("không áp dụng")
    if figure.status != "value" or figure.numerator is None:
        return NOTHING
    if figure.denominator is None:
        return show(figure.numerator)
    if part == "fraction":
        return f"{show(figure.numerator)}/{show(figure.denominator)}"
    return show_percent(figure.numerator, figure.denominator)


def is_provisional(figure: Figure) -> bool:
    """A value that may still move: its due day has not come, or somebody who owes it has not reported."""
    if figure.status != "value":
        return False
    return figure.provisional or figure.reported < figure.expected


def judged_in_words(figure: Figure) -> str:
    """The judgement a target's row ends with."""
    if figure.status == "not_applicable":
        return _("Không áp dụng")
    if figure.status != "value":
        return _("Chưa có số liệu")
    words = {"met": _("Đạt"), "not_met": _("Không đạt"), "provisional": _("Tạm tính")}
    return words.get(figure.judged or "", _("Chưa đến kỳ"))


def change_in_words(now: int, before: int) -> str:
    """`tăng 8,1 %`, `giảm 3,2 %`, `không tăng, không giảm`. `before` is above 0."""
    if now == before:
        return _("không tăng, không giảm")
    share = show_percent(abs(now - before), before)
    return _("tăng %s") % share if now > before else _("giảm %s") % share


def goal_of(indicator: IndicatorDef) -> int | None:
    """Where a chart of percentages draws its goal; None when the indicator is not held against a share."""
    rule = indicator.rule
    return rule.low if rule is not None and rule.kind == "share" else None


def in_a_sentence(period: Period) -> str:
    """`tháng 9 năm 2017`: an official text writes the year out."""
    return period.label.replace("/", " năm ")


def in_a_table(unit: Unit) -> str:
    """`Huyện Lệ Thủy`: a name at the head of a row."""
    words = str(unit)
    return words[:1].upper() + words[1:]


def _count_missing(covered: Coverage) -> str:
    missing = covered.expected - covered.reported
    return _("%s đơn vị") % show(missing) if missing else ""
