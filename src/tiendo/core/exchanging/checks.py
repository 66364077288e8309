"""The form's checks as formulas beside the cells they mark, so that a fault is seen while filling. The system checks everything again:
a formula says what Excel can say, with what was known when the sheet was made.

The first thing wrong is shown. A cell that holds no number makes its neighbours' checks silent, not broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from string import Formatter

from django.utils.translation import gettext as _

from tiendo.core.exchanging.layout import FLAG_WORDS, Row
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.validation import FEWEST_LIKE_PERIODS, Context
from tiendo.foundation.packs.schema import Cell, Rule
from tiendo.kernel.numbers import LARGEST, show

_LONGEST_TEXT = 240
_LONGEST_FORMULA = 8000
"""Excel takes 8,192 characters a formula and 255 a text in it."""


@dataclass(frozen=True, slots=True)
class Test:
    """When `condition` holds, `text` (an expression) is shown; a warning is silent once a reason is given."""

    condition: str
    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What formulas are made of: the leaf's duty, what was reported before, and where figures and reasons stand (`F12`)."""

    duty: Duty
    context: Context
    values: Mapping[str, str]
    notes: Mapping[str, str]

    def amount(self, code: str) -> str:
        """The figure of a cell as an expression; the words of a flag as 1 and 0."""
        place, cell = self.values[code], self.duty.by_code[code]
        if cell.nature != "flag":
            return place
        return f'IF({place}="{FLAG_WORDS[0]}",1,IF({place}="{FLAG_WORDS[1]}",0,{place}))'

    def known(self, *codes: str) -> str:
        """All the cells are filled."""
        return ",".join(f'{self.values[code]}<>""' for code in codes)


def formula(sheet: Sheet, row: Row) -> str:
    """The formula of one row's check, beginning with `=`."""
    if row.part is not None:
        return _of_part(sheet, row)
    place, inner = sheet.values[row.cell.code], '""'
    for test in reversed([*_of_value(sheet, row.cell), *_of_rules(sheet, row.cell.code)]):
        asked = f'AND({sheet.notes[row.cell.code]}="",{test.condition})' if test.warning else test.condition
        longer = f"IF({asked},{test.text},{inner})"
        inner = longer if len(longer) < _LONGEST_FORMULA else inner
    blank = _text(_("Chưa nhập. Không phát sinh thì nhập 0.")) if row.cell.code in sheet.duty.required else '""'
    return f'=IFERROR(IF({place}="",{blank},{inner}),"")'


def _of_part(sheet: Sheet, row: Row) -> str:
    cell, part = row.cell.code, sheet.values[row.code]
    said = _text(_("Cần ghi căn cứ: %(parts)s.") % {"parts": row.part.label if row.part else ""})
    return f'=IFERROR(IF(AND({sheet.known(cell)},{sheet.amount(cell)}<>0,{part}=""),{said},""),"")'


def _of_value(sheet: Sheet, cell: Cell) -> Iterator[Test]:
    """A whole number ≥ 0, not above its ends."""
    amount = sheet.amount(cell.code)
    yield Test(f"NOT(ISNUMBER({amount}))", _text(_("Mời chỉ nhập chữ số, không kèm chữ.")))
    yield Test(f"OR({amount}<0,{amount}<>INT({amount}))", _text(_("Mời nhập số nguyên từ 0 trở lên.")))
    most = largest(sheet.duty, cell, sheet.context)
    said = _("Không thể lớn hơn %(maximum)s. Mời kiểm tra lại.") % {"maximum": show(most)}
    yield Test(f"{amount}>{most}", _text(said))


def largest(duty: Duty, cell: Cell, context: Context) -> int:
    """The upper end of a cell."""
    ends = [LARGEST] if cell.maximum is None else [cell.maximum]
    if cell.maximum_units and cell.maximum_units in context.frame:
        ends.append(context.frame[cell.maximum_units])
    return min(ends)


def _of_rules(sheet: Sheet, code: str) -> Iterator[Test]:
    """The tests of the form's rules that mark this cell, errors first."""
    for level in ("error", "warning"):
        for rule in sheet.duty.form.rules:
            told = rule.kind == "V7" or all(one in sheet.values for one in rule.all_cells)
            if rule.level == level and told:
                yield from _TESTS[rule.kind](sheet, rule, code)


