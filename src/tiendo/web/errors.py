"""The pages for an address that does not exist, a refusal without a reason, and a fault of ours with its code to read out."""

from __future__ import annotations

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tiendo.foundation import clock

logger = logging.getLogger("tiendo.faults")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of the framework itself (a form's token has expired); refusals of the domain carry their own reason."""
    return render(request, "errors/403.html", status=403)


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long, or came from elsewhere."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also shown where the existence of a thing is not the reader's business."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a code that also stands in the log beside the view's name, and no further queries."""
    now = clock.now()
    code = f"TD-{secrets.token_hex(2).upper()}-{now:%d%m}"
    view = request.resolver_match.view_name if request.resolver_match else "?"
    logger.error("fault %s on %s %s", code, request.method, view, exc_info=sys.exc_info())
    return HttpResponse(render_to_string("errors/500.html", {"code": code}), status=500)
