"""What a person may type about a document."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.kernel import periods
from tiendo.outputs.documents.models import LONGEST_NUMBER


class NewDocument(forms.Form):
    """Which document, on which period."""

    kind = forms.SlugField(max_length=60)
    period = forms.CharField(max_length=8)

    def clean_period(self) -> periods.Period:
        """The period; refused when its key is not one."""
        try:
            return periods.parse(self.cleaned_data["period"])
        except ValueError:
            raise forms.ValidationError(_("Kỳ báo cáo không đúng. Mời chọn trong danh sách.")) from None


class Narrative(forms.Form):
    """One block of words, with the version the page showed."""

    text = forms.CharField(required=False, widget=forms.Textarea, strip=False, max_length=10_000)
    version = forms.IntegerField(min_value=1)


class Issue(forms.Form):
    """The number the document gets."""

    number = forms.IntegerField(
        label=_("Số văn bản"),
        min_value=1,
        max_value=LONGEST_NUMBER,
        help_text=_("Không trùng với văn bản khác của Sở trong năm."),
    )
