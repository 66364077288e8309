"""Pages of signing for a head: who signs for whom, now and before; giving it and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts import delegating, queries, rules
from tiendo.foundation.accounts.forms import DelegateForm, UnitField
from tiendo.foundation.accounts.models import Delegation, Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput, Refused, Verdict


def may_take_back(post: Post, delegation_id: int) -> Verdict:
    """The rule of taking one back: whoever could give it; whether it still holds, the action asks."""
    row = _delegation(delegation_id)
    return rules.may_delegate_any(post) and rules.may_revoke(post, row.from_post, ends=row.ends)


@page(rules.may_read_delegations)
def delegations(request: PostRequest) -> HttpResponse:
    """Who signs for whom: in force, to come, past."""
    text, number = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("page", "1")
    chosen = int(number) if number.isdecimal() else 1
    shown = {
        "found": queries.delegations(request.post, text, day=clock.today(), page=chosen),
        "text": text,
        "may_give": bool(rules.may_delegate_any(request.post)),
        "many_units": bool(rules.may_read_people(request.post)),
    }
    return render(request, "accounts/delegations.html", shown)


@page(rules.may_delegate_any, methods=("GET", "POST"))
def delegate(request: PostRequest) -> HttpResponse:
    """Give a head's signing on: a head the own, an administrator that of the unit in `?unit=`. Sent twice, it is given once."""
    unit, wrong = _unit(request)
    if unit is None:
        return render(request, "accounts/delegate_unit.html", {"wrong": wrong, "asked": request.GET.get("unit", "")})
    heads, others = queries.delegable(unit, clock.today())
    if request.post.role != Role.ADMINISTRATOR:
        heads = [post for post in heads if post.pk == request.post.pk]
    typed = request.POST if request.method == "POST" else None
    form = DelegateForm(typed, heads=heads, others=[post for post in others if post.pk != request.post.pk])
    if typed is not None and form.is_valid():
        try:
            made = delegating.delegate(form.chosen("from_post"), form.chosen("to_post"), form.terms(), by=request.post)
        except (BadInput, Refused) as error:
            form.add_error(None, str(error))
        else:
            said = {"who": made.post.title, "day": f"{made.last_day:%d/%m/%Y}"}
            messages.success(request, _("Đã ghi: %(who)s, đến hết ngày %(day)s.") % said)
            return redirect("accounts:delegations")
    shown = {"form": form, "unit": unit, "heads": heads}
    return render(request, "accounts/delegate.html", shown, status=422 if form.errors else 200)


@page(may_take_back, methods=("POST",))
def revoke(request: PostRequest, delegation_id: int) -> HttpResponse:
    """Take it back from today."""
    delegating.revoke(_delegation(delegation_id), by=request.post)
    messages.success(request, _("Đã thu hồi. Chữ ký đã ký trước đó vẫn giữ nguyên."))
    return redirect("accounts:delegations")


def _unit(request: PostRequest) -> tuple[Unit | None, str]:
    """Whose heads are meant, or what is wrong with the unit asked for."""
    if request.post.role != Role.ADMINISTRATOR:
        return request.post.unit, ""
    asked = request.GET.get("unit", "").replace("\x00", "").strip()
    if not asked:
        return None, ""
    try:
        return UnitField().clean(asked), ""
    except ValidationError as error:
        return None, "; ".join(error.messages)


def _delegation(delegation_id: int) -> Delegation:
    found = Delegation.objects.select_related("post", "from_post__unit").filter(pk=delegation_id).first()
    if found is None:
        raise Http404(_("Không có ủy quyền này."))
    return found
