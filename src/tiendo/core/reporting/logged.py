"""What the log says of reports, and of units moved or merged while their reports are posted again."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.reporting.models import DueExtension, Report
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.packs import queries as packs
from tiendo.kernel import periods

VERBS = {
    "report.entered_for": gettext_lazy("Nhập thay đơn vị cấp dưới"),
    "report.presented": gettext_lazy("Trình lãnh đạo ký"),
    "report.sent_back": gettext_lazy("Chuyển lại để sửa trước khi ký"),
    "report.submitted": gettext_lazy("Ký và gửi báo cáo"),
    "report.withdrawn": gettext_lazy("Rút báo cáo về"),
    "report.returned": gettext_lazy("Trả lại báo cáo"),
    "report.approved": gettext_lazy("Duyệt báo cáo, cộng vào tổng"),
    "report.approval_withdrawn": gettext_lazy("Rút duyệt, lấy ra khỏi tổng"),
    "report.correction_opened": gettext_lazy("Mở bản đính chính"),
    "report.due_extended": gettext_lazy("Gia hạn nộp báo cáo"),
    "unit.moved": gettext_lazy("Chuyển đơn vị về cấp trên mới"),
    "unit.merged": gettext_lazy("Nhập các đơn vị"),
    "unit.ended": gettext_lazy("Kết thúc đơn vị"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("reporting.Report", reports, field_word=_cell, fields_counted_in=gettext_lazy("ô"))
    words.register_objects("reporting.DueExtension", extensions, field_word=lambda name: _("hạn nộp"))


def reports(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each report by form and period; of the log's readers, the auditor may open it and the administrator may not."""
    found = Report.objects.filter(pk__in=ids).values_list("pk", "form", "period")
    opens = reader.role == Role.AUDITOR
    return {
        str(pk): words.Described(_named(form, period), reverse("reporting:report", args=[pk]) if opens else "")
        for pk, form, period in found
    }


def extensions(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each extension by the form and period it is for; it has no page."""
    found = DueExtension.objects.filter(pk__in=ids)
    return {str(one.pk): words.Described(_named(one.form, one.period)) for one in found}


def _named(form: str, period: str) -> str:
    return _("Biểu %(form)s, %(period)s") % {"form": form, "period": periods.parse(period).label}


def _cell(code: str) -> str:
    cell = packs.current().cell(code)
    return f"{code} {cell.label}" if cell else code
