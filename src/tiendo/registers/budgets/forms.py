"""What a person may type about money."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.assignments.models import Task, TaskState
from tiendo.core.plans.models import Clause
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput
from tiendo.registers.budgets import catalogue, typed
from tiendo.registers.budgets.actions import Entry, NewLine
from tiendo.registers.budgets.models import Kind
from tiendo.registers.budgets.typed import Unclear

DATE_HELP = gettext_lazy("Dạng 20/03/2017.")
FILE_FIELD = gettext_lazy("Tệp .xlsx, tối đa 10 MB")


class MoneyField(forms.CharField):
    """Whole đồng as people write them; gives an int. What could be read in two ways is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        try:
            return typed.amount(text)
        except Unclear as fault:
            raise ValidationError(f"{fault.what} {fault.remedy}") from fault


class EntryForm(forms.Form):
    """One entry of a line. Which fields it has follows from its kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại"))
    amount = MoneyField(
        label=gettext_lazy("Số tiền (đồng)"),
        help_text=gettext_lazy("Ví dụ: 1.500.000. Giảm khoản giao thì ghi dấu trừ phía trước."),
    )
    on = forms.DateField(label=gettext_lazy("Ngày"), help_text=DATE_HELP)
    document = forms.CharField(
        label=gettext_lazy("Số quyết định, chứng từ"), max_length=80, required=False,
        help_text=gettext_lazy("Giao và điều chỉnh phải có số và ngày quyết định."),
    )  # fmt: skip
    document_on = forms.DateField(label=gettext_lazy("Ngày văn bản"), help_text=DATE_HELP, required=False)
    override = forms.CharField(
        label=gettext_lazy("Văn bản cho phép chi vượt"), max_length=80, required=False,
        help_text=gettext_lazy("Chỉ ghi khi khoản này vượt số được giao."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Diễn giải"), max_length=300, required=False)
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["request"].initial = uuid.uuid4()

    def entry(self) -> Entry:
        """What was typed, ready for the action."""
        said = self.cleaned_data
        return Entry(
            kind=Kind(said["kind"]), amount=said["amount"], on=said["on"], document=said["document"],
            document_on=said["document_on"], override=said["override"], note=said["note"], request=said["request"],
        )  # fmt: skip

    def take(self, error: BadInput) -> None:
        """Show what the action found wrong, each at its field."""
        for problem in error.problems:
            said = " ".join(part for part in (problem.what, problem.remedy) if part)
            self.add_error(problem.where if problem.where in self.fields else None, said[:1].upper() + said[1:])


class LineForm(EntryForm):
    """A line with its first entry."""

    source = forms.ChoiceField(label=gettext_lazy("Nguồn"))
    clause = forms.ModelChoiceField(
        label=gettext_lazy("Điều của kế hoạch"), queryset=Clause.objects.none(), required=False, to_field_name="pk"
    )
    task = forms.ModelChoiceField(label=gettext_lazy("Nhiệm vụ"), queryset=Task.objects.none(), required=False)
    title = forms.CharField(
        label=gettext_lazy("Nội dung"), max_length=300, help_text=gettext_lazy("Khoản này dùng làm gì.")
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Dùng cho"), required=False)
    field_order = (
        "source",
        "title",
        "clause",
        "task",
        "purpose",
        "kind",
        "amount",
        "on",
        "document",
        "document_on",
        "note",
    )

    def __init__(self, *args: Any, unit: Unit, year: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, kinds=(Kind.ALLOCATION, Kind.RECEIPT), **kwargs)
        del self.fields["override"]
        self.fields["amount"].help_text = _("Ví dụ: 1.500.000.")
        said = catalogue.current()
        sources = [(one.code, one.name) for one in said.sources if one.in_force(on)] if said else []
        purposes = [(one.code, one.name) for one in said.purposes] if said else []
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [("", _("Không có mục riêng")), *purposes]  # type: ignore[attr-defined]
        clauses = (
            Clause.objects.filter(plan__year=year, is_clause=True).select_related("plan").order_by("plan", "position")
        )
        tasks = Task.objects.filter(unit=unit, plan__year=year).exclude(state=TaskState.CANCELLED).order_by("number")
        self._offer("clause", clauses, _("Không gắn với điều nào"), _clause_line)
        self._offer("task", tasks, _("Không gắn với nhiệm vụ nào"), lambda task: f"{task}: {task.title[:90]}")

    def _offer(self, name: str, rows: Any, nothing: str, label: Any) -> None:
        field: Any = self.fields[name]
        field.queryset, field.empty_label, field.label_from_instance = rows, nothing, label

    def new_line(self) -> NewLine:
        """What was typed of the line."""
        said = self.cleaned_data
        return NewLine(
            source=said["source"],
            title=said["title"],
            clause=said["clause"],
            task=said["task"],
            purpose=said["purpose"],
        )

    def entry(self) -> Entry:
        self.cleaned_data["override"] = ""
        return super().entry()


class ReasonForm(forms.Form):
    """Why: a correction, a quarter opened again."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class CorrectionForm(ReasonForm):
    """The reason, and the document that allows what is then overspent."""

    override = forms.CharField(
        label=gettext_lazy("Văn bản cho phép chi vượt"), max_length=80, required=False,
        help_text=gettext_lazy("Chỉ ghi khi bỏ khoản này thì số chi vượt số được giao."),
    )  # fmt: skip


class FileForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label=FILE_FIELD, widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": gettext_lazy("Chưa chọn tệp. Mời chọn tệp .xlsx.")},
    )  # fmt: skip


def _clause_line(clause: Clause) -> str:
    said = clause.asked or clause.title
    return f"{clause.ref}: {said[:90]}{'…' if len(said) > 90 else ''}"
