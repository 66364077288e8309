"""How a target is judged: in which periods met or not met is said, and whether a value reaches its goal. Pure: data of the pack alone."""

from __future__ import annotations

from tiendo.foundation.packs.schema import TargetDef, TargetRule
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


def judging_periods(target: TargetDef, year: int) -> tuple[Period, ...]:
    """The periods of the year in which the target is said to be met or not, in order."""
    match target.judged:
        case "month":
            return periods.year(year).year_to_date("month")
        case "quarter":
            return periods.year(year).year_to_date("quarter")
        case "from_due":
            assert target.due_setting is not None, "the pack pairs from_due with its day"
            due = target.due_setting.in_year(year)
            return tuple(quarter for quarter in periods.year(year).year_to_date("quarter") if quarter.end >= due)
        case "year":
            return (periods.year(year),)


def is_judged(target: TargetDef | None, period: Period) -> bool:
    """Whether met or not met is said at a period's end. A guard, which is no target of the plan, always."""
    return target is None or any(judged.end == period.end for judged in judging_periods(target, period.year))


def holds(rule: TargetRule | None, numerator: int, denominator: int | None, kept: int | None) -> bool | None:
    """Whether a value reaches its goal, in whole numbers, never by a rounded per cent. None: no goal, or nothing to hold it against."""
    if rule is None:
        return None
    match rule.kind:
        case "share":
            return None if denominator is None else numerator * 100 >= rule.low * denominator
        case "share_at_most":
            return None if denominator is None else numerator * 100 <= rule.low * denominator
        case "at_most":
            return numerator <= rule.low
        case "at_least" | "range":
            return numerator >= rule.low
        case "exactly":
            return numerator == rule.low
        case "keep":
            return None if kept is None else numerator >= kept
