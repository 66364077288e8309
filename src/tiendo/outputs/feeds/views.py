"""The page on which a post makes or revokes its calendar's address, and the calendar itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tiendo.foundation.accounts import days
from tiendo.foundation.accounts.pages import PostRequest, open_page, page
from tiendo.outputs.feeds import actions, queries, rules


@never_cache
@page(rules.may_have, methods=("GET", "POST"))
def feed(request: PostRequest) -> HttpResponse:
    """Whether the post's calendar has an address; POST makes a new one and shows it this once."""
    address = ""
    if request.method == "POST":
        secret = actions.make(by=request.post)
        address = request.build_absolute_uri(reverse("feeds:calendar", args=[secret]))
    return render(request, "feeds/feed.html", {"key": queries.key_of(request.post), "address": address})


@page(rules.may_have, methods=("POST",))
def revoke(request: PostRequest) -> HttpResponse:
    """The address stops working."""
    actions.revoke(by=request.post)
    messages.success(request, _("Đã thu hồi địa chỉ lịch. Ứng dụng lịch sẽ không đọc được nữa."))
    return redirect("feeds:feed")


@never_cache
@open_page
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar, for whoever has its address."""
    post = queries.holder_of(secret)
    if post is None:
        raise Http404
    with days.of_post(post):
        content = queries.calendar(post, request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
