"""Slowing down whoever guesses passwords: what django-axes may know of a caller, and the page it shows after too many failures.

Counted by sign-in name together with a shortened address, and lifted by itself after the cool-off: nobody can lock out a colleague
for good. The limits are in the settings (AXES_…).
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_KEPT_BITS = {4: 24, 6: 48}
_TRACES = ("HTTP_USER_AGENT", "HTTP_ACCEPT")


def shortened_address(request: HttpRequest) -> str | None:
    """The caller's network (IPv4 /24, IPv6 /48), never the address itself; None when it is unknown."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    return str(ip_network((address, _KEPT_BITS[address.version]), strict=False).network_address)


def without_traces(request: HttpRequest) -> HttpRequest:
    """The request without what would identify the device in the table of failed attempts."""
    for name in _TRACES:
        request.META[name] = ""
    return request


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: object = None) -> HttpResponse:
    """429: says how long to wait. The signature is the one django-axes calls."""
    return render(request, "accounts/locked_out.html", {"minutes": _minutes()}, status=429)


def _minutes() -> int:
    from axes.helpers import get_cool_off

    wait = get_cool_off()
    return max(1, round(wait.total_seconds() / 60)) if wait else 15
