"""Pages by which the vice chair acts on a matter of the overview: parse, call one action, lead back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.notices.models import Notice
from tiendo.outputs.boards import actions, asking, decisions, frames, rules
from tiendo.outputs.boards.forms import DayForm
from tiendo.outputs.boards.frames import Frame
from tiendo.outputs.boards.wording import listed


@page(rules.may_decide, methods=("POST",))
def remind(request: PostRequest) -> HttpResponse:
    """Remind whoever answers for the matter."""
    frame = _frame(request)
    sent = actions.remind(request.POST.get("matter", ""), frame, by=request.post)
    messages.success(request, _("Đã nhắc %(who)s.") % {"who": _who(sent)})
    return _back(frame)


@page(rules.may_decide, methods=("GET", "POST"))
def set_day(request: PostRequest) -> HttpResponse:
    """The page that asks for a day, and giving it."""
    frame = _frame(request)
    matter = request.POST.get("matter") or request.GET.get("matter", "")
    if not matter:
        return _back(frame)
    asked = DayForm(request.POST or None)
    if not asked.is_valid():
        context = {**frame.names(), "decision": decisions.find(matter, frame), "day": asked}
        return render(request, "boards/set_day.html", context, status=422 if request.method == "POST" else 200)
    due_on = asked.cleaned_data["due_on"]
    sent = actions.set_day(matter, frame, due_on=due_on, by=request.post)
    messages.success(request, _("Đã giao hạn %(day)s cho %(who)s.") % {"day": f"{due_on:%d/%m/%Y}", "who": _who(sent)})
    return _back(frame)


@page(rules.may_decide, methods=("POST",))
def leave(request: PostRequest) -> HttpResponse:
    """Close what was said about the matter."""
    actions.leave(request.POST.get("matter", ""), by=request.post)
    messages.success(request, _("Đã thôi nhắc; việc không còn trên trang của đơn vị."))
    return _back(_frame(request))


def _frame(request: PostRequest) -> Frame:
    return frames.of(asking.read(request.POST if request.method == "POST" else request.GET), request.post.unit)


def _who(sent: list[Notice]) -> str:
    return listed([str(notice.to_unit) for notice in sent], len(sent))


def _back(frame: Frame) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('boards:overview')}?{frame.asked.query()}")
