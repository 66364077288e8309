"""What a report's page says in words: its title, the short names of its periods, and the one next step of the bottom bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.reporting import answers
from tiendo.core.reporting.models import Report, ReportState, Revision
from tiendo.core.reporting.queries import ReportPage
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Words:
    """`now` and `previous` head the columns: "Tháng 9", "Tháng 8"."""

    title: str
    form_title: str
    period: str
    now: str
    previous: str
    state: str
    signer: str
    approver: str
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that a correction gives another value: `old` is the accepted one."""

    code: str
    label: str
    nature: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """The one button of the bottom bar: goes to a cell (`jump`), to a page (`url`) or does something (`action`). `why`: words when there is none.

    `answer`: the jump goes to the cell's answer, and the review stays open without it.
    """

    label: str = ""
    jump: str = ""
    url: str = ""
    action: str = ""
    why: str = ""
    review: bool = False
    answer: bool = False


def short(period: Period) -> str:
    """ "Tháng 9", "Quý III": the year goes without saying."""
    return starting(period.label.removesuffix(f"/{period.year}").removesuffix(f" năm {period.year}"))


def starting(text: str) -> str:
    """With a capital, as a line begins."""
    return text[:1].upper() + text[1:]


def words_of(page: ReportPage) -> Words:
    """The words of one report's page."""
    form = packs.current().form_on(page.form, page.period.end)
    waits_for_signature = page.is_open and page.prepared is not None
    return Words(
        title=_("Báo cáo %(period)s") % {"period": page.period.label},
        form_title=page.form_title,
        period=starting(page.period.label),
        now=short(page.period),
        previous=short(page.period.previous()),
        state="presented" if waits_for_signature else page.state,
        signer=str(Role(form.signs.role).label) if form else "",
        approver=str(Role(form.approves.role).label) if form else "",
        changes=changes_of(page),
    )


def changes_of(page: ReportPage) -> tuple[Changed, ...]:
    """What a correction changes of the accepted report, of the cells this post may see; nothing for any other report. One query."""
    if page.supersedes_id is None:
        return ()
    old = Report.objects.values_list("values", flat=True).get(pk=page.supersedes_id)
    return tuple(
        Changed(cell.code, cell.label, cell.nature, old.get(cell.code), cell.value)
        for cell in page.cells
        if old.get(cell.code) != cell.value
    )


def asked_cells(page: ReportPage) -> frozenset[str]:
    """Codes of the cells of a returned report that the level above asks about."""
    return frozenset(one.cell for one in page.open_comments) if page.state == ReportState.RETURNED else frozenset()


def first_unanswered(page: ReportPage) -> str:
    """The first cell asked about that still says what was signed, figure and sentence alike; empty when none. One query."""
    asked = asked_cells(page)
    signed = Revision.objects.filter(report=page.id).order_by("-number").first() if asked else None
    if signed is None:
        return ""
    for cell in page.cells:
        unchanged = cell.value == signed.values.get(cell.code)
        if cell.code in asked and unchanged and cell.note == answers.said(signed.notes, cell.code):
            return cell.code
    return ""


def next_step(page: ReportPage, *, refused: str = "") -> Step:
    """From the form page: the next blank, error, missing reason, the review; for whoever cannot type, what may be done or why not.

    `refused`: code of the cell whose typed value was just not taken.
    """
    if page.may.submit:
        return Step(label=_("Ký và gửi"), action=reverse("reporting:submit", args=[page.id]), review=True)
    if not (page.is_open and page.may.enter):
        return _waiting(page)
    if page.prepared:
        return Step(why=_("Đã trình ký. Sửa một ô thì báo cáo về lại bản nháp."), review=True)
    if page.blank:
        return Step(label=_("Đến ô tiếp theo"), jump=page.first_blank)
    if page.errors or refused:
        return Step(label=_("Đến ô có lỗi"), jump=refused or page.first_error, review=True)
    if page.reasons:
        return Step(label=_("Đến ô cần lý do"), jump=page.first_reason, review=True)
    if unanswered := first_unanswered(page):
        return Step(label=_("Đến ô cần trả lời"), jump=unanswered, review=True, answer=True)
    return Step(label=_("Xem lại"), url=reverse("reporting:review", args=[page.id]))


def last_step(page: ReportPage) -> Step:
    """From the review page: present, or sign and send; back to the form while something is missing."""
    if page.may.submit:
        return Step(label=_("Ký và gửi"), action=reverse("reporting:submit", args=[page.id]))
    if page.is_open and page.may.enter and not page.is_complete:
        return Step(label=_("Về biểu để nhập tiếp"), url=reverse("reporting:report", args=[page.id]))
    if page.may.present:
        return Step(label=_("Trình lãnh đạo ký"), action=reverse("reporting:present", args=[page.id]))
    return _waiting(page)


def _waiting(page: ReportPage) -> Step:
    if page.may.approve:
        where = f"{reverse('reporting:inbox')}?form={page.form}&period={page.period.key}&report={page.id}"
        return Step(label=_("Mở ở trang duyệt"), url=where)
    if page.is_open:
        return Step(why=str(page.may.submit.reason if page.prepared else page.may.enter.reason))
    if page.state == ReportState.SUBMITTED and page.submitted:
        return Step(why=_("Đã ký và gửi, đang chờ cấp trên duyệt."))
    return Step(why=_("Đã duyệt; số liệu đang được tính.") if page.counts else "")


def reasons() -> list[tuple[str, str]]:
    """The usual reasons of an unusual figure, (kind, words); a sentence may say more."""
    return [
        ("campaign", _("Đợt cao điểm")),
        ("season", _("Theo mùa vụ, sự kiện")),
        ("late_data", _("Gộp việc kỳ trước")),
        ("true_repeat", _("Đúng thực tế, trùng kỳ trước")),
    ]
