"""The checks V1–V8 of a form, as data of the pack, over one report's values. Pure: `looking_back` loads what they look at.

A blank is not a zero: a check whose numbers are not all known says nothing; a required blank is a finding of its own.
An error blocks the signature; a warning asks for a sentence on the cell it marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from django.utils.translation import gettext as _

from tiendo.core.reporting.answers import said
from tiendo.core.reporting.duties import Duty
from tiendo.foundation.packs.schema import Rule
from tiendo.kernel.numbers import show

Values = Mapping[str, int]
"""Cell code → value. A blank cell has no entry."""
Level = Literal["error", "warning"]
FEWEST_LIKE_PERIODS = 3
"""An outlier needs at least so many earlier values to stand out from."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or explain. `cell` is the one to mark, `cells` all that take part."""

    level: Level
    kind: str
    cell: str
    text: str
    cells: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.kind == "blank"


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks look at besides the values: reports of the same leaf that were signed, and the frame.

    `recent`: newest first, at most a year back; `last_known`: stocks' latest value before this period, also across the
    year's end; `year_before`: flows since 1 January, this period excluded; `frame`: kind of unit → units in force under the leaf.
    """

    before: Values = field(default_factory=dict)
    before_label: str = ""
    last_year: Values = field(default_factory=dict)
    last_year_label: str = ""
    recent: tuple[Values, ...] = ()
    last_known: Values = field(default_factory=dict)
    year_before: Values = field(default_factory=dict)
    frame: Mapping[str, int] = field(default_factory=dict)


def findings(
    duty: Duty, values: Values, context: Context, *, evidence: Mapping[str, Mapping[str, str]] | None = None
) -> list[Finding]:
    """Everything the checks find, in the order of the form's cells, errors before warnings within a cell."""
    found = [*_blanks(duty, values), *_maxima(duty, values, context), *_evidence(duty, values, evidence or {})]
    for rule in duty.form.rules:
        found += _CHECKS[rule.kind](rule, duty, values, context)
    order = {cell.code: place for place, cell in enumerate(duty.asked)}
    known = [one for one in found if one.cell in order]
    return sorted(known, key=lambda one: (order[one.cell], one.level != "error"))


def unanswered(found: Iterable[Finding], notes: Mapping[str, Mapping[str, str]]) -> list[Finding]:
    """The warnings whose cell carries no sentence yet."""
    return [one for one in found if one.level == "warning" and not said(notes, one.cell)]


def blocking(found: Iterable[Finding], notes: Mapping[str, Mapping[str, str]]) -> list[Finding]:
    """What keeps a report from being presented or signed: errors, required blanks, warnings without a sentence."""
    listed = list(found)
    return [*(one for one in listed if one.level == "error"), *unanswered(listed, notes)]


def unusual(found: Iterable[Finding]) -> list[Finding]:
    """What whoever judges must look at, explained or not: everything but blanks. A report without any is plain."""
    return [one for one in found if one.level == "warning" or not one.is_blank]


def tied_cells(duty: Duty, code: str) -> frozenset[str]:
    """The cells that a form's error rules tie to one cell: mending the one may ask for mending the others."""
    tied = {code}
    for rule in duty.form.rules:
        if rule.level == "error" and code in rule.all_cells:
            tied.update(rule.all_cells)
    return frozenset(tied & duty.by_code.keys())


def _blanks(duty: Duty, values: Values) -> Iterator[Finding]:
    for cell in duty.asked:
        if cell.code in duty.required and values.get(cell.code) is None:
            yield Finding("error", "blank", cell.code, _("Chưa nhập. Không phát sinh thì nhập 0."), (cell.code,))


