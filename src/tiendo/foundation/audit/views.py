"""The log's page: entries newest first, filtered, with the state of the chain."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.foundation import clock
from tiendo.foundation.accounts.pages import page
from tiendo.foundation.audit import queries, rules
from tiendo.foundation.audit.forms import AskForm
from tiendo.foundation.places import queries as places

ON_A_PAGE = 50


@page(rules.may_read)
def log(request: HttpRequest) -> HttpResponse:
    """Entries by unit, verb and days; `?check=1` walks the whole chain and says whether it holds."""
    form = AskForm(request.GET or None)
    asked = queries.Asked()
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        unit = places.by_code(said["unit"], clock.today()) if said["unit"] else None
        asked = queries.Asked(unit.pk if unit else None, said["verb"] or None, said["since"], said["until"])
    found = Paginator(queries.entries(asked), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(found.object_list)
    names = places.names({line.unit_id for line in lines if line.unit_id is not None})
    kept = request.GET.copy()
    for key in ("page", "check"):
        kept.pop(key, None)
    seq, head = queries.head()
    shown = {
        "form": form, "page": found, "lines": [(line, names.get(line.unit_id or 0, "")) for line in lines],
        "kept": kept.urlencode(), "seq": seq, "head": head,
        "verification": queries.verify() if "check" in request.GET else None,
    }  # fmt: skip
    return render(request, "audit/log.html", shown)
