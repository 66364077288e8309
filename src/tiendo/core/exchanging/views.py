"""Pages of workbooks: taking one away, sending many in, reviewing what they would change, taking what is good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.exchanging import actions, exporting, queries, rules
from tiendo.core.reporting import duties
from tiendo.core.reporting.views import access
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.workbooks.archive import LARGEST_BYTES
from tiendo.foundation.workbooks.writing import TYPE


@page(rules.may_send)
def start(request: PostRequest) -> HttpResponse:
    """Where files are chosen or dropped, and what was sent lately."""
    return render(request, "exchanging/start.html", {"key": uuid4(), "recent": queries.recent(request.post)})


@page(rules.may_send, methods=("POST",))
def receive(request: PostRequest) -> HttpResponse:
    """Read the files sent, one or many; a script sends them one by one and is told where the review is."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error
    sent = request.FILES.getlist("files")
    if not sent:
        messages.error(request, _("Chưa chọn tệp nào. Mời chọn tệp rồi gửi."))
        return HttpResponseRedirect(reverse("exchanging:start"))
    delivery = actions.receive(key, _contents(sent), by=request.post)
    where = reverse("exchanging:review", args=[delivery.pk])
    return JsonResponse({"review": where}) if request.POST.get("one") else HttpResponseRedirect(where)


@page(rules.may_review)
def review(request: PostRequest, delivery_id: int) -> HttpResponse:
    """What the files would change, and every fault with its remedy."""
    delivery, number = rules.delivery(delivery_id), request.GET.get("page", "1")
    found = queries.review(delivery, by=request.post, page=int(number) if number.isdecimal() else 1)
    return render(request, "exchanging/review.html", {"delivery": delivery, "review": found})


@page(rules.may_review, methods=("POST",))
def take(request: PostRequest, delivery_id: int) -> HttpResponse:
    """Take every good sheet in."""
    delivery = rules.delivery(delivery_id)
    stand_in = request.POST.get("stand_in") == "1"
    actions.take(delivery, _seen(request.POST.get("seen", "")), by=request.post, stand_in=stand_in)
    return HttpResponseRedirect(reverse("exchanging:review", args=[delivery_id]))


@page(rules.may_export)
def workbook(request: PostRequest, unit: str, form: str, period: str) -> HttpResponse:
    """One unit's report as a workbook to fill."""
    owed = access.owed_by(unit, form, period)
    content = exporting.workbook([owed], post=request.post)
    return _download(content, f"{form}-{period}-{owed.unit.code}.xlsx")


@page(rules.may_export_book)
def book(request: PostRequest, form: str, period: str) -> HttpResponse:
    """The reports of every unit below the post's own, a sheet each, in one book."""
    at, above = access.period_of(period), request.post.unit
    owed = duties.leaves(form, at, under=above)
    if not owed:
        raise Http404
    content = exporting.workbook(owed, post=request.post, for_district=above)
    return _download(content, f"{form}-{period}-{above.code}-tong-hop.xlsx")


def _contents(sent: Iterable[UploadedFile[Any]]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, one at a time, never much more than the limit of one."""
    for file in sent:
        yield str(file.name), file.read(LARGEST_BYTES + 1)


def _seen(text: str) -> dict[int, int]:
    """`12:3,13:0` → sheet 12 saw version 3; anything else says nothing."""
    pairs = (pair.partition(":") for pair in text.split(","))
    return {int(sheet): int(version) for sheet, _colon, version in pairs if sheet.isdecimal() and version.isdecimal()}


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
