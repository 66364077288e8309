"""The province on one page: where do we stand, what is going wrong, which post answers, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Ask
from tiendo.core.standing import queries as standing
from tiendo.core.standing.queries import ClauseState
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.outputs.boards import decisions, maps, targets
from tiendo.outputs.boards.asking import Asked
from tiendo.outputs.boards.decisions import Decision
from tiendo.outputs.boards.frames import Frame, reporting_form
from tiendo.outputs.boards.targets import TargetLine

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
    targets_title: str
    map: DistrictMap | None


def of(frame: Frame) -> Overview:
    """The overview of the plan's own unit at a period. Reports not yet in are those of today, whatever day is asked for.

    All figures come from one reading.
    """
    unit, plan, asked = frame.unit, frame.plan, frame.asked
    shaded = next((one for one in frame.targets.values() if one.rule.kind == "share" and one.measure), None)
    districts = places.directly_under(unit, "district", asked.period.end)
    below = districts or places.directly_under(unit, "commune", asked.period.end)
    month = asked.period.months()[-1]
    form = None if asked.as_of else reporting_form(month)
    asks = [targets.ask(frame, unit), *([Ask([shaded.measure], below, [asked.period])] if shaded else [])]
    if form:
        asks.append(Ask([next(iter(form.cells))], districts, [month]))
    if plan:
        asks.append(standing.ask(plan, asked.period, asked.as_of))
    answers = indicators.together(asks, as_of=asked.as_of)
    lines = tuple(targets.lines(frame, unit, answers=answers))
    states = standing.states(plan, asked.period, asked.as_of, answers=answers) if plan else {}
    late = decisions.about_reports(form, districts, answers, month) if form else []
    needing = decisions.of(lines, late)
    return Overview(
        sentence=_sentence(states, len(needing)),
        state_counts={state: number for state, number in standing.counts(states).items() if number} if states else {},
        parts=_parts(states),
        decisions=needing,
        targets=lines,
        targets_title=targets.title(len(lines)),
        map=_map(shaded, below, answers, asked) if shaded else None,
    )


def _sentence(states: Mapping[str, ClauseState], needing: int) -> str:
    if not states:
        return _("Chưa có kế hoạch nào được nạp.")
    on_course = sum(state.state in ON_COURSE for state in states.values())
    where = _("Đúng hướng %(n)s/%(all)s điều.") % {"n": on_course, "all": len(states)}
    return f"{where} " + (
        _("Có %(n)s việc cần lưu ý.") % {"n": needing} if needing else _("Không có việc cần Phó Chủ tịch hôm nay.")
    )


def _parts(states: Mapping[str, ClauseState]) -> tuple[Part, ...]:
    grouped: dict[str, list[Mark]] = {}
    for ref, state in states.items():
        grouped.setdefault(ref.split(".")[0], []).append(Mark(ref, str(state.state.value)))
    return tuple(Part(_("Kết") if key == "end" else key, tuple(marks)) for key, marks in grouped.items())


def _map(target: TargetDef, below: Sequence[Unit], answers: Answers, asked: Asked) -> DistrictMap:
    """Districts (communes where no district is left) by the first share: work done, never the evil itself. Drawn where shapes are."""
    drawing = maps.drawing(packs.current().places_dir / "districts.geojson")
    shapes = {area.code: area for area in drawing.areas} if drawing else {}
    areas = tuple(
        _area(unit, answers.figure(target.measure, unit, asked.period), shapes.get(unit.code), target, asked)
        for unit in below
    )
    drawn = drawing if any(area.path for area in areas) else None
    return DistrictMap(f"{target.title}, {asked.period.label}", drawn, areas)


def _area(unit: Unit, figure: indicators.Figure, shape: maps.Area | None, target: TargetDef, asked: Asked) -> MapArea:
    known = figure.status == "value" and figure.denominator
    share = 100 * (figure.numerator or 0) / figure.denominator if known and figure.denominator else 0
    step = 3 if share >= DARK_FROM else 2 if share >= MIDDLE_FROM else 1
    words = f"{figure.numerator}/{figure.denominator}" if known else "—"
    return MapArea(
        code=unit.code,
        name=unit.name,
        words=words,
        step=step,
        path=shape.path if shape else "",
        x=f"{shape.label_x:g}" if shape else "0",
        y=f"{shape.label_y:g}" if shape else "0",
        y_number=f"{shape.label_y + NUMBER_BELOW:g}" if shape else "0",
        url=asked.lineage_url(target.measure, at=unit.code),
    )
