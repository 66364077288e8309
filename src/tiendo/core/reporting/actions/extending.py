"""Giving more time: a later due day for a form and period, of every unit or of one and all under it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.reporting import duties, rules
from tiendo.core.reporting.actions import rows
from tiendo.core.reporting.models import DueExtension
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.foundation.transactions import durable
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput, Problem


@durable
def extend_due(
    form: str, period: Period, *, due_on: date, reason: str, by: Post, unit: Unit | None = None
) -> DueExtension:
    """Move the due day of a form and period later, for everybody or for a unit and all under it. The same day again writes nothing.

    Raises Refused, BadInput when the day is not after the calendar's or the reason is blank.
    """
    rules.may_extend_due(by).or_refuse()
    pack = packs.current()
    usual = calendar.due_on(pack, duties.form_in(pack, form, period), period)
    if due_on <= usual:
        what = _("phải sau hạn đang có, %(day)s.") % {"day": f"{usual:%d/%m/%Y}"}
        raise BadInput([Problem(_("Hạn mới"), what, _("Mời chọn ngày khác."))])
    said = rows.narrative(reason, where=_("Lý do gia hạn"), longest=500)
    same = DueExtension.objects.filter(form=form, period=period.key, unit=unit, due_on=due_on).first()
    if same is not None:
        return same
    extension = DueExtension.objects.create(
        form=form, period=period.key, unit=unit, due_on=due_on, reason=said, by=by, at=clock.now()
    )
    record("report.due_extended", extension, by=by, fields=["due_on"])
    return extension
