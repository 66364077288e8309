"""What a person may type about how a place is arranged."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.arrangements.models import Member
from tiendo.core.assignments.forms import UnitsField
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit

DATE_HELP = gettext_lazy("Dạng 20/10/2017.")


class Entry(forms.Form):
    """One entry; `request` is its own key, so that it is entered once however often it is sent."""

    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request"].initial = uuid.uuid4()
        if "starts" in self.fields:
            self.fields["starts"].initial = clock.today().strftime("%d/%m/%Y")


class HeadForm(Entry):
    """The office that answers for the place."""

    office = forms.CharField(
        label=gettext_lazy("Chức danh"), max_length=120, help_text=gettext_lazy("Chỉ chức danh, không ghi tên người.")
    )
    starts = forms.DateField(label=gettext_lazy("Từ ngày"), help_text=DATE_HELP)


class MemberForm(HeadForm):
    """A seat in the committee."""

    seat = forms.ChoiceField(label=gettext_lazy("Vị trí trong Ban"), choices=Member.Seat.choices, initial="member")
    field_order = ("seat", "office", "starts")


class MemberTaskForm(Entry):
    """What a member answers for."""

    text = forms.CharField(label=gettext_lazy("Nhiệm vụ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    clause = forms.ModelChoiceField(
        label=gettext_lazy("Theo điều"), queryset=Clause.objects.none(), required=False, to_field_name="ref"
    )

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Clause.objects.filter(plan=plan, is_clause=True).order_by("position") if plan else Clause.objects.none()
        self.fields["clause"].queryset = rows  # type: ignore[attr-defined]
        self.fields["clause"].empty_label = _("Không gắn với điều nào")  # type: ignore[attr-defined]


class MemberAreaForm(Entry):
    """Places a member answers for."""

    areas = UnitsField(label=gettext_lazy("Địa bàn"), help_text=gettext_lazy("Mã hoặc tên, cách nhau bằng dấu phẩy."))


class ResolutionForm(Entry):
    """A resolution that names the task."""

    number = forms.CharField(label=gettext_lazy("Số nghị quyết"), max_length=80)
    dated = forms.DateField(label=gettext_lazy("Ngày ký"), help_text=DATE_HELP)
    passage = forms.CharField(
        label=gettext_lazy("Đoạn nêu nhiệm vụ"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class IntegrationForm(Entry):
    """A content that carries out another programme."""

    programme = forms.ChoiceField(label=gettext_lazy("Chương trình"))
    content = forms.CharField(
        label=gettext_lazy("Nội dung lồng ghép"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    document = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=80)
    passage = forms.CharField(label=gettext_lazy("Mục, trang"), max_length=80, required=False)
    clause = forms.ModelChoiceField(
        label=gettext_lazy("Điều của kế hoạch đơn vị"),
        queryset=Clause.objects.none(),
        required=False,
        to_field_name="ref",
    )

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Clause.objects.filter(plan=plan, is_clause=True).order_by("position") if plan else Clause.objects.none()
        self.fields["clause"].queryset = rows  # type: ignore[attr-defined]
        self.fields["clause"].empty_label = _("Không gắn với điều nào")  # type: ignore[attr-defined]
        known = [(one.code, one.name) for one in packs.current().programmes]
        self.fields["programme"].choices = known  # type: ignore[attr-defined]


def forms_for(unit: Unit, plan: Plan | None, typed: object = None, verb: str = "") -> dict[str, Entry]:
    """Every form of a place's page by verb; the one that was sent is bound. What is integrated is a content of the place's own plan."""
    own = next(iter(plans.of_unit(unit)), None)

    def data(name: str) -> Any:
        return typed if name == verb else None

    return {
        "head": HeadForm(data("head"), auto_id="head_%s"),
        "member": MemberForm(data("member"), auto_id="member_%s"),
        "task": MemberTaskForm(data("task"), plan=plan, auto_id="task_%s"),
        "area": MemberAreaForm(data("area"), auto_id="area_%s"),
        "resolution": ResolutionForm(data("resolution"), auto_id="resolution_%s"),
        "integration": IntegrationForm(data("integration"), plan=own, auto_id="integration_%s"),
    }