def _maxima(duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V1: every value is a whole number ≥ 0 by its type; here the upper ends that a cell gives."""
    for cell in duty.asked:
        value = values.get(cell.code)
        ends = [] if cell.maximum is None else [cell.maximum]
        if cell.maximum_units and cell.maximum_units in context.frame:
            ends.append(context.frame[cell.maximum_units])
        if value is not None and ends and value > min(ends):
            text = _("Không thể lớn hơn %(maximum)s. Mời kiểm tra lại.") % {"maximum": show(min(ends))}
            yield Finding("error", "V1", cell.code, text, (cell.code,))


def _evidence(duty: Duty, values: Values, given: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    for cell in duty.asked:
        if not values.get(cell.code):
            continue
        missing = [part.label for part in cell.evidence if not given.get(cell.code, {}).get(part.key, "").strip()]
        if missing:
            text = _("Cần ghi căn cứ: %(parts)s.") % {"parts": ", ".join(missing)}
            yield Finding("error", "evidence", cell.code, text, (cell.code,))


def _part_of_whole(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V2: each cell of the chain is at most the next, in the period or since 1 January."""
    for part, whole in pairwise(rule.cells):
        small, large = _amount(rule, part, values, context), _amount(rule, whole, values, context)
        if small is not None and large is not None and small > large:
            yield _found(rule, part, (part, whole), part=show(small), whole=show(large))


def _sum_of_groups(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V3: the first cell is the sum of the others."""
    total, groups = rule.cells[0], (*rule.cells[1:], *rule.plus)
    parts = _known(groups, values)
    if total in values and parts is not None and values[total] != sum(parts):
        yield _found(rule, total, (total, *groups), total=show(values[total]), sum=show(sum(parts)))


def _balance(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V4: end = start + in − out; a start that nobody ever reported is not checked."""
    end = rule.cells[0]
    start = context.last_known.get(end) if rule.start == "previous" else values.get(rule.start)
    inward, outward = _known(rule.plus, values), _known(rule.minus, values)
    if start is None or inward is None or outward is None or end not in values:
        return
    expected = start + sum(inward) - sum(outward)
    if values[end] != expected:
        shown = {"start": show(start), "expected": show(expected), "value": show(values[end])}
        yield _found(rule, end, rule.all_cells, **shown)


def _dependent_zero(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V5: where the first is 0 the second is 0."""
    source, dependent = rule.cells
    if values.get(source) == 0 and values.get(dependent, 0) != 0:
        yield _found(rule, dependent, (dependent, source))


def _outlier(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V7: more than `factor` times, and at least `gap`, away from the median of the last like periods."""
    for code in rule.cells:
        earlier = [past[code] for past in context.recent if code in past][: rule.periods]
        value = values.get(code)
        if value is None or len(earlier) < FEWEST_LIKE_PERIODS:
            continue
        usual = round(median(earlier))
        far = value > rule.factor * usual or usual > rule.factor * value
        if far and abs(value - usual) >= rule.gap:
            yield _found(rule, code, (code,), value=show(value), median=show(usual))


def _copied(rule: Rule, duty: Duty, values: Values, context: Context) -> Iterator[Finding]:
    """V8: the named cells, or many flows at once, repeat an earlier period to the unit."""
    for earlier, label in ((context.before, context.before_label), (context.last_year, context.last_year_label)):
        if all(values.get(code) and values.get(code) == earlier.get(code) for code in rule.cells):
            yield _found(rule, rule.cells[0], rule.cells, previous=label)
            return
    flows = [cell.code for cell in duty.asked if cell.nature == "flow"]
    same = tuple(code for code in flows if values.get(code) and values.get(code) == context.before.get(code))
    if len(same) >= rule.equal_cells:
        yield _found(rule, same[0], same, previous=context.before_label)


def _nothing(rule: Rule, duty: Duty, values: Values, context: Context) -> Sequence[Finding]:
    """V1 needs no rule: its ends stand on the cells."""
    return ()


_CHECKS = {
    "V1": _nothing,
    "V2": _part_of_whole,
    "V3": _sum_of_groups,
    "V4": _balance,
    "V5": _dependent_zero,
    "V7": _outlier,
    "V8": _copied,
}


def _amount(rule: Rule, code: str, values: Values, context: Context) -> int | None:
    value = values.get(code)
    if value is None or not rule.cumulative:
        return value
    return value + context.year_before.get(code, 0)


def _known(codes: Iterable[str], values: Values) -> list[int] | None:
    """The values of all the cells, or None when one of them is blank."""
    found = [values.get(code) for code in codes]
    known = [value for value in found if value is not None]
    return known if len(known) == len(found) else None


def _found(rule: Rule, cell: str, cells: tuple[str, ...], **shown: str) -> Finding:
    return Finding(rule.level, rule.kind, cell, rule.message(**shown), cells)
