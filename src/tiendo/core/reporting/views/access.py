"""Who may open which address of reports. These rules ask about the seat; the actions ask about the state as well and say what to do."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from tiendo.core.reporting import rules
from tiendo.core.reporting.duties import Duty, duty, duty_of
from tiendo.core.reporting.models import Report
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import APART, OFFICERS, SIGNERS, Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

WORKS_WITH_REPORTS = OFFICERS | SIGNERS | {Role.VICE_CHAIR, Role.AUDITOR}
LOOKS_BELOW = frozenset(
    {
        Role.DISTRICT_OFFICER,
        Role.DISTRICT_CHAIR,
        Role.DEPARTMENT_OFFICER,
        Role.DEPARTMENT_DIRECTOR,
        Role.VICE_CHAIR,
        Role.AUDITOR,
    }
)


def found(report_id: int) -> Report:
    """The report, or 404."""
    report = Report.objects.select_related("unit").filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def period_of(key: str) -> Period:
    """The period written in an address, or 404."""
    try:
        return periods.parse(key)
    except ValueError as error:
        raise Http404 from error


def has_reports(post: Post) -> Verdict:
    """Every office that fills, signs, judges or inspects reports; not the administrator."""
    if post.role in WORKS_WITH_REPORTS:
        return ALLOWED
    return refused(_("Chức vụ này không có báo cáo để lập hoặc duyệt."))


def looks_below(post: Post) -> Verdict:
    """Those to whom a level below sends its reports, and those who inspect."""
    if post.role in LOOKS_BELOW:
        return ALLOWED
    return refused(_("Trang này dành cho cấp duyệt báo cáo: phòng LĐTBXH huyện và Sở."))


def judges_many(post: Post) -> Verdict:
    """Those who accept reports; each report is then asked about one by one."""
    if post.role in LOOKS_BELOW - APART - {Role.VICE_CHAIR}:
        return ALLOWED
    return refused(_("Chỉ cấp duyệt báo cáo duyệt được."))


def extends(post: Post, **where: object) -> Verdict:
    """The department alone gives more time."""
    return rules.may_extend_due(post)


def opens(post: Post, unit: str, form: str, period: str) -> Verdict:
    """The leaf's officer, or the level above it; also whoever may read a report that is there already."""
    owed = owed_by(unit, form, period)
    return rules.may_open(post, owed) or rules.in_line(post, owed)


def owed_by(unit: str, form: str, period: str) -> Duty:
    """The duty an address names; 404 for a period that cannot be read, BadInput when nothing is owed."""
    at = period_of(period)
    return duty(unit_of(unit, at), form, at)


def unit_of(code: str, period: Period) -> Unit:
    """The unit that bore the code at the period's end."""
    return places.by_code(code, period.end)


def sees(post: Post, report_id: int, **where: object) -> Verdict:
    """The leaf and the line on which its reports rise."""
    return rules.may_see_report(post, found(report_id))


def enters(post: Post, report_id: int, **where: object) -> Verdict:
    """The seat that types this report, or the level above that may stand in."""
    owed = duty_of(found(report_id))
    if owed.holds(post, owed.form.enters) or owed.holds(post, owed.form.approves):
        return ALLOWED
    return _not_this_seat(owed, owed.seat_name(owed.form.enters))


def signs(post: Post, report_id: int, **where: object) -> Verdict:
    """The seat that signs this report, or the head of the level above for a report entered there."""
    owed = duty_of(found(report_id))
    if owed.holds(post, owed.form.signs) or owed.holds_signature_above(post):
        return ALLOWED
    return _not_this_seat(owed, owed.seat_name(owed.form.signs))


def judges(post: Post, report_id: int, **where: object) -> Verdict:
    """The seat that accepts this report, or its head for a report entered there."""
    owed = duty_of(found(report_id))
    if owed.holds(post, owed.form.approves) or owed.holds_signature_above(post):
        return ALLOWED
    return _not_this_seat(owed, owed.seat_name(owed.form.approves))


def _not_this_seat(owed: Duty, seat: str) -> Verdict:
    return refused(_("Việc này do %(seat)s làm cho báo cáo của %(unit)s.") % {"seat": seat, "unit": owed.unit})
