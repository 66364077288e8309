"""The unit's own side after typing: review, present, sign and send, take back, correct."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.views import access
from tiendo.core.reporting.views.entering import version_of
from tiendo.core.reporting.views.words import last_step, words_of
from tiendo.foundation.accounts.pages import PostRequest, page


@page(access.sees)
def review(request: PostRequest, report_id: int) -> HttpResponse:
    """Everything once more before it leaves, the biggest changes first."""
    shown = queries.report_page(report_id, request.post)
    context = {"page": shown, "words": words_of(shown), "step": last_step(shown)}
    return render(request, "reporting/review.html", context)


@page(access.enters, methods=("POST",))
def present(request: PostRequest, report_id: int) -> HttpResponse:
    """The officer puts the finished draft on the head's list."""
    actions.present(access.found(report_id), by=request.post, version=version_of(request))
    messages.success(request, _("Đã trình lãnh đạo ký."))
    return _back(report_id)


@page(access.signs, methods=("POST",))
def submit(request: PostRequest, report_id: int) -> HttpResponse:
    """The head signs and sends; the receipt follows."""
    actions.submit(access.found(report_id), by=request.post, version=version_of(request))
    return HttpResponseRedirect(reverse("reporting:receipt", args=[report_id]))


@page(access.signs, methods=("POST",))
def send_back(request: PostRequest, report_id: int) -> HttpResponse:
    """The head does not sign yet: the report goes back to the officer with a word."""
    reason = request.POST.get("reason", "")
    actions.send_back(access.found(report_id), reason=reason, by=request.post, version=version_of(request))
    messages.success(request, _("Đã chuyển lại báo cáo để sửa. Sửa xong, người lập trình lại để ký."))
    return _back(report_id)


@page(access.sees)
def receipt(request: PostRequest, report_id: int) -> HttpResponse:
    """What was sent, by whom, when, and the check code of the signature."""
    shown = queries.report_page(report_id, request.post)
    return render(request, "reporting/receipt.html", {"page": shown, "words": words_of(shown)})


@page(access.signs, methods=("POST",))
def withdraw(request: PostRequest, report_id: int) -> HttpResponse:
    """The signer takes the report back to the draft."""
    actions.withdraw(access.found(report_id), by=request.post)
    messages.success(request, _("Đã rút báo cáo về bản nháp. Sửa xong, mời trình và ký lại."))
    return _back(report_id)


@page(access.judges, methods=("POST",))
def correct(request: PostRequest, report_id: int) -> HttpResponse:
    """The level above opens a correction of an accepted report."""
    draft = actions.correct(access.found(report_id), reason=request.POST.get("reason", ""), by=request.post)
    messages.success(request, _("Đã mở bản đính chính. Bản đã duyệt vẫn được tính cho đến khi bản này được duyệt."))
    return _back(draft.pk)


def _back(report_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("reporting:report", args=[report_id]))
