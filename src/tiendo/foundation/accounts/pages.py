"""The gate in front of every page: who must be signed in, with which post, by which rule, for which methods.

Each view carries exactly one of `@page`, `@own_page` or `@open_page`; the URL × role test reads `page_rule` and `page_methods`
from the view and fails on a URL that carries none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, overload
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation import once
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

Rule = Callable[..., Verdict]
"""`rule(post, **url_kwargs)`: may the holder of `post` open this address?"""
View = Callable[..., HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PostRequest(HttpRequest):
    """A request that passed `@page`: it has a person signed in and a post in force."""

    post: Post


def anyone() -> Verdict:
    """The rule of a page open to people who are not signed in."""
    return ALLOWED


def anyone_signed_in() -> Verdict:
    """The rule of a person's own pages, which need no post: password, choice of post, leaving."""
    return ALLOWED


def writes(methods: tuple[str, ...]) -> bool:
    """Whether a page with these methods can change anything."""
    return bool(set(methods) - SAFE)


def may_enter(post: Post | None, rule: Rule, *, methods: tuple[str, ...], **where: Any) -> Verdict:
    """Whether the holder of `post` may open the page of `rule` at the address `where`. Also asked by the URL × role test."""
    if post is None:
        return refused(_("Tài khoản hiện không giữ chức vụ nào. Mời liên hệ quản trị viên của cơ quan."))
    if post.role == Role.AUDITOR and writes(methods):
        return refused(_("Kiểm tra viên chỉ xem, không ghi. Trang này dùng để ghi."))
    return rule(post, **where)


def page(rule: Rule, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Open the view only to a signed-in person whose current post passes `rule(post, **url_kwargs)`; 405 for other methods."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **where: Any) -> HttpResponse:
            stopped = _wrong_method(request, methods) or _not_signed_in(request)
            if stopped is not None:
                return stopped
            verdict = may_enter(current_post(request), rule, methods=methods, **where)
            if not verdict:
                return refusal(request, str(verdict.reason))
            with once.page() if request.method in SAFE else nullcontext():
                return view(request, *args, **where)

        return _marked(guarded, rule, methods)

    return gate


def own_page(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Open the view to anyone signed in, with or without a post: it concerns only their own account."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **where: Any) -> HttpResponse:
            stopped = _wrong_method(request, methods) or _not_signed_in(request)
            return stopped if stopped is not None else view(request, *args, **where)

        return _marked(guarded, anyone_signed_in, methods)

    return gate


@overload
def open_page(view: View) -> View: ...
@overload
def open_page(*, methods: tuple[str, ...]) -> Callable[[View], View]: ...
def open_page(view: View | None = None, *, methods: tuple[str, ...] = ("GET",)) -> View | Callable[[View], View]:
    """Open the view to everybody, signed in or not. Written `@open_page` or `@open_page(methods=…)`."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **where: Any) -> HttpResponse:
            stopped = _wrong_method(request, methods)
            return stopped if stopped is not None else view(request, *args, **where)

        return _marked(guarded, anyone, methods)

    return gate if view is None else gate(view)


def current_post(request: HttpRequest) -> Post | None:
    """The post the person is acting in, put there by the middleware `CurrentPost`."""
    return getattr(request, "post", None)


def refusal(request: HttpRequest, reason: str, *, status: int = 403) -> HttpResponse:
    """The page, or for HTMX the banner, that says why something may not be opened or done."""
    template = "accounts/_refusal.html" if by_htmx(request) else "accounts/refused.html"
    return render(request, template, {"reason": reason, "back": came_from(request)}, status=status)


def redirect_to_sign_in(request: HttpRequest, **reason: str) -> HttpResponse:
    """Send the person to the sign-in page and back here afterwards; a partial request moves the whole page."""
    where = request.get_full_path() if request.method in SAFE and not by_htmx(request) else came_from(request)
    query = urlencode({"next": where, **reason} if where else reason)
    return redirect_whole_page(request, reverse(settings.LOGIN_URL) + (f"?{query}" if query else ""))


def redirect_whole_page(request: HttpRequest, to: str) -> HttpResponse:
    """A redirect of the browser's page, also when HTMX asked for a fragment (401 with HX-Redirect, which it follows)."""
    if by_htmx(request):
        return HttpResponse(status=401, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def by_htmx(request: HttpRequest) -> bool:
    """Whether HTMX asked for a fragment of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def _marked(view: View, rule: Rule, methods: tuple[str, ...]) -> View:
    view.page_rule = rule  # type: ignore[attr-defined]
    view.page_methods = methods  # type: ignore[attr-defined]
    return view


def _wrong_method(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)
    return None if request.method in allowed else HttpResponseNotAllowed(sorted(allowed))


def _not_signed_in(request: HttpRequest) -> HttpResponse | None:
    return None if request.user.is_authenticated else redirect_to_sign_in(request)


def came_from(request: HttpRequest) -> str:
    """Path of the page of this site that sent the request; empty when unknown or foreign."""
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    reloaded = request.method in SAFE and not by_htmx(request) and parts.path == request.path
    if reloaded or parts.netloc != request.get_host():
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
