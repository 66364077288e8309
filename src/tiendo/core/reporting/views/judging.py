"""The approver's desk: the list of one form and period, one report beside it, and the verbs of judging."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.forms import ExtensionForm
from tiendo.core.reporting.models import Report
from tiendo.core.reporting.views import access
from tiendo.core.reporting.views.desk import asked_for, closing_of, effects, neighbours, tabs
from tiendo.core.reporting.views.entering import version_of
from tiendo.core.reporting.views.words import words_of
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.kernel.verdicts import Refused


@page(access.looks_below)
def inbox(request: PostRequest) -> HttpResponse:
    """The desk. `?form=&period=` choose the list, `?report=` the report beside it; the oddest stands there at first."""
    choices = tabs(request.post)
    form, period = asked_for(request, choices)
    if form is None or period is None:
        return render(request, "reporting/inbox_empty.html", {"tabs": choices})
    desk = queries.inbox(request.post, form, period)
    lines = {
        line.report_id: line
        for line in (*desk.waiting, *desk.returned, *desk.not_sent, *desk.approved)
        if line.report_id
    }
    asked = request.GET.get("report", "")
    chosen = (
        int(asked) if asked.isdigit() and int(asked) in lines else next((line.report_id for line in desk.waiting), None)
    )
    shown = queries.report_page(chosen, request.post) if chosen else None
    undo = [
        pk for pk in request.session.get("approved_together", []) if pk in {line.report_id for line in desk.approved}
    ]
    undoing = queries.undo_of(request.post, undo)
    context = {
        "desk": desk,
        "tabs": choices,
        "page": shown,
        "line": lines.get(chosen) if chosen else None,
        "words": words_of(shown) if shown else None,
        "effects": effects(shown, request.post) if shown and shown.may.approve else [],
        "on_own_page": bool(asked and shown),
        "list_url": f"{reverse('reporting:inbox')}?form={form}&period={period.key}",
        "closing": closing_of(request.post, desk),
        "can_tick": any(line.may_approve for line in desk.plain),
        "usual": [cell for cell in shown.cells if not cell.is_odd] if shown else [],
        "undo": undo,
        "undo_possible": bool(undoing),
        "locked_reason": str(undoing.reason or ""),
        "may_extend": access.extends(request.post),
        "extension": ExtensionForm(),
        **neighbours(desk, chosen),
    }
    return render(request, "reporting/inbox.html", context)


@page(access.judges_many, methods=("POST",))
def approve_many(request: PostRequest) -> HttpResponse:
    """Accept the ticked reports in one act; whatever could not be accepted is named with its reason."""
    ids = [int(pk) for pk in request.POST.getlist("report") if pk.isdigit()]
    outcomes = actions.approve_many(ids, by=request.post)
    approved = [outcome.report_id for outcome in outcomes if outcome.approved]
    request.session["approved_together"] = approved
    if approved and len(approved) == len(outcomes):
        request.session["approved_count"] = len(approved)
    for outcome in outcomes:
        if not outcome.approved:
            messages.warning(request, f"{outcome.unit}: {outcome.reason}" if outcome.unit else outcome.reason)
    if not outcomes:
        messages.warning(request, _("Chưa chọn báo cáo nào. Mời đánh dấu các báo cáo cần duyệt."))
    return _to_desk(request)


@page(access.judges_many, methods=("POST",))
def undo_approve_many(request: PostRequest) -> HttpResponse:
    """Take the last bulk acceptance back, report by report, while the district has not sent its period."""
    taken, refused = 0, set[str]()
    for report in Report.objects.filter(pk__in=request.session.pop("approved_together", [])).order_by("pk"):
        try:
            actions.withdraw_approval(report, by=request.post)
            taken += 1
        except Refused as error:
            refused.add(str(error))
    if taken:
        said = ngettext("Đã hoàn tác duyệt %(count)s báo cáo.", "Đã hoàn tác duyệt %(count)s báo cáo.", taken)
        messages.success(request, said % {"count": taken})
    for reason in sorted(refused):
        messages.warning(request, reason)
    return _to_desk(request)


@page(access.judges, methods=("POST",))
def approve(request: PostRequest, report_id: int) -> HttpResponse:
    """Accept one report, with the reason where its figures are unusual."""
    report = access.found(report_id)
    actions.approve(report, by=request.post, note=request.POST.get("note", ""), version=version_of(request))
    messages.success(request, _("Đã duyệt báo cáo của %(unit)s.") % {"unit": report.unit})
    return _to_desk(request, report)


@page(access.judges, methods=("POST",))
def return_for_changes(request: PostRequest, report_id: int) -> HttpResponse:
    """Send one report back with a reason and the cells to look at again (`question-<code>`)."""
    report = access.found(report_id)
    asked = {
        name.removeprefix("question-"): str(text) for name, text in request.POST.items() if name.startswith("question-")
    }
    questions = {code: text for code, text in asked.items() if text.strip()}
    reason = request.POST.get("reason", "")
    actions.return_for_changes(report, reason, questions, by=request.post, version=version_of(request))
    said = _("Đã trả lại %(count)s ô cho %(unit)s. Đơn vị nhận ngay và chỉ phải sửa các ô đó.")
    messages.success(request, said % {"count": len(questions), "unit": report.unit})
    return _to_desk(request, report)


@page(access.judges, methods=("POST",))
def withdraw_approval(request: PostRequest, report_id: int) -> HttpResponse:
    """Take one acceptance back; its figures leave the totals."""
    report = access.found(report_id)
    actions.withdraw_approval(report, by=request.post)
    messages.success(
        request, _("Đã rút duyệt báo cáo của %(unit)s; số liệu không còn trong tổng.") % {"unit": report.unit}
    )
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]))


@page(access.extends, methods=("POST",))
def extend_due(request: PostRequest, form: str, period: str) -> HttpResponse:
    """Give more time for a form and period, to all or to one unit and those under it."""
    at, asked = access.period_of(period), ExtensionForm(request.POST)
    if not asked.is_valid():
        context = {"extension": asked, "form_code": form, "period": at}
        return render(request, "reporting/extension.html", context, status=422)
    given = asked.cleaned_data
    unit = places.by_code(given["unit"], at.end) if given["unit"] else None
    extension = actions.extend_due(form, at, due_on=given["due_on"], reason=given["reason"], by=request.post, unit=unit)
    who = str(unit) if unit else _("mọi đơn vị")
    messages.success(
        request, _("Đã gia hạn cho %(who)s đến ngày %(day)s.") % {"who": who, "day": f"{extension.due_on:%d/%m/%Y}"}
    )
    return HttpResponseRedirect(f"{reverse('reporting:inbox')}?form={form}&period={at.key}")


def _to_desk(request: PostRequest, report: Report | None = None) -> HttpResponse:
    form = report.form if report else request.POST.get("form", "")
    period = report.period if report else request.POST.get("period", "")
    known = period and periods.parse(period)
    query = f"?form={form}&period={period}" if form.isalnum() and known else ""
    return HttpResponseRedirect(reverse("reporting:inbox") + query)
