"""Who may open which board. A board shows what its post may see anyway; figures that count people are on none."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.core.assignments.rules import READS_ALL, WORKS
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused


def may_see_home(post: Post) -> Verdict:
    """Every post has a home: what it must do now, and where its own unit stands."""
    return ALLOWED


def may_see_figures(post: Post, **_where: str) -> Verdict:
    """The plan's figures are open to every office that works on it; the administrator runs accounts and reads none."""
    if post.role == Role.ADMINISTRATOR:
        return refused(_("Quản trị viên không xem số liệu của kế hoạch."))
    return ALLOWED


def may_see_overview(post: Post) -> Verdict:
    """The one-page overview is the province's: its vice chair, the department, the auditor."""
    if post.role in (Role.VICE_CHAIR, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.AUDITOR):
        return ALLOWED
    return refused(_("Toàn cảnh dành cho lãnh đạo UBND tỉnh và Sở."))


def may_see_accountability_of(post: Post, unit: Unit) -> Verdict:
    """The unit's own people and the offices above it; for every unit the department, the vice chair and auditors."""
    if post.role in READS_ALL or (post.role in WORKS and places.is_under(unit.pk, post.unit_id, clock.today())):
        return ALLOWED
    return refused(_("Chỉ đơn vị ấy và cấp trên của đơn vị xem được trang này."))


def may_decide(post: Post) -> Verdict:
    """The province's vice chair reminds whoever answers for a matter, and gives it a day."""
    if post.role == Role.VICE_CHAIR:
        return ALLOWED
    return refused(_("Nhắc việc và giao hạn là việc của Phó Chủ tịch UBND tỉnh."))
