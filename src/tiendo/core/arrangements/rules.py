"""Who writes down how a place has arranged the work, and who reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

READS_ALL = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR, Role.VICE_CHAIR, Role.AUDITOR})
OF_A_PLACE = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR, Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR})
OF_THE_PROVINCE = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR})
"""The standing agency writes for the province itself, whose people's committee it serves."""


def may_list(post: Post, **_where: Any) -> Verdict:
    """Whoever holds a post in a place, or reads all of them."""
    if post.role in READS_ALL | OF_A_PLACE:
        return ALLOWED
    return refused(_("Trang này dành cho UBND các cấp và cơ quan thường trực."))


def may_see(post: Post, unit: Unit) -> Verdict:
    """The own place and those below; the province's offices all of them."""
    if post.role in READS_ALL or (post.role in OF_A_PLACE and places.is_under(unit.pk, post.unit_id, clock.today())):
        return ALLOWED
    return refused(_("Đơn vị này ngoài phạm vi được xem."))


def may_write(post: Post, unit: Unit) -> Verdict:
    """The place's own people; for the province the standing agency."""
    of_province = post.role in OF_THE_PROVINCE and unit.code == packs.current().plan.unit_code
    if of_province or (post.role in OF_A_PLACE and post.unit_id == unit.pk):
        return ALLOWED
    return refused(_("Chỉ người của %(unit)s ghi được phần này.") % {"unit": unit})
