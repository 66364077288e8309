"""Sign-in, a person's own pages, and the administrator's pages about people and posts."""

from __future__ import annotations

import time
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tiendo.foundation import clock
from tiendo.foundation.accounts import actions, handover, importing, queries, rules
from tiendo.foundation.accounts.forms import (
    EndPostForm,
    NewPasswordForm,
    NewPersonForm,
    PeopleFileForm,
    PostForm,
    SignInForm,
)
from tiendo.foundation.accounts.lockout import without_traces
from tiendo.foundation.accounts.middleware import begin_session
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.pages import PostRequest, current_post, open_page, own_page, page
from tiendo.kernel.verdicts import BadInput, Problem

PREVIEW_SALT = "tiendo.accounts.import"
PREVIEW_SECONDS = 60 * 60


@sensitive_post_parameters("password")
@never_cache
@open_page(methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door. A person already signed in goes where they were going."""
    onward = _onward(request)
    if request.method == "GET" and request.user.is_authenticated:
        return HttpResponseRedirect(onward)
    form = SignInForm(without_traces(request), data=_typed(request))
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        begin_session(request, int(time.time()))
        return HttpResponseRedirect(onward)
    shown = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "ended": "ended" in request.GET,
    }
    return render(request, "accounts/sign_in.html", shown)


@own_page(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; nothing of the session stays, in the browser's cache either."""
    logout(request)
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sensitive_post_parameters()
@never_cache
@own_page(methods=("GET", "POST"))
def change_password(request: HttpRequest) -> HttpResponse:
    """A person's own password; after a one-time password the only page there is."""
    user = request.user
    assert isinstance(user, User)
    form = NewPasswordForm(_typed(request), user=user)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(user, form.cleaned_data["new"], by=current_post(request))
        update_session_auth_hash(request, user)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/change_password.html", {"form": form, "forced": user.must_change_password})


@own_page(methods=("POST",))
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another post of one's own from now on (POST field `post`), under a new session key."""
    user = request.user
    assert isinstance(user, User)
    wanted = request.POST.get("post", "")
    post = get_object_or_404(Post, pk=int(wanted) if wanted.isdecimal() else 0, user=user)
    rules.may_use_post(user, post).or_refuse()
    request.session.cycle_key()
    request.session["post_id"] = post.pk
    return redirect(settings.LOGIN_REDIRECT_URL)


@page(rules.may_read_people)
def people(request: PostRequest) -> HttpResponse:
    """Everybody with an account, found without marks."""
    text, number = request.GET.get("q", "").strip(), request.GET.get("page", "1")
    found = queries.people(text, day=clock.today(), page=int(number) if number.isdecimal() else 1)
    shown = {"found": found, "text": text, "query": quote(text), "may_change": rules.may_administer(request.post)}
    return render(request, "accounts/people.html", shown)


@page(rules.may_read_people)
def person(request: PostRequest, user_id: int) -> HttpResponse:
    """One person: posts held, and what an administrator may do next."""
    user = get_object_or_404(User, pk=user_id)
    today, by = clock.today(), request.post
    posts = [(post, post.in_force(today), rules.may_end_post(by, post)) for post in queries.history_of(user)]
    shown = {
        "person": user,
        "posts": posts,
        "may_change": rules.may_administer(by),
        "may_reset": rules.may_reset_password(by, user),
        "may_close": rules.may_close_account(by, user),
        "may_reopen": rules.may_reopen_account(by, user),
    }
    return render(request, "accounts/person.html", shown)


@never_cache
@page(rules.may_administer, methods=("GET", "POST"))
def add_person(request: PostRequest) -> HttpResponse:
    """A new person with a first post; ends on the sheet with the one-time password."""
    form = NewPersonForm(_typed(request), user=None, by=request.post)
    if request.method == "POST" and form.is_valid():
        return _sheet(request, actions.open_accounts([form.record()], by=request.post))
    return render(request, "accounts/add_person.html", {"form": form})


@page(rules.may_administer, methods=("GET", "POST"))
def give_post(request: PostRequest, user_id: int) -> HttpResponse:
    """One more post for a person."""
    user = get_object_or_404(User, pk=user_id)
    form = PostForm(_typed(request), user=user, by=request.post)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = actions.give_post(
            user, said["role"], said["unit"], title=said["title"], starts=said["starts"], by=request.post
        )
        messages.success(request, _("Đã thêm chức vụ: %(post)s.") % {"post": given})
        return redirect("accounts:person", user_id=user.pk)
    return render(request, "accounts/give_post.html", {"form": form, "person": user})


@page(rules.may_administer, methods=("GET", "POST"))
def end_post(request: PostRequest, post_id: int) -> HttpResponse:
    """Names what is open and who can take it over, asks again when the seat would stand empty, then ends the post."""
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=post_id)
    work = handover.open_work(post)
    successors = queries.successors(post, clock.today())
    verdict = rules.may_end_post(request.post, post)
    form = EndPostForm(_typed(request), post=post, by=request.post, successors=successors, has_work=bool(work))
    empty_from = None
    if request.method == "POST" and verdict and form.is_valid():
        ends = form.cleaned_data["ends"]
        if not form.is_to_confirm():
            actions.end_post(post, by=request.post, to_post=form.successor, ends=ends)
            messages.success(request, _ended(post))
            return redirect("accounts:person", user_id=post.user_id)
        empty_from = ends
    shown = {
        "empty_from": empty_from,
        "ending": post,
        "person": post.user,
        "work": work,
        "form": form,
        "successors": successors,
        "verdict": verdict,
    }
    return render(request, "accounts/end_post.html", shown)


