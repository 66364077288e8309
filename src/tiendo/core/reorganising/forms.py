"""What a person may type about a re-organisation."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.assignments.forms import UnitsField
from tiendo.core.reorganising.lines import ABOLISH, KINDS, LEVEL, MERGE, MOVE, RENAME, SPLIT, Line, To
from tiendo.foundation import clock
from tiendo.foundation.accounts.forms import UnitField
from tiendo.foundation.places.models import Kind

DATE_HELP = gettext_lazy("Dạng 01/02/2020.")
CODE_OR_NAME = gettext_lazy("Mã hoặc tên, không cần dấu.")
MOST_PARTS = 6


class HeadingForm(forms.Form):
    """The resolution and the day."""

    number = forms.CharField(label=gettext_lazy("Số nghị quyết"), max_length=80)
    dated = forms.DateField(label=gettext_lazy("Ngày ban hành"), help_text=DATE_HELP)
    on = forms.DateField(label=gettext_lazy("Có hiệu lực từ ngày"), help_text=DATE_HELP)
    title = forms.CharField(label=gettext_lazy("Trích yếu"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request"].initial = uuid.uuid4()
        self.fields["on"].initial = f"{clock.today():%d/%m/%Y}"


class LineForm(forms.Form):
    """One line: its kind decides which of the other fields it needs. Several units are typed with commas between."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại thay đổi"), choices=list(KINDS.items()))
    units = UnitsField(
        label=gettext_lazy("Đơn vị thay đổi"),
        help_text=gettext_lazy(
            "Mã hoặc tên, không cần dấu, cách nhau bằng dấu phẩy. Bỏ một cấp: ghi đơn vị cấp trên của cấp đó."
        ),
    )
    into = UnitField(
        label=gettext_lazy("Nhập vào, hoặc chuyển về"), required=False,
        help_text=gettext_lazy("Đơn vị đang có. Để trống khi lập đơn vị mới."),
    )  # fmt: skip
    code = forms.CharField(label=gettext_lazy("Mã đơn vị mới"), max_length=20, required=False)
    name = forms.CharField(
        label=gettext_lazy("Tên đơn vị mới"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Chỉ tên riêng, ví dụ: Đồng Hải."),
    )
    kind_vi = forms.CharField(
        label=gettext_lazy("Loại hình mới"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Ví dụ: phường. Để trống: như đơn vị cũ."),
    )
    parts = forms.CharField(
        label=gettext_lazy("Các phần khi chia"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi phần một dòng: mã; tên; loại hình; tỷ lệ. Đơn vị đang có chỉ cần mã. Ví dụ: 18890; Xã Trên; xã; 0,6"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The line itself, under `line`."""
        said = super().clean() or {}
        if not self.errors:
            said["line"] = self._line(said)
        return said

    def _line(self, said: dict[str, Any]) -> Line | None:
        units = tuple(unit.code for unit in said["units"])
        match said["kind"]:
            case "merge":
                return self._with_receiver(MERGE, units, said)
            case "move":
                if said["into"] is None:
                    self.add_error("into", _("Mời ghi đơn vị cấp trên mới."))
                    return None
                return Line(MOVE, units, (To(said["into"].code),))
            case "rename":
                if not said["name"]:
                    self.add_error("name", _("Mời ghi tên mới."))
                    return None
                return Line(RENAME, units, (To(said["code"] or units[0], said["name"], said["kind_vi"]),))
            case "split":
                return Line(SPLIT, units, tuple(self._parts(said["parts"])))
            case "level":
                return Line(LEVEL, units, level=Kind.DISTRICT)
            case _:
                return Line(ABOLISH, units)

    def _with_receiver(self, kind: str, units: tuple[str, ...], said: dict[str, Any]) -> Line | None:
        if said["name"]:
            if not said["code"]:
                self.add_error("code", _("Mời ghi mã của đơn vị mới."))
                return None
            return Line(kind, units, (To(said["code"], said["name"], said["kind_vi"]),))
        if said["into"] is None:
            self.add_error("into", _("Mời ghi đơn vị nhận, hoặc tên và mã đơn vị mới."))
            return None
        return Line(kind, units, (To(said["into"].code),))

    def _parts(self, text: str) -> list[To]:
        found = []
        for row in filter(str.strip, text.splitlines()):
            cells = [part.strip() for part in row.split(";")]
            code, name, kind_vi, share = (*cells, "", "", "")[:4]
            found.append(To(code, name, kind_vi, "", share))
        if len(found) < 2 or len(found) > MOST_PARTS:
            self.add_error("parts", _("Mời ghi từ 2 đến %(most)s phần, mỗi phần một dòng.") % {"most": MOST_PARTS})
        return found


class FileForm(forms.Form):
    """A file of changes."""

    file = forms.FileField(label=gettext_lazy("Tệp .csv hoặc .xlsx"))

    def clean_file(self) -> tuple[str, bytes]:
        """Name and content."""
        sent = self.cleaned_data["file"]
        if sent.size > 2_000_000:
            raise ValidationError(_("Tệp lớn hơn 2 MB. Mời tách thành nhiều tệp."))
        return str(sent.name), sent.read()
