"""What a reader of the log may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.foundation import clock
from tiendo.foundation.audit import queries
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput


class DayField(forms.DateField):
    """A day typed as 05/10/2017; browsers show their own date boxes in the language of the machine, not of the page."""

    widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": _("ngày/tháng/năm")})
    default_error_messages = {"invalid": _("Chưa phải là ngày. Ví dụ: 05/10/2017.")}


class AskForm(forms.Form):
    """Unit (by code), verb and a span of days; all optional."""

    unit = forms.CharField(label=_("Đơn vị"), required=False, max_length=20)
    verb = forms.ChoiceField(label=_("Việc"), required=False)
    since = DayField(label=_("Từ ngày"), required=False)
    until = DayField(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Mọi việc")), *queries.verbs()]  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit | None:
        code = self.cleaned_data["unit"]
        try:
            return places.by_code(code, clock.today()) if code else None
        except BadInput as error:
            raise forms.ValidationError([f"{problem.what} {problem.remedy}" for problem in error.problems]) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu."))
        return cleaned

    def asked(self) -> queries.Asked | None:
        """What to look for; everything when nothing is asked, None when what is asked makes no sense."""
        if not self.is_bound:
            return queries.Asked()
        if not self.is_valid():
            return None
        said = self.cleaned_data
        unit_id = said["unit"].pk if said["unit"] else None
        return queries.Asked(unit_id, said["verb"] or None, said["since"], said["until"])
