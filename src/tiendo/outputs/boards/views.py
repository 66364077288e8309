"""Pages of the boards: parse what is asked, call one query, render."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tiendo.foundation import clock
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput
from tiendo.outputs.boards import figures as figure_lists
from tiendo.outputs.boards import frames, homes, lineages, overviews, rules, searches, tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(rules.may_see_home)
def home(request: PostRequest) -> HttpResponse:
    """What the post must do now, then where its unit stands. The vice chair's home is the overview."""
    if request.post.role == Role.VICE_CHAIR:
        return overview(request)
    if request.post.role == Role.ADMINISTRATOR:
        return redirect("accounts:people")
    period = _period(request)
    return render(
        request, "boards/home.html", {**frames.frame(period), "home": homes.of(request.post, period, clock.today())}
    )


@page(rules.may_see_overview)
def overview(request: PostRequest) -> HttpResponse:
    """Ten seconds: where do we stand, what is going wrong, which post answers, since when."""
    period = _period(request)
    return render(
        request, "boards/overview.html", {**frames.frame(period), "view": overviews.of(period, clock.today())}
    )


@page(rules.may_see_figures)
def figures(request: PostRequest) -> HttpResponse:
    """Every figure of the plan for one unit and period, searched without marks."""
    period = _period(request)
    found = figure_lists.of(_unit_code(request), period, request.GET.get("q", ""))
    return render(request, "boards/figures.html", {**frames.frame(period), "view": found})


@page(rules.may_see_figures)
def lineage(request: PostRequest, code: str) -> HttpResponse:
    """Where a figure comes from: formula, children, leaf, cell, log. The choice lives in the address."""
    period = _period(request)
    try:
        asked = request.GET
        view = lineages.of(
            code, _unit_code(request), period, at=asked.get("at", ""), month=asked.get("month", ""), post=request.post
        )
    except (BadInput, KeyError) as error:
        raise Http404 from error
    return render(request, "boards/lineage.html", {**frames.frame(period), "view": view})


@page(rules.may_see_figures)
def targets_table(request: PostRequest) -> HttpResponse:
    """The table of targets as a workbook."""
    period = _period(request)
    content = tables.targets(_unit_code(request), period)
    name = f"chi-tieu-{period.key}.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page(rules.may_see_home)
def search(request: PostRequest) -> HttpResponse:
    """Clauses, units and figures that hold the words, marks or not."""
    return render(request, "boards/search.html", {"view": searches.of(request.GET.get("q", ""), request.post)})


def _period(request: HttpRequest) -> Period:
    """The period asked for; the last ended month when none is, or when it cannot be read."""
    try:
        return periods.parse(request.GET["period"])
    except (KeyError, ValueError):
        return periods.of(clock.today(), "month").previous()


def _unit_code(request: PostRequest) -> str:
    return request.GET.get("unit") or frames.plan_unit().code
