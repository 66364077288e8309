"""The log's page: entries newest first, filtered, with the state of the chain."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.audit import queries, rules
from tiendo.foundation.audit.forms import AskForm

ON_A_PAGE = 50
NOT_ASKED_FOR = ("page", "check")
"""Parameters that say how the log is shown, not what of it."""


@page(rules.may_read)
def log(request: PostRequest) -> HttpResponse:
    """Entries by unit, verb and days; `?check=1` walks the whole chain and says whether it holds, otherwise its end alone."""
    form = AskForm(request.GET or None)
    asked = form.asked()
    entries = queries.nothing() if asked is None else queries.entries(asked)
    found = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    for key in NOT_ASKED_FOR:
        kept.pop(key, None)
    whole = "check" in request.GET
    unit = form.cleaned_data.get("unit") if form.is_bound else None
    shown = {
        "form": form,
        "unit_shown": str(unit) if unit else form["unit"].value() or "",
        "filtered": any(kept.values()),
        "page": found,
        "newer": found.previous_page_number() if found.has_previous() else None,
        "older": found.next_page_number() if found.has_next() else None,
        "lines": queries.told(queries.lines(found.object_list), request.post),
        "kept": f"{kept.urlencode()}&" if kept else "",
        "whole": whole,
        "chain": queries.verify() if whole else queries.verify_end(),
    }
    return render(request, "audit/log.html", shown, status=422 if form.errors else 200)
