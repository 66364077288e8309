"""What needs the vice chair: targets behind and the district that holds the reports back, who answers for each, what they were told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Ask
from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.core.reporting import queries as reporting
from tiendo.core.standing import target_figures
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.notices import queries as notices
from tiendo.foundation.notices.addresses import Seat
from tiendo.foundation.notices.models import Notice
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import FormDef, TargetDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.outputs.boards import asking, targets
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.targets import TargetLine
from tiendo.outputs.boards.wording import listed

MOST_DECISIONS = 3
BEHIND = ("slow", "not_met")
TARGET, REPORTS = "target", "reports"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that needs the vice chair: what, its consequence, the answerable post, since when, where it is seen.

    `matter` names it to notices. `told`: who was reminded of it and when; `due_on`: the day it was given.
    """

    matter: str
    what: str
    consequence: str
    who: str
    since: str
    url: str
    who_url: str = ""
    """What the one unit that answers has open; '' where several answer."""
    told: str = ""
    due_on: date | None = None


def of(lines: Sequence[TargetLine], late: Sequence[Decision]) -> tuple[Decision, ...]:
    """Targets behind, those missed longest first; then the district whose reports hold back the most communes. One query."""
    behind = sorted((line for line in lines if line.state in BEHIND), key=lambda line: line.since or "~")
    found = [*map(about_target, behind), *late][:MOST_DECISIONS]
    told = notices.open_about([decision.matter for decision in found]) if found else {}
    return tuple(_with_notices(decision, told.get(decision.matter, [])) for decision in found)


def about_target(line: TargetLine) -> Decision:
    """A target that is behind."""
    figure = line.figure
    fraction = (
        f"{figure.numerator}/{figure.denominator} {line.unit_word}"
        if figure.denominator
        else f"{figure.numerator} {line.unit_word}"
    )
    missing = figure.expected - figure.reported
    gap = _("; còn %(n)s %(unit)s chưa báo cáo") % {"n": missing, "unit": line.coverage_unit} if missing > 0 else ""
    return Decision(
        matter=line.matter,
        what=f"{line.label} {line.title}",
        consequence=_("Hiện %(now)s, mục tiêu %(goal)s%(gap)s.") % {"now": fraction, "goal": line.goal, "gap": gap},
        who=line.who,
        who_url=_one_who(line.code),
        since=line.since,
        url=line.url,
    )


def _one_who(code: str) -> str:
    target = packs.current().targets.get(code)
    bodies = [who for who in target.who if who not in packs.current().classes] if target else []
    alone = target is not None and len(target.who) == len(bodies) == 1
    return reverse("boards:accountability", args=bodies) if alone else ""


def about_reports(form: FormDef, districts: Sequence[Unit], answers: Answers, month: Period) -> list[Decision]:
    """The district with most communes past due, if any is."""
    figures = {unit: answers.figure(next(iter(form.cells)), unit, month) for unit in districts}
    missing = {unit: figure.expected - figure.reported for unit, figure in figures.items()}
    worst = reporting.most_behind(form.code, month, missing)
    return [_of_district(form, month, worst)] if worst else []


def _of_district(form: FormDef, month: Period, worst: reporting.Behind) -> Decision:
    said = {"district": worst.unit, "n": worst.late, "period": month.label}
    return Decision(
        matter=f"{REPORTS}:{form.code}:{month.key}:{worst.unit.code}",
        what=_("%(district)s: %(n)s xã quá hạn báo cáo %(period)s") % said,
        consequence=listed(worst.names, worst.late),
        who=_("UBND %(unit)s") % {"unit": worst.unit},
        who_url=reverse("boards:accountability", args=[worst.unit.code]),
        since=_("%(n)s ngày trước") % {"n": worst.days},
        url=f"{reverse('boards:figures')}?{urlencode({'period': month.key})}",
    )


def find(matter: str, frame: Frame) -> Decision:
    """The matter as it stands now, whether or not it is among the first. Raises BadInput when it is none, or no longer one."""
    kind, _sep, key = matter.partition(":")
    found: Decision | None = None
    if kind == TARGET:
        line = next((line for line in targets.lines(frame, frame.unit) if _is_about(matter, line)), None)
        found = about_target(line) if line is not None and line.state in BEHIND else None
    elif kind == REPORTS:
        found = _reports_matter(key)
    if found is None:
        raise BadInput([Problem("", _("Việc này không còn cần quyết định."), _("Mời mở lại trang Toàn cảnh."))])
    return found


