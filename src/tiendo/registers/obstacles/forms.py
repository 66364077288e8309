"""What a person may type about obstacles."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause, Plan
from tiendo.core.reporting.models import Report
from tiendo.kernel.verdicts import BadInput
from tiendo.registers.obstacles import catalogue
from tiendo.registers.obstacles.actions import Raised


class RaiseForm(forms.Form):
    """A new obstacle; raised from a task or report, its clause may stay open."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại vướng mắc"))
    clause = forms.ModelChoiceField(
        label=gettext_lazy("Điều của kế hoạch"), queryset=Clause.objects.none(), required=False, to_field_name="ref"
    )
    text = forms.CharField(
        label=gettext_lazy("Vướng mắc và điều cần giải quyết"),
        help_text=gettext_lazy(
            "Chỉ viết về việc của cơ quan, đơn vị; không ghi tên, số điện thoại hay địa chỉ của ai."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan | None, task: Task | None, report: Report | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.report = task, report
        said = catalogue.current()
        kinds = [(kind.code, kind.name) for kind in said.kinds] if said else []
        self.fields["kind"].choices = [("", _("Chọn loại")), *kinds]  # type: ignore[attr-defined]
        clauses = (
            Clause.objects.filter(plan=plan, is_clause=True).order_by("position") if plan else Clause.objects.none()
        )
        field: Any = self.fields["clause"]
        field.queryset, field.label_from_instance = clauses, _clause_line
        field.required = task is None and report is None
        self.fields["request"].initial = uuid.uuid4()

    def raised(self) -> Raised:
        """What was typed, ready for the action."""
        return Raised(task=self.task, report=self.report, **self.cleaned_data)

    def take(self, error: BadInput) -> None:
        """Say beside the text what the action found wrong."""
        self.add_error("text", "; ".join(map(str, error.problems)))


def _clause_line(clause: Clause) -> str:
    said = clause.asked or clause.title
    return f"{clause.ref}: {said[:90]}{'…' if len(said) > 90 else ''}"
