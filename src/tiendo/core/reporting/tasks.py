"""What reports put on a post's home page: to mend, to enter, to sign, to judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.reporting.queries.work import ReportLine, WaitingGroup, my_reports
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.work import Task, Urgency, urgency_of


def tasks(post: Post, on: date) -> Iterator[Task]:
    """The post's reports as tasks, each with the one action that deals with it."""
    mine = my_reports(post, on)
    for line in mine.returned:
        title = _("Sửa báo cáo %(period)s được trả lại") % {"period": line.period.label}
        detail = line.head_note or line.return_reason
        yield _task(line, title, detail, _("Sửa báo cáo"), urgency="overdue" if line.late_days else "returned")
    for line in mine.to_enter:
        yield _entering(post, line, on)
    for line in mine.to_sign:
        title = _("Ký báo cáo %(period)s") % {"period": line.period.label}
        yield _task(line, title, line.form_title, _("Xem và ký"), urgency=_urgency(line, on))
    for group in mine.to_approve:
        yield _judging(group, on)


def _entering(post: Post, line: ReportLine, on: date) -> Task:
    said = {"period": line.period.label, "unit": line.unit}
    title = _("Lập báo cáo %(period)s") % said
    if post.role == Role.DEPARTMENT_OFFICER:  # who also writes the report that these figures go into
        title = _("Nhập biểu %(form)s của Sở, %(period)s") % {**said, "form": line.form}
    if line.is_correction:
        title = _("Lập bản đính chính %(period)s") % said
    if line.unit_id != post.unit_id:
        title = _("Nhập thay %(unit)s báo cáo %(period)s") % said
    if line.head_note:
        title = _("Sửa báo cáo %(period)s lãnh đạo chuyển lại") % said
        return _task(line, title, line.head_note, _("Sửa báo cáo"), urgency="overdue" if line.late_days else "returned")
    detail = line.form_title
    if line.report_id is not None:
        detail = _("%(form)s. Đã nhập %(filled)s/%(asked)s ô") % {
            "form": line.form_title,
            "filled": line.filled,
            "asked": line.asked,
        }
    return _task(line, title, detail, _("Nhập báo cáo"), urgency=_urgency(line, on))


def _urgency(line: ReportLine, on: date) -> Urgency:
    """By the due day; a correction has none of its own, it is pressing like any report sent back."""
    return "returned" if line.is_correction else urgency_of(line.due.on, on)


def _judging(group: WaitingGroup, on: date) -> Task:
    title = ngettext("Duyệt %(n)s báo cáo %(period)s", "Duyệt %(n)s báo cáo %(period)s", group.waiting) % {
        "n": group.waiting,
        "period": group.period.label,
    }
    shown = ", ".join(group.units[:3]) + ("…" if len(group.units) > 3 else "")
    url = f"{reverse('reporting:inbox')}?{urlencode({'form': group.form, 'period': group.period.key})}"
    return Task(
        title, f"{group.form_title}: {shown}", _("Mở danh sách"), url, group.due_on, urgency_of(group.due_on, on)
    )


def _task(line: ReportLine, title: str, detail: str, action: str, *, urgency: Urgency) -> Task:
    opened = line.report_id is not None
    url = reverse("reporting:report", args=[line.report_id]) if opened else reverse("reporting:reports")
    return Task(title, detail, action, url, None if line.is_correction else line.due.on, urgency)
