"""A field that takes several files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.files.receiving import ACCEPTED

HELP = _("PDF, Word, Excel, ảnh; mỗi tệp đến 20 MB.")


class FilesInput(forms.ClearableFileInput):
    """A chooser of several files, and on a telephone a second one that opens the camera; both go under one name."""

    allow_multiple_selected = True
    template_name = "files/_choose.html"


class FilesField(forms.FileField):
    """Files sent with a form; gives a list, empty when none was chosen. Their insides are checked when they are received."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tệp, ảnh kèm theo"))
        kwargs.setdefault("help_text", HELP)
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPTED}))
        super().__init__(required=False, allow_empty_file=True, max_length=None, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, (list, tuple)) else [data]
        return [one for one in sent if one]
