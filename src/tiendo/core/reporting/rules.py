"""Who may do what to a report: one function per verb, asked by actions (to refuse) and by pages (to show and to explain).

*Who* is a seat (role at the leaf, above it, or at the accepting agency) worked out in `duties`; *when* is the state.
Who enters never signs, who entered never approves, whoever signed never approves; an auditor reads all and writes nothing.
Each takes the post, the report and, when the caller has it, the report's duty; each answers a `Verdict` saying what to do next.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from tiendo.core.reporting.duties import Duty, duty_of
from tiendo.core.reporting.locks import locked
from tiendo.core.reporting.models import NEXT_STATES, OPEN_STATES, Report, ReportState
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Power, Role
from tiendo.foundation.packs.schema import Cell
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
_READS_ALL = DEPARTMENT | {Role.VICE_CHAIR, Role.AUDITOR}


def may_open(post: Post, duty: Duty) -> Verdict:
    """The leaf's officer, or the officer of the level above for it, may begin a report once its data have begun to run."""
    if not (working := _may_work(post)):
        return working
    if not (duty.holds(post, duty.form.enters) or _may_stand_in(post, duty)):
        return refused(_("Báo cáo này do %(seat)s của %(unit)s lập.") % _entering_seat(duty))
    if clock.today() < duty.period.start:
        return refused(
            _("Kỳ %(period)s chưa bắt đầu; mời lập từ ngày %(day)s.")
            % {"period": duty.period.label, "day": f"{duty.period.start:%d/%m/%Y}"}
        )
    return ALLOWED


