"""What a person may type on a board."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """The day given for a matter."""

    due_on = forms.DateField(label=_("Hạn mới"), help_text=_("Ngày/tháng/năm, như 10/10/2017."))
