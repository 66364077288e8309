"""The parts of the pages in every state, on one page; shown in development only (DEBUG, or TIENDO_GALLERY=1)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.pages import open_page
from tiendo.web.templatetags.shown import STATES


@dataclass(frozen=True, slots=True)
class Sample:
    """A figure as the queries give it."""

    value: Decimal | int | None
    numerator: int | None
    denominator: int | None
    status: str
    reported: int | None
    expected: int | None


class SampleForm(forms.Form):
    """One field right, one wrong, one optional."""

    name = forms.CharField(label="Tên đăng nhập")
    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea, help_text="Không nêu tên người, số điện thoại, địa chỉ."
    )
    note = forms.CharField(label="Ghi chú", required=False)


def shown() -> bool:
    """Whether this process shows the gallery."""
    return bool(settings.DEBUG or os.environ.get("TIENDO_GALLERY") == "1")


def samples() -> dict[str, Any]:
    """Everything the page draws: short, long, empty, wrong."""
    form = SampleForm({"name": "", "reason": "Đợt cao điểm"})
    return {
        "clause_states": ["met", "doing", "slow", "not_met", "not_started", "no_data", "not_applicable", "provisional"],
        "report_states": [state for state in STATES if state in _REPORT_STATES],
        "partial_share": Sample(Decimal("70.4"), 112, 159, "value", 142, 159),
        "full_share": Sample(Decimal("86.7"), 13, 15, "value", 15, 15),
        "number": Sample(1042, 1042, None, "value", 3, 16),
        "none": Sample(None, None, None, "no_data", 0, 159),
        "not_applicable": Sample(None, 0, 0, "not_applicable", 8, 8),
        "rising": [51, 53, 55, 54, 58, 62, 62, 64, 66],
        "broken": [40, None, 52, 55, 54, 58, None, 62, 70],
        "quarterly": [None, None, 55, None, None, 62, None, None, 70],
        "level": [97] * 9,
        "one": [None, None, None, None, 4],
        "form": form,
    }


_REPORT_STATES = {"not_opened", "draft", "presented", "submitted", "returned", "approved", "locked", "overdue", "due"}


@open_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state; 404 outside development."""
    if not shown():
        raise Http404
    return render(request, "gallery.html", {**samples(), "title": _("Thành phần")})
