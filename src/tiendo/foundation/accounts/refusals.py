"""Turns what an action raised (Refused, Stale, BadInput) into what the person sees, so that no view holds an `except`.

HTMX gets a banner with status 409 or 422 to swap in; an ordinary request gets a page with the same status and a way back.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.foundation.accounts.pages import by_htmx, came_from, refusal
from tiendo.kernel.verdicts import BadInput, Refused


class Refusals:
    """Middleware: the domain's "no" becomes an answer; every other exception stays a bug and crashes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, str(exception), status=409)
        if isinstance(exception, BadInput):
            template = "accounts/_bad_input.html" if by_htmx(request) else "accounts/bad_input.html"
            return render(request, template, {"problems": exception.problems, "back": came_from(request)}, status=422)
        return None