def _ended(post: Post) -> str:
    if post.ends is not None and post.ends > clock.today() and post.ends > post.starts:
        return _("%(post)s: giữ đến hết ngày %(day)s.") % {"post": post, "day": f"{post.last_day:%d/%m/%Y}"}
    return _("Đã kết thúc chức vụ: %(post)s.") % {"post": post}


@never_cache
@page(rules.may_administer, methods=("POST",))
def reset_password(request: PostRequest, user_id: int) -> HttpResponse:
    """A one-time password, shown once on a sheet to print."""
    user = get_object_or_404(User, pk=user_id)
    password = actions.reset_password(user, by=request.post)
    return _sheet(request, [actions.Opened(user, tuple(queries.posts_of(user, clock.today())), password)])


@page(rules.may_administer, methods=("POST",))
def close_account(request: PostRequest, user_id: int) -> HttpResponse:
    """Nobody signs in with this account any more."""
    user = get_object_or_404(User, pk=user_id)
    actions.close_account(user, by=request.post)
    messages.success(request, _("Đã khóa tài khoản %(name)s.") % {"name": user.username})
    return redirect("accounts:person", user_id=user.pk)


@page(rules.may_administer, methods=("POST",))
def reopen_account(request: PostRequest, user_id: int) -> HttpResponse:
    """The account may be used again once it has a one-time password."""
    user = get_object_or_404(User, pk=user_id)
    actions.reopen_account(user, by=request.post)
    messages.success(request, _("Đã mở lại tài khoản. Mời cấp mật khẩu dùng một lần."))
    return redirect("accounts:person", user_id=user.pk)


@never_cache
@page(rules.may_administer, methods=("GET", "POST"))
def import_people(request: PostRequest) -> HttpResponse:
    """GET: choose the file. POST: preview of its rows and faults; nothing is written or kept."""
    form = PeopleFileForm(_typed(request), request.FILES or None)
    shown: dict[str, object] = {"form": form, "columns": importing.COLUMNS}
    if request.method == "POST" and form.is_valid():
        try:
            records = importing.read(form.cleaned_data["file"].read())
        except BadInput as refused:
            return render(request, "accounts/import.html", shown | {"problems": refused.problems}, status=422)
        checked = importing.check(records)
        preview = signing.dumps(importing.packed(records), salt=PREVIEW_SALT, compress=True)
        shown |= {"checked": checked, "preview": preview, "total": len(records)}
        return render(request, "accounts/import_preview.html", shown, status=422 if checked.problems else 200)
    return render(request, "accounts/import.html", shown)


@never_cache
@page(rules.may_administer, methods=("POST",))
def import_confirm(request: PostRequest) -> HttpResponse:
    """Open every account of the preview, or none; ends on the sheet with the one-time passwords."""
    try:
        rows = signing.loads(request.POST.get("preview", ""), salt=PREVIEW_SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature as error:
        problem = Problem("", _("Bản xem trước đã quá một giờ hoặc không nguyên vẹn."), _("Mời nạp lại tệp."))
        raise BadInput([problem]) from error
    return _sheet(request, actions.open_accounts(importing.unpacked(rows), by=request.post))


@page(rules.may_administer)
def import_sample(request: PostRequest) -> HttpResponse:
    """A file with the right columns and one row as an example, for a unit of this installation, as spreadsheets like it."""
    response = HttpResponse("\ufeff" + importing.sample(clock.today()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mau-nguoi-dung.csv"'
    return response


def _sheet(request: HttpRequest, opened: list[actions.Opened]) -> HttpResponse:
    """The only time a one-time password is seen: a page to print, with no address to come back to; its views are never cached."""
    return render(request, "accounts/passwords_sheet.html", {"opened": opened})


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None for a form shown for the first time."""
    return request.POST if request.method == "POST" else None


def _onward(request: HttpRequest) -> str:
    """Where to go after signing in: the page asked for if it is on this site, else the person's home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else resolve_url(settings.LOGIN_REDIRECT_URL)
