"""The page of notices: what came in, newest first; opening one marks it as read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.notices import actions, queries, rules


@page(rules.may_read)
def notices(request: PostRequest) -> HttpResponse:
    """Everything the post was told, or what it has not read."""
    number, view = request.GET.get("page", "1"), request.GET.get("view", "")
    found = queries.notices_of(
        request.post, only_unread=view == "unread", page=int(number) if number.isdecimal() else 1
    )
    return render(request, "notices/notices.html", {"found": found, "view": view if view == "unread" else ""})


@page(rules.may_read, methods=("POST",))
def open_notice(request: PostRequest, notice_id: int) -> HttpResponse:
    """Mark one as read and go to its matter."""
    url = queries.url_of(notice_id, request.post)
    if url is None:
        raise Http404
    actions.read([notice_id], by=request.post)
    return redirect(url)


@page(rules.may_read, methods=("POST",))
def read_all(request: PostRequest) -> HttpResponse:
    """Mark everything as read."""
    number = actions.read(by=request.post)
    messages.success(request, _("Đã đánh dấu %(n)d thông báo là đã đọc.") % {"n": number})
    return redirect("notices:notices")
