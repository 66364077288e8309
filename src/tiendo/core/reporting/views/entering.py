"""Typing into a report: each cell, reason and part of the evidence is saved when left; HTMX gets the parts of the page that changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.actions import CellConflict
from tiendo.core.reporting.views import access
from tiendo.core.reporting.views.words import asked_cells, next_step, reasons, words_of
from tiendo.foundation import clock
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.kernel.numbers import show
from tiendo.kernel.verdicts import BadInput, Refused


@page(access.opens, methods=("POST",))
def open_report(request: PostRequest, unit: str, form: str, period: str) -> HttpResponse:
    """Begin a report, or go to the one that is there."""
    at = access.period_of(period)
    report = actions.open_report(access.unit_of(unit, at), form, at, by=request.post)
    return HttpResponseRedirect(reverse("reporting:report", args=[report.pk]))


@page(access.enters, methods=("POST",))
def save_cell(request: PostRequest, report_id: int, code: str) -> HttpResponse:
    """Save one cell. 422 with the sentence beside the cell when it cannot be read, 409 with both values when two people differ."""
    typed = request.POST.get(code, "")
    try:
        actions.save_cell(access.found(report_id), code, typed, by=request.post, version=version_of(request))
    except BadInput as error:
        return saved(request, report_id, status=422, refused=_not_taken(code, error, _("Số vừa nhập chưa nhận được.")))
    except CellConflict as conflict:
        return saved(request, report_id, status=409, conflict=two_values(conflict), refused={"code": code})
    except Refused as error:
        return saved(request, report_id, status=409, banner=str(error))
    return saved(request, report_id)


@page(access.enters, methods=("POST",))
def save_note(request: PostRequest, report_id: int, code: str) -> HttpResponse:
    """Save the reason of an unusual figure: a usual one, a sentence, or a usual one alone."""
    kind = request.POST.get(f"kind-{code}", "")
    text = request.POST.get(f"text-{code}", "").strip() or dict(reasons()).get(kind, "")
    try:
        actions.save_note(access.found(report_id), code, text, by=request.post, kind=kind)
    except BadInput as error:
        return saved(request, report_id, status=422, refused_note={"code": code, "text": sentence(error)})
    except Refused as error:
        return saved(request, report_id, status=409, banner=str(error))
    return saved(request, report_id)


@page(access.enters, methods=("POST",))
def save_evidence(request: PostRequest, report_id: int, code: str, part: str) -> HttpResponse:
    """Save one part of what stands behind a cell."""
    text = request.POST.get(f"evidence-{code}-{part}", "")
    try:
        actions.save_evidence(access.found(report_id), code, part, text, by=request.post)
    except BadInput as error:
        return saved(
            request, report_id, status=422, refused=_not_taken(code, error, _("Nội dung vừa nhập chưa nhận được."))
        )
    except Refused as error:
        return saved(request, report_id, status=409, banner=str(error))
    return saved(request, report_id)


@page(access.enters, methods=("POST",))
def save(request: PostRequest, report_id: int) -> HttpResponse:
    """Save the whole form where no script runs: cell by cell, then the page of what could not be taken, if anything."""
    report, before = access.found(report_id), queries.report_page(report_id, request.post)
    problems, conflicts, version = [], [], version_of(request)
    for cell in before.cells:
        typed = request.POST.get(cell.code)
        if typed is None or not cell.editable:
            continue
        try:
            actions.save_cell(report, cell.code, typed, by=request.post, version=version)
        except BadInput as error:
            problems.append({"cell": cell, "text": sentence(error)})
        except CellConflict as conflict:
            conflicts.append({"cell": cell, **two_values(conflict)})
    if problems or conflicts:
        shown = queries.report_page(report_id, request.post)
        context = {"page": shown, "words": words_of(shown), "problems": problems, "conflicts": conflicts}
        return render(request, "reporting/conflict.html", context, status=409 if conflicts else 422)
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]))


@page(access.enters, methods=("POST",))
def nil_return(request: PostRequest, report_id: int, block: str) -> HttpResponse:
    """ "Không phát sinh" for a block."""
    actions.nil_return(access.found(report_id), block, by=request.post)
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]) + f"#block-{block}")


@page(access.enters, methods=("POST",))
def undo_nil(request: PostRequest, report_id: int, block: str) -> HttpResponse:
    """Take "không phát sinh" back."""
    actions.undo_nil(access.found(report_id), block, by=request.post)
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]) + f"#block-{block}")


@page(access.judges, methods=("POST",))
def enter_for(request: PostRequest, report_id: int) -> HttpResponse:
    """The level above takes over entering."""
    actions.enter_for(access.found(report_id), by=request.post)
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]))


def version_of(request: PostRequest) -> int:
    """The version of the report that the page showed; an unreadable one is the oldest, so it conflicts rather than overwrites."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdigit() else 0


def sentence(error: BadInput) -> str:
    """What is wrong and what to do, without the cell's code: it stands beside the cell."""
    return " ".join(" ".join(part for part in (problem.what, problem.remedy) if part) for problem in error.problems)


def _not_taken(code: str, error: BadInput, said: str) -> dict[str, str]:
    """What stands at a cell whose value was not taken: that it was not, and why."""
    return {"code": code, "said": said, "text": sentence(error)}


def two_values(conflict: CellConflict) -> dict[str, Any]:
    """Both values of a cell that two people filled differently."""
    return {
        "code": conflict.cell,
        "text": str(conflict),
        "mine": _typed(conflict.mine),
        "theirs": _typed(conflict.theirs),
    }


def _typed(value: int | None) -> str:
    return "" if value is None else show(value)


def saved(request: PostRequest, report_id: int, *, status: int = 200, **told: Any) -> HttpResponse:
    """The parts of the page that follow a saved cell: its notes, the counts, the one next step, the newest version."""
    shown = queries.report_page(report_id, request.post)
    refused = told.get("refused", {}).get("code", "") if status == 422 else ""
    newly_wrong = any(cell.code == refused and not cell.errors for cell in shown.cells)
    context = {
        "page": shown,
        "words": words_of(shown),
        "step": next_step(shown, refused=refused),
        "errors": shown.errors + newly_wrong,
        "reasons": reasons(),
        "asked": asked_cells(shown),
        "oob": True,
        **told,
    }
    response = render(request, "reporting/_saving.html", context, status=status)
    response["X-Saved-At"] = f"{clock.now():%H:%M}"
    response["Cache-Control"] = "no-store"
    return response
