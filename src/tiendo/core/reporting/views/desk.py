"""What the approver's desk shows around its list: which lists there are, what approving moves, and the neighbours of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.reporting import rules
from tiendo.core.reporting.due import Due, due_day
from tiendo.core.reporting.duties import duty, forms_of, leaves
from tiendo.core.reporting.effects import Effect
from tiendo.core.reporting.effects import known as known_effects
from tiendo.core.reporting.models import Report
from tiendo.core.reporting.queries import Inbox, ReportPage, covered, my_reports
from tiendo.core.reporting.queries.scope import scope_of
from tiendo.core.reporting.views.words import starting
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest
from tiendo.foundation.accounts.roles import OFFICERS
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Tab:
    """One list that can be opened: a form and period, with how many wait."""

    form: str
    form_title: str
    period: Period
    waiting: int
    closing_on: date | None

    @property
    def period_shown(self) -> str:
        return starting(self.period.label)


def tabs(post: Post) -> list[Tab]:
    """The lists in which something waits for the post, oldest period first; then the last closed period of each form below it."""
    today = clock.today()
    found = [Tab(g.form, g.form_title, g.period, g.waiting, g.due_on) for g in my_reports(post, today).to_approve]
    known = {(tab.form, tab.period) for tab in found}
    kinds = _kinds_below(post)
    pack = packs.current()
    for code in pack.forms:
        form = pack.form_on(code, today)
        if form is None or form.leaf_kind not in kinds:
            continue
        last = periods.of(today, form.base_period).previous()
        if form.in_force(last.end) and (code, last) not in known:
            found.append(Tab(code, form.title, last, 0, None))
    return found


def _kinds_below(post: Post) -> set[str]:
    if post.level == "district":
        return {Kind.COMMUNE}
    return {Kind.COMMUNE, Kind.DISTRICT, Kind.AGENCY}


def asked_for(request: PostRequest, choices: list[Tab]) -> tuple[str | None, Period | None]:
    """Form and period of the address; else the first list in which something waits."""
    form, key = request.GET.get("form", ""), request.GET.get("period", "")
    if form in packs.current().forms and key:
        try:
            period = periods.parse(key)
        except ValueError:
            period = None
        definition = packs.current().form_on(form, period.end) if period else None
        if period and definition and definition.base_period == period.kind:
            return form, period
    first = next((tab for tab in choices if not form or tab.form == form), None)
    return (first.form, first.period) if first else (None, None)


@dataclass(frozen=True, slots=True)
class Closing:
    """The report with which the post's own unit closes the same period."""

    unit: str
    form: str
    period: Period
    due: Due


def closing_of(post: Post, desk: Inbox) -> Closing | None:
    """For a district's officer: its own form of the same base period; None for everybody else."""
    if post.role not in OFFICERS or post.level != "district":
        return None
    for form in forms_of(post.unit, desk.period.end):
        if form.base_period == desk.period.kind:
            return Closing(post.unit.code, form.code, desk.period, due_day(duty(post.unit, form.code, desk.period)))
    return None


def effects(page: ReportPage, post: Post) -> list[Effect]:
    """What accepting the report would move, seen from the post's own unit and upwards: figures, and how many reports are in."""
    unit = scope_of(post, page.period.end)
    if unit is None:
        return []
    upwards = _upwards(unit, page.period)
    found = known_effects(Report.objects.get(pk=page.id), upwards)
    return found if page.supersedes_id is not None else [*found, *_coverage(page, upwards)]


def _coverage(page: ReportPage, upwards: list[Unit]) -> list[Effect]:
    found = []
    inside = covered(page.form, page.period, upwards)
    for one in upwards:
        approved, expected = inside[one.pk]
        said = _("Độ phủ %(period)s của %(unit)s") % {"period": page.period.label, "unit": one}
        found.append(Effect(said, f"{approved}/{expected}", f"{approved + 1}/{expected}"))
    return found


def _upwards(unit: Unit, period: Period) -> list[Unit]:
    path = places.paths([unit.pk], period.end).get(unit.pk, (unit.pk,))
    units = Unit.objects.in_bulk(path)
    return [units[pk] for pk in reversed(path)]


def flags(desk: Inbox) -> frozenset[str]:
    """Codes of the list's cells that are answered yes or no."""
    form = packs.current().form_on(desk.form, desk.period.end)
    return frozenset(cell.code for cell in form.cells.values() if cell.nature == "flag") if form else frozenset()


def may_begin(desk: Inbox, post: Post) -> dict[int, str]:
    """Unit id → code of the units whose report nobody began and which the post may begin in their place."""
    untouched = {line.unit_id for line in desk.not_sent if line.report_id is None}
    scope = scope_of(post, desk.period.end)
    if not untouched or scope is None or post.role not in OFFICERS:
        return {}
    owed = (one for one in leaves(desk.form, desk.period, under=scope) if one.unit.pk in untouched)
    return {one.unit.pk: one.unit.code for one in owed if rules.may_open(post, one)}


def neighbours(desk: Inbox, chosen: int | None) -> dict[str, object]:
    """Place of the report among those that wait, and the ones before and after it."""
    ids = [line.report_id for line in desk.waiting]
    if chosen not in ids:
        return {"place": None, "earlier": None, "later": None}
    at = ids.index(chosen)
    return {
        "place": at + 1,
        "earlier": ids[at - 1] if at else None,
        "later": ids[at + 1] if at + 1 < len(ids) else None,
    }
