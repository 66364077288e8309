"""What a person may type about tasks."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.assignments import rules
from tiendo.core.assignments.actions import Conclusions, Order
from tiendo.core.assignments.models import Directive, Repeats
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.forms import UNIT_HELP, UnitField
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files.forms import HELP, FilesField
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit

DATE_HELP = gettext_lazy("Dạng 20/10/2017.")
TO_ONE, TO_DISTRICTS, TO_COMMUNES = "one", "districts", "communes"


class UnitsField(forms.CharField):
    """Units by code or name, with commas between; gives the list of those in force today."""

    def clean(self, value: str | None) -> list[Unit]:
        text = super().clean(value)
        one = UnitField(required=False)
        found = [one.clean(part.strip()) for part in text.split(",") if part.strip()]
        return [unit for unit in dict.fromkeys(found) if unit is not None]


class GiveForm(forms.Form):
    """A task to one unit, or to all districts or communes at once."""

    clause = forms.ModelChoiceField(
        label=gettext_lazy("Điều của kế hoạch"), queryset=Clause.objects.none(), required=False, to_field_name="ref"
    )
    title = forms.CharField(
        label=gettext_lazy("Việc phải làm"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    to = forms.ChoiceField(label=gettext_lazy("Giao cho"), widget=forms.RadioSelect, initial=TO_ONE)
    unit = UnitField(
        label=gettext_lazy("Đơn vị chủ trì"),
        help_text=gettext_lazy("Khi giao cho một đơn vị: mã hoặc tên, không cần dấu."),
        required=False,
    )
    partners = UnitsField(
        label=gettext_lazy("Đơn vị phối hợp"),
        help_text=gettext_lazy("Mã hoặc tên, cách nhau bằng dấu phẩy."),
        required=False,
    )
    due_on = forms.DateField(label=gettext_lazy("Hạn hoàn thành"), help_text=DATE_HELP)
    repeats = forms.ChoiceField(label=gettext_lazy("Lặp lại"), choices=Repeats.choices, required=False)
    expected = forms.CharField(
        label=gettext_lazy("Bằng chứng cần có khi xong"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: số, ngày báo cáo; biên bản; quyết định."),
    )
    area = UnitField(label=gettext_lazy("Địa bàn"), help_text=UNIT_HELP, required=False)
    request = forms.UUIDField(widget=forms.HiddenInput)
    directive = forms.ModelChoiceField(queryset=Directive.objects.none(), widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.by = plan, by
        clauses = Clause.objects.filter(plan=plan, is_clause=True).order_by("position")
        self.fields["clause"].queryset = clauses  # type: ignore[attr-defined]
        self.fields["clause"].label_from_instance = _clause_line  # type: ignore[attr-defined]
        self.fields["clause"].empty_label = _("Không gắn với điều nào")  # type: ignore[attr-defined]
        self.fields["directive"].queryset = Directive.objects.filter(plan=plan)  # type: ignore[attr-defined]
        self.fields["to"].choices = self._choices()  # type: ignore[attr-defined]
        self.fields["request"].initial = uuid.uuid4()

    def _choices(self) -> list[tuple[str, str]]:
        """One unit; with units below, all of a kind at once, each with how many there are."""
        counted = places.count_many([Kind.DISTRICT, Kind.COMMUNE], self._top(), clock.today())
        words = {TO_DISTRICTS: (Kind.DISTRICT, _("Mọi huyện (%d)")), TO_COMMUNES: (Kind.COMMUNE, _("Mọi xã (%d)"))}
        many = [(key, said % counted[kind]) for key, (kind, said) in words.items() if counted[kind] > 1]
        return [(TO_ONE, _("Một đơn vị")), *many]

    def _top(self) -> Unit:
        """The unit whose districts and communes are meant: the plan's own for the standing agency, else the post's."""
        return self.plan.unit if self.by.role in rules.GIVES_TO_ALL else self.by.unit

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("to") == TO_ONE and not said.get("unit") and "unit" not in self.errors:
            self.add_error("unit", ValidationError(_("Chưa chọn đơn vị. Mời nhập mã hoặc tên.")))
        return said

    def order(self) -> Order:
        """What was typed, ready for the action."""
        said = self.cleaned_data
        return Order(
            plan=self.plan,
            clause=said["clause"],
            directive=said["directive"],
            title=said["title"],
            expected=said["expected"],
            units=self._units(),
            due_on=said["due_on"],
            repeats=said["repeats"],
            partners=said["partners"],
            area=said["area"],
            request=said["request"],
        )

    def _units(self) -> list[Unit]:
        said = self.cleaned_data
        if said["to"] == TO_ONE:
            return [said["unit"]]
        kind = Kind.DISTRICT if said["to"] == TO_DISTRICTS else Kind.COMMUNE
        return places.under(self._top(), kind, clock.today())


class DirectiveForm(forms.Form):
    """A written order or a meeting's conclusions."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại văn bản"), choices=Directive.Kind.choices)
    number = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=80)
    dated = forms.DateField(label=gettext_lazy("Ngày ký"), help_text=DATE_HELP)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    subject = forms.CharField(label=gettext_lazy("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    text = forms.CharField(
        label=gettext_lazy("Nội dung giao việc"),
        max_length=2000,
        help_text=gettext_lazy("Mỗi việc một dòng; từ mỗi dòng giao được nhiệm vụ."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["request"].initial = uuid.uuid4()

    def said(self) -> Conclusions:
        """What was typed, ready for the action."""
        return Conclusions(plan=self.plan, **self.cleaned_data)


class WordsForm(forms.Form):
    """One text: a question, an answer, progress, evidence, a reason."""

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


class SpokenForm(WordsForm):
    """Words with files beside them."""

    attached = FilesField()

    def not_kept(self) -> None:
        """What was wrong with the words leaves the files unsent; browsers forget them, so they are asked for again."""
        if self.cleaned_data.get("attached"):
            self.add_error("attached", _("Chưa gửi tệp nào. Mời chọn lại tệp."))


class FinishForm(SpokenForm):
    """Evidence: words, files, or both."""

    field_order = ("attached", "text")

    def __init__(self, *args: Any, expected: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].help_text = _("Số, ngày văn bản hoặc kết quả; chỉ gửi tệp, ảnh cũng được.")
        if expected:
            self.fields["attached"].help_text = _("Cần có: %(what)s. %(kinds)s") % {"what": expected, "kinds": HELP}

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("text", "").strip() and not self.cleaned_data.get("attached"):
            self.add_error("text", ValidationError(_("Chưa có bằng chứng. Mời ghi một câu hoặc chọn tệp.")))
        return self.cleaned_data


class MoveForm(WordsForm):
    """Another due day with its reason."""

    due_on = forms.DateField(label=gettext_lazy("Hạn mới"), help_text=DATE_HELP)
    field_order = ("due_on", "text")


class RehangForm(forms.Form):
    """Another clause of the plan for a task whose own was dropped."""

    clause = forms.ModelChoiceField(
        label=gettext_lazy("Điều của kế hoạch"), queryset=Clause.objects.none(), to_field_name="ref"
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = Clause.objects.filter(plan=plan, is_clause=True).order_by("position")
        self.fields["clause"].queryset = clauses  # type: ignore[attr-defined]
        self.fields["clause"].label_from_instance = _clause_line  # type: ignore[attr-defined]


class HandOnForm(forms.Form):
    """Whom of the unit the task is given to."""

    to = forms.TypedChoiceField(label=gettext_lazy("Người thực hiện"), coerce=int)

    def __init__(self, *args: Any, people: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {post.pk: post for post in people}
        choices = [(post.pk, f"{post.title}, {post.user.shown_name}") for post in people]
        self.fields["to"].choices = [("", _("Chọn người")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Post:
        """The post chosen."""
        return self.people[self.cleaned_data["to"]]


def _clause_line(clause: Clause) -> str:
    said = clause.asked or clause.title
    return f"{clause.ref}: {said[:90]}{'…' if len(said) > 90 else ''}"
