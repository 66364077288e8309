"""What a reader of the log may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.audit import queries


class AskForm(forms.Form):
    """Unit (by code), verb and a span of days; all optional."""

    unit = forms.CharField(label=_("Mã đơn vị"), required=False, max_length=20)
    verb = forms.ChoiceField(label=_("Việc"), required=False)
    since = forms.DateField(
        label=_("Từ ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Đến ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("mọi việc")), *((verb, verb) for verb in queries.verbs())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu."))
        return cleaned
