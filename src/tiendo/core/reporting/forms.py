"""What a person may type about reports besides cells."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtensionForm(forms.Form):
    """More time for a form and period: the new day, why, and for whom (blank: everybody)."""

    due_on = forms.DateField(label=_("Hạn mới"), help_text=_("Ngày/tháng/năm, như 10/10/2017."))
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.CharField(label=_("Mã đơn vị"), max_length=16, required=False, help_text=_("Để trống: mọi đơn vị."))
