"""One year's plan against another's: what went on, what changed, what was dropped, what is new, and what was never done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.plans import editions, ties
from tiendo.core.plans.models import Clause, Plan
from tiendo.core.standing import queries
from tiendo.core.standing.decision import State
from tiendo.core.standing.queries import ClauseState
from tiendo.foundation.workbooks.writing import Table
from tiendo.kernel import matching, periods
from tiendo.kernel.matching import Run

KINDS = (
    ("continued", gettext_lazy("Tiếp tục")),
    ("changed", gettext_lazy("Sửa lời")),
    ("dropped", gettext_lazy("Không còn")),
    ("new", gettext_lazy("Mới")),
)
NEVER = "never"
"""The filter for what was never done, beside the kinds."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One clause of either year. `state` is where the earlier one ended, None for what is new; the ids are lasting ids, "" where absent."""

    kind: str
    earlier_id: str
    later_id: str
    earlier_ref: str
    later_ref: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    state: ClauseState | None

    @property
    def never_done(self) -> bool:
        """Last year asked it and no record shows that anything was done."""
        return self.state is not None and not _was_done(self.state)

    @property
    def shown(self) -> str:
        """The kind in words."""
        return str(dict(KINDS)[self.kind])

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return f"line-{self.later_id or self.earlier_id}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans of one unit, the earlier first, clause by clause in the order of the later; what is gone stands where it stood."""

    earlier: Plan
    later: Plan
    lines: tuple[YearLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses of each kind, and how many were never done."""
        found = {kind: sum(line.kind == kind for line in self.lines) for kind, _shown in KINDS}
        return found | {NEVER: sum(line.never_done for line in self.lines)}

    def narrowed(self, kind: str) -> tuple[YearLine, ...]:
        """The lines of a kind, those never done, or all."""
        if kind == NEVER:
            return tuple(line for line in self.lines if line.never_done)
        return tuple(line for line in self.lines if line.kind == kind) if kind in dict(KINDS) else self.lines


def compare(one: Plan, other: Plan) -> Comparison:
    """The two plans, whichever way round they are given. A bounded number of queries, however many clauses."""
    earlier, later = sorted((one, other), key=lambda plan: (plan.year, plan.code))
    tied = ties.pairs(earlier, later)
    back = {old: new for new, old in tied.items()}
    old, new = _asking(earlier), _asking(later)
    last = queries.states(earlier, periods.month(earlier.year, 12))
    lines = []
    for lasting_id in editions.in_order([back.get(key, key) for key in old], list(new)):
        was = old.get(tied.get(lasting_id, lasting_id))
        lines.append(_line(was, new.get(lasting_id), last))
    return Comparison(earlier, later, tuple(lines))


def table(found: Comparison, kind: str) -> Table:
    """The lines shown, as a sheet."""
    years = {"a": found.earlier.year, "b": found.later.year}
    return Table(
        sheet=_("So sánh"),
        title=_("%(title)s: so năm %(a)d với năm %(b)d") % {"title": found.later.title, **years},
        heads=(
            _("Loại"), _("Điều năm %(a)d") % years, _("Nội dung năm %(a)d") % years, _("Điều năm %(b)d") % years,
            _("Nội dung năm %(b)d") % years, _("Trạng thái cuối năm %(a)d") % years, _("Chưa làm"),
        ),
        rows=[
            (
                line.shown, line.earlier_ref, _said(line.old), line.later_ref, _said(line.new),
                line.state.why if line.state else "", _("chưa làm") if line.never_done else "",
            )
            for line in found.narrowed(kind)
        ],
        widths=(12, 14, 60, 14, 60, 48, 10),
    )  # fmt: skip


def as_json(found: Comparison) -> Mapping[str, object]:
    """What `tiendo plan compare --json` prints."""
    return {
        "earlier": found.earlier.code,
        "later": found.later.code,
        "counts": found.counts,
        "clauses": [
            {
                "kind": line.kind,
                "earlier": line.earlier_ref or None,
                "later": line.later_ref or None,
                "state": line.state.state.value if line.state else None,
                "never_done": line.never_done,
            }
            for line in found.lines
        ],
    }


def _was_done(state: ClauseState) -> bool:
    """Some record shows work: evidence, a task done, or a target reached."""
    return state.evidence or state.tasks.done > 0 or state.state in (State.MET, State.DOING)


_Said = tuple[Clause, str]


def _asking(plan: Plan) -> dict[str, _Said]:
    rows = Clause.objects.filter(plan=plan, is_clause=True).order_by("position")
    return {str(row.lasting_id): (row, editions.words(row, plan.text)) for row in rows}


def _line(was: _Said | None, now: _Said | None, last: Mapping[str, ClauseState]) -> YearLine:
    if was is not None and now is not None:
        old, new = matching.differences(was[1], now[1])
        same = matching.plainly(was[1]) == matching.plainly(now[1])
        kind = "continued" if same else "changed"
    else:
        kind = "new" if was is None else "dropped"
        old, new = (tuple(Run(side[1], False) for side in ((one,) if one else ())) for one in (was, now))
    return YearLine(
        kind=kind,
        earlier_id=str(was[0].lasting_id) if was else "",
        later_id=str(now[0].lasting_id) if now else "",
        earlier_ref=was[0].ref if was else "",
        later_ref=now[0].ref if now else "",
        old=old,
        new=new,
        state=last.get(was[0].ref) if was else None,
    )


def _said(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)
