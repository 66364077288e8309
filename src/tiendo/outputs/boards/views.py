"""Pages of the boards: parse what is asked, call one query, render."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tiendo.core.arrangements import rules as arrangement_rules
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Verdict
from tiendo.outputs.boards import accountability as accountabilities
from tiendo.outputs.boards import asking, frames, homes, lineages, overviews, rules, searches, series, tables
from tiendo.outputs.boards import figures as figure_lists
from tiendo.outputs.boards.frames import Frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(rules.may_see_home)
def home(request: PostRequest) -> HttpResponse:
    """What the post must do now, then where its unit stands. The vice chair's home is the overview."""
    if request.post.role == Role.VICE_CHAIR:
        return overview(request)
    if request.post.role == Role.ADMINISTRATOR:
        return redirect("accounts:people")
    with _framed(request) as frame:
        view = homes.of(request.post, frame, clock.today())
        return render(request, "boards/home.html", {**frame.names(), "home": view})


@page(rules.may_see_overview)
def overview(request: PostRequest) -> HttpResponse:
    """Ten seconds: where do we stand, what is going wrong, which post answers, since when."""
    with _framed(request) as frame:
        may_decide = rules.may_decide(request.post) if frame.asked.as_of is None else None
        shown = {**frame.names(), "view": overviews.of(frame), "may_decide": may_decide}
        return render(request, "boards/overview.html", shown)


@page(rules.may_see_figures)
def figures(request: PostRequest) -> HttpResponse:
    """Every figure of the plan for one unit and period, searched without marks."""
    with _framed(request) as frame:
        found = figure_lists.of(_unit(request, frame), frame.asked, request.GET.get("q", ""))
        return render(request, "boards/figures.html", {**frame.names(), "view": found})


@page(rules.may_see_figures)
def lineage(request: PostRequest, code: str) -> HttpResponse:
    """Where a figure comes from: formula, children, leaf, cell, log. The choice lives in the address."""
    with _framed(request) as frame:
        typed = request.GET
        unit, at, month = _unit(request, frame), typed.get("at", ""), typed.get("month", "")
        try:
            view = lineages.of(code, unit, frame, at=at, month=month, post=request.post)
        except KeyError as error:
            raise Http404 from error
        return render(request, "boards/lineage.html", {**frame.names(), "view": view})


@page(rules.may_see_figures)
def over_time(request: PostRequest, code: str) -> HttpResponse:
    """A figure of the units below another, period by period: on today's map, or on that day's."""
    with _framed(request) as frame:
        shown_map: series.Map = "then" if request.GET.get("map") == "then" else "today"
        try:
            view = series.of(code, _unit(request, frame), frame.asked, shown_map)
        except KeyError as error:
            raise Http404 from error
        return render(request, "boards/series.html", {**frame.names(), "view": view})


@page(rules.may_see_figures)
def targets_table(request: PostRequest) -> HttpResponse:
    """The table of targets as a workbook."""
    with _framed(request) as frame:
        return _workbook(tables.targets(frame, _unit(request, frame)), f"chi-tieu-{frame.asked.period.key}")


@page(rules.may_see_figures)
def figures_table(request: PostRequest) -> HttpResponse:
    """The list of figures as a workbook."""
    with _framed(request) as frame:
        found = figure_lists.of(_unit(request, frame), frame.asked, request.GET.get("q", ""))
        return _workbook(tables.figures(found, frame.asked), f"so-lieu-{frame.asked.period.key}")


@page(rules.may_see_overview)
def progress_table(request: PostRequest) -> HttpResponse:
    """Who has reported and who is missing, as a workbook."""
    with _framed(request) as frame:
        return _workbook(tables.progress(frame), f"tinh-hinh-bao-cao-{frame.asked.period.key}")


def may_see_accountability(post: Post, code: str) -> Verdict:
    """The rule of a unit's accountability page."""
    return rules.may_see_accountability_of(post, _unit_today(code))


@page(may_see_accountability)
def accountability(request: PostRequest, code: str) -> HttpResponse:
    """Whose office answers for a unit, who signs for it now, and what is open there."""
    unit = _unit_today(code)
    may_arrange = arrangement_rules.may_list(request.post) and arrangement_rules.may_see(request.post, unit)
    shown = {
        "view": accountabilities.of(unit, request.post, clock.today()),
        "arrangements_url": reverse("arrangements:unit", args=[code]) if may_arrange else "",
    }
    return render(request, "boards/accountability.html", shown)


@page(rules.may_see_home)
def search(request: PostRequest) -> HttpResponse:
    """Clauses, units and figures that hold the words, marks or not."""
    return render(request, "boards/search.html", {"view": searches.of(request.GET.get("q", ""), request.post)})


@contextmanager
def _framed(request: PostRequest) -> Iterator[Frame]:
    """The frame of what is asked for; inside, the plan's own pack is in hand."""
    frame = frames.of(asking.read(request.GET), request.post.unit)
    with packs.using(frame.pack):
        yield frame


def _unit(request: PostRequest, frame: Frame) -> Unit:
    """The unit asked for, at the period's end; the plan's own when none is. 404 for a code nobody has."""
    code = request.GET.get("unit")
    if not code or code == frame.unit.code:
        return frame.unit
    try:
        return places.by_code(code, frame.asked.period.end)
    except BadInput as error:
        raise Http404 from error


def _unit_today(code: str) -> Unit:
    try:
        return places.by_code(code, clock.today())
    except BadInput as error:
        raise Http404 from error


def _workbook(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
