"""Pages of derived plans: the places below with how far they are, one unit's own plan, the grid of shares."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.cascading import actions, downloads, forms, overview, queries, rules
from tiendo.core.drafting import rules as drafting
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit
from tiendo.foundation.workbooks import writing
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Verdict

LONGEST_QUERY = 80


def may_open(post: Post, code: str) -> Verdict:
    """The rule of a unit's address."""
    return rules.may_see(post, _unit(code))


def may_begin(post: Post, code: str) -> Verdict:
    """The rule of beginning a unit's plan."""
    return rules.may_begin(post, _unit(code))


def may_open_shares(post: Post, code: str) -> Verdict:
    """The rule of a plan's shares."""
    return rules.may_see_shares(post, _plan(code))


def may_give(post: Post, code: str) -> Verdict:
    """The rule of giving them."""
    return rules.may_share(post, _plan(code))


@page(rules.may_list)
def unit_list(request: PostRequest) -> HttpResponse:
    """The places below with the state of their plans; a commune goes to its own."""
    if request.post.unit.kind == Kind.COMMUNE:
        return redirect("cascading:unit", request.post.unit.code)
    asked, number = _asked(request), request.GET.get("page", "1")
    found = overview.listed(_top(request), page=int(number) if number.isdecimal() else 1, **asked)
    labels = {
        "all": _("Tất cả"),
        overview.NONE: _("Chưa soạn"),
        overview.DRAFTING: _("Đang soạn"),
        overview.ISSUED: _("Đã ban hành"),
        overview.SHORT: _("Thiếu chương trình"),
    }
    shown = {
        "found": found,
        **asked,
        "of": request.GET.get("of", ""),
        "views": [(key, label, found.counts[key]) for key, label in labels.items()],
        "is_own": found.top.pk == request.post.unit_id,
    }
    return render(request, "cascading/units.html", shown)


@page(rules.may_list)
def download(request: PostRequest) -> HttpResponse:
    """The same choice as a workbook, every line."""
    content = downloads.units(overview.every_line(_top(request), **_asked(request)))
    answered = HttpResponse(content, content_type=writing.TYPE)
    answered["Content-Disposition"] = f'attachment; filename="ke-hoach-cap-duoi-{clock.today():%Y-%m-%d}.xlsx"'
    return answered


@page(may_open)
def unit(request: PostRequest, code: str) -> HttpResponse:
    """A unit's plan after each plan of the unit above: what came from where, what is left out, its shares."""
    here = _unit(code)
    shown = {
        "shown": queries.unit_page(here),
        "may_begin": rules.may_begin(request.post, here),
        "may_draft": drafting.may_work(request.post) and request.post.unit_id == here.pk,
        "has_below": here.kind != Kind.COMMUNE,
    }
    return render(request, "cascading/unit.html", shown)


@page(may_begin, methods=("POST",))
def begin(request: PostRequest, code: str) -> HttpResponse:
    """The skeleton is drawn and its review opens; pressed twice, the same one."""
    derivation = actions.begin(_unit(code), _plan(request.POST.get("plan", "")), by=request.post)
    return redirect("drafting:review", derivation.draft_id)


@page(may_open_shares)
def shares(request: PostRequest, code: str) -> HttpResponse:
    """The grid with its sums."""
    found = _plan(code)
    shown = {"plan": found, "grid": overview.shared(found), "may_share": rules.may_share(request.post, found)}
    return render(request, "cascading/shares.html", shown)


@page(may_give, methods=("POST",))
def give(request: PostRequest, code: str) -> HttpResponse:
    """What was typed or pasted is written, all or nothing; what cannot be read comes back in its cell."""
    found = _plan(code)
    typed = forms.read(overview.shared(found), {name: str(value) for name, value in request.POST.items()})
    if typed.wrong or typed.lost:
        shown: dict[str, Any] = {"plan": found, "may_share": rules.may_share(request.post, found)}
        shown |= {"grid": typed.grid, "typed": typed.typed, "wrong": typed.wrong, "lost": typed.lost}
        return render(request, "cascading/shares.html", shown, status=422)
    changed = actions.share_out(found, list(typed.cells), by=request.post)
    said = ngettext("Đã ghi phần của %d ô.", "Đã ghi phần của %d ô.", changed) % changed
    messages.success(request, said if changed else _("Không có ô nào thay đổi."))
    return redirect("cascading:shares", code)


def _asked(request: PostRequest) -> dict[str, str]:
    view = request.GET.get("view", "all")
    return {
        "plan": request.GET.get("plan", ""),
        "view": view if view in overview.VIEWS else "all",
        "text": nfc(request.GET.get("q", ""))[:LONGEST_QUERY],
    }


def _top(request: PostRequest) -> Unit:
    found = overview.top_of(request.post, request.GET.get("of", ""), clock.today())
    if found is None:
        raise Http404(_("Không có đơn vị này."))
    rules.may_see(request.post, found).or_refuse()
    return found


def _unit(code: str) -> Unit:
    try:
        return places.by_code(code, clock.today())
    except BadInput:
        raise Http404(_("Không có đơn vị này.")) from None


def _plan(code: str) -> Plan:
    found = plans.by_code(code)
    if found is None:
        raise Http404(_("Không có kế hoạch này."))
    return found
