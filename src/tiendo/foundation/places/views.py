"""Pages of units: search, the picker's answers, and one unit with its history."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.pages import PostRequest, by_htmx, page
from tiendo.foundation.places import links, queries, rules, unit_pages
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

LONGEST_QUERY = 80


@page(rules.may_see)
def units(request: HttpRequest) -> HttpResponse:
    """Search over the units in force on a day; without words, the top of the tree."""
    on, typed = _day(request), _typed(request)
    found = [(each, unit_pages.note(each)) for each in queries.search(typed, on, limit=50)]
    shown = {"on": on, "typed": typed, "found": found, "provinces": [] if typed else unit_pages.top(on)}
    return render(request, "places/units.html", shown)


@page(rules.may_see)
def find(request: HttpRequest) -> HttpResponse:
    """The unit picker's answer to what was typed: JSON for its script, list items for HTMX."""
    on = _day(request)
    found = [(each.unit, unit_pages.note(each)) for each in queries.search(_typed(request), on)]
    if by_htmx(request):
        response = render(request, "places/_found.html", {"found": found, "on": on})
    else:
        rows = [{"code": unit.code, "shown": str(unit), "note": note} for unit, note in found]
        response = JsonResponse(rows, safe=False)
    patch_vary_headers(response, ["HX-Request"])
    return response


@page(rules.may_see)
def unit(request: PostRequest, code: str) -> HttpResponse:
    """One unit on a day (`?on=2020-02-01`, today otherwise), with the ways to what other pages say of it."""
    shown = unit_pages.unit_page(nfc(code), _day(request))
    context = {
        "shown": shown,
        "validity": unit_pages.validity(shown.unit),
        "asked_today": shown.on == clock.today(),
        "links": links.of(shown.unit, request.post),
    }
    return render(request, "places/unit.html", context)


def _typed(request: HttpRequest) -> str:
    return nfc(request.GET.get("q", "")).strip()[:LONGEST_QUERY]


def _day(request: HttpRequest) -> date:
    """The day asked for: 2020-02-01 in addresses, 01/02/2020 as people type it; today when none is. Raises BadInput when it is no day."""
    text = nfc(request.GET.get("on", "")).strip()
    if not text:
        return clock.today()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    what = _("“%(text)s” không phải là ngày.") % {"text": text[:20]}
    raise BadInput([Problem("", what, _("Mời ghi như 05/10/2017."))])
