"""Who draws up a place's plan after the one above, who looks on, and who shares a target out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.core.drafting.rules import FOLLOWS
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR})
OF_THE_PROVINCE = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
"""The standing agency shares the province's targets out, for the people's committee it serves."""
OF_A_DISTRICT = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR})


def may_list(post: Post, **_where: Any) -> Verdict:
    """Whoever holds a post in a place, or reads all of them."""
    if post.role in READS_ALL | FOLLOWS:
        return ALLOWED
    return refused(_("Trang này dành cho UBND các cấp và cơ quan thường trực."))


def may_see(post: Post, unit: Unit) -> Verdict:
    """The own place and those below; the province's offices all of them."""
    if post.role in READS_ALL or (post.role in FOLLOWS and places.is_under(unit.pk, post.unit_id, clock.today())):
        return ALLOWED
    return refused(_("Đơn vị này ngoài phạm vi được xem."))


def may_begin(post: Post, unit: Unit) -> Verdict:
    """The place's own people, while the place is there."""
    if post.role not in FOLLOWS or post.unit_id != unit.pk:
        return refused(_("Chỉ người của %(unit)s soạn được kế hoạch của đơn vị.") % {"unit": unit})
    if not unit.valid_from <= clock.today() < unit.valid_to:
        return refused(_("%(unit)s không còn hoạt động. Đơn vị nhận địa bàn soạn kế hoạch của mình.") % {"unit": unit})
    return ALLOWED


def may_see_shares(post: Post, plan: Plan) -> Verdict:
    """Whoever may see the place whose plan it is, and the places right below, whose shares they are."""
    if post.role in READS_ALL or (post.role in FOLLOWS and post.unit_id == plan.unit_id):
        return ALLOWED
    if post.role in FOLLOWS and places.is_under(post.unit_id, plan.unit_id, clock.today()):
        return ALLOWED
    return refused(_("Đơn vị này ngoài phạm vi được xem."))


def may_share(post: Post, plan: Plan) -> Verdict:
    """The place whose plan it is: a district for its communes, the standing agency for the province."""
    of_province = post.role in OF_THE_PROVINCE and plan.unit.code == packs.current().plan.unit_code
    if of_province or (post.role in OF_A_DISTRICT and post.unit_id == plan.unit_id):
        return ALLOWED
    return refused(_("Chỉ %(unit)s giao được phần chỉ tiêu cho cấp dưới.") % {"unit": plan.unit})