def seats(matter: str, frame: Frame) -> list[Seat]:
    """Whoever answers: heads of the agencies named by the target; of a target of places, chairs of the districts that miss it."""
    kind, _sep, key = matter.partition(":")
    if kind == REPORTS:
        _form, period, district = key.split(":")
        return [Seat(places.by_code(district, periods.parse(period).end), Role.DISTRICT_CHAIR)]
    found: list[Seat] = []
    target = frame.targets[key.partition(":")[0]]
    for who in target.who:
        found += _places_missing(target, frame) if who in packs.current().classes else [_head(who, frame)]
    return found or [_head(packs.current().standing_agency, frame)]


def over(open_notices: Collection[Notice]) -> set[str]:
    """Of what was reminded, the matters that are none any more by today's figures."""
    reminded = {notice.about for notice in open_notices}
    wanted = {matter for matter in reminded if matter.startswith(f"{TARGET}:")}
    behind: set[str] = set()
    for plan in _plans_of(wanted):
        with packs.using(carried.pack_of(plan)):
            frame = Frame(plan, plan.unit, asking.read(QueryDict()))
            late = [line for line in targets.lines(frame, frame.unit) if line.state in BEHIND]
            behind |= {matter for matter in wanted if any(_is_about(matter, line) for line in late)}
    ended = wanted - behind
    reports = {matter for matter in reminded if matter.startswith(f"{REPORTS}:")}
    return ended | {matter for matter in reports if _reports_matter(matter.partition(":")[2]) is None}


def _plans_of(matters: Collection[str]) -> list[Plan]:
    """The plans whose targets were spoken of; for matters that name none, the present one. One query."""
    named = {matter.split(":")[2] if matter.count(":") > 1 else "" for matter in matters}
    first = carried.present(clock.today())
    known = carried.known(clock.today()) if named else []
    return [plan for plan in known if str(plan.pk) in named or ("" in named and plan == first)]


def _is_about(matter: str, line: TargetLine) -> bool:
    """Whether a matter is that target; one of before plans lived side by side names no plan."""
    return matter in (line.matter, f"{TARGET}:{line.code}")


def _reports_matter(key: str) -> Decision | None:
    try:
        code, at, district = key.split(":")
        form, month = packs.current().forms[code], periods.parse(at)
    except (ValueError, KeyError):
        return None
    unit = places.by_code(district, month.end)
    inside, owing = reporting.covered(code, month, [unit])[unit.pk]
    worst = reporting.most_behind(code, month, {unit: owing - inside})
    return _of_district(form, month, worst) if worst else None


def _places_missing(target: TargetDef, frame: Frame) -> list[Seat]:
    """Chairs of the districts that miss the target; of the communes where no district is left."""
    period = frame.asked.period
    districts = places.directly_under(frame.unit, "district", period.end)
    below = districts or places.directly_under(frame.unit, "commune", period.end)
    if not target.measure:
        return []
    answers = indicators.together([Ask([target.measure], below, [period])])
    figures = {
        unit: target_figures.held_against(target, answers.figure(target.measure, unit, period), period)
        for unit in below
    }
    chair = Role.DISTRICT_CHAIR if districts else Role.COMMUNE_CHAIR
    return [Seat(unit, chair) for unit, figure in figures.items() if figure.expected and not figure.met]


def _head(code: str, frame: Frame) -> Seat:
    standing = code == packs.current().standing_agency
    unit = places.by_code(code, frame.asked.period.end)
    chair = Role.DISTRICT_CHAIR if unit.kind == "district" else Role.AGENCY_HEAD
    return Seat(unit, Role.DEPARTMENT_DIRECTOR if standing else chair)


def _with_notices(decision: Decision, told: Sequence[Notice]) -> Decision:
    if not told:
        return decision
    names = [str(notice.to_unit) for notice in told]
    said = {"day": f"{told[0].sent_at.astimezone(clock.VIETNAM):%d/%m/%Y}", "who": listed(names, len(names), at_most=3)}
    due = max((notice.due_on for notice in told if notice.due_on), default=None)
    return replace(decision, told=_("Đã nhắc ngày %(day)s: %(who)s") % said, due_on=due)


def params(decision: Decision) -> Mapping[str, str]:
    """What a notice about it says."""
    return {"what": decision.what, "consequence": decision.consequence}
