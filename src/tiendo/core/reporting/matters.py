"""The late reports of a unit, as what its head answers for."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reporting.queries.work import ReportLine, late_of
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.matters import SHOWN, Group, Matter
from tiendo.foundation.places.models import Unit


def reports(unit: Unit, post: Post, on: date) -> Group:
    """Those it has not sent though due, the latest first; every one is late. Whoever sees the page is on the unit's line."""
    lines = sorted(late_of(unit, on), key=lambda line: -line.late_days)
    shown = tuple(_matter(line) for line in lines[:SHOWN])
    return Group(_("Báo cáo quá hạn"), shown, len(lines), len(lines), _("Không có báo cáo nào quá hạn."))


def _matter(line: ReportLine) -> Matter:
    if line.report_id is None:
        detail, url = _("Chưa lập"), ""
    else:
        detail = _("Đã trình, chờ ký") if line.prepared else _("Đang lập")
        url = reverse("reporting:report", args=[line.report_id])
    period = line.period.label[:1].upper() + line.period.label[1:]
    return Matter(f"{period}: {line.form_title}", detail, url, line.due.on, line.late_days)
