"""The province on one page: where do we stand, what is going wrong, which post answers, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Ask
from tiendo.core.reporting import queries as reporting
from tiendo.core.standing import queries as standing
from tiendo.core.standing.queries import ClauseState
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period
from tiendo.outputs.boards import maps, targets
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.targets import TargetLine
from tiendo.outputs.boards.wording import listed

MOST_DECISIONS = 3
ON_COURSE = ("met", "doing")
DARK_FROM, MIDDLE_FROM = 90, 75
NUMBER_BELOW = 13


@dataclass(frozen=True, slots=True)
class Mark:
    """One clause in the strip."""

    ref: str
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """The clauses of one part of the plan, in document order."""

    title: str
    clauses: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that needs the vice chair: what, its consequence, the answerable post, since when, and where it is seen."""

    what: str
    consequence: str
    who: str
    since: str
    url: str


@dataclass(frozen=True, slots=True)
class MapArea:
    """One district on the map: step 3 best, 1 lowest (hatched). Coordinates are text, so that no locale puts a comma in them."""

    code: str
    name: str
    words: str
    step: int
    path: str
    x: str
    y: str
    y_number: str
    url: str


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """The map of work done, with the drawing's size; `areas` also serve as its table."""

    title: str
    drawing: maps.Drawing | None
    areas: tuple[MapArea, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the overview."""

    sentence: str
    state_counts: Mapping[str, int]
    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...]
    targets: tuple[TargetLine, ...]
    map: DistrictMap


def of(frame: Frame) -> Overview:
    """The overview of the plan's own unit at a period. Reports not yet in are those of today, whatever day is asked for.

    All figures come from one reading.
    """
    unit, plan, asked = frame.unit, frame.plan, frame.asked
    shaded = next(one for one in packs.current().targets.values() if one.rule.kind == "share")
    districts = places.under(unit, "district", asked.period.end)
    asks = [targets.ask(unit, asked), Ask([shaded.code], districts, [asked.period])]
    if plan:
        asks.append(standing.ask(plan, asked.period, asked.as_of))
    answers = indicators.together(asks, as_of=asked.as_of)
    lines = tuple(targets.lines(unit, asked, answers=answers))
    states = standing.states(plan, asked.period, asked.as_of, answers=answers) if plan else {}
    decisions = _decisions(lines, unit, asked)
    return Overview(
        sentence=_sentence(states, len(decisions)),
        state_counts={state: number for state, number in standing.counts(states).items() if number} if states else {},
        parts=_parts(states),
        decisions=decisions,
        targets=lines,
        map=_map(shaded, districts, answers, asked),
    )


def _sentence(states: Mapping[str, ClauseState], decisions: int) -> str:
    if not states:
        return _("Chưa có kế hoạch nào được nạp.")
    on_course = sum(state.state in ON_COURSE for state in states.values())
    where = _("Đúng hướng %(n)s/%(all)s điều.") % {"n": on_course, "all": len(states)}
    return f"{where} " + (
        _("Có %(n)s việc cần lưu ý.") % {"n": decisions} if decisions else _("Không có việc cần Phó Chủ tịch hôm nay.")
    )


def _parts(states: Mapping[str, ClauseState]) -> tuple[Part, ...]:
    grouped: dict[str, list[Mark]] = {}
    for ref, state in states.items():
        grouped.setdefault(ref.split(".")[0], []).append(Mark(ref, str(state.state.value)))
    return tuple(Part(_("Kết") if key == "end" else key, tuple(marks)) for key, marks in grouped.items())


def _decisions(lines: Sequence[TargetLine], unit: Unit, asked: Asked) -> tuple[Decision, ...]:
    """Targets behind, those missed longest first; then the district whose reports hold back the most communes."""
    behind = sorted((line for line in lines if line.state in ("slow", "not_met")), key=lambda line: line.since or "~")
    found = [_about_target(line) for line in behind]
    return tuple([*found, *([] if asked.as_of else _about_reports(unit, asked.period))][:MOST_DECISIONS])


def _about_target(line: TargetLine) -> Decision:
    figure = line.figure
    fraction = (
        f"{figure.numerator}/{figure.denominator} {line.unit_word}"
        if figure.denominator
        else f"{figure.numerator} {line.unit_word}"
    )
    missing = figure.expected - figure.reported
    gap = _("; còn %(n)s %(unit)s chưa báo cáo") % {"n": missing, "unit": line.coverage_unit} if missing > 0 else ""
    return Decision(
        what=f"{line.label} {line.title}",
        consequence=_("Hiện %(now)s, mục tiêu %(goal)s%(gap)s.") % {"now": fraction, "goal": line.goal, "gap": gap},
        who=line.who,
        since=line.since,
        url=line.url,
    )


def _about_reports(unit: Unit, period: Period) -> list[Decision]:
    pack = packs.current()
    month = period.months()[-1]
    form = next(
        (form for form in pack.forms.values() if form.leaf_kind == "commune" and form.base_period == month.kind), None
    )
    if form is None:
        return []
    progress = reporting.period_progress(form.code, month, under=unit)
    worst = max(progress.children, key=lambda child: len([one for one in child.missing if one.late_days]), default=None)
    late = [one for one in worst.missing if one.late_days] if worst else []
    if worst is None or not late:
        return []
    days = max(one.late_days for one in late)
    return [
        Decision(
            what=_("%(district)s: %(n)s xã quá hạn báo cáo %(period)s")
            % {"district": worst.unit, "n": len(late), "period": month.label},
            consequence=listed([one.unit for one in late]),
            who=_("UBND %(unit)s") % {"unit": worst.unit},
            since=_("%(n)s ngày trước") % {"n": days},
            url=f"{reverse('boards:figures')}?{urlencode({'period': month.key})}",
        )
    ]


def _map(target: TargetDef, districts: Sequence[Unit], answers: Answers, asked: Asked) -> DistrictMap:
    """Districts shaded by the first share counted over communes: work done, never the evil itself."""
    drawing = maps.drawing(packs.current().places_dir / "districts.geojson")
    shapes = {area.code: area for area in drawing.areas} if drawing else {}
    areas = tuple(
        _area(district, answers.figure(target.code, district, asked.period), shapes.get(district.code), target, asked)
        for district in districts
    )
    return DistrictMap(f"{target.title}, {asked.period.label}", drawing if areas else None, areas)


def _area(
    district: Unit, figure: indicators.Figure, shape: maps.Area | None, target: TargetDef, asked: Asked
) -> MapArea:
    known = figure.status == "value" and figure.denominator
    share = 100 * (figure.numerator or 0) / figure.denominator if known and figure.denominator else 0
    step = 3 if share >= DARK_FROM else 2 if share >= MIDDLE_FROM else 1
    words = f"{figure.numerator}/{figure.denominator}" if known else "—"
    return MapArea(
        code=district.code,
        name=district.name,
        words=words,
        step=step,
        path=shape.path if shape else "",
        x=f"{shape.label_x:g}" if shape else "0",
        y=f"{shape.label_y:g}" if shape else "0",
        y_number=f"{shape.label_y + NUMBER_BELOW:g}" if shape else "0",
        url=asked.lineage_url(target.code, at=district.code),
    )
