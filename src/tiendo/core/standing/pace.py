"""What is still to be done for a target: how much is left, in how many months, how much a month; and the milestone that comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.standing import sources
from tiendo.core.standing.judging import Figure, TargetStanding
from tiendo.foundation.packs.schema import TargetDef
from tiendo.kernel import numbers

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """`left` units of the target's word in `months` whole months of the plan's year; for a ceiling, how many may still come."""

    left: int
    months: int
    word: str
    ceiling: bool = False

    @property
    def a_month(self) -> int:
        """How many each month, rounded up."""
        return -(-self.left // self.months) if self.months else self.left

    def __str__(self) -> str:
        """ "Còn 42 xã trong 3 tháng: 14 xã/tháng"."""
        said = {"left": numbers.show(self.left), "word": self.word, "months": self.months}
        if self.ceiling:
            return _("Đến cuối năm còn được phép thêm %(left)s %(word)s") % said
        if not self.months:
            return _("Còn thiếu %(left)s %(word)s") % said
        said |= {"a_month": numbers.show(self.a_month)}
        return ngettext(
            "Còn %(left)s %(word)s trong %(months)d tháng: %(a_month)s %(word)s/tháng",
            "Còn %(left)s %(word)s trong %(months)d tháng: %(a_month)s %(word)s/tháng",
            self.months,
        ) % said  # fmt: skip


def required(standing: TargetStanding, last_month: int) -> Pace | None:
    """The pace to the end of the year after `last_month` (1 to 12). None where the value is not known or the goal is reached, and where
    it has none: a value to be kept or hit exactly from above, a share judged each month or of a whole that is not known beforehand.
    """
    figure, target = standing.figure, standing.target
    goal = _goal(target, figure, target.rule.low)
    if figure is None or figure.status != "value" or figure.numerator is None or goal is None:
        return None
    left = goal - figure.numerator
    if target.rule.is_ceiling:
        return Pace(left, MONTHS - last_month, _word(target), ceiling=True) if left >= 0 else None
    return Pace(left, MONTHS - last_month, _word(target)) if left > 0 else None


def milestone(standing: TargetStanding, last_month: int) -> str:
    """The milestone of this quarter's end or the next one set: what it asks, and how much is left to it; "" when none is to come."""
    figure, target = standing.figure, standing.target
    coming = sorted((one.quarter, one.low) for one in target.milestones if one.quarter * 3 > last_month)
    passed = [one for one in target.milestones if one.quarter * 3 <= last_month]
    if coming:
        quarter, low = coming[0]
    elif passed:
        last = max(passed, key=lambda one: one.quarter)
        quarter, low = last.quarter, last.low
    else:
        return ""
    unit = "%" if target.rule.is_share else target.unit_word
    said = _("Mốc quý %(quarter)d: %(low)s %(unit)s") % {
        "quarter": quarter, "low": numbers.show(low), "unit": unit,
    }  # fmt: skip
    goal = _goal(target, figure, low)
    if figure is None or figure.status != "value" or figure.numerator is None or goal is None:
        return said
    left = figure.numerator - goal if target.rule.is_ceiling else goal - figure.numerator
    if left <= 0:
        return said + _(", đã đạt")
    word = _word(target)
    return said + (_(", vượt %(left)s %(word)s") if target.rule.is_ceiling else _(", còn %(left)s %(word)s")) % {
        "left": numbers.show(left), "word": word,
    }  # fmt: skip


def _goal(target: TargetDef, figure: Figure | None, low: int) -> int | None:
    """The number to be reached: the level itself, or of a share the least number that makes it, or the most that a ceiling allows."""
    match target.rule.kind:
        case "at_least" | "range" | "at_most":
            return low
        case "exactly":
            return low if figure is not None and figure.numerator is not None and figure.numerator <= low else None
        case "share" | "share_at_most" if _whole_is_known(target) and figure is not None and figure.denominator:
            whole = low * figure.denominator
            return whole // 100 if target.rule.is_ceiling else -(-whole // 100)
    return None


def _whole_is_known(target: TargetDef) -> bool:
    """A share of units, or of a whole taken on a day: it does not grow with the work itself."""
    if target.whole_on is not None:
        return True
    return target.judged != "month" and bool(target.measure) and sources.is_of_units(target.measure)


def _word(target: TargetDef) -> str:
    return "" if target.unit_word == "%" else target.unit_word