def may_enter(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The leaf's officer types while the report is a draft or was returned; so does the level above once it stands in."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if not _enters(post, report, duty):
        return refused(_("Báo cáo này do %(seat)s của %(unit)s lập.") % _entering_seat(duty))
    return _is_open(report, duty)


def may_enter_cell(
    post: Post, report: Report, code: str, *, asked_again: Collection[str], duty: Duty | None = None
) -> Verdict:
    """As `may_enter`, for a cell the leaf owes in this period; of a returned report only the cells asked about again open."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if not _enters(post, report, duty):
        return refused(_("Ô này do %(seat)s của %(unit)s nhập.") % _entering_seat(duty))
    if not (is_open := _is_open(report, duty)):
        return is_open
    if code not in duty.by_code:
        return refused(_("Ô %(cell)s không nhập ở kỳ này.") % {"cell": code})
    if report.state == ReportState.RETURNED and code not in asked_again:
        return refused(_("Báo cáo được trả lại để sửa một số ô; ô này đã được nhận, không phải sửa."))
    return ALLOWED


def may_enter_for(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The officer of the level above may take over entering for a unit that cannot; the report carries the mark."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if not _may_stand_in(post, duty):
        return refused(_("Chỉ %(seat)s nhập thay được.") % {"seat": duty.seat_name(duty.form.approves)})
    if report.entered_for:
        return refused(_("Báo cáo này đang được nhập thay. Mời nhập tiếp."))
    return _is_open(report, duty)


def may_present(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """Who enters presents the finished draft to the head who signs."""
    duty = duty or duty_of(report)
    if not (entering := may_enter(post, report, duty)):
        return entering
    if report.prepared_at is not None:
        return refused(_("Báo cáo đã trình, đang chờ %(seat)s ký.") % {"seat": _signer(report, duty)})
    return ALLOWED


def may_submit(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The head of the unit signs and sends what the officer presented, never what they entered themselves."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if ReportState.SUBMITTED not in NEXT_STATES[report.state] or report.state not in OPEN_STATES:
        return refused(_("Báo cáo đã được ký và gửi."))
    if not _signs(post, report, duty):
        return refused(_("%(seat)s ký báo cáo này.") % {"seat": _signer(report, duty)})
    if _entered(post, report):
        return refused(_("Người nhập số liệu không ký báo cáo đó. Mời một lãnh đạo khác của đơn vị ký."))
    if report.prepared_at is None:
        return refused(
            _("Báo cáo chưa được trình ký. Mời %(seat)s hoàn thành và trình.") % {"seat": _officer(report, duty)}
        )
    if clock.today() < duty.closes_on:
        return refused(
            _("Số liệu %(period)s chốt ngày %(day)s; mời ký gửi từ ngày đó.")
            % {"period": duty.period.label, "day": f"{duty.closes_on:%d/%m/%Y}"}
        )
    return ALLOWED


def may_send_back(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """Instead of signing what was presented, the signer gives it back to who entered it, with a word."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if not _signs(post, report, duty):
        return refused(_("Chỉ %(seat)s chuyển lại báo cáo đã trình được.") % {"seat": _signer(report, duty)})
    if report.state not in OPEN_STATES or report.prepared_at is None:
        return refused(_("Chỉ chuyển lại được báo cáo đang trình ký. Mời xem trạng thái hiện tại."))
    return ALLOWED


def may_withdraw(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The unit's signer may take back a report that nobody has accepted or returned yet."""
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if report.state != ReportState.SUBMITTED:
        return refused(_("Chỉ rút được báo cáo đang chờ duyệt. Mời xem trạng thái hiện tại."))
    if not _signs(post, report, duty):
        return refused(_("Chỉ %(seat)s rút báo cáo về được.") % {"seat": _signer(report, duty)})
    return ALLOWED


def may_approve(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The level above accepts a signed report; never who entered it, never who signed it (Plan 2017, IV.11)."""
    return _may_judge(post, report, duty, to=ReportState.APPROVED)


def may_return(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The level above sends a signed report back, with a reason and the cells to look at again."""
    return _may_judge(post, report, duty, to=ReportState.RETURNED)


def may_withdraw_approval(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The level above may take an approval back until the period is locked; the totals move back with it."""
    duty = duty or duty_of(report)
    if not (accepted := _may_touch_accepted(post, report, duty)):
        return accepted
    lock = locked(report, duty)
    return refused(str(lock)) if lock else ALLOWED


def may_correct(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The level above opens a correction of an accepted report, at any time, with a reason; the old one counts meanwhile."""
    duty = duty or duty_of(report)
    return _may_touch_accepted(post, report, duty)


def may_extend_due(post: Post) -> Verdict:
    """The department gives more time, with a reason."""
    if not (working := _may_work(post)):
        return working
    if post.role not in DEPARTMENT:
        return refused(_("Chỉ Sở gia hạn được. Mời đề nghị Sở bằng văn bản."))
    return ALLOWED


def may_change_tree(post: Post) -> Verdict:
    """A change of places is entered by the administrator, from the resolution that makes it."""
    if not (working := _may_work(post)):
        return working
    if post.role != Role.ADMINISTRATOR:
        return refused(_("Thay đổi đơn vị hành chính do quản trị viên thực hiện, theo nghị quyết."))
    return ALLOWED


def may_see_report(post: Post, report: Report, duty: Duty | None = None) -> Verdict:
    """The leaf, its reporting line, the standing agency, the province's vice chair and auditors."""
    return in_line(post, duty or duty_of(report))


def may_see_cell(post: Post, cell: Cell, duty: Duty) -> Verdict:
    """Restricted cells and those that count people stay in the reporting line; the rest is open to every office that works here."""
    if cell.restricted or cell.counts_people:
        return in_line(post, duty)
    if post.role == Role.ADMINISTRATOR:
        return refused(_("Quản trị viên không xem số liệu báo cáo."))
    return ALLOWED


def in_line(post: Post, duty: Duty) -> Verdict:
    """Whether the post belongs to the line on which the leaf's reports rise."""
    if post.role == Role.ADMINISTRATOR:
        return refused(_("Quản trị viên không xem số liệu báo cáo."))
    if post.role in _READS_ALL or post.unit_id in duty.path:
        return ALLOWED
    return refused(_("Ngoài phạm vi được xem: chỉ đơn vị lập báo cáo và cấp trên của đơn vị đó xem được."))


def _may_work(post: Post) -> Verdict:
    if post.role == Role.AUDITOR:
        return refused(_("Kiểm tra viên chỉ xem, không ghi."))
    if not post.in_force(clock.today()):
        return refused(_("Chức vụ này không còn hiệu lực. Mời chọn chức vụ khác hoặc liên hệ quản trị viên."))
    return ALLOWED


def _may_judge(post: Post, report: Report, duty: Duty | None, *, to: ReportState) -> Verdict:
    duty = duty or duty_of(report)
    if not (working := _may_work(post)):
        return working
    if to not in NEXT_STATES[report.state]:
        return refused(
            _("Chỉ duyệt hoặc trả lại báo cáo đang chờ duyệt. Báo cáo này: %(state)s.") % {"state": _state(report)}
        )
    above_signs = report.entered_for and duty.holds_signature_above(post)
    if not (duty.holds(post, duty.form.approves) or above_signs):
        return refused(_("Báo cáo này do %(seat)s duyệt.") % {"seat": duty.seat_name(duty.form.approves)})
    if _entered(post, report):
        return refused(_("Người nhập số liệu không duyệt báo cáo đó. Mời một cán bộ khác duyệt."))
    if report.submitted_by is not None and report.submitted_by.user_id == post.user_id:
        return refused(_("Người đã ký báo cáo không duyệt báo cáo đó. Mời một cán bộ khác duyệt."))
    return ALLOWED


def _may_touch_accepted(post: Post, report: Report, duty: Duty) -> Verdict:
    if not (working := _may_work(post)):
        return working
    if report.state != ReportState.APPROVED or not report.counts:
        return refused(_("Chỉ áp dụng cho báo cáo đã duyệt và đang được tính."))
    if not report.current:
        return refused(_("Báo cáo này đang có bản đính chính. Mời làm tiếp trên bản đính chính."))
    if not duty.holds(post, duty.form.approves):
        return refused(_("Chỉ %(seat)s mở lại được báo cáo đã duyệt.") % {"seat": duty.seat_name(duty.form.approves)})
    return ALLOWED


def _is_open(report: Report, duty: Duty) -> Verdict:
    if report.state in OPEN_STATES:
        return ALLOWED
    if report.state == ReportState.SUBMITTED:
        return refused(
            _("Báo cáo đã gửi, đang chờ %(seat)s duyệt. Muốn sửa, người ký rút báo cáo về.")
            % {"seat": duty.seat_name(duty.form.approves)}
        )
    return refused(
        _("Báo cáo đã duyệt. Muốn sửa, %(seat)s mở bản đính chính và ghi lý do.")
        % {"seat": duty.seat_name(duty.form.approves)}
    )


def _enters(post: Post, report: Report, duty: Duty) -> bool:
    return duty.holds(post, duty.form.enters) or (report.entered_for and _may_stand_in(post, duty))


def _may_stand_in(post: Post, duty: Duty) -> bool:
    """Only the level above a territory stands in for it; an agency's sheet has nobody else to fill it."""
    return duty.unit.is_territory and duty.holds(post, duty.form.approves)


def _signs(post: Post, report: Report, duty: Duty) -> bool:
    """The head's seat; whoever acts for the head only where reports are among what was given to sign."""
    if not post.signs(Power.REPORTS):
        return False
    return duty.holds(post, duty.form.signs) or (report.entered_for and duty.holds_signature_above(post))


def _entered(post: Post, report: Report) -> bool:
    """Whether the same person, in whatever post, typed into the report (reads `report.entrants`, prefetched for lists)."""
    return any(entrant.post.user_id == post.user_id for entrant in report.entrants.all())


def _entering_seat(duty: Duty) -> dict[str, object]:
    return {"seat": duty.seat_name(duty.form.enters), "unit": duty.unit}


def _signer(report: Report, duty: Duty) -> str:
    return duty.seat_name(duty.form.signs)


def _officer(report: Report, duty: Duty) -> str:
    return duty.seat_name(duty.form.enters)


def _state(report: Report) -> str:
    return str(ReportState(report.state).label).lower()
