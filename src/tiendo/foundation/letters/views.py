"""A post's settings, the administrator's pages about addresses and the outbox."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from tiendo.foundation.accounts.models import User
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.letters import actions, queries, rules
from tiendo.foundation.letters.forms import AddressForm, RhythmForm


@never_cache
@page(rules.may_see_settings)
def settings(request: PostRequest) -> HttpResponse:
    """The post's own choices: where and how often it is written to."""
    return _settings(request)


@never_cache
@page(rules.may_choose, methods=("POST",))
def own_address(request: PostRequest) -> HttpResponse:
    """Set or remove one's own address."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _settings(request, address=form)
    messages.success(request, _kept(request.post.user, form, request))
    return redirect("letters:settings")


@page(rules.may_choose, methods=("POST",))
def rhythm(request: PostRequest) -> HttpResponse:
    """Choose how often the post is written to."""
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _settings(request, rhythm=form)
    actions.choose(form.cleaned_data["rhythm"], by=request.post)
    messages.success(request, _("Đã đổi nhịp nhận thư."))
    return redirect("letters:settings")


@never_cache
@page(rules.may_set_mailboxes, methods=("GET", "POST"))
def address(request: PostRequest, user_id: int) -> HttpResponse:
    """An administrator sets or removes the address of an account."""
    person = get_object_or_404(User, pk=user_id)
    mailbox = queries.mailbox_of(person)
    form = AddressForm(request.POST or None, initial={"email": mailbox.email if mailbox else ""})
    if request.method == "POST" and form.is_valid():
        messages.success(request, _kept(person, form, request))
        return redirect("accounts:person", user_id=person.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "letters/address.html", {"form": form, "person": person}, status=status)


@page(rules.may_read_outbox)
def outbox(request: PostRequest) -> HttpResponse:
    """Letters that were not sent first; then those that wait and those that left."""
    asked, number = request.GET.get("view", ""), request.GET.get("page", "1")
    view, text = (asked if asked in queries.VIEWS else queries.VIEWS[0]), request.GET.get("q", "").strip()
    found = queries.outbox(view, text, page=int(number) if number.isdecimal() else 1)
    labels = {"troubled": _("Cần xử lý"), "waiting": _("Chờ gửi"), "sent": _("Đã gửi"), "dropped": _("Không gửi nữa")}
    shown = {
        "found": found,
        "view": view,
        "text": text,
        "kept": f"view={view}&q={quote(text)}&",
        "views": [(key, label, found.counts[key]) for key, label in labels.items()],
        "may_retry": rules.may_retry(request.post),
    }
    return render(request, "letters/outbox.html", shown)


@page(rules.may_retry, methods=("POST",))
def retry(request: PostRequest) -> HttpResponse:
    """Send again one letter (field `letter`), or all that were not sent."""
    wanted = request.POST.get("letter", "")
    number = actions.retry([int(wanted)] if wanted.isdecimal() else None, by=request.post)
    said = ngettext("%(n)s thư sẽ được gửi lại trong ít phút.", "%(n)s thư sẽ được gửi lại trong ít phút.", number)
    messages.success(request, said % {"n": number})
    return redirect("letters:outbox")


def _settings(
    request: PostRequest, *, address: AddressForm | None = None, rhythm: RhythmForm | None = None
) -> HttpResponse:
    post = request.post
    mailbox = queries.mailbox_of(post.user)
    shown = {
        "may_choose": rules.may_choose(post),
        "mailbox": mailbox,
        "address": address or AddressForm(initial={"email": mailbox.email if mailbox else ""}),
        "rhythm": rhythm or RhythmForm(initial={"rhythm": queries.rhythm_of(post)}),
    }
    return render(request, "letters/settings.html", shown, status=422 if address or rhythm else 200)


def _kept(person: User, form: AddressForm, request: PostRequest) -> str:
    email = form.cleaned_data["email"]
    if email:
        actions.set_mailbox(person, email, by=request.post)
        return _("Đã lưu địa chỉ e-mail.")
    actions.remove_mailbox(person, by=request.post)
    return _("Đã xóa địa chỉ e-mail; không còn thư nào được gửi.")
