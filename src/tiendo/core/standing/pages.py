"""What the plan page and the clause page show, put together from the document and the states. No query, no request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.plans import queries as plans
from tiendo.core.plans.queries import DocumentNode, PlanDocument
from tiendo.core.standing import pace, rules, wording
from tiendo.core.standing.decision import State
from tiendo.core.standing.forms import Choice
from tiendo.core.standing.gathering import IndicatorStanding, spans_of_year
from tiendo.core.standing.judging import TargetStanding
from tiendo.core.standing.queries import ClauseState, HeadingState
from tiendo.foundation.accounts.models import Post
from tiendo.kernel.periods import Period

CHANGE_KINDS = (
    ("changed", gettext_lazy("Sửa lời")), ("moved", gettext_lazy("Đổi vị trí")), ("new", gettext_lazy("Mới")),
    ("dropped", gettext_lazy("Bỏ")), ("same", gettext_lazy("Giữ nguyên")),
)  # fmt: skip
"""What an amendment does to a clause, in the order pages show it."""
OUTLINE_DEPTH = 2
"""Levels of headings in the outline: parts and their items."""


@dataclass(frozen=True, slots=True)
class Row:
    """One node of the document with where it stands; `heading` for a heading, `clause` for what asks something (some are both)."""

    node: DocumentNode
    clause: ClauseState | None
    heading: HeadingState | None


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line of the table of contents."""

    node: DocumentNode
    title: str
    heading: HeadingState


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator on a clause's page. `hidden` says why its value is not shown; `period` is the key its lineage opens at."""

    standing: IndicatorStanding
    value: str
    reported: int
    expected: int
    unit_word: str
    source: str
    hidden: str
    period: str

    @property
    def code(self) -> str:
        return self.standing.indicator.code

    @property
    def opens(self) -> bool:
        """Whether the value has a lineage to open."""
        return not self.hidden and self.standing.total is not None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with its value now, its fraction and coverage; `judged` says when it was last concluded, `pace` what is still
    required a month, `milestone` the quarter's mark it heads for; "" where there is nothing to say."""

    standing: TargetStanding
    reported: int
    expected: int
    unit_word: str
    judged: str
    pace: str
    milestone: str


def rows(
    document: PlanDocument, states: Mapping[str, ClauseState], headings: Mapping[str, HeadingState], choice: Choice
) -> list[Row]:
    """The document in order, narrowed to the chosen state and words; headings stay above what they hold."""
    kept = set(_kept(document, states, choice))
    over = {node.ref for ref in kept for node in document.path(ref)}
    return [
        Row(node, states.get(node.ref) if node.ref in kept else None, headings.get(node.ref))
        for node in document.nodes
        if node.ref in kept or node.ref in over
    ]


def _kept(document: PlanDocument, states: Mapping[str, ClauseState], choice: Choice) -> Iterable[str]:
    found = set(plans.find(document, choice.words)) if choice.words else None
    for node in document.clauses:
        fits = choice.state is None or states[node.ref].state is choice.state
        if fits and (found is None or node.ref in found):
            yield node.ref


def outline(document: PlanDocument, headings: Mapping[str, HeadingState]) -> list[OutlineLine]:
    """The table of contents with what wants attention below each line."""
    lines = [node for node in document.headings if node.level < OUTLINE_DEPTH]
    return [OutlineLine(node, title_shown(node), headings[node.ref]) for node in lines]


def title_shown(node: DocumentNode) -> str:
    """A heading as a table of contents writes it: not in capitals, no full stop. What has no title goes by its id."""
    if not node.title:
        return node.ref
    words = node.title.rstrip(" .:")
    return f"{node.mark} {words.capitalize() if words.isupper() else words}".strip()


def target_lines(state: ClauseState, period: Period) -> list[TargetLine]:
    """The clause's targets, in its own order, at the period."""
    month = period.last_month
    standings = {figure.indicator.code: figure for figure in state.figures}
    lines = []
    for target in state.targets:
        figure = target.figure
        lines.append(
            TargetLine(
                standing=target,
                reported=figure.reported if figure else 0,
                expected=figure.expected if figure else 0,
                unit_word=_unit_word(standings.get(target.target.measure)),
                judged=_judged(target),
                pace=str(pace.required(target, month) or ""),
                milestone=pace.milestone(target, month),
            )
        )
    return lines


def figure_lines(state: ClauseState, post: Post, choice: Choice) -> list[FigureLine]:
    """Every indicator of the clause but its targets, those with a value first; restricted ones hidden from whom they are not for."""
    targets = {target.target.measure for target in state.targets}
    standings = [figure for figure in state.figures if figure.indicator.code not in targets]
    spans = spans_of_year(choice.period)
    key = spans[0].key if len(spans) == 1 else choice.period.key
    return [_figure_line(s, post, key) for s in sorted(standings, key=lambda s: s.total is None)]


def _figure_line(standing: IndicatorStanding, post: Post, key: str) -> FigureLine:
    figure = standing.figure
    verdict = rules.may_see_figure(post, standing.indicator)
    ratio = standing.indicator.denominator and figure is not None
    return FigureLine(
        standing=standing,
        value=wording.value_shown(figure) if ratio else wording.number_shown(standing.total),
        reported=figure.reported if figure else 0,
        expected=figure.expected if figure else 0,
        unit_word=_unit_word(standing),
        source=_source(standing),
        hidden=verdict.reason or "",
        period=key,
    )


def _source(standing: IndicatorStanding) -> str:
    if standing.forms:
        return ", ".join(_("Biểu %s") % form.code for form in standing.forms)
    if standing.is_live:
        return _("Sổ, trực tiếp")
    return _("Cây đơn vị, lịch") if standing.is_open else _("Nguồn chưa mở")


def _unit_word(standing: IndicatorStanding | None) -> str:
    if standing is None:
        return _("đơn vị")
    kinds = {form.leaf_kind for form in standing.forms}
    words = {"commune": _("xã"), "district": _("huyện"), "agency": _("cơ quan")}
    return words[next(iter(kinds))] if len(kinds) == 1 else _("đơn vị")


def _judged(target: TargetStanding) -> str:
    if target.judged_in is None:
        return _("Chưa đến kỳ kết luận")
    if target.provisional:
        return _("Kết luận %(period)s: %(value)s; số hiện nay là tạm tính") % {
            "period": target.judged_in.label,
            "value": wording.value_shown(target.judged_figure),
        }
    return _("Kết luận %s") % target.judged_in.label


def late_sentence(counted: Mapping[State, int]) -> str:
    """The answer in one sentence: how many clauses are on course, how many want attention."""
    on_course = counted[State.MET] + counted[State.DOING]
    attention = counted[State.SLOW] + counted[State.NOT_MET]
    total = sum(counted.values())
    said = _("Đúng hướng %(good)d/%(all)d điều.") % {"good": on_course, "all": total}
    return said + " " + (_("%d điều cần chú ý.") % attention if attention else _("Không có điều nào chậm."))
