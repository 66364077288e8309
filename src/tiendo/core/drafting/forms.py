"""What a person gives to begin a draft, and what issuing asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tiendo.core.drafting import issuing
from tiendo.core.drafting.document import Head
from tiendo.core.plans import files
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.text import fold, nfc
from tiendo.kernel.verdicts import BadInput

MOST_LETTERS = 1_000_000
_DAYS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]


class TextForm(forms.Form):
    """A plan's file, or its words pasted."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(files.ENDINGS)}),
    )
    pasted = forms.CharField(
        label=_("Hoặc dán phần chữ"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, object]:
        """One of the two."""
        said = super().clean() or {}
        if not said.get("file") and not said.get("pasted", "").strip() and not self.errors:
            raise ValidationError(_("Mời chọn một tệp, hoặc dán phần chữ của kế hoạch."))
        return said

    def text(self) -> tuple[str, str]:
        """The words and the name of the file they came from ("" when pasted). Raises BadInput for what cannot be read."""
        sent = self.cleaned_data.get("file")
        if sent:
            return files.text_of_upload(sent.name, sent.read()), str(sent.name)
        return files.text_of_pasted(self.cleaned_data["pasted"]), ""


class IssueForm(forms.Form):
    """The head of the plan as it is issued. One `drawn_up` here has its number and day; a text that was read may print none."""

    number = forms.CharField(label=_("Số kế hoạch"), max_length=80, required=False)
    issued_on = forms.DateField(
        label=_("Ngày ban hành"), required=False, input_formats=_DAYS, help_text=_("Ghi như 31/03/2017."),
        error_messages={"invalid": _("Không phải là ngày. Mời ghi như 31/03/2017.")},
    )  # fmt: skip
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    title = forms.CharField(label=_("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    year = forms.IntegerField(label=_("Năm kế hoạch"), min_value=issuing.FIRST_YEAR, max_value=issuing.LAST_YEAR)
    unit = forms.CharField(label=_("Đơn vị có kế hoạch"), max_length=20)
    code = forms.RegexField(
        label=_("Mã kế hoạch"), regex=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80,
        help_text=_("Chữ thường không dấu, chữ số, gạch nối. Mã nằm trong địa chỉ trang, không đổi được."),
        error_messages={"invalid": _("Mã gồm chữ thường không dấu, chữ số và gạch nối.")},
    )  # fmt: skip

    def __init__(self, *args: Any, drawn_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "issued_on"):
            self.fields[name].required = drawn_up

    def clean(self) -> dict[str, object]:
        """Personal details have no place in a plan's head; a few words stand in addresses already."""
        said = super().clean() or {}
        for name in ("title", "issuer", "number"):
            try:
                check_narrative(nfc(str(said.get(name, ""))))
            except BadInput as error:
                self.add_error(name, [str(problem) for problem in error.problems])
        if said.get("code") in issuing.TAKEN_CODES:
            self.add_error("code", _("Mã này dành cho hệ thống. Mời chọn mã khác."))
        return said

    def head(self) -> Head:
        """The head as given."""
        said = self.cleaned_data
        day: date | None = said["issued_on"]
        return Head(
            number=nfc(said["number"]).strip(),
            issued_on=day.isoformat() if day else "",
            issuer=nfc(said["issuer"]).strip(),
            title=nfc(said["title"]).strip(),
            year=said["year"],
            unit=said["unit"],
            code=said["code"],
        )


class AmendForm(forms.Form):
    """The head of an amendment: the document that decides it and the day from which it holds."""

    number = forms.CharField(label=_("Số văn bản sửa đổi"), max_length=80)
    issued_on = forms.DateField(
        label=_("Ngày văn bản"), input_formats=_DAYS, help_text=_("Ghi như 31/03/2017."),
        error_messages={"invalid": _("Không phải là ngày. Mời ghi như 31/03/2017.")},
    )  # fmt: skip
    effective_from = forms.DateField(
        label=_("Hiệu lực từ ngày"), input_formats=_DAYS,
        help_text=_("Từ ngày này kế hoạch đọc và tính theo bản mới; trước ngày này theo bản cũ."),
        error_messages={"invalid": _("Không phải là ngày. Mời ghi như 31/03/2017.")},
    )  # fmt: skip
    title = forms.CharField(label=_("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, object]:
        """Personal details have no place in a plan's head."""
        said = super().clean() or {}
        for name in ("title", "number"):
            try:
                check_narrative(nfc(str(said.get(name, ""))))
            except BadInput as error:
                self.add_error(name, [str(problem) for problem in error.problems])
        return said

    def head(self, head: Head) -> Head:
        """The head under review with what was given."""
        said = self.cleaned_data
        return replace(
            head,
            number=nfc(said["number"]).strip(),
            issued_on=said["issued_on"].isoformat(),
            title=nfc(said["title"]).strip(),
        )


def first_given(head: Head, *, unit: str) -> dict[str, object]:
    """What the issuing form begins with."""
    return {
        "number": head.number,
        "issued_on": date.fromisoformat(head.issued_on) if head.issued_on else None,
        "issuer": head.issuer,
        "title": head.title,
        "year": head.year,
        "unit": head.unit or unit,
        "code": head.code or code_for(head),
    }


def code_for(head: Head, longest: int = 60) -> str:
    """A code made of the title and the year."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(head.title)).strip("-")
    short = words if len(words) <= longest else words[:longest].rpartition("-")[0]
    year = str(head.year or "")
    return short if not year or short.endswith(year) else f"{short}-{year}".strip("-")