def _part_of_whole(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    for part, whole in pairwise(rule.cells):
        if part != code:
            continue
        small, large = (_since_january(sheet, rule, one) for one in (part, whole))
        yield _test(rule, f"AND({sheet.known(part, whole)},{small}>{large})", part=small, whole=large)


def _since_january(sheet: Sheet, rule: Rule, code: str) -> str:
    earlier = sheet.context.year_before.get(code, 0) if rule.cumulative else 0
    return f"({sheet.amount(code)}+{earlier})" if earlier else sheet.amount(code)


def _sum_of_groups(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    total, groups = rule.cells[0], (*rule.cells[1:], *rule.plus)
    if total == code:
        added = "+".join(map(sheet.amount, groups))
        condition = f"AND({sheet.known(total, *groups)},{sheet.amount(total)}<>{added})"
        yield _test(rule, condition, total=sheet.amount(total), sum=f"({added})")


def _balance(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    end = rule.cells[0]
    from_before = rule.start == "previous"
    start = sheet.context.last_known.get(end) if from_before else sheet.amount(rule.start)
    if end != code or start is None:
        return
    moved = "".join([*(f"+{sheet.amount(one)}" for one in rule.plus), *(f"-{sheet.amount(one)}" for one in rule.minus)])
    known = sheet.known(end, *rule.plus, *rule.minus, *(() if from_before else (rule.start,)))
    expected = f"({start}{moved})"
    shown = {"start": str(start), "expected": expected, "value": sheet.amount(end)}
    yield _test(rule, f"AND({known},{sheet.amount(end)}<>{expected})", **shown)


def _dependent_zero(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    source, dependent = rule.cells
    if dependent == code:
        yield _test(
            rule, f"AND({sheet.known(source, dependent)},{sheet.amount(source)}=0,{sheet.amount(dependent)}<>0)"
        )


def _outlier(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    earlier = [past[code] for past in sheet.context.recent if code in past][: rule.periods]
    if code not in rule.cells or len(earlier) < FEWEST_LIKE_PERIODS:
        return
    usual, value = round(median(earlier)), sheet.amount(code)
    far = f"OR({value}>{rule.factor * usual},{usual}>{rule.factor}*{value})"
    yield _test(rule, f"AND({far},ABS({value}-{usual})>={rule.gap})", value=value, median=str(usual))


def _copied(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    """Marked at the first of the cells named, also when others repeat."""
    if code != rule.cells[0]:
        return
    context = sheet.context
    for earlier, label in ((context.before, context.before_label), (context.last_year, context.last_year_label)):
        if all(earlier.get(one) for one in rule.cells):
            same = ",".join(f"{sheet.amount(one)}={earlier[one]}" for one in rule.cells)
            yield _test(rule, f"AND({same})", previous=_text(label))
    flows = [cell.code for cell in sheet.duty.asked if cell.nature == "flow" and context.before.get(cell.code)]
    if len(flows) >= rule.equal_cells:
        repeated = "+".join(f"IF({sheet.values[one]}={context.before[one]},1,0)" for one in flows)
        yield _test(rule, f"({repeated})>={rule.equal_cells}", previous=_text(context.before_label))


def _nothing(sheet: Sheet, rule: Rule, code: str) -> Iterator[Test]:
    """V1 needs no rule: its ends stand on the cells."""
    yield from ()


_TESTS = {
    "V1": _nothing,
    "V2": _part_of_whole,
    "V3": _sum_of_groups,
    "V4": _balance,
    "V5": _dependent_zero,
    "V7": _outlier,
    "V8": _copied,
}


def _test(rule: Rule, condition: str, **shown: str) -> Test:
    """The rule's sentence with expressions in the places of its numbers."""
    parts = []
    for text, name, _spec, _conversion in Formatter().parse(rule.text):
        if text:
            parts.append(_text(text))
        if name is not None:
            parts.append(shown.get(name, _text("…")))
    return Test(condition, "&".join(parts), rule.level == "warning")


def _text(said: str) -> str:
    """A text of a formula, in pieces that Excel takes."""
    pieces = [said[at : at + _LONGEST_TEXT] for at in range(0, len(said), _LONGEST_TEXT)] or [""]
    return "&".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces)
