"""What is locked, why, and who can lift it. Locked is never stored: it follows from what the level above has sent, or the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.core.reporting.duties import Duty, closing_form
from tiendo.core.reporting.models import Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.packs import calendar


@dataclass(frozen=True, slots=True)
class Lock:
    """`reason` says why nothing can change here; `lifted_by` who can open it again, and how."""

    reason: str
    lifted_by: str

    def __str__(self) -> str:
        return f"{self.reason} {self.lifted_by}"


def locked(report: Report, duty: Duty) -> Lock | None:
    """The lock on an approved report: the district has sent its own period, or the department's own due day has passed."""
    if report.state != ReportState.APPROVED:
        return None
    closing = closing_form(duty)
    if closing is None or duty.above_id is None:
        last = calendar.due_on(duty.pack, duty.form, duty.period, level="department")
        return (
            _lock(duty, _("Kỳ %(period)s đã khóa từ sau ngày %(day)s.") % _said(duty, last))
            if clock.today() > last
            else None
        )
    sent = Report.objects.filter(
        unit_id=duty.above_id, form=closing.code, period=report.period, submitted_at__isnull=False
    )
    if not sent.exclude(state=ReportState.RETURNED).exists():
        return None
    return _lock(
        duty, _("Cấp huyện đã gửi báo cáo %(period)s, số liệu của kỳ này đã khóa.") % {"period": duty.period.label}
    )


def _lock(duty: Duty, reason: str) -> Lock:
    seat = duty.seat_name(duty.form.approves)
    return Lock(reason, _("Muốn sửa, %(seat)s mở bản đính chính và ghi lý do.") % {"seat": seat})


def _said(duty: Duty, day: object) -> dict[str, str]:
    return {"period": duty.period.label, "day": f"{day:%d/%m/%Y}"}
