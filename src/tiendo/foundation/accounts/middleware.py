"""What happens to every request of a signed-in person before its page: session limits, forced new password, current post."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tiendo.foundation import clock
from tiendo.foundation.accounts import days, queries
from tiendo.foundation.accounts.models import User
from tiendo.foundation.accounts.pages import redirect_to_sign_in, redirect_whole_page

IDLE_SECONDS = 60 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
_STAMP_EVERY_SECONDS = 60
GetResponse = Callable[[HttpRequest], HttpResponse]


class OwnDay:
    """Runs the request by the clock of whoever is signed in. Stands before the person is read, since posts are those of a day."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with days.of_person(request.session.get(SESSION_KEY)):
            return self.get_response(request)


class SessionLimits:
    """Ends a session after 60 minutes without a request, and 12 hours after sign-in whatever happens.

    Measured in real seconds: a simulated or frozen clock must not keep a session alive.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if self._over(request, now):
                logout(request)
                return redirect_to_sign_in(request, ended="1")
            stamp(request, now)
        return self.get_response(request)

    def _over(self, request: HttpRequest, now: int) -> bool:
        began, seen = request.session.get("began", now), request.session.get("seen", now)
        return bool(now - began >= ABSOLUTE_SECONDS or now - seen >= IDLE_SECONDS)


def begin_session(request: HttpRequest, now: int) -> None:
    """Start both clocks anew: somebody has just signed in."""
    request.session["began"] = request.session["seen"] = now


def stamp(request: HttpRequest, now: int) -> None:
    """Note when the session began and was last used; at most one write a minute."""
    request.session.setdefault("began", now)
    if now - request.session.get("seen", 0) >= _STAMP_EVERY_SECONDS:
        request.session["seen"] = now


class OwnPassword:
    """Until a one-time password has been replaced, every page leads to the page that replaces it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.must_change_password:
            change = reverse("accounts:change-password")
            if request.path not in (change, reverse("accounts:sign-out"), reverse("accounts:sign-in")):
                return redirect_whole_page(request, change)
        return self.get_response(request)


class CurrentPost:
    """Puts on the request `post`, the post in force today that the person acts in (None without one), and `posts`, their choice.

    The choice is kept in the session under `post_id`; a post that has ended is dropped for another one in force.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = queries.posts_held(request.user, clock.today()) if isinstance(request.user, User) else []
        chosen = request.session.get("post_id") if held else None
        request.posts = held  # type: ignore[attr-defined]
        request.post = next(  # type: ignore[attr-defined]
            (post for post in held if post.pk == chosen), held[0] if held else None
        )
        return self.get_response(request)
