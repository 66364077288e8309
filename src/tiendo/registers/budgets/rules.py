"""Who may do what with money. The unit's officer enters, its head closes a quarter, the standing agency opens it again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import OFFICERS, SIGNERS, Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR})
REOPENS = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})


def may_list(post: Post, **_where: Any) -> Verdict:
    """Whoever enters, closes or oversees money; the administrator does none of it."""
    if post.role in READS_ALL or post.role in OFFICERS or post.role in SIGNERS:
        return ALLOWED
    return refused(_("Chức vụ này không theo dõi kinh phí của kế hoạch."))


def may_see(post: Post, unit: Unit) -> Verdict:
    """The own unit and those below it; the standing agency, the province's leader and the auditor all of them."""
    allowed = may_list(post)
    if not allowed or post.role in READS_ALL or places.is_under(unit.pk, post.unit_id, clock.today()):
        return allowed
    return refused(_("Kinh phí này thuộc đơn vị khác."))


def may_enter(post: Post, unit: Unit) -> Verdict:
    """The officer of the unit itself, who keeps its accounts."""
    if post.role in OFFICERS and post.unit_id == unit.pk:
        return ALLOWED
    return refused(_("Chỉ cán bộ của đơn vị ghi kinh phí của đơn vị mình."))


def may_close(post: Post, unit: Unit) -> Verdict:
    """The head of the unit, who is never who entered; nobody closes a quarter for the head."""
    if post.role in SIGNERS and post.unit_id == unit.pk and post.acts_for_id is None:
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị chốt kinh phí của quý."))


def may_reopen(post: Post, unit: Unit) -> Verdict:
    """The standing agency, of any unit under its province."""
    if post.role in REOPENS:
        return ALLOWED
    return refused(_("Chỉ cơ quan thường trực mở lại quý đã chốt."))
