"""Pages of arrangements: the list of places, one place with its head, committee, resolutions and programmes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.core.arrangements import actions, queries, rules
from tiendo.core.arrangements.forms import Entry, forms_for
from tiendo.core.arrangements.models import Head, Held, Integration, Member, MemberArea, MemberTask, Resolution
from tiendo.core.plans import carried
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused, Verdict

KINDS: dict[str, type[Held]] = {
    "head": Head, "member": Member, "task": MemberTask, "area": MemberArea, "resolution": Resolution, "integration": Integration,
}  # fmt: skip


def may_open(post: Post, code: str) -> Verdict:
    """The rule of a place's address."""
    return rules.may_see(post, _unit(code))


def may_write(post: Post, code: str, **_what: Any) -> Verdict:
    """The rule of what is written down about a place."""
    return rules.may_write(post, _unit(code))


@page(rules.may_list)
def place_list(request: PostRequest) -> HttpResponse:
    """The own place and those below, each with what is still to be written down."""
    lines = queries.places_of(request.post)
    return render(request, "arrangements/places.html", {"lines": lines, "whole": sum(line.is_whole for line in lines)})


@page(may_open)
def unit(request: PostRequest, code: str) -> HttpResponse:
    """One place."""
    return _show(request, _unit(code))


@page(may_write, methods=("POST",))
def enter(request: PostRequest, code: str, verb: str) -> HttpResponse:
    """Write one thing down; what is wrong comes back in its form."""
    here = _unit(code)
    forms = forms_for(here, carried.first_by(here, clock.today()), request.POST, verb)
    form = forms.get(verb)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _show(request, here, forms=forms, sent=verb, status=422)
    try:
        _act(verb, here, form.cleaned_data, request)
    except (BadInput, Refused) as error:
        said = error.problems if isinstance(error, BadInput) else [error]
        for problem in said:
            form.add_error(None, str(problem))
        return _show(request, here, forms=forms, sent=verb, status=422)
    messages.success(request, _("Đã ghi."))
    return redirect("arrangements:unit", code)


@page(may_write, methods=("POST",))
def end(request: PostRequest, code: str, kind: str, row_id: int) -> HttpResponse:
    """One line holds no more from today."""
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(KINDS[kind], pk=row_id, unit=_unit(code))
    actions.end(row, clock.today(), by=request.post)
    messages.success(request, _("Đã kết thúc. Dòng cũ vẫn ở nhật ký."))
    return redirect("arrangements:unit", code)


def _act(verb: str, here: Unit, said: dict[str, Any], request: PostRequest) -> None:
    key = {"request": said["request"], "by": request.post}
    match verb:
        case "head":
            actions.name_head(here, said["office"], said["starts"], **key)
        case "member":
            actions.seat_member(here, said["seat"], said["office"], said["starts"], **key)
        case "task":
            actions.give_task(_member(request, here), said["text"], clock.today(), clause=said["clause"], **key)
        case "area":
            actions.give_areas(_member(request, here), said["areas"], clock.today(), **key)
        case "resolution":
            actions.add_resolution(here, said["number"], said["dated"], said["passage"], **key)
        case _:
            rest = {"passage": said["passage"], "clause": said["clause"]}
            actions.integrate(here, said["programme"], said["content"], said["document"], **rest, **key)


def _member(request: PostRequest, here: Unit) -> Member:
    wanted = request.POST.get("member", "")
    return get_object_or_404(
        Member.objects.select_related("unit"), pk=int(wanted) if wanted.isdecimal() else 0, unit=here
    )


def _show(
    request: PostRequest, here: Unit, *, forms: dict[str, Entry] | None = None, sent: str = "", status: int = 200
) -> HttpResponse:
    wanted = request.POST.get("member", "")
    shown = {
        "place": queries.arrangement(here, clock.today(), request.post),
        "may_write": rules.may_write(request.post, here),
        "forms": forms or forms_for(here, carried.first_by(here, clock.today())),
        "sent": sent,
        "sent_member": int(wanted) if wanted.isdecimal() else 0,
        "year": clock.today().year,
        f"open_{sent}": True,
    }
    return render(request, "arrangements/unit.html", shown, status=status)


def _unit(code: str) -> Unit:
    try:
        return places.by_code(code, clock.today())
    except BadInput:
        raise Http404(_("Không có đơn vị này.")) from None
