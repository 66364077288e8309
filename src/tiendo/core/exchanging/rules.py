"""Who may take workbooks away, send them in and take them over. What a sheet does to its report is asked of reporting's own rules."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from tiendo.core.exchanging.models import Delivery
from tiendo.core.reporting.rules import in_line
from tiendo.core.reporting.views import access
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import OFFICERS
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def may_send(post: Post) -> Verdict:
    """Those who enter reports."""
    if post.role not in OFFICERS:
        return refused(_("Nhập báo cáo từ Excel dành cho cán bộ lập báo cáo."))
    if not post.in_force(clock.today()):
        return refused(_("Chức vụ này không còn hiệu lực. Mời chọn chức vụ khác hoặc liên hệ quản trị viên."))
    return ALLOWED


def may_take(post: Post, delivery: Delivery) -> Verdict:
    """The post that sent it, and nobody else: what it holds is not reported yet."""
    if delivery.by_id != post.pk:
        return refused(_("Chỉ người đã gửi các tệp này mở được. Mời gửi lại tệp ở trang Nhập từ Excel."))
    return may_send(post)


def may_review(post: Post, delivery_id: int) -> Verdict:
    """As `may_take`, from an address."""
    return may_take(post, delivery(delivery_id))


def may_export(post: Post, unit: str, form: str, period: str) -> Verdict:
    """The line on which the leaf's reports rise."""
    return in_line(post, access.owed_by(unit, form, period))


def may_export_book(post: Post, form: str, period: str) -> Verdict:
    """The district, for its communes: a book of a whole province would serve nobody."""
    if post.level != "district":
        return refused(_("Sổ Excel của cả huyện dành cho phòng LĐTBXH và lãnh đạo UBND huyện."))
    return access.looks_below(post)


def delivery(delivery_id: int) -> Delivery:
    """The delivery, or 404: it may have been forgotten."""
    found = Delivery.objects.select_related("by__unit").filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found
