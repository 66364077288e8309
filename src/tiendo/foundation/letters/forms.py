"""What a person may type about letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.letters.models import LONGEST_ADDRESS, Rhythm


class AddressForm(forms.Form):
    """A work e-mail; empty takes it away."""

    email = forms.EmailField(
        label=_("Địa chỉ e-mail công vụ"),
        help_text=_("Hộp thư cơ quan cấp, không dùng hộp thư riêng. Để trống là không nhận thư."),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("Địa chỉ chưa đúng, ví dụ đúng: phongldtbxh@donvi.gov.vn. Mời sửa lại.")},
    )

    def clean_email(self) -> str:
        """Lower case in the host; the rest as typed."""
        name, at, host = str(self.cleaned_data["email"]).strip().rpartition("@")
        return f"{name}{at}{host.lower()}"


class RhythmForm(forms.Form):
    """How often to write."""

    rhythm = forms.ChoiceField(
        label=_("Nhận thư nhắc việc"), choices=Rhythm.choices, widget=forms.RadioSelect, required=True
    )
