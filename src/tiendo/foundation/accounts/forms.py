"""What a person may type about accounts: sign-in, a new password, a person, a post, a file of people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation import clock
from tiendo.foundation.accounts import importing, passwords, queries, rules
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.models import Post, User, normal_username
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit

ROLE_CHOICES = [("", gettext_lazy("Chọn vai trò")), *Role.choices]
UNIT_HELP = gettext_lazy("Mã hoặc tên, không cần dấu. Ví dụ: 18829, bao ninh.")
MOST_NAMESAKES = 6


class SignInForm(AuthenticationForm):
    """Sign-in name (any case) and password; refuses a closed account and a one-time password past its week."""

    error_messages = {
        "invalid_login": gettext_lazy("Tên đăng nhập hoặc mật khẩu chưa đúng. Mời kiểm tra lại."),
        "inactive": gettext_lazy("Tài khoản này đã khóa. Mời liên hệ quản trị viên của cơ quan."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_username(self) -> str:
        return normal_username(self.cleaned_data["username"])

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if passwords.has_expired(user):
            raise ValidationError(
                _("Mật khẩu dùng một lần đã hết hạn. Mời liên hệ quản trị viên để nhận mật khẩu mới."), code="expired"
            )


class NewPasswordForm(forms.Form):
    """A new password twice; the present one too, unless it is a one-time password just typed at sign-in."""

    present = forms.CharField(
        label=gettext_lazy("Mật khẩu đang dùng"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"),
        strip=False,
        help_text=gettext_lazy("Ít nhất 12 ký tự. Nên là một câu ngắn dễ nhớ, không phải mật khẩu hay gặp."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.must_change_password:
            del self.fields["present"]

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise ValidationError(_("Chưa đúng mật khẩu đang dùng. Mời nhập lại."))
        return present

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if self.user.check_password(new):
            raise ValidationError(_("Trùng mật khẩu đang dùng. Mời đặt mật khẩu khác."))
        return new

    def clean(self) -> dict[str, Any]:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", _("Hai lần nhập khác nhau. Mời nhập lại."))
        return self.cleaned_data


class UnitField(forms.CharField):
    """A unit by code, or by enough of its name to be the only one; marks not needed. Gives the `Unit` in force today."""

    def clean(self, value: str | None) -> Unit | None:
        text = super().clean(value)
        if not text:
            return None
        found = [answer.unit for answer in places.search(text, clock.today(), limit=MOST_NAMESAKES)]
        exact = [unit for unit in found if unit.code == text]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(_("Không tìm thấy đơn vị “%(text)s”. Mời nhập mã hoặc tên khác.") % {"text": text})
        names = ", ".join(f"{unit.code} – {unit}" for unit in found)
        raise ValidationError(_("Có nhiều đơn vị khớp: %(names)s. Mời nhập mã.") % {"names": names})


class PostForm(forms.Form):
    """One more post of a person."""

    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=ROLE_CHOICES)
    unit = UnitField(label=gettext_lazy("Đơn vị"), help_text=UNIT_HELP)
    title = forms.CharField(
        label=gettext_lazy("Chức danh"), max_length=80, help_text=gettext_lazy("Như trên văn bản, không ghi tên người.")
    )
    starts = forms.DateField(label=gettext_lazy("Từ ngày"), help_text=gettext_lazy("Dạng 01/09/2017."))

    def __init__(self, *args: Any, user: User | None, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.by = user, by
        self.fields["starts"].initial = clock.today().strftime("%d/%m/%Y")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        """The rule that the action will ask, asked here so that the sentence stands in the form."""
        said = self.cleaned_data
        if self.user is not None and {"role", "unit", "starts"} <= said.keys():
            verdict = rules.may_give_post(self.by, self.user, said["role"], said["unit"], starts=said["starts"])
            if not verdict:
                raise ValidationError(str(verdict.reason))
        return said


class NewPersonForm(PostForm):
    """A new person with a first post: a file of one row, checked by the same checks."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=40,
        help_text=gettext_lazy("Chữ thường không dấu, chữ số, dấu chấm, gạch nối."),
    )
    shown_name = forms.CharField(label=gettext_lazy("Tên hiển thị"), max_length=80)
    field_order = ("username", "shown_name", "role", "unit", "title", "starts")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            for problem in importing.check([self.record()]).problems:
                column = "unit" if problem.column == "unit_code" else problem.column
                self.add_error(column, f"{problem.what} {problem.remedy}".strip())
        return said

    def record(self) -> importing.Record:
        """What was typed, as the one row of an import."""
        said: Mapping[str, Any] = self.cleaned_data
        return importing.Record(
            number=1,
            username=said["username"],
            shown_name=said["shown_name"],
            role=said["role"].value,
            unit_code=said["unit"].code,
            title=said["title"],
            starts=said["starts"].isoformat(),
        )


