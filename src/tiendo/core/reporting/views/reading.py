"""The list of reports, a report's page, its printable sheet and its history. These pages change no report."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tiendo.core.reporting import queries
from tiendo.core.reporting.models import Report, Revision
from tiendo.core.reporting.presence import look_in
from tiendo.core.reporting.views import access
from tiendo.core.reporting.views.rolled_up import rolled_up
from tiendo.core.reporting.views.words import asked_cells, next_step, reasons, words_of
from tiendo.foundation import clock
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.accounts.roles import OFFICERS
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.audit import words as audit_words
from tiendo.foundation.places.models import Unit


@page(access.has_reports)
def reports(request: PostRequest) -> HttpResponse:
    """The post's reports by what must be done with them, and what waits for its judgement."""
    mine = queries.my_reports(request.post, clock.today())
    count = (
        len(mine.returned) + len(mine.to_enter) + len(mine.to_sign) + sum(group.waiting for group in mine.to_approve)
    )
    context = {
        "mine": mine,
        "count": count,
        "looks_below": access.looks_below(request.post),
        "enters": request.post.role in OFFICERS,
    }
    return render(request, "reporting/reports.html", context)


@page(access.sees)
def report(request: PostRequest, report_id: int) -> HttpResponse:
    """A report: typed in by those who may, read by the rest of its line."""
    shown = queries.report_page(_exists(report_id), request.post)
    context = {
        "page": shown,
        "words": words_of(shown),
        "step": next_step(shown),
        "errors": shown.errors,
        "reasons": reasons(),
        "asked": asked_cells(shown),
        "rolled": rolled_up(shown),
    }
    return render(request, "reporting/report.html", context)


@page(access.sees, methods=("POST",))
def presence(request: PostRequest, report_id: int) -> HttpResponse:
    """The page says every 20 seconds that it is open, and learns who else has it open."""
    return render(request, "reporting/_presence.html", {"others": look_in(report_id, request.post)})


@page(access.sees)
def print_sheet(request: PostRequest, report_id: int) -> HttpResponse:
    """The sheet with the official heading, for signature and stamp."""
    shown = queries.report_page(_exists(report_id), request.post)
    unit = Unit.objects.get(pk=shown.unit_id)
    context = {
        "page": shown,
        "words": words_of(shown),
        "heading": heading_of(unit),
        "on": shown.submitted.at if shown.submitted else clock.now(),
        "digest": shown.revisions[-1].digest if shown.revisions else "",
    }
    return render(request, "reporting/print.html", context)


@page(access.sees)
def history(request: PostRequest, report_id: int) -> HttpResponse:
    """Every signature with what it changed, and every act on the report."""
    shown = queries.report_page(_exists(report_id), request.post)
    row = Report.objects.get(pk=report_id)
    context = {
        "page": shown,
        "words": words_of(shown),
        "signatures": signatures(row, {cell.code: cell.label for cell in shown.cells}),
        "entries": [(entry, audit_words.said(entry.verb)) for entry in audit.of(row)],
    }
    return render(request, "reporting/history.html", context)


def signatures(report: Report, labels: dict[str, str]) -> list[dict[str, object]]:
    """Each revision, newest first, with the cells it changed from the one before: only cells this post may see. One query.

    Before the first signature of a correction stands the last one of the report that it corrects.
    """
    chain = [report.pk, report.supersedes_id]
    revisions = Revision.objects.filter(report__in=chain).select_related("by__unit").order_by("number", "pk")
    found: list[dict[str, object]] = []
    before: dict[str, int] | None = None
    for one in revisions:
        if one.report_id != report.pk:
            before = one.values
            continue
        earlier = before or {}
        changes = [
            {"code": code, "label": label, "old": earlier.get(code), "new": one.values.get(code)}
            for code, label in labels.items()
            if earlier.get(code) != one.values.get(code)
        ]
        found.append(
            {
                "number": one.number,
                "by": one.by,
                "at": one.at,
                "digest": bytes(one.digest).hex()[:12],
                "changes": changes,
                "first": before is None,
            }
        )
        before = one.values
    return found[::-1]


def heading_of(unit: Unit) -> dict[str, str]:
    """The fixed words of an official paper (law on administrative layout): for a territory its people's committee, else the agency."""
    name = str(unit)
    return {
        "issuer": f"Ủy ban nhân dân {name}" if unit.is_territory else name,
        "place": unit.name if unit.is_territory else "……",
        "mark": "-UBND" if unit.is_territory else "",
        "signs": "TM. Ủy ban nhân dân" if unit.is_territory else "Thủ trưởng đơn vị",
        "seal": "(Ký, ghi rõ chức vụ, đóng dấu)",
    }


def _exists(report_id: int) -> int:
    return access.found(report_id).pk
