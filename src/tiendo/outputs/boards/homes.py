"""A post's home: what to do now, how far the reports below have come, its own reports, the targets of its unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.indicators import queries as indicators
from tiendo.core.indicators.queries import Answers, Ask
from tiendo.core.reporting import queries as reporting
from tiendo.foundation import work
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import FormDef
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.outputs.boards import targets
from tiendo.outputs.boards.frames import Frame, reporting_form
from tiendo.outputs.boards.targets import TargetLine, TargetState

_OVERSEES = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.AUDITOR, Role.VICE_CHAIR})
MOST_LISTED = 40
"""Of more units than these only those with reports missing are listed."""
_DISTRICT = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One thing to do, in words ready for the page."""

    title: str
    detail: str
    action: str
    url: str
    urgency: work.Urgency
    due_words: str


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """How many reports of one unit's leaves are accepted."""

    name: str
    approved: int
    expected: int
    url: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Reports of one form and period below a unit, worst first."""

    period: Period
    approved: int
    expected: int
    lines: tuple[ProgressLine, ...]
    whole: int = 0
    """How many units besides have everything accepted; they are not listed where there are many."""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on a post's home page."""

    period: Period
    tasks: tuple[TaskLine, ...]
    next_due: str
    progress: Progress | None
    own_reports: tuple[reporting.OwnReport, ...]
    reports_url: str
    targets_url: str
    progress_url: str
    targets: tuple[TargetLine, ...]
    target_counts: Mapping[TargetState, int]
    targets_title: str


def of(post: Post, frame: Frame, on: date) -> Home:
    """The home of `post` on the day `on`. Seen as of an earlier day it shows the figures alone: work is always today's."""
    asked = frame.asked
    oversees, now, period = post.role in _OVERSEES, asked.as_of is None, asked.period
    unit = frame.unit if oversees else post.unit
    watched = _watched(post, frame) if now and (oversees or post.role in _DISTRICT) else None
    asks = [targets.ask(frame, unit), *([watched.ask] if watched else [])]
    answers = indicators.together(asks, as_of=asked.as_of)
    lines = tuple(targets.lines(frame, unit, only_own=not oversees, answers=answers))
    return Home(
        period=period,
        tasks=tuple(_task(task, on) for task in work.tasks_of(post, on)) if now else (),
        next_due=_next_due(period, on),
        progress=_progress(watched, answers) if watched else None,
        own_reports=() if oversees or not now else tuple(reporting.own_reports(post, year=period.year, on=on)),
        reports_url=reverse("reporting:reports"),
        targets_url=f"{reverse('boards:targets-table')}?{asked.query(unit=unit.code)}" if lines else "",
        progress_url=f"{reverse('boards:progress-table')}?{asked.query()}" if oversees else "",
        targets=lines,
        target_counts=targets.counts(lines),
        targets_title=targets.title(len(lines), "" if oversees else str(post.unit)),
    )


def _task(task: work.Task, on: date) -> TaskLine:
    return TaskLine(task.title, task.detail, task.action, task.url, task.urgency, _due_words(task.due_on, on))


def _due_words(due_on: date | None, on: date) -> str:
    if due_on is None:
        return ""
    days = (due_on - on).days
    if days < 0:
        return _("Quá hạn %(n)s ngày") % {"n": -days}
    if days == 0:
        return _("Hạn hôm nay")
    if days == 1:
        return _("Hạn mai, %(day)s") % {"day": f"{due_on:%d/%m}"}
    return _("Hạn %(day)s") % {"day": f"{due_on:%d/%m}"}


def _next_due(period: Period, on: date) -> str:
    month = periods.of(on, "month")
    return _("Kỳ tiếp theo: %(period)s.") % {"period": month.label}


@dataclass(frozen=True, slots=True)
class _Watched:
    """The form the communes fill, in the month shown, by units below the post's: how many leaves of each are in its first cell's total."""

    form: FormDef
    month: Period
    below: Sequence[Unit]
    url: str

    @property
    def code(self) -> str:
        return next(iter(self.form.cells))

    @property
    def ask(self) -> Ask:
        return Ask([self.code], self.below, [self.month])


def _watched(post: Post, frame: Frame) -> _Watched | None:
    """By district seen from the province, by commune from a district (or where no district is left)."""
    month = frame.asked.period.months()[-1]
    form = reporting_form(month)
    if form is None:
        return None
    if post.role in _DISTRICT:
        url = f"{reverse('reporting:inbox')}?{urlencode({'form': form.code, 'period': month.key})}"
        return _Watched(form, month, places.directly_under(post.unit, "commune", month.end), url)
    below = places.directly_under(frame.unit, "district", month.end) or places.directly_under(
        frame.unit, "commune", month.end
    )
    return _Watched(form, month, below, "")


def _progress(watched: _Watched, answers: Answers) -> Progress:
    """Worst first."""
    figures = [(unit, answers.figure(watched.code, unit, watched.month)) for unit in watched.below]
    lines = [ProgressLine(str(unit), one.reported, one.expected, watched.url) for unit, one in figures]
    worst_first = sorted(lines, key=lambda line: line.approved / max(1, line.expected))
    approved, expected = sum(line.approved for line in lines), sum(line.expected for line in lines)
    shown = worst_first
    if len(worst_first) > MOST_LISTED:
        shown = [line for line in worst_first if line.approved < line.expected][:MOST_LISTED]
    whole = sum(line.approved >= line.expected for line in worst_first if line not in shown)
    return Progress(watched.month, approved, expected, tuple(shown), whole)