class DelegateForm(forms.Form):
    """Whose signing is given to whom, what, how, from when to when, by which paper."""

    from_post = forms.TypedChoiceField(label=gettext_lazy("Ký thay cho"), coerce=int)
    to_post = forms.TypedChoiceField(label=gettext_lazy("Người ký thay"), coerce=int)
    manner = forms.ChoiceField(
        label=gettext_lazy("Cách ký"),
        choices=Manner.choices,
        help_text=gettext_lazy("KT. khi cấp phó ký; TL., TUQ. khi người khác ký theo văn bản giao."),
    )
    powers = forms.MultipleChoiceField(
        label=gettext_lazy("Được ký"),
        choices=Power.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tick"}),
        initial=[Power.REPORTS],
    )
    starts = forms.DateField(label=gettext_lazy("Từ ngày"), help_text=gettext_lazy("Dạng 20/10/2017."))
    last_day = forms.DateField(label=gettext_lazy("Đến hết ngày"), help_text=gettext_lazy("Dài nhất một năm."))
    number = forms.CharField(label=gettext_lazy("Số văn bản ủy quyền"), max_length=80)
    dated = forms.DateField(label=gettext_lazy("Ngày văn bản"))
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, heads: Sequence[Post], others: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in [*heads, *others]}
        for name, posts in (("from_post", heads), ("to_post", others)):
            said = [(post.pk, f"{post.title}, {post.user.shown_name}") for post in posts]
            field: Any = self.fields[name]
            field.choices = said if name == "from_post" and len(said) == 1 else [("", _("Chọn người")), *said]
        self.fields["starts"].initial = f"{clock.today():%d/%m/%Y}"
        self.fields["request"].initial = uuid.uuid4()

    def terms(self) -> Terms:
        """What was typed, ready for the action."""
        said = self.cleaned_data
        return Terms(
            manner=Manner(said["manner"]),
            powers=[Power(power) for power in said["powers"]],
            starts=said["starts"],
            ends=said["last_day"] + timedelta(days=1),
            number=said["number"],
            dated=said["dated"],
            request=said["request"],
        )

    def chosen(self, name: str) -> Post:
        """The post chosen in a field."""
        return self.posts[self.cleaned_data[name]]


class PeopleFileForm(forms.Form):
    """The CSV of new people; read in memory, checked, not kept."""

    file = forms.FileField(label=gettext_lazy("Tệp CSV"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))


class EndPostForm(forms.Form):
    """From which day a post is no longer held, and who takes over its open work (required only when there is some).

    A day on which the seat would stand empty has to be sent twice: `is_to_confirm` is true the first time.
    """

    ends = forms.DateField(
        label=gettext_lazy("Thôi giữ từ ngày"),
        help_text=gettext_lazy("Hôm nay: hết quyền ngay. Ngày sau: còn quyền đến hết hôm trước ngày ấy."),
    )
    to_post = forms.TypedChoiceField(label=gettext_lazy("Giao việc đang mở cho"), coerce=int, empty_value=None)
    empty_from = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Post, by: Post, successors: list[Post], has_work: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.by, self.has_work = post, by, has_work
        self.successors = {successor.pk: successor for successor in successors}
        self.fields["ends"].initial = max(clock.today(), post.starts).strftime("%d/%m/%Y")
        if has_work:
            choices = [(one.pk, _successor_label(one)) for one in successors]
            self.fields["to_post"].choices = [("", _("Chọn người nhận")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["to_post"]

    def clean(self) -> dict[str, Any]:
        """The rules that the action will ask, asked here so that their sentences stand in the form."""
        ends = self.cleaned_data.get("ends")
        if ends is not None:
            if not (verdict := rules.may_end_post(self.by, self.post, ends=ends)):
                self.add_error("ends", str(verdict.reason))
            elif self.successor and not (verdict := rules.may_take_over(self.post, self.successor, ends=ends)):
                self.add_error("to_post", str(verdict.reason))
        return self.cleaned_data

    @property
    def successor(self) -> Post | None:
        """The post chosen, None when nothing has to be handed over."""
        return self.successors.get(self.cleaned_data.get("to_post") or 0)

    def is_to_confirm(self) -> bool:
        """Whether nobody else would hold the seat from that day, and the sender was not yet asked about that day."""
        ends = self.cleaned_data["ends"]
        return self.cleaned_data["empty_from"] != ends and queries.is_last_in_seat(self.post, ends)


def _successor_label(post: Post) -> str:
    if post.starts <= clock.today():
        return f"{post.user.shown_name}, {post.title}"
    later = {"name": post.user.shown_name, "title": post.title, "day": f"{post.starts:%d/%m/%Y}"}
    return _("%(name)s, %(title)s (từ ngày %(day)s)") % later
